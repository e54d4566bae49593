import { parseEther } from 'ethers'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import recorded from '../../../resources/fixtures/polyswarmd/settlements.json' with { type: 'json' }
import { bitsToInteger } from '../../../shared/domain/bits.ts'
import { encodeCall, nectarAbi, registryAbi } from './abi.ts'
import type { SandboxAccount } from './account.ts'
import { Harness, publicTestAccount, readLogs } from './harness.ts'

const flags = z.array(z.boolean())
const integer = z.string().transform(BigInt)
const { scenarios } = z
  .object({
    scenarios: z.array(
      z.object({
        amount: integer,
        artifacts: z.number(),
        assertions: z.array(
          z.object({
            account: z.string(),
            mask: flags,
            verdicts: flags,
            bids: z.array(integer),
            nonce: integer,
            commitment: integer,
            revealed: z.boolean(),
          }),
        ),
        votes: z.array(z.object({ arbiter: z.string(), votes: flags })),
        settledInRound: z.number(),
        payouts: z.record(z.string(), integer),
        arbiterPayouts: z.record(z.string(), integer),
      }),
    ),
  })
  .parse(recorded)

type Scenario = (typeof scenarios)[number]
const accounts = new Map(
  Array.from({ length: 9 }, (_, i) => publicTestAccount(i)).map((account) => [account.address.toLowerCase(), account]),
)
const named = (address: string): SandboxAccount => accounts.get(address)!
const AMBASSADOR = named('0x70997970c51812dc3a010c7d01b50e0d17dc79c8')
const ARBITERS = [6, 7, 8].map(publicTestAccount)
const guidOf = (i: number): bigint => BigInt(i + 1)

/** What each account was paid for a bounty, by the registry's own events. */
const paid: Record<string, bigint>[] = scenarios.map(() => ({}))
let harness: Harness

async function everyScenario(f: (scenario: Scenario, i: number) => Promise<unknown>): Promise<void> {
  for (const [i, scenario] of scenarios.entries()) await f(scenario, i)
  const block = await harness.side.mine()
  const refused = block.transactions.map((hash) => harness.side.receipt(hash)).filter((r) => r?.status !== 1)
  expect(refused.map((r) => r?.revertReason)).toEqual([])
}

async function settle(account: string, i: number): Promise<void> {
  await harness.plan(named(account), 'settleBounty', [guidOf(i)])
}

beforeAll(async () => {
  harness = await Harness.start({ arbiters: 0 })
  harness.side.onBlock((_, logs) => {
    for (const { name, args } of readLogs(registryAbi, logs)) {
      if (name !== 'SettledBounty') continue
      const [guid, settler, payout] = args as [bigint, string, bigint]
      paid[Number(guid) - 1]![settler.toLowerCase()] = payout
    }
  })
  const { deployer } = harness.community.accounts
  const { nectar, arbiterStaking } = harness.community.contracts.side
  for (const account of accounts.values()) await harness.community.fund(account.address, { side: parseEther('10100000') })
  for (const arbiter of ARBITERS) {
    await harness.plan(deployer, 'addArbiter', [arbiter.address, 0])
    const stake = encodeCall(nectarAbi, 'approveAndCall', [arbiterStaking, parseEther('10000000'), '0x'])
    await harness.send(harness.side, arbiter, nectar, stake)
  }
  for (const account of accounts.values()) await harness.approve(account)
  await harness.side.mine()

  await everyScenario((s, i) =>
    harness.plan(AMBASSADOR, 'postBounty', [guidOf(i), 0, s.amount, 'uri', s.artifacts, 5, Array(8).fill(0), '']),
  )
  const expiration = harness.side.blockNumber() + 5
  await everyScenario(async (s, i) => {
    for (const a of s.assertions) {
      await harness.plan(named(a.account), 'postAssertion', [guidOf(i), a.bids, bitsToInteger(a.mask), a.commitment])
    }
  })
  await harness.mineTo(expiration)
  await everyScenario(async (s, i) => {
    for (const [index, a] of s.assertions.entries()) {
      if (!a.revealed) continue
      await harness.plan(named(a.account), 'revealAssertion', [guidOf(i), index, a.nonce, bitsToInteger(a.verdicts), ''])
    }
  })
  await harness.mineTo(expiration + 10)
  await everyScenario(async (s, i) => {
    for (const v of s.votes) await harness.plan(named(v.arbiter), 'voteOnBounty', [guidOf(i), bitsToInteger(v.votes), true])
  })
}, 120_000)

describe('the registry, with the bounties of recorded settlements', () => {
  it('reaches a quorum exactly where the real one did', async () => {
    for (const [i, s] of scenarios.entries()) {
      expect(Number((await harness.read('getCurrentRound', [guidOf(i)]))[0]), `scenario ${i}`).toBe(s.settledInRound === 3 ? 3 : 2)
    }
  })

  it('lets experts and ambassador settle in the recorded round, the arbiters after the vote window', async () => {
    const participants = (s: Scenario) => Object.keys(s.payouts)
    await everyScenario(async (s, i) => {
      if (s.settledInRound === 3) for (const account of participants(s)) await settle(account, i)
    })
    const [, , , , , , expiration] = await harness.read('bountiesByGuid', [guidOf(0)])
    await harness.mineTo(Number(expiration) + 110)
    await everyScenario(async (s, i) => {
      if (s.settledInRound === 4) for (const account of participants(s)) await settle(account, i)
    })
    await everyScenario(async (s, i) => {
      for (const v of s.votes) await settle(v.arbiter, i)
    })
  })

  it.each(scenarios.map((s, i) => [i, s] as const))('pays scenario %i to the last base unit', (i, s) => {
    for (const [account, payout] of Object.entries(s.payouts)) expect(paid[i]![account], account).toBe(payout)
    // Which arbiter is drawn is chance; that one voter gets all of it is not.
    const toArbiters = Object.keys(s.arbiterPayouts).map((account) => paid[i]![account]!)
    const expected = Object.values(s.arbiterPayouts)
    expect(toArbiters.toSorted()).toEqual(expected.toSorted())
  })

  it('keeps nothing but what nobody voted on', async () => {
    const input = (s: Scenario) =>
      s.amount +
      62_500_000_000_000_000n +
      s.assertions.reduce((sum, a) => sum + 31_250_000_000_000_000n + a.bids.reduce((x, y) => x + y, 0n), 0n)
    const output = (s: Scenario) => [...Object.values(s.payouts), ...Object.values(s.arbiterPayouts)].reduce((x, y) => x + y, 0n)
    const left = scenarios.reduce((sum, s) => sum + input(s) - output(s), 0n)
    expect(await harness.nectar('side', harness.registry)).toBe(left)
  })
})
