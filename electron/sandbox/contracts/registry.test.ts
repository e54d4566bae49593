import { parseEther } from 'ethers'
import { beforeEach, describe, expect, it } from 'vitest'
import { encodeCall, registryAbi } from './abi.ts'
import { type SandboxAccount, signTransaction } from './account.ts'
import { commitmentOf, Harness, readLogs } from './harness.ts'

const NCT = parseEther('1')
const BID = parseEther('0.5')
const BOUNTY_FEE = parseEther('0.0625')
const ASSERTION_FEE = parseEther('0.03125')
const NO_BLOOM = [0, 0, 0, 0, 0, 0, 0, 0]
const DURATION = 10

let harness: Harness
let ambassador: SandboxAccount
let expert: SandboxAccount
let rival: SandboxAccount
let arbiters: readonly SandboxAccount[]
let deployer: SandboxAccount

beforeEach(async () => {
  harness = await Harness.start()
  const { accounts } = harness.community
  ;({ ambassador, arbiters, deployer } = accounts)
  expert = accounts.rivals[0]!
  rival = accounts.rivals[1]!
  for (const account of [ambassador, expert, rival]) await harness.approve(account)
  await harness.side.mine()
})

interface Posting {
  readonly type: number
  readonly amount: bigint
  readonly uri: string
  readonly artifacts: number
  readonly duration: number
}
const posting: Posting = { type: 0, amount: 4n * NCT, uri: 'Qm', artifacts: 2, duration: DURATION }
const postArgs = (guid: bigint, changes: Partial<Posting> = {}) => {
  const { type, amount, uri, artifacts, duration } = { ...posting, ...changes }
  return [guid, type, amount, uri, artifacts, duration, NO_BLOOM, 'metadata']
}

/** Posts a bounty of two artifacts; its guid and expiration. */
async function post(): Promise<{ guid: bigint; expiration: number }> {
  const guid = harness.guid()
  expect(await harness.refusal(ambassador, 'postBounty', postArgs(guid))).toBeNull()
  return { guid, expiration: harness.side.blockNumber() + DURATION }
}

const assertArgs = (account: SandboxAccount, guid: bigint, nonce = 7n, verdicts = 0b01n, bids = [BID, BID], mask = 0b11n) => [
  guid,
  bids,
  mask,
  commitmentOf(account.address, nonce, verdicts),
]
const assertOn = (account: SandboxAccount, guid: bigint, verdicts?: bigint) =>
  harness.refusal(account, 'postAssertion', assertArgs(account, guid, 7n, verdicts))

describe('postBounty', () => {
  it('takes amount and fee and announces the bounty', async () => {
    const before = await harness.nectar('side', ambassador.address)
    const { guid, expiration } = await post()
    expect(await harness.nectar('side', ambassador.address)).toBe(before - posting.amount - BOUNTY_FEE)
    const receipt = harness.side.receipt(harness.side.block(harness.side.blockNumber())!.transactions[0]!)!
    expect(readLogs(registryAbi, receipt.logs)).toEqual([
      { name: 'NewBounty', args: [guid, 0n, ambassador.address, posting.amount, 'Qm', BigInt(expiration), 'metadata'] },
    ])
    expect(await harness.read('bountiesByGuid', [guid])).toEqual([
      guid,
      0n,
      ambassador.address,
      posting.amount,
      'Qm',
      2n,
      BigInt(expiration),
      `0x${'0'.repeat(40)}`,
      false,
      0n,
      0n,
      'metadata',
    ])
  })

  it('refuses in the order of the real one', async () => {
    const { guid } = await post()
    const wrong = { artifacts: 0, duration: 0, amount: 0n }
    const fresh = harness.guid()
    expect(await harness.refusal(ambassador, 'postBounty', postArgs(guid, wrong))).toBe('GUID already in use')
    for (const changes of [{ artifacts: 0 }, { artifacts: 257 }, { uri: '' }, { type: 2 }]) {
      const all = { ...wrong, artifacts: 2, ...changes }
      expect(await harness.refusal(ambassador, 'postBounty', postArgs(fresh, all))).toBe('Invalid artifact parameters')
    }
    for (const duration of [0, 101]) {
      const all = { ...wrong, artifacts: 2, duration }
      expect(await harness.refusal(ambassador, 'postBounty', postArgs(fresh, all))).toBe('Invalid bounty duration')
    }
    const low = { amount: 4n * NCT - 1n }
    expect(await harness.refusal(ambassador, 'postBounty', postArgs(fresh, low))).toBe('Amount below minimum for number of artifacts')
    expect(await harness.refusal(deployer, 'postBounty', postArgs(fresh))).toBe('ERC20: insufficient allowance')
    expect(await harness.refusal(ambassador, 'postBounty', postArgs(fresh, { duration: 100, type: 1 }))).toBeNull()
  })

  it('lists guids in order of posting, 25 to a page', async () => {
    const guids = Array.from({ length: 27 }, () => harness.guid())
    for (const guid of guids) await harness.plan(ambassador, 'postBounty', postArgs(guid))
    await harness.side.mine()
    expect((await harness.read('getBountyGuids', [0]))[0]).toEqual(guids.slice(0, 25))
    expect((await harness.read('getBountyGuids', [1]))[0]).toEqual(guids.slice(25))
    expect((await harness.read('getBountyGuids', [2]))[0]).toEqual([])
    expect(await harness.read('getNumberOfBounties')).toEqual([27n])
  })
})

describe('postAssertion', () => {
  it('takes bids and fee and announces the assertion', async () => {
    const { guid } = await post()
    const before = await harness.nectar('side', expert.address)
    const receipt = await harness.act(expert, 'postAssertion', assertArgs(expert, guid, 7n, 1n, [BID], 0b10n))
    expect(await harness.nectar('side', expert.address)).toBe(before - BID - ASSERTION_FEE)
    expect(readLogs(registryAbi, receipt.logs)).toEqual([
      { name: 'NewAssertion', args: [guid, expert.address, 0n, [BID], 2n, 2n, commitmentOf(expert.address, 7n, 1n)] },
    ])
    expect((await harness.read('getBids', [guid, 0]))[0]).toEqual([BID])
    expect(await harness.read('getNumberOfAssertions', [guid])).toEqual([1n])
    expect(await harness.read('assertionsByGuid', [guid, 0])).toEqual([
      expert.address,
      2n,
      commitmentOf(expert.address, 7n, 1n),
      0n,
      0n,
      '',
    ])
  })

  it('refuses in the order of the real one', async () => {
    const { guid, expiration } = await post()
    const late = await post()
    expect(await assertOn(expert, guid)).toBeNull()
    const tooLow = parseEther('0.0625') - 1n
    const args = (on: bigint, bids: bigint[]) => assertArgs(expert, on, 7n, 1n, bids, 0b11n)
    expect(await harness.refusal(expert, 'postAssertion', args(99n, [tooLow]))).toBe('Bounty not initialized')
    expect(await harness.refusal(expert, 'postAssertion', args(guid, [tooLow]))).toBe('Bid does not match mask count')
    expect(await harness.refusal(expert, 'postAssertion', args(guid, [tooLow, tooLow]))).toBe('Sender has already asserted')
    const fresh = (bids: bigint[]) => harness.refusal(rival, 'postAssertion', assertArgs(rival, guid, 7n, 1n, bids))
    expect(await fresh([BID, tooLow])).toBe('Bid not between min & max')
    expect(await fresh([NCT + 1n, BID])).toBe('Bid not between min & max')
    await harness.mineTo(expiration - 1)
    expect(await harness.refusal(expert, 'postAssertion', args(guid, [tooLow]))).toBe('Bounty inactive')
    expect(late.expiration).toBe(expiration + 1)
  })

  it('takes the last assertion in the block before expiration', async () => {
    const { guid, expiration } = await post()
    await harness.mineTo(expiration - 2)
    expect(await assertOn(expert, guid)).toBeNull()
    expect(await assertOn(rival, guid)).toBe('Bounty inactive')
  })

  it('takes bids at both bounds, and needs the allowance', async () => {
    const { guid } = await post()
    expect(await harness.refusal(expert, 'postAssertion', assertArgs(expert, guid, 7n, 1n, [parseEther('0.0625'), NCT]))).toBeNull()
    expect(await harness.refusal(deployer, 'postAssertion', assertArgs(deployer, guid))).toBe('ERC20: insufficient allowance')
  })
})

describe('revealAssertion', () => {
  it('opens the commitment and announces it', async () => {
    const { guid, expiration } = await post()
    await assertOn(expert, guid, 0b10n)
    await harness.mineTo(expiration - 1)
    const receipt = await harness.act(expert, 'revealAssertion', [guid, 0, 7n, 0b10n, '[]'])
    expect(readLogs(registryAbi, receipt.logs)).toEqual([{ name: 'RevealedAssertion', args: [guid, expert.address, 0n, 7n, 2n, 2n, '[]'] }])
    expect((await harness.read('assertionsByGuid', [guid, 0])).slice(3)).toEqual([7n, 2n, '[]'])
  })

  it('refuses in the order of the real one', async () => {
    const { guid, expiration } = await post()
    await assertOn(expert, guid)
    await assertOn(rival, guid)
    const reveal = (account: SandboxAccount, on: bigint, id: number, nonce: bigint, verdicts: bigint) =>
      harness.refusal(account, 'revealAssertion', [on, id, nonce, verdicts, ''])
    expect(await reveal(expert, 99n, 9, 0n, 0n)).toBe('Bounty not initialized')
    expect(await reveal(expert, guid, 9, 0n, 0n)).toBe('Bounty not in reveal window')
    await harness.mineTo(expiration - 1)
    expect(await reveal(expert, guid, 9, 0n, 0n)).toBe('Invalid nonce')
    expect(await reveal(expert, guid, 9, 1n, 0n)).toBe('Invalid assertion ID')
    expect(await reveal(expert, guid, 0, 7n, 1n)).toBeNull()
    expect(await reveal(rival, guid, 0, 7n, 0n)).toBe('Incorrect assertion author')
    expect(await reveal(expert, guid, 0, 7n, 0n)).toBe('Bounty already revealed')
    expect(await reveal(rival, guid, 1, 7n, 0n)).toBe('Commitment hash mismatch')
    expect(await reveal(rival, guid, 1, 8n, 1n)).toBe('Commitment hash mismatch')
    await harness.mineTo(expiration + 8)
    expect(await reveal(rival, guid, 1, 7n, 1n)).toBeNull()
    expect(await reveal(rival, guid, 1, 7n, 1n)).toBe('Bounty not in reveal window')
  })
})

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
