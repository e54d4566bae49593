import { describe, expect, it } from 'vitest'
import type { CallInput, CallName } from '../../../shared/contract/contract.ts'
import { decodeInput } from '../../../shared/contract/wire.ts'
import type { MaintainRule, Transfer } from '../../../shared/domain/transfer.ts'
import { emptyState, sampleCommunity, sampleTransfer } from '../../../shared/state/samples.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'
import { localMoment } from './local-moment.ts'
import type { MoneyRun } from './money-options.ts'
import { moneyRun } from './money-run.ts'

const NCT = 10n ** 18n
const RULE: MaintainRule = { on: true, minimum: 1_000n * NCT, refill: 100n * NCT, maximum: null, confirmations: 1, daily: null }
const WALLET = '0x00000000000000000000000000000000000000aa'
const place = { sandbox: true, polyswarmdAddr: null, keyfile: null, password: null, apiKey: null, insecureTransport: false }

const deposit = (n: number, stage: Transfer['stage']): Transfer =>
  sampleTransfer({
    id: `d${n}`,
    community: 'box',
    account: WALLET,
    amount: RULE.refill,
    fee: 0n,
    by: 'maintain',
    stage,
    hash: `0x${n.toString(16).padStart(64, '0')}`,
    signedAt: n,
    sentAt: n,
    minedBlock: stage === 'arrived' ? n : null,
    minedAt: stage === 'arrived' ? n : null,
    confirmations: 1,
    confirmationsNeeded: 1,
    arrivedAt: stage === 'arrived' ? n : null,
    reason: stage === 'failed' ? 'reverted' : null,
  })

/**
 * A console whose rule is always below its minimum: while it is on, the next deposit is signed in the very moment in which the last one
 * ended, as on a daemon that tells of a block and of the relay's payment at once. It moves each time somebody looks.
 */
class RuleConsole implements Pick<ConsoleCore, 'dispatch' | 'state'> {
  /** What becomes of each deposit in turn; 'arrived' where nothing is said. */
  readonly #ends: readonly Transfer['stage'][]
  transfers: Transfer[] = []
  next: CommunityState['maintainNext'] = null
  rules: MaintainRule[] = []
  /** Whose rules they are. */
  by = new Set<string>()

  constructor(ends: readonly Transfer['stage'][] = []) {
    this.#ends = ends
  }

  get state(): ConsoleCore['state'] {
    this.#move()
    const now = { value: 10_000n * NCT, at: 1 }
    const community: CommunityState = {
      ...sampleCommunity('box', 'Sandbox'),
      connection: { is: 'connected', since: 1, latencyMs: 1 },
      balances: { homeNct: now, homeEth: now, sideNct: now },
      maintain: this.rules.at(-1) ?? null,
      maintainNext: this.next,
      transfers: this.transfers,
    }
    return { ...emptyState, communities: { box: community } }
  }

  dispatch(name: unknown, input: unknown): Promise<unknown> {
    if (name === 'sandbox.try') return Promise.resolve({ ok: true, value: { id: 'box' } })
    if (name === 'maintain.set') {
      const { rule, by = 'operator' } = decodeInput(name as CallName, input) as CallInput<'maintain.set'>
      this.rules.push(rule)
      this.by.add(by)
    }
    return Promise.resolve({ ok: true, value: {} })
  }

  #move(): void {
    this.transfers = this.transfers.map((each, n) => (each.stage === 'signed' ? deposit(n, this.#ends[n] ?? 'arrived') : each))
    if (this.rules.at(-1)?.on) this.transfers.push(deposit(this.transfers.length, 'signed'))
  }
}

interface Told {
  readonly code: number
  readonly lines: string[]
  readonly errors: string[]
}

async function maintained(
  core: RuleConsole,
  transfers: number | null,
  json = true,
  stop = new AbortController(),
  keepsDaily = true,
): Promise<Told> {
  const run: MoneyRun = {
    command: { is: 'maintain', rule: RULE, keepsDaily, transfers },
    place,
    json,
    host: { dataDir: null, logLevel: 'warn', passphraseFile: null },
  } as MoneyRun
  const [lines, errors]: [string[], string[]] = [[], []]
  const terminal = {
    out: (line: string) => {
      lines.push(line)
      if (lines.length === 6) stop.abort()
    },
    error: (line: string) => void errors.push(line),
  }
  const code = await moneyRun(core as unknown as ConsoleCore, run, terminal, stop.signal)
  return { code, lines, errors }
}

describe('maintain by command, ended after so many transfers', () => {
  it.each([1, 2, 3])('begins no more than %i', async (wanted) => {
    const core = new RuleConsole()
    const { code, lines } = await maintained(core, wanted)
    expect(code).toBe(0)
    expect(core.transfers).toHaveLength(wanted)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ transfers: core.transfers.map(({ id }) => ({ id, stage: 'arrived' })) })
    expect(core.rules.at(-1)?.on).toBe(false)
    // Never the operator's, which is kept over a restart.
    expect([...core.by]).toEqual(['command'])
  })

  it('tells every stage of every transfer while it has no end', async () => {
    const core = new RuleConsole()
    const { code, lines } = await maintained(core, null, false)
    expect(code).toBe(130)
    expect(lines.slice(0, 6)).toEqual(
      [0, 1, 2].flatMap((n) =>
        ['signed', 'arrived'].map((stage) => `Deposit of 100 NCT: ${stage} (0x${n.toString(16).padStart(64, '0')})`),
      ),
    )
    expect(core.rules.at(-1)?.on).toBe(false)
  })

  it('says until when it waits for the limit of a day, as the clock on the wall shows it', async () => {
    const core = new RuleConsole()
    const until = Date.UTC(2026, 10, 29, 20, 4, 5)
    core.next = { code: 'day-limit', amount: RULE.refill, detail: null, until, left: RULE.refill / 4n }
    const { errors } = await maintained(core, 1, false)
    expect(errors).toEqual([
      `100 NCT are due and do not fit yet: of what may be moved in 24 hours 25 NCT are left. Waiting until ${localMoment(until)}.`,
    ])
  })

  it('makes another one for each that came to nothing', async () => {
    const core = new RuleConsole(['failed', 'arrived', 'failed'])
    expect((await maintained(core, 2)).code).toBe(0)
    expect(core.transfers.map(({ stage }) => stage)).toEqual(['failed', 'arrived', 'failed', 'arrived'])
  })

  it.each([
    { keepsDaily: true, daily: 700n * NCT },
    { keepsDaily: false, daily: null },
  ])("moves no more in a day than the window's rule may, unless that is lifted: $keepsDaily", async ({ keepsDaily, daily }) => {
    const core = new RuleConsole()
    core.rules = [{ ...RULE, on: false, daily: 700n * NCT }]
    expect((await maintained(core, 1, true, new AbortController(), keepsDaily)).code).toBe(0)
    expect(core.rules.filter(({ on }) => on).map((rule) => rule.daily)).toEqual([daily])
    // What the window had is there again.
    expect(core.rules.at(-1)).toMatchObject({ on: false, daily: 700n * NCT })
  })
})
