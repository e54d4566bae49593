import { parseEther } from 'ethers'
import { beforeEach, describe, expect, it } from 'vitest'
import { encodeCall, registryAbi } from './abi.ts'
import { type SandboxAccount, signTransaction } from './account.ts'
import { type Harness, readLogs } from './harness.ts'
import { ASSERTION_FEE, assertArgs, BID, BOUNTY_FEE, DURATION, Market, NCT, postArgs, posting } from './market.ts'

let market: Market
let harness: Harness
let ambassador: SandboxAccount
let expert: SandboxAccount
let rival: SandboxAccount
let deployer: SandboxAccount
let arbiters: readonly SandboxAccount[]

beforeEach(async () => {
  market = await Market.open()
  ;({ harness, ambassador, expert, rival, deployer, arbiters } = market)
})
const post = () => market.post()
const assertOn = (account: SandboxAccount, guid: bigint, verdicts?: bigint) => market.assertOn(account, guid, verdicts)

describe('voteOnBounty', () => {
  const vote = (arbiter: SandboxAccount, guid: bigint, votes: bigint) => harness.refusal(arbiter, 'voteOnBounty', [guid, votes, true])

  it('refuses in the order of the real one', async () => {
    const { guid, expiration } = await post()
    const [first] = arbiters
    expect(await vote(expert, 99n, 0n)).toBe('msg.sender is not an arbiter')
    expect(await vote(first!, 99n, 0n)).toBe('Bounty not initialized')
    await harness.mineTo(expiration + 8)
    expect(await vote(first!, guid, 0n)).toBe('Bounty not in voting window')
    expect(await vote(first!, guid, 0n)).toBeNull()
    expect(await vote(first!, guid, 0n)).toBe('Arbiter has already voted')
    await harness.mineTo(expiration + 109)
    expect(await vote(first!, guid, 0n)).toBe('Bounty not in voting window')
  })

  it('reaches a quorum when no vote can change anything any more, and still takes votes', async () => {
    const { guid, expiration } = await post()
    await harness.mineTo(expiration + 10)
    const rounds: bigint[] = []
    for (const [arbiter, votes] of [
      [arbiters[0]!, 0b01n],
      [arbiters[1]!, 0b01n],
      [arbiters[2]!, 0b11n],
    ] as const) {
      const receipt = await harness.act(arbiter, 'voteOnBounty', [guid, votes, true])
      const names = readLogs(registryAbi, receipt.logs).map((l) => l.name)
      expect(names.filter((n) => n === 'NewVote' || n === 'QuorumReached')).toEqual(
        arbiter === arbiters[1] ? ['NewVote', 'QuorumReached'] : ['NewVote'],
      )
      rounds.push(((await harness.read('getCurrentRound', [guid])) as [bigint])[0])
    }
    expect(rounds).toEqual([2n, 3n, 3n])
    const bounty = await harness.read('bountiesByGuid', [guid])
    expect(bounty.slice(8, 11)).toEqual([true, 12n, 0b11n])
    expect((await harness.read('getVoters', [guid]))[0]).toEqual(arbiters.map((a) => a.address))
    expect(await harness.read('votesByGuid', [guid, 2])).toEqual([arbiters[2]!.address, 3n, true])
    expect(await harness.read('getNumberOfVotes', [guid])).toEqual([3n])
  })

  it('reaches it with the last arbiter in any case, and tells which artifacts were decided before', async () => {
    const { guid, expiration } = await post()
    await harness.mineTo(expiration + 10)
    await vote(arbiters[0]!, guid, 0b00n)
    await vote(arbiters[1]!, guid, 0b10n)
    const before = await harness.read('bountiesByGuid', [guid])
    expect(before.slice(8, 11)).toEqual([false, 0n, 0b01n])
    await vote(arbiters[2]!, guid, 0b10n)
    expect((await harness.read('bountiesByGuid', [guid])).slice(8, 11)).toEqual([true, 13n, 0b11n])
  })
})

describe('settleBounty', () => {
  const settle = (account: SandboxAccount, guid: bigint) => harness.refusal(account, 'settleBounty', [guid])

  it('refuses in the order of the real one', async () => {
    const { guid, expiration } = await post()
    await assertOn(expert, guid)
    expect(await settle(expert, 99n)).toBe('Bounty not initialized')
    expect(await settle(expert, guid)).toBe('No Quorum and vote active')
    await harness.mineTo(expiration + 10)
    expect(await settle(arbiters[0]!, guid)).toBe('No Quorum and vote active')
    for (const arbiter of arbiters.slice(0, 2)) await harness.act(arbiter, 'voteOnBounty', [guid, 0, true])
    expect(await settle(arbiters[0]!, guid)).toBe('Voting round still active')
    // An arbiter who did not vote has to wait as well.
    expect(await settle(arbiters[2]!, guid)).toBe('Voting round still active')
    expect(await settle(expert, guid)).toBeNull()
    expect(await settle(expert, guid)).toBe('Sender already settled')
    await harness.mineTo(expiration + 109)
    expect(await settle(arbiters[0]!, guid)).toBeNull()
    expect(await settle(arbiters[0]!, guid)).toBe('Sender already settled')
  })

  it('lets everybody settle when the vote window ends without a quorum', async () => {
    const { guid, expiration } = await post()
    await assertOn(expert, guid)
    await harness.mineTo(expiration + 108)
    expect(await settle(expert, guid)).toBe('No Quorum and vote active')
    const before = await harness.nectar('side', expert.address)
    expect(await settle(expert, guid)).toBeNull()
    // Nobody voted: bids and fee come back, with an equal share of each artifact.
    expect(await harness.nectar('side', expert.address)).toBe(before + 2n * (BID + 2n * NCT) + ASSERTION_FEE)
    expect(await settle(ambassador, guid)).toBeNull()
    expect(await harness.nectar('side', harness.registry)).toBe(0n)
  })

  it('pays a stranger nothing', async () => {
    const { guid, expiration } = await post()
    await harness.mineTo(expiration + 110)
    const receipt = await harness.act(deployer, 'settleBounty', [guid])
    expect(readLogs(registryAbi, receipt.logs)).toEqual([{ name: 'SettledBounty', args: [guid, deployer.address, 0n] }])
  })

  it('gives back the fees that were paid, when they changed meanwhile', async () => {
    const start = await harness.nectar('side', ambassador.address)
    const { guid, expiration } = await post()
    await assertOn(expert, guid)
    await harness.act(deployer, 'setBountyFee', [9n * NCT])
    await harness.act(deployer, 'setAssertionFee', [8n * NCT])
    await harness.mineTo(expiration + 110)
    const before = await harness.nectar('side', expert.address)
    await settle(expert, guid)
    await settle(ambassador, guid)
    expect(await harness.nectar('side', expert.address)).toBe(before + 2n * (BID + 2n * NCT) + ASSERTION_FEE)
    expect(await harness.nectar('side', ambassador.address)).toBe(start - posting.amount)
  })

  it('pays an ambassador who also asserted both parts at once', async () => {
    const { guid, expiration } = await post()
    expect(await harness.refusal(ambassador, 'postAssertion', assertArgs(ambassador, guid, 7n, 0b01n, [BID], 0b01n))).toBeNull()
    await harness.mineTo(expiration)
    expect(await harness.refusal(ambassador, 'revealAssertion', [guid, 0, 7n, 0b01n, ''])).toBeNull()
    await harness.mineTo(expiration + 10)
    for (const arbiter of arbiters) await harness.act(arbiter, 'voteOnBounty', [guid, 0b01n, true])
    const before = await harness.nectar('side', ambassador.address)
    await settle(ambassador, guid)
    // As expert: bid and the first artifact's share; as ambassador: the artifact that nobody bid on.
    expect(await harness.nectar('side', ambassador.address)).toBe(before + BID + 2n * NCT + 2n * NCT)
  })

  it('draws one of the voters, and the same one for all who settle, also long after', async () => {
    const { guid, expiration } = await post()
    await harness.mineTo(expiration + 10)
    for (const arbiter of arbiters) await harness.act(arbiter, 'voteOnBounty', [guid, 0, true])
    await harness.mineTo(expiration + 700)
    const before = await Promise.all(arbiters.map((a) => harness.nectar('side', a.address)))
    for (const arbiter of arbiters) expect(await settle(arbiter, guid)).toBeNull()
    const after = await Promise.all(arbiters.map((a) => harness.nectar('side', a.address)))
    expect(after.map((value, i) => value - before[i]!).toSorted()).toEqual([0n, 0n, BOUNTY_FEE])
    const assigned = (await harness.read('bountiesByGuid', [guid]))[7]
    expect(assigned).toBe(arbiters[after.findIndex((value, i) => value > before[i]!)]?.address)
  })

  it('draws by chance: every arbiter is drawn now and then', async () => {
    const guids = Array.from({ length: 40 }, () => harness.guid())
    for (const guid of guids) await harness.plan(ambassador, 'postBounty', postArgs(guid))
    await harness.side.mine()
    await harness.mineTo(harness.side.blockNumber() + DURATION + 10)
    for (const guid of guids) for (const arbiter of arbiters) await harness.plan(arbiter, 'voteOnBounty', [guid, 0, true])
    await harness.side.mine()
    await harness.mineTo(harness.side.blockNumber() + 100)
    for (const guid of guids) await harness.plan(arbiters[0]!, 'settleBounty', [guid])
    await harness.side.mine()
    const drawn = new Set<unknown>()
    for (const guid of guids) drawn.add((await harness.read('bountiesByGuid', [guid]))[7])
    expect(drawn).toEqual(new Set(arbiters.map((a) => a.address)))
  })
})

describe('a bounty of 256 artifacts', () => {
  it('goes all the way within the gas of one transaction', async () => {
    const guid = harness.guid()
    await harness.community.fund(expert.address, { side: parseEther('1000') })
    await harness.community.fund(ambassador.address, { side: parseEther('1000') })
    const wide = Array.from({ length: 256 }, () => parseEther('1'))
    const all = 2n ** 256n - 1n
    const send = async (account: SandboxAccount, name: string, args: readonly unknown[]) => {
      const data = encodeCall(registryAbi, name, args)
      const nonce = await harness.side.nonce(account.address, 'pending')
      const common = { chainId: 1338, nonce, to: harness.registry, data, gasPrice: 0n }
      const hash = await harness.side.sendRaw(signTransaction(account, { ...common, gasLimit: 50_000_000n }))
      await harness.side.mine()
      expect(harness.side.receipt(hash)).toMatchObject({ status: 1, revertReason: null })
    }
    await send(ambassador, 'postBounty', postArgs(guid, { artifacts: 256, amount: 512n * NCT, duration: 5 }))
    const expiration = harness.side.blockNumber() + 5
    await send(expert, 'postAssertion', assertArgs(expert, guid, 7n, all, wide, all))
    await send(rival, 'postAssertion', assertArgs(rival, guid, 7n, 0n, wide, all))
    await harness.mineTo(expiration)
    await send(expert, 'revealAssertion', [guid, 0, 7n, all, ''])
    await harness.mineTo(expiration + 10)
    for (const arbiter of arbiters) await send(arbiter, 'voteOnBounty', [guid, all, true])
    const before = await harness.nectar('side', expert.address)
    await send(expert, 'settleBounty', [guid])
    expect(await harness.nectar('side', expert.address)).toBe(before + 256n * (NCT + NCT + 2n * NCT))
    await harness.mineTo(expiration + 110)
    for (const account of [rival, ambassador, ...arbiters]) await send(account, 'settleBounty', [guid])
    expect(await harness.nectar('side', harness.registry)).toBe(0n)
  })
})

describe('the round', () => {
  it('follows the windows, also when they change meanwhile', async () => {
    const { guid, expiration } = await post()
    const round = async () => Number((await harness.read('getCurrentRound', [guid]))[0])
    await expect(harness.read('getCurrentRound', [99])).rejects.toThrow('Bounty not initialized')
    await harness.mineTo(expiration - 1)
    expect(await round()).toBe(0)
    await harness.side.mine()
    expect(await round()).toBe(1)
    await harness.act(deployer, 'setWindows', [3, 4])
    await harness.mineTo(expiration + 2)
    expect(await round()).toBe(1)
    await harness.side.mine()
    expect(await round()).toBe(2)
    await harness.mineTo(expiration + 7)
    expect(await round()).toBe(4)
  })
})
