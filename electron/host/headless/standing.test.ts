import { describe, expect, it } from 'vitest'
import { because } from '../../../shared/errors/because.ts'
import { emptyState, sampleCommunity, sampleWallet } from '../../../shared/state/samples.ts'
import type { CommunityState, ConsoleState } from '../../../shared/state/state.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { NOTHING_JOINED, runsWithoutWindow, sayStanding } from './standing.ts'

const WALLET = '0x00000000000000000000000000000000000000aA'

function lima(over: Partial<CommunityState> = {}, state: 'locked' | 'unlocked' = 'unlocked'): ConsoleState {
  const sample = sampleCommunity('lima', 'Lima')
  const community = { ...sample, settings: { ...sample.settings, wallet: WALLET }, ...over }
  return { ...emptyState, communities: { lima: community }, wallets: [sampleWallet(WALLET.toLowerCase(), { state })] }
}

/** A console of which only its state is seen. */
function watched(first: ConsoleState) {
  const clock = new ManualClock()
  const said: string[] = []
  const core = { state: first }
  const failures: unknown[] = []
  const say = (line: string): void => {
    if (deaf.on) throw new Error('the terminal is gone')
    said.push(line)
  }
  const deaf = { on: false }
  const stop = sayStanding({ core, folder: '/data', say, clock, onError: (error) => failures.push(error) })
  const become = (state: ConsoleState): void => {
    core.state = state
  }
  return { clock, said, stop, become, deaf, failures }
}

describe('a console without a window', () => {
  it('says where its state is kept, how it ends, and that nothing is joined', () => {
    const { said } = watched(emptyState)
    expect(said).toEqual([runsWithoutWindow('/data'), NOTHING_JOINED])
    expect(said[0]).toMatch(/\/data.*Ctrl-C/)
    expect(said[1]).toContain('--sandbox')
  })

  it('says how a Community stands once it has come up, and again only when that is something else', async () => {
    const { clock, said, stop, become } = watched(lima({ connection: { is: 'connecting', since: 0, attempt: 0 } }, 'locked'))
    const runs = lima({ connection: { is: 'connected', since: 1, latencyMs: 5 }, engine: { is: 'running', since: 1 } })
    become(runs)
    await clock.advance(1_000)
    expect(said.slice(1)).toEqual([`Lima (localhost:1): connected; engine answers bounties; wallet ${WALLET} unlocked.`])
    become({ ...runs, needs: [] })
    await clock.advance(1_000)
    expect(said).toHaveLength(2)
    const reason = because('no-route')
    const connection = {
      is: 'lost',
      since: 2,
      attempt: 1,
      nextTryAt: 3,
      everConnected: true,
      code: 'unreachable',
      detail: 'x',
      reason,
    } as const
    become(lima({ connection, engine: { is: 'holding', since: 2 } }))
    await clock.advance(1_000)
    expect(said[2]).toContain('no connection (no route to host); engine waits for the connection')
    await stop()
    become(emptyState)
    expect(clock.waiting).toBe(0)
  })

  it('goes on when a look fails, and says then what it could not say', async () => {
    const { clock, said, deaf, failures } = watched(lima())
    deaf.on = true
    await clock.advance(1_000)
    expect([failures.length, said.length]).toEqual([1, 1])
    deaf.on = false
    await clock.advance(1_000)
    expect(said[1]).toContain('Lima (localhost:1)')
  })

  it.each<[Partial<CommunityState>, string]>([
    [{ engine: { is: 'stopped', since: null } }, 'engine stopped: no bounty is answered (start it'],
    [{ engine: { is: 'stopped', since: 5, by: 'command' } }, 'engine stopped (the run by command ended): no bounty'],
    [
      { engine: { is: 'paused', since: 1, by: 'losses', until: null } },
      'engine paused: too many stakes were lost within an hour; look at it in the window',
    ],
    [{ engine: { is: 'locked', since: 1 } }, 'engine waits for the wallet'],
    [{ engine: { is: 'failed', since: 1, part: 'scanner', detail: 'it ended' } }, 'engine waits: scanner failed (it ended)'],
    [{ settings: sampleCommunity('lima', 'Lima').settings }, 'no wallet (choose one in the window)'],
  ])('says what keeps it from answering: %o', async (over, words) => {
    const { clock, said } = watched(lima(over, 'locked'))
    await clock.advance(1_000)
    expect(said[1]).toContain(words)
  })

  it('says of a locked wallet how it is opened', async () => {
    const { clock, said } = watched(lima({}, 'locked'))
    await clock.advance(1_000)
    expect(said[1]).toContain(`wallet ${WALLET} locked (unlock it in the window and have its password remembered`)
  })
})
