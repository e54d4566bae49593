import { parseEther } from 'ethers'
import { beforeEach, describe, expect, it } from 'vitest'
import { registryAbi } from './abi.ts'
import type { SandboxAccount } from './account.ts'
import { commitmentOf, type Harness, readLogs } from './harness.ts'
import { ASSERTION_FEE, assertArgs, BID, BOUNTY_FEE, Market, NCT, postArgs, posting } from './market.ts'

let market: Market
let harness: Harness
let ambassador: SandboxAccount
let expert: SandboxAccount
let rival: SandboxAccount
let deployer: SandboxAccount

beforeEach(async () => {
  market = await Market.open()
  ;({ harness, ambassador, expert, rival, deployer } = market)
})
const post = () => market.post()
const assertOn = (account: SandboxAccount, guid: bigint, verdicts?: bigint) => market.assertOn(account, guid, verdicts)

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
