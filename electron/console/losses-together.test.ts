import { describe, expect, it } from 'vitest'
import { because } from '../../shared/errors/because.ts'
import { type LossReason, reasonValues } from '../../shared/errors/reasons.ts'
import { emptyState } from '../../shared/state/samples.ts'
import { ManualClock } from '../runtime/clock.ts'
import { memorySettings } from './memory-settings.fixture.ts'
import { Needs } from './needs.ts'
import { SettingsStore } from './settings.ts'
import { StateStore } from './store.ts'

interface Lost {
  readonly at: number
  readonly reason: LossReason
}
const forfeit = (at: number, reason: LossReason = because('wallet-locked')): Lost => ({ at, reason })

function losing() {
  const store = new StateStore({ initial: emptyState })
  const board = new Needs(store, new SettingsStore(memorySettings()), new ManualClock())
  const set = (losses: readonly Lost[], community = 'lima') =>
    board.set(
      community,
      losses.map(({ at, reason }) => ({
        id: `${community}:stake-lost:${at}`,
        community,
        urgency: 'now' as const,
        code: 'stake-lost',
        values: { ...reasonValues(reason), name: `${at}.exe`, lostNct: '1' },
        since: at,
        guid: null,
      })),
    )
  const shown = () => store.state.needs.filter(({ code }) => code === 'stake-lost')
  const told = () => ({
    count: shown().reduce((sum, { values }) => sum + Number(values.losses ?? 1), 0),
    sum: shown().reduce((sum, { values }) => sum + BigInt(values.lostNct ?? 0), 0n),
  })
  return { board, set, shown, told }
}

describe('lost stakes', () => {
  it('that were seen are not counted again with the next one', () => {
    const { board, set, shown, told } = losing()
    const first = Array.from({ length: 25 }, (_, i) => forfeit(i + 1))
    set(first)
    expect(told()).toEqual({ count: 25, sum: 25n })
    for (const { id } of shown()) board.putOff(id)
    expect(told()).toEqual({ count: 0, sum: 0n })
    set([...first, forfeit(26)])
    expect(told()).toEqual({ count: 1, sum: 1n })
  })

  it.each(['first to last', 'last to first'])('are all seen when all that is shown was put off, from the %s', (order) => {
    const { board, set, shown, told } = losing()
    const all = Array.from({ length: 45 }, (_, i) => forfeit(i + 1, because(i % 2 === 0 ? 'wallet-locked' : 'not-mined')))
    set(all)
    expect(told()).toEqual({ count: 45, sum: 45n })
    expect(shown()).toHaveLength(22)
    const ids = shown().map(({ id }) => id)
    for (const id of order === 'first to last' ? ids : ids.toReversed()) board.putOff(id)
    expect(told()).toEqual({ count: 0, sum: 0n })
    set(all.filter(({ at }) => at !== 30))
    expect(told()).toEqual({ count: 0, sum: 0n })
  })

  it('keep their bounty where one alone has its reason', () => {
    const { set, shown } = losing()
    set([forfeit(1, because('not-mined')), ...Array.from({ length: 22 }, (_, i) => forfeit(i + 2))])
    expect(shown().slice(0, 2)).toMatchObject([{ id: 'lima:stake-lost:1', values: { why: 'not-mined' } }, { values: { losses: '2' } }])
    expect(shown()[0]?.values.losses).toBeUndefined()
  })

  it('are all told, in however many Communities', () => {
    const { set, told } = losing()
    for (let c = 0; c < 6; c++)
      set(
        Array.from({ length: 20 }, (_, i) => forfeit(c * 100 + i)),
        `c${c}`,
      )
    expect(told()).toEqual({ count: 120, sum: 120n })
  })

  it('are all told, whatever a daemon says of each', () => {
    const { set, told } = losing()
    set(Array.from({ length: 130 }, (_, i) => forfeit(i, because('reveal-failed', { text: `nonce ${i}` }))))
    expect(told()).toEqual({ count: 130, sum: 130n })
  })
})
