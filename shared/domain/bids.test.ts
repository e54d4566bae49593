import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bidFor, fitBids } from './bids.ts'

const NCT = 10n ** 18n
const range = { minimum: NCT / 16n, maximum: NCT }

describe('the bid on one artifact', () => {
  it.each([
    ['conservative', 0, NCT / 16n],
    ['conservative', 1_000_000, NCT / 16n],
    ['default', 0, NCT / 16n],
    ['default', 500_000, NCT / 16n + (NCT - NCT / 16n) / 2n],
    ['default', 1_000_000, NCT],
    ['aggressive', 0, NCT / 2n],
    ['aggressive', 1_000_000, NCT],
  ] as const)('%s, confidence %i', (strategy, confidence, bid) => expect(bidFor(strategy, confidence, range)).toBe(bid))

  it('rounds down to a whole base unit', () => expect(bidFor('default', 333_333, { minimum: 1n, maximum: 3n })).toBe(1n))

  it('stays inside the bounds when eight minimums are above the maximum', () => {
    expect(bidFor('aggressive', 0, { minimum: 5n, maximum: 9n })).toBe(9n)
  })

  it('never leaves the bounds and never falls with the confidence', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 24n })
    const strategies = fc.constantFrom('conservative', 'default', 'aggressive')
    const confidence = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(strategies, amounts, amounts, confidence, confidence, (strategy, a, b, c1, c2) => {
        const bounds = a < b ? { minimum: a, maximum: b } : { minimum: b, maximum: a }
        const [low, high] = [Math.min(c1, c2), Math.max(c1, c2)].map((c) => bidFor(strategy, c, bounds)) as [bigint, bigint]
        expect(low >= bounds.minimum && high <= bounds.maximum && low <= high).toBe(true)
      }),
    )
  })
})

describe('bids under a limit', () => {
  const wish = (artifact: number, amount: bigint, confidence = 1_000_000) => ({ artifact, amount, confidence })

  it('leaves bids alone that fit', () => {
    const wishes = [wish(0, NCT), wish(1, NCT)]
    expect(fitBids(wishes, 2n * NCT, range.minimum)).toBe(wishes)
    expect(fitBids(wishes, null, range.minimum)).toBe(wishes)
  })

  it('takes the same part from what each has above the minimum', () => {
    expect(fitBids([wish(0, 100n), wish(1, 60n), wish(2, 20n)], 120n, 20n).map(({ amount }) => amount)).toEqual([60n, 40n, 20n])
  })

  it('leaves out what the scanner is least sure of when the minimums are too much', () => {
    expect(fitBids([wish(0, 50n, 10), wish(1, 50n, 900), wish(2, 50n, 10)], 45n, 20n)).toEqual([
      { artifact: 0, amount: 22n, confidence: 10 },
      { artifact: 1, amount: 22n, confidence: 900 },
    ])
    expect(fitBids([wish(0, 50n)], 19n, 20n)).toEqual([])
  })

  it('never exceeds the limit and never bids under the minimum', () => {
    const wishes = fc.array(fc.record({ amount: fc.bigInt({ min: 20n, max: 1000n }), confidence: fc.integer({ min: 0, max: 9 }) }), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(wishes, fc.bigInt({ min: 0n, max: 5000n }), (list, limit) => {
        const fitted = fitBids(
          list.map((one, artifact) => ({ ...one, artifact })),
          limit,
          20n,
        )
        const sum = fitted.reduce((total, { amount }) => total + amount, 0n)
        expect(sum <= limit && fitted.every(({ amount }) => amount >= 20n)).toBe(true)
        expect(fitted.length).toBe(Math.min(list.length, Number(limit / 20n)))
      }),
    )
  })
})
