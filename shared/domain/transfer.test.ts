import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { maintainRule } from './transfer.ts'

describe('a kept maintain rule', () => {
  const kept = { on: true, minimum: '500', refill: '1000', maximum: null, confirmations: 20 }

  it('of an earlier build has no limit of a day', () => {
    expect(z.decode(maintainRule, kept)).toMatchObject({ on: true, minimum: 500n, daily: null })
  })

  it('comes back with its limit to the base unit', () => {
    const rule = { on: true, minimum: 500n, refill: 1_000n, maximum: null, confirmations: 20, daily: 10n ** 24n + 1n }
    const written: unknown = JSON.parse(JSON.stringify(z.encode(maintainRule, rule)))
    expect(written).toMatchObject({ daily: '1000000000000000000000001' })
    expect(maintainRule.parse(written)).toEqual(rule)
  })
})
