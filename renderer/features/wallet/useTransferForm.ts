import { useEffect, useState } from 'react'
import type { TransferPlan } from '../../../shared/contract/contract.ts'
import { type AmountProblem, amountToText, type Denomination, parseAmount } from '../../../shared/domain/amount.ts'
import { isInFlight, type TransferDirection } from '../../../shared/domain/transfer.ts'
import type { Problem } from '../../../shared/errors/errors.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { perMille } from '../../lib/amounts.ts'
import { useAnswer } from '../../store/console.tsx'

/** The plan is asked for when typing has paused for so long. */
const PAUSE_MS = 250

/** A value once it has stopped changing. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** Whether a Community can take another transfer of a direction: at most one at a time. */
export const isOffered = ({ transfers }: CommunityState, direction: TransferDirection): boolean =>
  !transfers.some((transfer) => transfer.direction === direction && isInFlight(transfer.stage))

export interface TransferForm {
  readonly direction: TransferDirection
  readonly setDirection: (direction: TransferDirection) => void
  /** Where the transfer goes from or to; null when nothing is offered. */
  readonly community: CommunityState | null
  readonly offered: readonly CommunityState[]
  readonly refused: readonly CommunityState[]
  readonly choose: (id: string) => void
  readonly text: string
  readonly type: (text: string) => void
  readonly denomination: Denomination
  readonly setDenomination: (denomination: Denomination) => void
  readonly all: boolean
  readonly takeAll: () => void
  /** What is wrong with the text itself; null when it is an amount or the field is empty. */
  readonly textProblem: Exclude<AmountProblem, 'empty'> | null
  /** The text is an amount, and it is zero. */
  readonly nothing: boolean
  /** By the core, for exactly what the fields say now. It stays while it is asked for again because money moved; null while there is none. */
  readonly plan: TransferPlan | null
  readonly planProblem: Problem | null
  readonly checking: boolean
  /** Asks for the plan again. */
  readonly refresh: () => void
  readonly clear: () => void
}

/** What the operator types, and what the core makes of it while they type. Nothing is signed by it. */
export function useTransferForm(communities: readonly CommunityState[], current: string | null, first: TransferDirection): TransferForm {
  const [direction, setDirection] = useState(first)
  const [chosen, setChosen] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [denomination, setDenomination] = useState<Denomination>('nct')
  const [all, setAll] = useState(false)
  const [fresh, setFresh] = useState(0)
  const offered = communities.filter((community) => isOffered(community, direction))
  const byId = (id: string | null) => offered.find(({ settings }) => settings.id === id)
  const community = byId(chosen) ?? byId(current) ?? offered[0] ?? null
  const id = community?.settings.id ?? null

  const parsed = parseAmount(text, denomination)
  const textProblem = all || parsed.ok || parsed.problem === 'empty' ? null : parsed.problem
  const fields = id !== null && (all || parsed.ok) ? JSON.stringify([id, direction, all ? '' : text, denomination, all, fresh]) : ''
  const wanted = fields === '' ? '' : `${fields} ${moneyOf(community)}`
  const settled = useSettled(wanted, PAUSE_MS)
  const input = settled === '' || id === null ? null : { community: id, direction, text: all ? '' : text, denomination, all }
  const answer = useAnswer('transfer.plan', settled === wanted ? input : null, settled === wanted ? settled : '')
  const isCurrent = settled === wanted && wanted !== '' && !(answer.is === 'here' && answer.loading)
  const failed = isCurrent && answer.is === 'failed'
  const answered = isCurrent && answer.is === 'here' && fits(answer.value, id, direction) ? answer.value : null
  const plan = useKeptPlan(fields, answered, failed)
  return {
    direction,
    setDirection,
    community,
    offered,
    refused: communities.filter((each) => !isOffered(each, direction)),
    choose: setChosen,
    text: all && plan !== null ? amountToText(plan.amount) : text,
    type: (next) => {
      setAll(false)
      setText(next)
    },
    denomination: all ? 'nct' : denomination,
    setDenomination: (next) => {
      setAll(false)
      setDenomination(next)
    },
    all,
    takeAll: () => {
      setText('')
      setAll(true)
    },
    textProblem,
    // Once typing has paused: "0" is how 0.5 begins.
    nothing: !all && parsed.ok && parsed.value === 0n && settled === wanted,
    plan,
    planProblem: failed ? answer.problem : null,
    checking: wanted !== '' && plan === null && !failed,
    refresh: () => setFresh((count) => count + 1),
    clear: () => {
      setText('')
      setAll(false)
    },
  }
}

/** The last plan for what the fields say, until the core has another one or refuses it: a block that moves money must not blank what is read. */
function useKeptPlan(fields: string, answered: TransferPlan | null, failed: boolean): TransferPlan | null {
  const [kept, setKept] = useState<{ readonly fields: string; readonly plan: TransferPlan } | null>(null)
  useEffect(() => {
    if (answered !== null) setKept({ fields, plan: answered })
    else if (failed) setKept(null)
  }, [fields, answered, failed])
  if (answered !== null || failed) return answered
  return kept !== null && kept.fields === fields ? kept.plan : null
}

const fits = (plan: TransferPlan, id: string | null, direction: TransferDirection): boolean =>
  plan.community === id && plan.direction === direction

/** What a plan depends on: when it moves, the plan is asked for again. */
export const moneyOf = (community: CommunityState | null): string =>
  community === null
    ? ''
    : [community.balances.homeNct, community.balances.homeEth, community.balances.sideNct].map((each) => each?.value ?? '?').join()

/** The part of an amount that the relay keeps, per mille. */
export const feeShare = ({ fee, amount }: Pick<TransferPlan, 'fee' | 'amount'>): number | null => (fee === 0n ? 0 : perMille(fee, amount))
