import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { amount, amountToText, type denominations, parseAmount, roundForDisplay } from './amount.ts'

const NCT = 10n ** 18n
const value = (text: string, denomination?: (typeof denominations)[number]) => {
  const parsed = parseAmount(text, denomination)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

describe('an amount somebody types', () => {
  it.each([
    ['1', NCT],
    ['0', 0n],
    ['.5', NCT / 2n],
    ['5.', 5n * NCT],
    ['1,234,567.000000000000000001', 1_234_567n * NCT + 1n],
    [' 382.77 ', 38277n * (NCT / 100n)],
    ['1.50000000000000000000000', (3n * NCT) / 2n],
  ])('reads %s', (text, expected) => {
    expect(value(text)).toBe(expected)
  })
  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['.', 'not-a-number'],
    ['-1', 'not-a-number'],
    ['1e18', 'not-a-number'],
    ['1,23', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1.0000000000000000001', 'too-many-decimals'],
    ['9'.repeat(70), 'too-large'],
  ])('refuses %s', (text, problem) => {
    expect(parseAmount(text)).toEqual({ ok: false, problem })
  })
  it('knows the denominations of the Python tools', () => {
    expect(value('1', 'nct-gwei')).toBe(10n ** 9n)
    expect(value('1', 'nct-wei')).toBe(1n)
    expect(parseAmount('0.5', 'nct-wei')).toEqual({ ok: false, problem: 'too-many-decimals' })
  })
  it('comes back to the last base unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (base) => {
        expect(value(amountToText(base))).toBe(base)
      }),
    )
  })
})

describe('an amount over IPC and on disk', () => {
  it('is a decimal string and comes back exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 250n), max: 2n ** 250n }), (base) => {
        const text = z.encode(amount, base)
        expect(text).toBe(base.toString())
        expect(z.decode(amount, text)).toBe(base)
      }),
    )
  })
  it.each(['1.5', '', '01', '1e3', ' 1', '0x1', '--1'])('refuses %j', (text) => {
    expect(amount.safeDecode(text).success).toBe(false)
  })
})

describe('rounding for display', () => {
  const at = (base: bigint, side: 'down' | 'up') => amountToText(roundForDisplay(base, 4, side))

  it('goes to the side that is asked for, on either side of zero', () => {
    expect(at(value('0.00019'), 'down')).toBe('0.0001')
    expect(at(value('0.00011'), 'up')).toBe('0.0002')
    expect(at(-value('0.00011'), 'down')).toBe('-0.0002')
    expect(at(-value('0.00019'), 'up')).toBe('-0.0001')
    expect(at(1n, 'down')).toBe('0')
    expect(at(1n, 'up')).toBe('0.0001')
    expect(at(-1n, 'up')).toBe('0')
  })
  it('never passes the amount and is less than a step away', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), (base) => {
        const [down, up] = [roundForDisplay(base, 4, 'down'), roundForDisplay(base, 4, 'up')]
        expect(down <= base && base - down < 10n ** 14n).toBe(true)
        expect(up >= base && up - base < 10n ** 14n).toBe(true)
      }),
    )
  })
})
