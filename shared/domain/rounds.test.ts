import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksLeft, isWithin, roundAt, scheduleOf } from './rounds.ts'

const windows = { reveal: 10, vote: 100 }

describe('the round at a block', () => {
  it.each([
    [0, false, 0],
    [99, false, 0],
    [100, false, 1],
    [109, false, 1],
    [110, false, 2],
    [110, true, 3],
    [209, false, 2],
    [209, true, 3],
    [210, false, 4],
    [210, true, 4],
    [9_999, false, 4],
  ] as const)('of a bounty that expires at 100: block %i, quorum %s: round %i', (block, quorum, round) => {
    expect(roundAt(block, 100, windows, quorum)).toBe(round)
  })

  it('skips the reveals when their window is 0', () => {
    expect(roundAt(100, 100, { reveal: 0, vote: 5 }, false)).toBe(2)
    expect(roundAt(100, 100, { reveal: 0, vote: 0 }, false)).toBe(4)
  })
})

describe('the schedule', () => {
  it('names first and last blocks', () => {
    expect(scheduleOf(100, windows)).toEqual({
      assertUntil: 100,
      reveal: { from: 100, until: 110 },
      vote: { from: 110, until: 210 },
      settle: { from: 210, until: null },
      settleArbiters: { from: 210, until: null },
    })
  })

  it('lets experts settle from the quorum on, arbiters only after the vote window', () => {
    const schedule = scheduleOf(100, windows, 113)
    expect(schedule.settle.from).toBe(113)
    expect(schedule.vote.until).toBe(210)
    expect(schedule.settleArbiters.from).toBe(210)
  })

  it('agrees with the round at every block', () => {
    const count = fc.integer({ min: 0, max: 200 })
    fc.assert(
      fc.property(count, count, count, count, (block, expiration, reveal, vote) => {
        const schedule = scheduleOf(expiration, { reveal, vote })
        const round = roundAt(block, expiration, { reveal, vote }, false)
        expect(block < schedule.assertUntil).toBe(round === 0)
        expect(isWithin(block, schedule.reveal)).toBe(round === 1)
        expect(isWithin(block, schedule.vote)).toBe(round === 2)
        expect(isWithin(block, schedule.settle)).toBe(round === 4)
      }),
    )
  })
})

describe('blocks left', () => {
  it('counts to the first block of the next round', () => {
    expect(blocksLeft(99, 100, windows)).toBe(1)
    expect(blocksLeft(100, 100, windows)).toBe(10)
    expect(blocksLeft(110, 100, windows)).toBe(100)
    expect(blocksLeft(210, 100, windows)).toBeNull()
  })

  it('ends exactly where the round changes', () => {
    const count = fc.integer({ min: 1, max: 200 })
    fc.assert(
      fc.property(count, count, count, count, (block, expiration, reveal, vote) => {
        const at = (n: number) => roundAt(n, expiration, { reveal, vote }, false)
        const left = blocksLeft(block, expiration, { reveal, vote })
        if (left === null) {
          expect(at(block)).toBe(4)
          return
        }
        expect(at(block + left - 1)).toBe(at(block))
        expect(at(block + left)).not.toBe(at(block))
      }),
    )
  })
})
