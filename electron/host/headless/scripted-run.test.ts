import { describe, expect, it } from 'vitest'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { EngineState } from '../../../shared/domain/engine.ts'
import { noResults } from '../../../shared/state/initial.ts'
import { emptyState, sampleCommunity, sampleRow } from '../../../shared/state/samples.ts'
import type { CommunityState, Results } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'
import type { ScriptedRun } from './options.ts'
import { type RunTotals, scriptedRun } from './scripted-run.ts'

const run: ScriptedRun = {
  sandbox: true,
  polyswarmdAddr: null,
  keyfile: null,
  password: null,
  apiKey: null,
  insecureTransport: false,
  testing: 2,
  json: true,
  backend: null,
  bidStrategy: null,
  perDay: null,
  atOnce: null,
}

/** A console whose engine stands so, one after another, with these results, when it is started. A balance is read each time somebody looks. */
class RunConsole implements Pick<ConsoleCore, 'dispatch' | 'state'> {
  readonly #then: Partial<CommunityState>[]
  #started = false
  #at = Date.now() + 1_000_000
  called: string[] = []
  /** Bounties that the state shows. */
  bounties: Readonly<Record<string, BountyRow>> = {}
  constructor(total: Partial<Results>, ...engine: readonly EngineState[]) {
    this.#then = engine.map((one) => ({ engine: one, total: { ...noResults(0), ...total } }))
  }
  get state(): ConsoleCore['state'] {
    const now = { value: 0n, at: this.#at++ }
    const community: CommunityState = {
      ...sampleCommunity('box', 'Sandbox'),
      connection: { is: 'connected', since: 1, latencyMs: 1 },
      balances: { homeNct: now, homeEth: now, sideNct: now },
      ...(this.#started ? (this.#then.length > 1 ? this.#then.shift() : this.#then[0]) : {}),
    }
    return { ...emptyState, communities: { box: community }, bounties: { box: this.bounties } }
  }
  dispatch(name: string): Promise<unknown> {
    this.called.push(name)
    if (name === 'sandbox.try') return Promise.resolve({ ok: true, value: { id: 'box' } })
    if (name === 'engine.start') this.#started = true
    return Promise.resolve({ ok: true, value: {} })
  }
}

async function ran(core: RunConsole): Promise<{ code: number; totals: RunTotals; errors: string }> {
  const [out, errors]: [string[], string[]] = [[], []]
  const terminal = { out: (line: string) => out.push(line), error: (line: string) => errors.push(line) }
  const code = await scriptedRun(core as unknown as ConsoleCore, run, terminal, new AbortController().signal)
  return { code, totals: JSON.parse(out.join('')) as RunTotals, errors: errors.join('\n') }
}

describe('a run for so many bounties', () => {
  it('tells how many of them were missed as the engine counts them, whatever else was asserted with its key or seen', async () => {
    const stopped: EngineState = { is: 'stopped', since: 1, after: 2, missed: 1 }
    const { code, totals } = await ran(new RunConsole({ bounties: 3, asserted: 4, missed: 7 }, stopped))
    expect([code, totals]).toMatchObject([0, { asserted: 4, missed: 1, bounties: 5 }])
  })

  it('tells all that was missed when somebody stopped it before', async () => {
    const core = new RunConsole({ asserted: 1, missed: 2 }, { is: 'running', since: 1 }, { is: 'stopped', since: 2 })
    const { code, totals } = await ran(core)
    expect([code, totals]).toMatchObject([1, { asserted: 1, missed: 2, bounties: 3 }])
  })

  it('ends when the engine has paused itself after losses: nobody is there to look and go on', async () => {
    const core = new RunConsole({ bounties: 5, asserted: 5 }, { is: 'paused', since: 1, by: 'losses', until: null })
    const { code, totals, errors } = await ran(core)
    expect([code, totals]).toMatchObject([1, { asserted: 5, missed: 0 }])
    expect(errors).toContain('paused itself')
    // It would not be paused any more when the console is started again.
    expect(core.called.slice(core.called.indexOf('engine.start') + 1)).toEqual([])
  })

  it('stakes nothing after losses of an earlier run that it finds, tells each with its reason, and ends with 1', async () => {
    const core = new RunConsole({}, { is: 'running', since: 1 })
    const lost = sampleRow('00000000-0000-4000-8000-000000000001', {
      state: 'forfeited',
      settledAt: core.state.app.startedAt,
      bid: 2n * 10n ** 18n,
      assertionFee: 31_250_000_000_000_000n,
      lossReason: { code: 'not-running', values: {} },
    })
    const earlier = { ...lost, guid: '00000000-0000-4000-8000-000000000002', settledAt: core.state.app.startedAt - 1 }
    core.bounties = { [lost.guid]: lost, [earlier.guid]: earlier }
    const { code, totals, errors } = await ran(core)
    expect(code).toBe(1)
    expect(totals).toMatchObject({ asserted: 0, forfeited: 1, bidTotal: '0' })
    expect(errors).toContain('1 stake of an earlier run was lost, so nothing new was staked; run again to go on.')
    expect(errors).toContain('2.03125 NCT. Not revealed in time: the console was not running')
    expect(core.called).not.toContain('engine.start')
  })
})

describe('a run until it is told to stop', () => {
  it('says no word about the engine when it is merely ended: the next start goes on as it was wished', async () => {
    const core = new RunConsole({}, { is: 'running', since: 1 })
    const stop = new AbortController()
    const errors: string[] = []
    const error = (line: string): void => {
      errors.push(line)
      stop.abort()
    }
    const terminal = { out: () => undefined, error }
    expect(await scriptedRun(core as unknown as ConsoleCore, { ...run, testing: null }, terminal, stop.signal)).toBe(130)
    expect(errors.join()).toContain('Answering bounties of Sandbox')
    // Neither on its way nor at its end: a kill in between would leave it stopped.
    expect(core.called.filter((name) => name.startsWith('engine.'))).toEqual(['engine.configure', 'engine.start'])
  })
})
