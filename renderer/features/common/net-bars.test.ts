import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../../shared/domain/amount.ts'
import { netBars, scaleOf } from './net-bars.ts'

const NCT = 10n ** 18n
const barsOf = (...net: bigint[]) => netBars(net.map((each, at) => ({ at, net: each })))
const texts = (...net: bigint[]) => barsOf(...net).ticks.map(({ text }) => text)
const nct = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })

describe('bars of net', () => {
  it('stand before lines that are exactly where their labels say', () => {
    fc.assert(
      fc.property(fc.array(nct, { minLength: 1, maxLength: 40 }), (values) => {
        const { step, below, above } = scaleOf(values)
        const { ticks, min, max } = barsOf(...values)
        const labels = ticks.map(({ text }) => {
          const read = parseAmount(text.replace('−', ''))
          return read.ok ? (text.startsWith('−') ? -read.value : read.value) : null
        })
        expect(labels).toEqual(ticks.map((_, index) => step * (above - BigInt(index))))
        expect(ticks[0]?.value).toBe(max)
        expect(ticks.at(-1)?.value).toBe(min)
        expect(ticks[Number(above)]).toMatchObject({ value: 0, text: expect.stringMatching(/^0(\.0+)?$/) })
        expect(String(step)).toMatch(/^[125]0*$/)
        expect(Number(above + below)).toBeLessThanOrEqual(5)
      }),
    )
  })
  it('fit between the ends of their scale, and are as tall as they are worth', () => {
    fc.assert(
      fc.property(fc.array(nct, { minLength: 1, maxLength: 40 }), (values) => {
        const { step, below, above } = scaleOf(values)
        const { bars, min, max } = barsOf(...values)
        for (const [i, { value }] of bars.entries()) {
          expect(value).toBeGreaterThanOrEqual(min)
          expect(value).toBeLessThanOrEqual(max)
          const exact = Number((values[i] ?? 0n) * 1_000_000n) / Number(step * (above + below))
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(2)
        }
      }),
    )
  })
  it.each([
    ['a whole number', [26n * NCT, 14n * NCT], ['30', '20', '10', '0']],
    ['halves of one', [(25n * NCT) / 10n], ['2.5', '2.0', '1.5', '1.0', '0.5', '0.0']],
    ['both sides of zero', [(19n * NCT) / 10n, -NCT / 2n], ['2.0', '1.5', '1.0', '0.5', '0.0', '−0.5']],
    ['losses alone', [-1_900n * NCT], ['0', '−500', '−1,000', '−1,500', '−2,000']],
    ['nothing', [0n], ['1', '0']],
  ])('have labels for %s', (_, net, labels) => {
    expect(texts(...net)).toEqual(labels)
  })
})
