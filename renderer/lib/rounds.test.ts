import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksToCome, blocksUntil, phaseAt, progressAt, rounds, windowsOf } from './rounds.ts'

const bounty = { postedBlock: 100, expiration: 120, revealWindow: 10, voteWindow: 100 }

describe('the rounds of a bounty', () => {
  it('follow each other without a gap', () => {
    expect(windowsOf(bounty)).toEqual({
      assert: { from: 100, until: 120 },
      reveal: { from: 120, until: 130 },
      vote: { from: 130, until: 230 },
    })
  })
  it('change at their first block', () => {
    expect([119, 120, 129, 130, 229, 230].map((block) => phaseAt(bounty, block))).toEqual([
      'assert',
      'reveal',
      'reveal',
      'vote',
      'vote',
      'over',
    ])
  })
  it('count the blocks until they are closed', () => {
    const { reveal } = windowsOf(bounty)
    expect([120, 129, 130, 200].map((block) => blocksUntil(reveal, block))).toEqual([10, 1, 0, 0])
  })
  it('count the blocks that can still take what is sent now: none in their last', () => {
    const { reveal } = windowsOf(bounty)
    expect([119, 120, 128, 129, 130].map((block) => blocksToCome(reveal, block))).toEqual([10, 9, 1, 0, -1])
  })
  it('never leave 0 to 1 and never run backwards', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.constantFrom(...rounds), (a, b, round) => {
        const window = windowsOf(bounty)[round]
        const [low, high] = [progressAt(window, Math.min(a, b)), progressAt(window, Math.max(a, b))]
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(high)
      }),
    )
  })
  it('do not invent a beginning that was not seen', () => {
    const { assert } = windowsOf({ ...bounty, postedBlock: null })
    expect(progressAt(assert, 119)).toBe(0)
    expect(progressAt(assert, 120)).toBe(1)
  })
})
