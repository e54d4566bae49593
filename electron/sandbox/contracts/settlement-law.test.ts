import { parseEther } from 'ethers'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { bitsToInteger } from '../../../shared/domain/bits.ts'
import { type SettlementInput, settlementOf } from '../../../shared/domain/settlement.ts'
import { registryAbi } from './abi.ts'
import { sandboxAccount } from './account.ts'
import { commitmentOf, Harness, readLogs } from './harness.ts'

const NONCE = 12_345n
const BOUNTIES = 40
const experts = Array.from({ length: 4 }, (_, i) => sandboxAccount('law', `expert/${i}`))

/** Bounties within the registry's bounds: up to 6 artifacts, 4 experts (masks of any shape, some never reveal), up to 3 votes. */
const bounties: fc.Arbitrary<SettlementInput> = fc.integer({ min: 1, max: 6 }).chain((artifacts) => {
  const list = fc.array(fc.boolean(), { minLength: artifacts, maxLength: artifacts })
  const assertion = list.chain((mask) => {
    const count = mask.filter(Boolean).length
    const bids = fc.array(fc.bigInt({ min: parseEther('0.0625'), max: parseEther('1') }), { minLength: count, maxLength: count })
    return fc.record({ mask: fc.constant(mask), verdicts: fc.option(list), bids })
  })
  const minimum = parseEther('2') * BigInt(artifacts)
  return fc.record({
    amount: fc.bigInt({ min: minimum, max: minimum + parseEther('50') }),
    artifacts: fc.constant(artifacts),
    fees: fc.constant({ bounty: parseEther('0.0625'), assertion: parseEther('0.03125') }),
    assertions: fc
      .array(assertion, { maxLength: experts.length })
      .map((all) => all.map((a, i) => ({ account: experts[i]!.address, ...a }))),
    votes: fc.array(list, { maxLength: 3 }),
  })
})
const inputs = fc.sample(bounties, { numRuns: BOUNTIES, seed: 2_024 })
const guidOf = (i: number): bigint => BigInt(i + 1)

const paid: Map<string, bigint>[] = inputs.map(() => new Map())
let harness: Harness

async function forEach(f: (input: SettlementInput, i: number) => Promise<void>): Promise<void> {
  for (const [i, input] of inputs.entries()) await f(input, i)
  const block = await harness.side.mine()
  const refused = block.transactions.map((tx) => harness.side.receipt(tx)).filter((r) => r?.status !== 1)
  if (refused.length > 0) throw new Error(refused[0]?.revertReason ?? 'refused')
}

beforeAll(async () => {
  harness = await Harness.start()
  harness.side.onBlock((_, logs) => {
    for (const { name, args } of readLogs(registryAbi, logs)) {
      if (name === 'SettledBounty') paid[Number(args[0]) - 1]!.set(String(args[1]), args[2] as bigint)
    }
  })
  const { ambassador, arbiters } = harness.community.accounts
  for (const account of experts) await harness.community.fund(account.address)
  for (const account of [ambassador, ...experts]) await harness.approve(account)
  await forEach(async ({ amount, artifacts }, i) => {
    await harness.plan(ambassador, 'postBounty', [guidOf(i), 0, amount, 'Qm', artifacts, 3, Array(8).fill(0), ''])
  })
  const expiration = harness.side.blockNumber() + 3
  await forEach(async ({ assertions }, i) => {
    for (const [index, { mask, verdicts, bids }] of assertions.entries()) {
      const expert = experts[index]!
      const hidden = bitsToInteger((verdicts ?? mask).map((v) => v === true))
      await harness.plan(expert, 'postAssertion', [guidOf(i), bids, bitsToInteger(mask), commitmentOf(expert.address, NONCE, hidden)])
    }
  })
  await harness.mineTo(expiration)
  await forEach(async ({ assertions }, i) => {
    for (const [index, { verdicts }] of assertions.entries()) {
      if (!verdicts) continue
      const shown = bitsToInteger(verdicts.map((v) => v === true))
      await harness.plan(experts[index]!, 'revealAssertion', [guidOf(i), index, NONCE, shown, ''])
    }
  })
  await harness.mineTo(expiration + 10)
  await forEach(async ({ votes }, i) => {
    for (const [v, bits] of votes.entries()) await harness.plan(arbiters[v]!, 'voteOnBounty', [guidOf(i), bitsToInteger(bits), true])
  })
  await harness.mineTo(expiration + 110)
  await forEach(async ({ assertions, votes }, i) => {
    const settlers = [ambassador, ...experts.slice(0, assertions.length), ...arbiters.slice(0, votes.length)]
    for (const account of settlers) await harness.plan(account, 'settleBounty', [guidOf(i)])
  })
}, 120_000)

describe('any bounty on the deployed registry', () => {
  it.each(inputs.map((input, i) => [i, input] as const))('%i pays what the pure rule says, and keeps nothing back', (i, input) => {
    const { ambassador, arbiters } = harness.community.accounts
    const rule = settlementOf(input)
    const of = (account: { readonly address: string }) => paid[i]!.get(account.address)
    expect(of(ambassador)).toBe(rule.ambassador)
    expect(experts.slice(0, input.assertions.length).map(of)).toEqual(rule.experts)
    const drawn = arbiters.slice(0, input.votes.length).map((arbiter) => of(arbiter) ?? 0n)
    expect(drawn.reduce((a, b) => a + b, 0n)).toBe(input.votes.length > 0 ? rule.remainder : 0n)
    expect(drawn.filter((value) => value > 0n).length).toBeLessThanOrEqual(1)
  })

  it('leaves in the registry only what nobody voted on', async () => {
    const stuck = inputs.filter((input) => input.votes.length === 0).map((input) => settlementOf(input).remainder)
    expect(await harness.nectar('side', harness.registry)).toBe(stuck.reduce((a, b) => a + b, 0n))
  })
})
