import { describe, expect, it } from 'vitest'
import type { Parameters } from '../../shared/domain/community.ts'
import { parameters } from '../engine/world.fixture.ts'
import { ManualClock } from '../runtime/clock.ts'
import { RegistryFacts } from './registry-facts.ts'

function heard(relayFee: () => Promise<bigint>) {
  const clock = new ManualClock(0)
  const told: Parameters[] = []
  const errors: unknown[] = []
  const client = { parameters: async () => parameters, relayFee }
  const facts = new RegistryFacts({ client, clock, onParameters: (one) => told.push(one), onError: (error) => errors.push(error) })
  return { clock, told, errors, facts }
}
const origin = { txhash: `0x${'1'.repeat(64)}`, blockNumber: 7 } as const

describe('what a Community’s contracts ask', () => {
  it('is read when asked for, and due again after a minute', async () => {
    const { clock, told, facts } = heard(async () => 5n)
    expect([facts.isDue, facts.parameters, facts.relayFeeHome]).toEqual([true, null, null])
    facts.ask()
    await clock.advance(0)
    expect(told).toEqual([parameters])
    expect([facts.isDue, facts.parameters, facts.relayFeeHome]).toEqual([false, parameters, 5n])
    await clock.advance(59_999)
    expect(facts.isDue).toBe(false)
    await clock.advance(1)
    expect(facts.isDue).toBe(true)
  })

  it('is known without the relay’s fee where that cannot be told', async () => {
    const { clock, errors, facts } = heard(() => Promise.reject(new Error('no relay')))
    facts.ask()
    await clock.advance(0)
    expect([facts.parameters, facts.relayFeeHome, errors]).toEqual([parameters, null, []])
  })

  it('changes with an event, and not before it was read: an event tells a part', async () => {
    const { clock, told, facts } = heard(async () => 5n)
    const event = { kind: 'fee_update', bountyFee: 8n, assertionFee: 9n, ...origin } as const
    expect(facts.hear(event)).toBe(false)
    expect(facts.parameters).toBeNull()
    facts.ask()
    await clock.advance(0)
    expect(facts.hear(event)).toBe(true)
    expect(told.at(-1)).toEqual({ ...parameters, bountyFee: 8n, assertionFee: 9n })
  })

  it('is told nobody any more after the end', async () => {
    const { clock, told, facts } = heard(async () => 5n)
    facts.ask()
    facts.stop()
    await clock.advance(0)
    expect([told, facts.parameters]).toEqual([[], null])
  })
})
