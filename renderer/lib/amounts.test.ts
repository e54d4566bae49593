import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountParts, decimalsOf, exactAmount, formatAmount, formatPerMille, moneyDecimals, perMille } from './amounts.ts'

const nct = (text: string) => BigInt(text.replace('.', '').padEnd(text.indexOf('.') < 0 ? text.length + 18 : text.indexOf('.') + 18, '0'))

describe('amounts on the screen', () => {
  it('keep what says something bright and the trailing zeros faint', () => {
    expect(amountParts(nct('2'))).toEqual({ sign: '', bright: '2', faint: '.0000' })
    expect(amountParts(nct('0.85'))).toEqual({ sign: '', bright: '0.85', faint: '00' })
    expect(amountParts(nct('0.8125'))).toEqual({ sign: '', bright: '0.8125', faint: '' })
    expect(amountParts(0n)).toEqual({ sign: '', bright: '0', faint: '.0000' })
  })

  it('carry a minus of their own and a plus only as a result', () => {
    expect(formatAmount(-nct('0.5'))).toBe('−0.5000')
    expect(formatAmount(nct('0.5'), { plus: true })).toBe('+0.5000')
    expect(formatAmount(0n, { plus: true })).toBe('0.0000')
  })

  it('are never better for the operator than they are', () => {
    // What is there, and what was won.
    expect(formatAmount(nct('2.65629'))).toBe('2.6562')
    expect(formatAmount(nct('0.71875'), { plus: true })).toBe('+0.7187')
    expect(formatAmount(1n)).toBe('0.0000')
    // What was lost, and what went out.
    expect(formatAmount(-nct('0.53121'), { plus: true })).toBe('−0.5313')
    expect(formatAmount(-1n)).toBe('−0.0001')
    // What is staked, owed or a fee.
    expect(formatAmount(nct('0.53121'), { cost: true })).toBe('0.5313')
    expect(formatAmount(1n, { cost: true })).toBe('0.0001')
    expect(formatAmount(nct('0.5'), { cost: true })).toBe('0.5000')
  })

  it('of a balance never show more than there is, of a cost never less, whatever the decimals', () => {
    const read = (text: string) => nct(text.replaceAll(',', '').replace('−', ''))
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 1, max: 18 }), (value, decimals) => {
        expect(read(formatAmount(value, { decimals })) <= value).toBe(true)
        expect(read(formatAmount(value, { decimals, cost: true })) >= value).toBe(true)
        expect(read(formatAmount(-value, { decimals })) >= value).toBe(true)
      }),
    )
  })

  it('separate thousands', () => {
    expect(formatAmount(nct('24118.40625'), { decimals: 5 })).toBe('24,118.40625')
    expect(exactAmount(-nct('1234567.000000000000000001'))).toBe('−1,234,567.000000000000000001')
  })

  it('are exact where all decimals are shown', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (value) => {
        const digits = exactAmount(value).replaceAll(',', '').replace('−', '-')
        const [whole = '0', fraction = ''] = digits.replace('-', '').split('.')
        expect(BigInt(whole) * 10n ** 18n + BigInt(fraction.padEnd(18, '0') || '0')).toBe(value < 0n ? -value : value)
        const all = formatAmount(value, { decimals: decimalsOf(value, 1) })
        expect(all.replace(/0+$/, '').replace(/\.$/, '')).toBe(exactAmount(value))
      }),
    )
  })

  it('of one bounty align at five decimals or all that differ from zero, where that can be read', () => {
    expect(moneyDecimals([nct('1.5'), nct('0.03125')])).toBe(5)
    expect(moneyDecimals([nct('7.268125')])).toBe(6)
    expect(moneyDecimals([nct('3.704297994269340974')])).toBe(5)
  })

  it('give shares without a float ever holding money', () => {
    expect(perMille(2058n, 2214n)).toBe(930)
    expect(formatPerMille(930)).toBe('93.0 %')
    expect(perMille(1n, 0n)).toBeNull()
    expect(perMille(382_770_000_000_000_000_000n, 480n * 10n ** 18n)).toBe(797)
  })
})
