import { describe, expect, it } from 'vitest'
import { myState } from './bounty.ts'
import { endedCount, isEnded, isLost, isPaid, isSettled, isUnsettled, lostCount, paidCount, settledCount } from './endings.ts'

const counts = { won: 257, wonPart: 5, lost: 2, forfeited: 7, writtenOff: 3, returned: 4 }

describe('the ends of an assertion', () => {
  it('are paid or lost, never both, and settled when a settlement ended them', () => {
    const kinds = (is: (state: (typeof myState.options)[number]) => boolean) => myState.options.filter(is)
    expect(kinds(isPaid)).toEqual(['won', 'won-part', 'returned'])
    expect(kinds(isLost)).toEqual(['lost', 'forfeited', 'written-off'])
    expect(kinds(isSettled)).toEqual(['won', 'won-part', 'lost', 'returned'])
    expect(kinds(isUnsettled)).toEqual(['forfeited', 'written-off'])
    expect(kinds(isEnded)).toEqual(['won', 'won-part', 'lost', 'forfeited', 'returned', 'written-off'])
  })

  it('are counted with the same meaning', () => {
    expect(paidCount(counts)).toBe(257 + 5 + 4)
    expect(lostCount(counts)).toBe(2 + 7 + 3)
    expect(settledCount(counts)).toBe(257 + 5 + 2 + 4)
    expect(endedCount(counts)).toBe(278)
  })
})
