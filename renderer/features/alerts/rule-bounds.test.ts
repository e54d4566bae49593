import { describe, expect, it } from 'vitest'
import { ruleBounds } from './rule-bounds.ts'

describe('the bounds of a maintain rule in the feed', () => {
  it.each([
    ['< 20000 NCT: +3000 NCT', { minimum: '20,000', refill: '3,000', above: null, target: null, daily: null }],
    ['< 20000 NCT: +3000.5 NCT; ≤ 5000 NCT / 24 h', { minimum: '20,000', refill: '3,000.5', above: null, target: null, daily: '5,000' }],
    [
      '< 500 NCT: +400 NCT; > 90000 NCT: 50000 NCT; ≤ 1000 NCT / 24 h',
      { minimum: '500', refill: '400', above: '90,000', target: '50,000', daily: '1,000' },
    ],
  ])('are read from %s', (subject, bounds) => {
    expect(ruleBounds(subject)).toEqual(bounds)
  })
  it.each(['', '< 500: +400', '< 500 NCT', '< 500 NCT: +400 NCT; and more'])('are none in %j, which stays as it is', (subject) => {
    expect(ruleBounds(subject)).toBeNull()
  })
})
