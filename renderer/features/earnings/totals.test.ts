import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lima, sandboxCommunity, today } from '../../bridge/fake/moments.ts'
import { earningsRows, milliNct, scaleOf } from './totals.ts'

const north = { ...lima, settings: { ...lima.settings, id: 'north', name: 'North' } }

describe('earnings', () => {
  it('sum real NCT to the base unit and leave test money out', () => {
    const odd = { ...north, today: { ...today, net: 1n, bids: 3n } }
    const rows = earningsRows([sandboxCommunity, lima, odd], 'today')
    expect(rows.map(({ id }) => id)).toEqual(['lima', 'north', 'sum', 'sandbox'])
    expect(rows[2]?.results).toMatchObject({ net: lima.today.net + 1n, bids: lima.today.bids + 3n, won: 4116, wonPart: 34, returned: 0 })
  })
  it('have no sum of one', () => {
    expect(earningsRows([lima], 'total').map(({ id, results }) => [id, results.won])).toEqual([['lima', lima.total.won]])
  })
})

describe('the scale of the bars', () => {
  it('holds every bar and zero', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 40 }), (values) => {
        const { min, max } = scaleOf(values)
        expect(min).toBeLessThanOrEqual(Math.min(0, ...values))
        expect(max).toBeGreaterThanOrEqual(Math.max(0, ...values))
        expect(max).toBeGreaterThan(min)
      }),
    )
  })
  it('is round', () => {
    expect(scaleOf([26_000, 14_000])).toEqual({ min: 0, max: 40_000 })
    expect(scaleOf([-500, 1900])).toEqual({ min: -1000, max: 2000 })
    expect(milliNct(-1_500_000_000_000_000_000n)).toBe(-1500)
  })
})
