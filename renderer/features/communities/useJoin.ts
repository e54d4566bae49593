import { useState } from 'react'
import type { ConnectionTest } from '../../../shared/contract/contract.ts'
import type { CommunityKind } from '../../../shared/domain/community.ts'
import type { Problem } from '../../../shared/errors/errors.ts'
import { useAction, useConsole } from '../../store/console.tsx'
import { acceptedPins, type FieldProblem, fieldProblems, type JoinFields, joinBlocker, testKey } from './join.ts'

/** A Community that is about to be joined. `fixed`: the public one, whose name and address are known. */
export interface JoinTarget {
  readonly kind: Exclude<CommunityKind, 'sandbox'>
  readonly name: string
  readonly address: string
  readonly fixed: boolean
}

export interface JoinFlow {
  readonly target: JoinTarget
  readonly fields: JoinFields
  readonly set: (over: Partial<JoinFields>) => void
  /** Shown once the operator has tried. */
  readonly problems: Partial<Record<keyof JoinFields, FieldProblem>>
  /** The test of exactly what the fields say; null when there is none. */
  readonly test: ConnectionTest | null
  /** There was a test, and the fields changed since. */
  readonly stale: boolean
  readonly testing: boolean
  readonly testProblem: Problem | null
  readonly runTest: () => void
  readonly compared: boolean
  readonly setCompared: (compared: boolean) => void
  readonly wallet: string | null
  readonly setWallet: (wallet: string) => void
  readonly blocker: ReturnType<typeof joinBlocker>
  readonly join: () => void
  readonly joining: boolean
  readonly joinProblem: Problem | null
}

/** From an address to a joined Community: fields, connection test, the operator's word on the contracts. Nothing is signed by it. */
export function useJoin(target: JoinTarget, onJoined: (id: string) => void): JoinFlow {
  const wallets = useConsole((state) => state.wallets)
  const own = wallets.filter(({ source }) => source !== 'throwaway')
  const [fields, setFields] = useState<JoinFields>({ name: target.name, address: target.address, apiKey: '', insecure: false })
  const [tried, setTried] = useState(false)
  const [tested, setTested] = useState<{ readonly key: string; readonly test: ConnectionTest } | null>(null)
  const [compared, setCompared] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const asking = useAction('community.test')
  const joining = useAction('community.join')
  const problems = fieldProblems(fields)
  const key = testKey(fields)
  const test = tested?.key === key ? tested.test : null
  const wallet = own.find(({ address }) => address === chosen)?.address ?? own[0]?.address ?? null
  const blocker = joinBlocker(test, compared)
  const apiKey = fields.insecure || fields.apiKey === '' ? null : fields.apiKey

  const runTest = async () => {
    setTried(true)
    if (problems.address || problems.apiKey) return
    setCompared(false)
    const result = await asking.run({ address: fields.address.trim(), apiKey, insecure: fields.insecure, id: null })
    setTested(result.ok ? { key, test: result.value } : null)
  }
  const join = async () => {
    setTried(true)
    if (blocker !== null || problems.name || test === null || test.pins === null) return
    const result = await joining.run({
      name: fields.name.trim(),
      kind: target.kind,
      address: fields.address.trim(),
      insecure: fields.insecure,
      apiKey,
      wallet,
      pins: acceptedPins(test.pins),
    })
    if (result.ok) {
      setFields((before) => ({ ...before, apiKey: '' }))
      onJoined(result.value.id)
    }
  }
  return {
    target,
    fields,
    set: (over) => setFields((before) => ({ ...before, ...over })),
    problems: tried ? problems : {},
    test,
    stale: tested !== null && test === null,
    testing: asking.busy,
    testProblem: asking.problem,
    runTest: () => {
      runTest().catch(() => {})
    },
    compared,
    setCompared,
    wallet,
    setWallet: setChosen,
    blocker,
    join: () => {
      join().catch(() => {})
    },
    joining: joining.busy,
    joinProblem: joining.problem,
  }
}
