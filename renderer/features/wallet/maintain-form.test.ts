import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldsOf, forecast, type MaintainFields, readRule } from './maintain-form.ts'

const NCT = 10n ** 18n
const fee = 382n * NCT
const good: MaintainFields = { minimum: '500', refill: '1,000', above: '6,000', target: '2000', confirmations: '20', daily: '' }
const problemsOf = (over: Partial<MaintainFields>) => {
  const read = readRule({ ...good, ...over }, fee)
  return read.ok ? {} : read.problems
}

describe('the rule that keeps a Community filled', () => {
  it('is read to the base unit, and comes back into the fields as it was', () => {
    const read = readRule(good, fee)
    expect(read).toEqual({
      ok: true,
      rule: {
        minimum: 500n * NCT,
        refill: 1_000n * NCT,
        maximum: { above: 6_000n * NCT, target: 2_000n * NCT },
        confirmations: 20,
        daily: null,
      },
    })
    if (read.ok) expect(readRule(fieldsOf({ on: true, ...read.rule }), fee)).toEqual(read)
  })
  it('never withdraws when both fields of it are empty', () => {
    expect(readRule({ ...good, above: '', target: ' ' }, fee)).toMatchObject({ ok: true, rule: { maximum: null } })
  })
  it.each([
    [{ refill: '0' }, { refill: 'refill-zero' }],
    [{ minimum: '' }, { minimum: 'empty' }],
    [{ minimum: 'abc' }, { minimum: 'not-a-number' }],
    [{ target: '' }, { target: 'needs-both' }],
    [{ above: '' }, { above: 'needs-both' }],
    [{ above: '1,499', target: '1000' }, { above: 'above-under-refilled' }],
    [{ target: '6000' }, { target: 'target-not-under-above' }],
    [{ target: '499' }, { target: 'target-under-minimum' }],
    [{ target: '5618' }, { target: 'not-above-fee' }],
    [{ daily: '999' }, { daily: 'daily-under-refill' }],
    [{ daily: 'x' }, { daily: 'not-a-number' }],
    [{ confirmations: '0' }, { confirmations: 'confirmations-range' }],
    [{ confirmations: '1001' }, { confirmations: 'confirmations-range' }],
    [{ confirmations: '1.5' }, { confirmations: 'confirmations-range' }],
  ] as const)('%o is refused at its field', (over, expected) => {
    expect(problemsOf(over)).toEqual(expected)
  })
  it('can never deposit and withdraw in turns, whatever is accepted', () => {
    const text = fc.integer({ min: 0, max: 9_000 }).map(String)
    fc.assert(
      fc.property(text, text, text, text, (minimum, refill, above, target) => {
        const read = readRule({ minimum, refill, above, target, confirmations: '20', daily: '' }, fee)
        if (!read.ok || read.rule.maximum === null) return
        const { rule } = read
        // After a deposit from just below the minimum nothing is withdrawn; after a withdrawal nothing is deposited.
        expect(rule.minimum + rule.refill <= read.rule.maximum.above).toBe(true)
        expect(read.rule.maximum.target >= rule.minimum).toBe(true)
        expect(read.rule.maximum.above - read.rule.maximum.target > fee).toBe(true)
      }),
    )
  })
})

describe('what would come next at the rate so far', () => {
  const rule = {
    minimum: 500n * NCT,
    refill: 1_000n * NCT,
    maximum: { above: 6_000n * NCT, target: 2_000n * NCT },
    confirmations: 20,
    daily: null,
  }
  const hour = 3_600_000
  it('is a withdrawal while it earns, a deposit while it loses', () => {
    expect(forecast(rule, 2_000n * NCT, 200n * NCT, hour)).toEqual({ next: 'withdrawal', inMs: 20 * hour })
    expect(forecast(rule, 2_000n * NCT, -150n * NCT, hour)).toEqual({ next: 'deposit', inMs: 10 * hour })
  })
  it('is not said from too little, from nothing, or for what is due already', () => {
    expect(forecast(rule, 2_000n * NCT, 200n * NCT, 60_000)).toBeNull()
    expect(forecast(rule, 2_000n * NCT, 0n, hour)).toBeNull()
    expect(forecast(rule, 7_000n * NCT, 200n * NCT, hour)).toBeNull()
    expect(forecast({ ...rule, maximum: null }, 2_000n * NCT, 200n * NCT, hour)).toBeNull()
  })
})
