import { describe, expect, it } from 'vitest'
import type { Transfer } from '../../../shared/domain/transfer.ts'
import { sampleTransfer } from '../../../shared/state/samples.ts'
import { shownTransfers, stagesOf, usualWaitMs } from './stages.ts'

const transferOf = (over: Partial<Transfer>): Transfer => sampleTransfer({ direction: 'withdrawal', ...over })
const states = (over: Partial<Transfer>) =>
  stagesOf(transferOf(over))
    .map(({ state }) => state[0])
    .join('')

describe('the stages of a transfer', () => {
  it.each([
    ['signed', 'dntttt'],
    ['sent', 'ddnttt'],
    ['mined', 'dddntt'],
    ['confirmed', 'ddddnt'],
    ['arrived', 'dddddd'],
  ] as const)('%s', (stage, expected) => {
    expect(states({ stage })).toBe(expected)
  })
  it('say overdue at the stage that runs', () => {
    expect(stagesOf(transferOf({ stage: 'confirmed', overdue: true }))[4]).toEqual({ stage: 'waiting', state: 'overdue' })
  })
  it('end where a transfer failed', () => {
    expect(states({ stage: 'failed', sentAt: 1, minedBlock: 3 })).toBe('dddftt')
    expect(states({ stage: 'failed' })).toBe('dftttt')
  })
})

describe('how long an arrival usually takes', () => {
  it('is the median of those seen, by direction', () => {
    const seen = (...waits: number[]) => waits.map((ms) => transferOf({ stage: 'arrived', confirmedAt: 100, arrivedAt: 100 + ms }))
    expect(usualWaitMs(seen(3000, 1000, 2000, 100_000), 'withdrawal')).toBe(2000)
    expect(usualWaitMs(seen(3000), 'deposit')).toBeNull()
    // 'About 0 s' is no word of comfort.
    expect(usualWaitMs(seen(999), 'withdrawal')).toBeNull()
  })
})

describe('what stands under "In flight"', () => {
  it('is what is in flight, the last failure unless a newer one followed, and what has just arrived', () => {
    const list = [
      transferOf({ id: 'old-failure', stage: 'failed', signedAt: 1 }),
      transferOf({ id: 'flying', stage: 'mined', signedAt: 2 }),
      transferOf({ id: 'failed', stage: 'failed', direction: 'deposit', signedAt: 3 }),
      transferOf({ id: 'long-arrived', stage: 'arrived', signedAt: 0, arrivedAt: 10 }),
      transferOf({ id: 'just-arrived', stage: 'arrived', signedAt: 1, arrivedAt: 999_000 }),
      transferOf({ id: 'gone', stage: 'written-off', signedAt: 0 }),
    ]
    expect(shownTransfers(list, 1_000_000).map(({ id }) => id)).toEqual(['failed', 'flying', 'just-arrived'])
  })
})
