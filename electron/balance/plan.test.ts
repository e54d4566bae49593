import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../shared/domain/amount.ts'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import { probesFor } from '../transactions/probes.fixture.ts'
import { ACCOUNT, PINS } from '../transactions/world.fixture.ts'
import { makePlan, type PlanOptions } from './plan.ts'

const nct = (text: string): bigint => {
  const parsed = parseAmount(text)
  return parsed.ok ? parsed.value : 0n
}

/** A Community in which the account holds 5 NCT and a little ETH, and the relay keeps 2 NCT. */
const planning = (price: bigint): PlanOptions => ({
  community: 'lima',
  pins: PINS,
  client: {
    ...probesFor(ACCOUNT, PINS),
    balance: (_chain: string, unit: string) => Promise.resolve(unit === 'eth' ? 1_000n : nct('5')),
    relayFee: () => Promise.resolve(nct('2')),
  } as unknown as PlanOptions['client'],
  ceilings: () => ({ price, limit: 1_000_000n }),
  lastKnown: () => ({ sideNct: null, relayFeeHome: null }),
  onGas: () => undefined,
})

describe('why nothing is moved', () => {
  it.each<[string, 'deposit' | 'withdrawal', string, bigint, string]>([
    ['more than there is', 'withdrawal', '7.5', 100n, '5 NCT are there, 7.5 NCT are wanted'],
    ['no more than the relay keeps', 'withdrawal', '1', 100n, 'the relay keeps 2 NCT of each transfer and pays out nothing of 1 NCT'],
    ['gas that is dearer than allowed', 'deposit', '4', 1n, 'gas price 7 wei (at most 1), gas limit 90000 (at most 1000000)'],
    ['gas that cannot be paid', 'deposit', '4', 100n, '0.00000000000063 ETH are needed for gas, 0.000000000000001 ETH are there'],
  ])('is a reason with its amounts: %s', async (_, direction, amount, price, words) => {
    const error = (await makePlan(planning(price), direction, nct(amount)).catch((each: unknown) => each)) as { reason: Reason }
    expect(reasonText(error.reason)).toBe(words)
  })
})
