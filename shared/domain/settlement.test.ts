import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import recorded from '../../resources/fixtures/polyswarmd/settlements.json' with { type: 'json' }
import { assertionBreakdown, type SettlementInput, settlementOf, truthOf } from './settlement.ts'

const flags = z.array(z.boolean())
const amountText = z.string().transform(BigInt)
const fixture = z.object({
  scenarios: z.array(
    z.object({
      amount: amountText,
      artifacts: z.number(),
      bountyFee: amountText,
      assertionFee: amountText,
      assertions: z.array(
        z.object({ account: z.string(), mask: flags, verdicts: flags, bids: z.array(amountText), revealed: z.boolean() }),
      ),
      votes: z.array(z.object({ arbiter: z.string(), votes: flags })),
      payouts: z.record(z.string(), amountText),
      arbiterPayouts: z.record(z.string(), amountText),
    }),
  ),
})
const { scenarios } = fixture.parse(recorded)
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((a, b) => a + b, 0n)
const NCT = 10n ** 18n

describe('settlements of the real registry', () => {
  it('are 80', () => expect(scenarios).toHaveLength(80))

  it.each(scenarios.map((scenario, i) => [i, scenario] as const))('%i comes out to the last base unit', (_, scenario) => {
    const input: SettlementInput = {
      amount: scenario.amount,
      artifacts: scenario.artifacts,
      fees: { bounty: scenario.bountyFee, assertion: scenario.assertionFee },
      assertions: scenario.assertions.map((a) => ({ ...a, verdicts: a.revealed ? a.verdicts : null })),
      votes: scenario.votes.map((v) => v.votes),
    }
    const result = settlementOf(input)
    const experts = Object.fromEntries(scenario.assertions.map((a, i) => [a.account, result.experts[i]]))
    const ambassador = Object.keys(scenario.payouts).find((account) => !(account in experts)) ?? ''
    expect({ ...experts, [ambassador]: result.ambassador }).toEqual(scenario.payouts)
    if (scenario.votes.length > 0) expect(result.remainder).toBe(sum(Object.values(scenario.arbiterPayouts)))
  })
})

const money = fc.bigInt({ min: 62_500_000_000_000_000n, max: NCT })
const bounty: fc.Arbitrary<SettlementInput> = fc.integer({ min: 1, max: 6 }).chain((artifacts) => {
  const list = fc.array(fc.boolean(), { minLength: artifacts, maxLength: artifacts })
  const assertion = list.chain((mask) => {
    const bids = mask.filter(Boolean).length
    return fc.record({
      account: fc.constant('0x0000000000000000000000000000000000000001'),
      mask: fc.constant(mask),
      verdicts: fc.option(list),
      bids: fc.array(money, { minLength: bids, maxLength: bids }),
      feePaid: fc.bigInt({ min: 0n, max: NCT }),
    })
  })
  return fc.record({
    amount: fc.bigInt({ min: 2n * NCT * BigInt(artifacts), max: 10n ** 24n }),
    artifacts: fc.constant(artifacts),
    fees: fc.record({ bounty: fc.bigInt({ min: 0n, max: NCT }), assertion: fc.bigInt({ min: 0n, max: NCT }) }),
    assertions: fc.array(assertion, { maxLength: 5 }),
    votes: fc.array(list, { maxLength: 5 }),
  })
})

const paidIn = (input: SettlementInput): bigint =>
  input.amount + input.fees.bounty + sum(input.assertions.flatMap((a) => [a.feePaid ?? input.fees.assertion, ...a.bids]))

describe('any bounty', () => {
  it('pays out exactly what was paid in, and nobody a negative amount', () => {
    fc.assert(
      fc.property(bounty, (input) => {
        const { experts, ambassador, remainder } = settlementOf(input)
        expect(sum(experts) + ambassador + remainder).toBe(paidIn(input))
        expect([...experts, ambassador, remainder].every((value) => value >= 0n)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('explains each payout by its parts, and each bid as either back or lost', () => {
    fc.assert(
      fc.property(bounty, (input) => {
        const { experts } = settlementOf(input)
        input.assertions.forEach((assertion, i) => {
          const { artifacts, feeBack, payout } = assertionBreakdown(input, i)
          expect(payout).toBe(experts[i])
          expect(sum(artifacts.map((a) => a.ownBid + a.shareOfLosingBids + a.shareOfBounty)) + feeBack).toBe(payout)
          expect(sum(artifacts.map((a) => a.ownBid + a.lost))).toBe(sum(assertion.bids))
          expect(artifacts.map((a) => a.artifact)).toEqual(assertion.mask.flatMap((m, k) => (m ? [k] : [])))
        })
      }),
      { numRuns: 500 },
    )
  })

  it('never pays an assertion that was not revealed, once there is a vote', () => {
    fc.assert(
      fc.property(bounty, (input) => {
        const { experts, truth } = settlementOf(input)
        const unrevealed = experts.filter((_, i) => input.assertions[i]?.verdicts === null)
        if (truth !== null) expect(unrevealed.every((payout) => payout === 0n)).toBe(true)
      }),
    )
  })

  it('does not depend on the order of assertions or votes', () => {
    fc.assert(
      fc.property(bounty, (input) => {
        const turned = { ...input, assertions: input.assertions.toReversed(), votes: input.votes.toReversed() }
        const a = settlementOf(input)
        const b = settlementOf(turned)
        expect(b.experts.toReversed()).toEqual(a.experts)
        expect([b.ambassador, b.remainder, b.truth]).toEqual([a.ambassador, a.remainder, a.truth])
      }),
    )
  })
})

describe('the rules', () => {
  const fees = { bounty: 5n, assertion: 3n }
  const expert = (verdict: boolean | null, bid: bigint) => ({
    account: '0x0000000000000000000000000000000000000001',
    mask: [true],
    verdicts: verdict === null ? null : [verdict],
    bids: [bid],
  })

  it('call a tie malicious', () => {
    expect(truthOf([[true], [false]], 1)).toEqual([true])
    expect(truthOf([[true], [false], [false]], 1)).toEqual([false])
    expect(truthOf([], 1)).toBeNull()
  })

  it('give winners their bid, the losers’ bids and the bounty by their bids, and the dust to the arbiter', () => {
    const input = {
      amount: 100n,
      artifacts: 1,
      fees,
      assertions: [expert(true, 10n), expert(true, 20n), expert(false, 7n)],
      votes: [[true]],
    }
    // 10 + 10·7/30 + 10·100/30 and 20 + 20·7/30 + 20·100/30, rounded down
    expect(settlementOf(input)).toEqual({ truth: [true], experts: [45n, 90n, 0n], ambassador: 0n, remainder: 5n + 9n + 2n })
    expect(assertionBreakdown(input, 0)).toEqual({
      artifacts: [
        {
          artifact: 0,
          bid: 10n,
          outcome: 'won',
          ownBid: 10n,
          shareOfLosingBids: 2n,
          shareOfBounty: 33n,
          lost: 0n,
          losingBids: 7n,
          winningBids: 30n,
        },
      ],
      feeBack: 0n,
      payout: 45n,
    })
    expect(assertionBreakdown(input, 2).artifacts[0]).toMatchObject({ outcome: 'lost', lost: 7n, ownBid: 0n })
  })

  it('give the arbiter bids and bounty when nobody was right', () => {
    const input = { amount: 100n, artifacts: 1, fees, assertions: [expert(false, 10n), expert(null, 20n)], votes: [[true]] }
    expect(settlementOf(input)).toEqual({ truth: [true], experts: [0n, 0n], ambassador: 0n, remainder: 141n })
    expect(assertionBreakdown(input, 1).artifacts[0]).toMatchObject({ outcome: 'unrevealed', lost: 20n })
  })

  it('give the ambassador back what nobody bid on', () => {
    const input = { amount: 101n, artifacts: 2, fees, assertions: [{ ...expert(true, 10n), mask: [true, false] }], votes: [[true, true]] }
    expect(settlementOf(input)).toMatchObject({ experts: [60n], ambassador: 50n, remainder: 5n + 3n + 1n })
  })

  it('without votes give bid, fee and an equal share to all, revealed or not', () => {
    const input = { amount: 100n, artifacts: 1, fees, assertions: [expert(true, 10n), expert(null, 20n)], votes: [] }
    expect(settlementOf(input)).toEqual({ truth: null, experts: [63n, 73n], ambassador: 5n, remainder: 0n })
    expect(assertionBreakdown(input, 0)).toMatchObject({
      feeBack: 3n,
      artifacts: [{ outcome: 'returned', ownBid: 10n, shareOfBounty: 50n }],
    })
  })

  it('without assertions give the ambassador the amount, and the fee too when nobody voted', () => {
    const input = { amount: 101n, artifacts: 2, fees, assertions: [], votes: [] }
    expect(settlementOf(input)).toMatchObject({ ambassador: 106n, remainder: 0n })
    expect(settlementOf({ ...input, votes: [[true, true]] })).toMatchObject({ ambassador: 101n, remainder: 5n })
  })

  it('pay back the fee that was paid, where fees changed meanwhile', () => {
    const input = { amount: 100n, artifacts: 1, fees, assertions: [{ ...expert(true, 10n), feePaid: 9n }], votes: [] }
    expect(settlementOf(input).experts).toEqual([119n])
  })

  it('refuse an assertion that is not there', () => {
    expect(() => assertionBreakdown({ amount: 1n, artifacts: 1, fees, assertions: [], votes: [] }, 0)).toThrow(RangeError)
  })
})
