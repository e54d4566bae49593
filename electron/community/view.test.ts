import { describe, expect, it } from 'vitest'
import type { InMotion, Taken } from '../../shared/domain/available.ts'
import type { Chain } from '../../shared/domain/identifiers.ts'
import type { Transfer } from '../../shared/domain/transfer.ts'
import { noStake } from '../../shared/state/initial.ts'
import { sampleCommunity, sampleTransfer } from '../../shared/state/samples.ts'
import { leftBy } from '../balance/transfer-life.ts'
import type { EngineView } from '../engine/port.ts'
import { BlockClock } from '../polyswarmd/block-clock.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Balances } from './balances.ts'
import { type CommunityParts, communityState } from './view.ts'

const ME = '0x0000000000000000000000000000000000000001'
const { settings, engineSettings, today, total } = sampleCommunity('lima', 'Lima')
const engineWith = (motion: InMotion): EngineView => ({
  state: { is: 'running', since: 0 },
  settings: engineSettings,
  stake: { ...noStake, atRisk: 30n, open: 1 },
  motion,
  today,
  total,
  deprecated: false,
  lastForfeit: null,
  recentLosses: 0,
  scanWaiting: 0,
  scanning: 0,
  open: 1,
})
const takenAt = (value: bigint): Taken => ({ value, askedAt: 500, at: 600, seenBlock: 50 })
const read = { home: takenAt(200n), side: takenAt(1_000n) }

/** Its own transfers, as they count on both chains. */
const moved = (transfers: readonly Transfer[]) => ({ transfers, homeLeaving: leftBy(transfers, 'deposit') })

const stateWith = (over: Partial<CommunityParts>) =>
  communityState({
    settings,
    connection: { is: 'connected', since: 0, latencyMs: null },
    clock: new BlockClock().read(0),
    parameters: null,
    relayFeeHome: null,
    balances: { homeNct: { value: 200n, at: 600 }, homeEth: { value: 5n, at: 600 }, sideNct: { value: 1_000n, at: 600 } },
    taken: read,
    engine: null,
    engineSettings,
    scanners: { is: 'off' },
    queue: null,
    allowance: null,
    maintain: null,
    maintainNext: null,
    transfers: [],
    homeLeaving: [],
    joinedAt: 0,
    ...over,
  })
const shown = (over: Partial<CommunityParts>) => stateWith(over).balances

describe('the balances that are shown', () => {
  it('are the readings while nothing is in motion, and unknown before the first', () => {
    expect(shown({})).toEqual({ homeNct: { value: 200n, at: 600 }, homeEth: { value: 5n, at: 600 }, sideNct: { value: 1_000n, at: 600 } })
    const none = { homeNct: null, homeEth: null, sideNct: null }
    const engine = engineWith({ leaving: [{ amount: 31n, landed: null }], coming: [] })
    expect(shown({ balances: none, taken: { home: null, side: null }, engine })).toEqual(none)
  })

  it('have a stake that is open taken off before the chain has, and a payout put on', () => {
    const leaving = [{ amount: 31n, landed: null }]
    expect(shown({ engine: engineWith({ leaving, coming: [{ amount: 7n, sentAt: 600 }] }) }).sideNct).toEqual({ value: 976n, at: 600 })
  })

  it('have a transfer taken off where it left, from the moment it counts as arriving', () => {
    const deposit = sampleTransfer({ amount: 100n, stage: 'mined', minedAt: 550, minedBlock: 60 })
    const withdrawal = sampleTransfer({ direction: 'withdrawal', amount: 300n, stage: 'confirmed', minedAt: 700, minedBlock: null })
    expect(shown(moved([deposit, withdrawal]))).toMatchObject({ homeNct: { value: 100n }, sideNct: { value: 700n } })
    const sent = { stage: 'sent', minedAt: null, minedBlock: null } as const
    expect(shown(moved([{ ...deposit, ...sent }]))).toMatchObject({ homeNct: { value: 200n } })
    const seenThere = [
      { ...deposit, minedAt: 400 },
      { ...withdrawal, minedAt: 400 },
    ]
    expect(shown(moved(seenThere))).toMatchObject({ homeNct: { value: 200n }, sideNct: { value: 1_000n } })
  })

  it('have a transfer taken off also where it is in a later block than the highest that was seen when it was heard of', () => {
    const heardLate = sampleTransfer({ direction: 'withdrawal', amount: 300n, stage: 'mined', minedAt: 550, minedBlock: 1 })
    expect(shown(moved([heardLate]))).toMatchObject({ sideNct: { value: 700n } })
  })

  it('have a deposit of another Community taken off that shares the account at home, until a reading has it', () => {
    const others = leftBy([sampleTransfer({ amount: 150n, stage: 'mined', minedAt: 550, minedBlock: 60 })], 'deposit')
    expect(shown({ homeLeaving: others })).toMatchObject({ homeNct: { value: 50n }, sideNct: { value: 1_000n } })
    const later = { ...read, home: { ...read.home, value: 50n, askedAt: 551 } }
    expect(shown({ homeLeaving: others, taken: later })).toMatchObject({ homeNct: { value: 50n } })
  })

  it('are of the block that each chain was known to have when they were asked for', async () => {
    const clock = new ManualClock(1_000)
    const seen: Record<Chain, number> = { home: 7, side: 90 }
    const client = {
      balance: async (chain: Chain, token: 'nct' | 'eth') => {
        seen[chain] += 1
        await new Promise<void>((resolve) => clock.after(20, resolve))
        return token === 'eth' ? 1n : 40n
      },
    }
    const balances = new Balances({
      client,
      account: ME,
      clock,
      seenBlock: (chain) => seen[chain],
      onRead: () => undefined,
      onError: (error) => expect.fail(String(error)),
    })
    expect(balances.taken).toEqual({ home: null, side: null })
    balances.start()
    await clock.advance(50)
    expect(balances.taken).toEqual({
      home: { value: 40n, askedAt: 1_000, at: 1_020, seenBlock: 7 },
      side: { value: 40n, askedAt: 1_000, at: 1_020, seenBlock: 90 },
    })
    await balances.stop()
  })
})

describe('the block that is shown', () => {
  it('is the last one seen while the next is only due, and an estimate when it is late', () => {
    const clock = new BlockClock({ blockTimeMs: 1_000 })
    for (let n = 0; n < 20; n++) clock.observe(100 + n, n * 1_000)
    const at = (now: number) => {
      const { block, estimated, pulse } = stateWith({ clock: clock.read(now) }).clock
      return [block, estimated, pulse.at(-1)]
    }
    expect([19_000, 20_000, 21_000].map(at)).toEqual([
      [119, false, 1_000],
      [119, false, 1_000],
      [119, false, 1_000],
    ])
    expect(at(22_000)).toEqual([122, true, null])
    expect(clock.read(20_000)).toMatchObject({ block: 120, estimated: true })
  })
})
