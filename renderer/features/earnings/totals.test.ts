import { describe, expect, it } from 'vitest'
import { lima, sandboxCommunity, today } from '../../bridge/fake/moments.ts'
import { earningsRows } from './totals.ts'

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
