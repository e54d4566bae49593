import { parseEther } from 'ethers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nectarAbi, registryAbi, stakingAbi } from './abi.ts'
import type { SandboxAccount } from './account.ts'
import { Harness, readLogs, readView } from './harness.ts'

let harness: Harness
let deployer: SandboxAccount
let stranger: SandboxAccount
let arbiter: SandboxAccount

async function start(): Promise<void> {
  harness = await Harness.start({ stakeDuration: 20 })
  deployer = harness.community.accounts.deployer
  stranger = harness.community.accounts.rivals[0]!
  arbiter = harness.community.accounts.arbiters[0]!
}

describe('the registry’s roles', () => {
  beforeEach(start)

  it('announce new fees and windows', async () => {
    const logs = async (name: string, args: unknown[]) => readLogs(registryAbi, (await harness.act(deployer, name, args)).logs)
    expect(await logs('setBountyFee', [1])).toEqual([{ name: 'FeesUpdated', args: [1n, parseEther('0.03125')] }])
    expect(await logs('setAssertionFee', [2])).toEqual([{ name: 'FeesUpdated', args: [1n, 2n] }])
    expect(await logs('setWindows', [3, 4])).toEqual([{ name: 'WindowsUpdated', args: [3n, 4n] }])
    expect([await harness.read('assertionRevealWindow'), await harness.read('arbiterVoteWindow')]).toEqual([[3n], [4n]])
  })

  it('keep strangers out, each with its own words', async () => {
    const refused = (name: string, args: unknown[]) => harness.refusal(stranger, name, args)
    expect(await refused('setBountyFee', [1])).toBe('Not a fee manager')
    expect(await refused('setAssertionFee', [1])).toBe('Not a fee manager')
    expect(await refused('setWindows', [1, 1])).toBe('Not a window manager')
    expect(await refused('addArbiter', [stranger.address, 0])).toBe('Not an arbiter manager')
    expect(await refused('removeArbiter', [arbiter.address, 0])).toBe('Not an arbiter manager')
    expect(await refused('deprecate', [false])).toBe('Not a deprecator')
    expect(await refused('undeprecate', [])).toBe('Not a deprecator')
    expect(await refused('pause', [])).toBe('PauserRole: caller does not have the Pauser role')
    for (const name of ['setFeeManager', 'setWindowManager', 'addArbiterManager', 'addDeprecator', 'transferOwnership']) {
      expect(await refused(name, [stranger.address]), name).toBe('Ownable: caller is not the owner')
    }
  })

  it('pass from the owner to managers', async () => {
    for (const name of ['setFeeManager', 'setWindowManager']) await harness.act(deployer, name, [stranger.address])
    expect(await harness.refusal(deployer, 'setBountyFee', [1])).toBe('Not a fee manager')
    expect(await harness.refusal(stranger, 'setBountyFee', [1])).toBeNull()
    expect(await harness.refusal(stranger, 'setWindows', [1, 1])).toBeNull()
    await harness.act(deployer, 'addArbiterManager', [stranger.address])
    expect(await harness.refusal(stranger, 'addArbiter', [stranger.address, 5])).toBeNull()
    await harness.act(deployer, 'removeArbiterManager', [stranger.address])
    expect(await harness.refusal(stranger, 'removeArbiter', [stranger.address, 5])).toBe('Not an arbiter manager')
  })

  it('count arbiters, and remember those who were', async () => {
    expect(await harness.refusal(deployer, 'addArbiter', [arbiter.address, 0])).toBe('Address is already an arbiter')
    expect(await harness.refusal(deployer, 'addArbiter', [`0x${'0'.repeat(40)}`, 0])).toBe('Invalid arbiter address')
    expect(await harness.refusal(deployer, 'removeArbiter', [arbiter.address, 0])).toBeNull()
    expect(await harness.refusal(deployer, 'removeArbiter', [arbiter.address, 0])).toBe('Address is not an arbiter')
    expect(await harness.read('arbiterCount')).toEqual([2n])
    expect(await harness.read('getActiveArbiters')).toEqual([
      harness.community.accounts.arbiters.map((a) => a.address),
      [false, true, true],
    ])
    await harness.act(deployer, 'addArbiter', [arbiter.address, 0])
    expect((await harness.read('getActiveArbiters'))[1]).toEqual([true, true, true])
  })

  it('deprecate: no new bounties, until it is taken back', async () => {
    const { ambassador } = harness.community.accounts
    await harness.approve(ambassador)
    const post = () => harness.refusal(ambassador, 'postBounty', [harness.guid(), 0, parseEther('2'), 'Qm', 1, 5, Array(8).fill(0), ''])
    const logs = readLogs(registryAbi, (await harness.act(deployer, 'deprecate', [true])).logs)
    expect(logs).toEqual([{ name: 'Deprecated', args: [true] }])
    expect(await harness.read('deprecatedBlock')).toEqual([BigInt(harness.side.blockNumber())])
    expect(await post()).toBe('Contract is deprecated')
    expect(await harness.refusal(deployer, 'deprecate', [true])).toBe('Contract is deprecated')
    expect(readLogs(registryAbi, (await harness.act(deployer, 'undeprecate', [])).logs)).toEqual([{ name: 'Undeprecated', args: [] }])
    expect(await harness.refusal(deployer, 'undeprecate', [])).toBe('Contract is not deprecated')
    expect(await post()).toBeNull()
  })

  it('pause everything', async () => {
    await harness.act(deployer, 'addPauser', [stranger.address])
    expect(await harness.refusal(stranger, 'pause', [])).toBeNull()
    for (const [name, args] of [
      ['postBounty', [1, 0, 0, '', 0, 0, Array(8).fill(0), '']],
      ['postAssertion', [1, [], 0, 0]],
      ['revealAssertion', [1, 0, 0, 0, '']],
      ['voteOnBounty', [1, 0, true]],
      ['settleBounty', [1]],
    ] as const) {
      expect(await harness.refusal(stranger, name, args), name).toBe('Pausable: paused')
    }
    await harness.act(stranger, 'renouncePauser', [])
    expect(await harness.refusal(stranger, 'unpause', [])).toBe('PauserRole: caller does not have the Pauser role')
    expect(await harness.refusal(deployer, 'unpause', [])).toBeNull()
    expect(await harness.refusal(stranger, 'settleBounty', [1])).toBe('Bounty not initialized')
  })

  it('name as candidates the experts with a stake of their own', async () => {
    const { ambassador, rivals } = harness.community.accounts
    for (const account of [ambassador, ...rivals]) await harness.approve(account)
    await expect(harness.read('getArbiterCandidates')).rejects.toThrow('No bounties have been placed')
    for (const guid of [1, 2]) await harness.act(ambassador, 'postBounty', [guid, 0, parseEther('2'), 'Qm', 1, 50, Array(8).fill(0), ''])
    for (const guid of [1, 2]) for (const rival of rivals) await harness.act(rival, 'postAssertion', [guid, [parseEther('1')], 1, 5])
    expect((await harness.read('getArbiterCandidates'))[0]).toEqual([])
    await harness.community.fund(stranger.address, { side: parseEther('10000000') })
    const { nectar, arbiterStaking } = harness.community.contracts.side
    await harness.on(harness.side, nectar, nectarAbi)(stranger, 'approveAndCall', [arbiterStaking, parseEther('10000000'), '0x'])
    expect((await harness.read('getArbiterCandidates'))[0]).toEqual([stranger.address])
  })
})

describe('staking', () => {
  beforeAll(start)
  const staking = () => harness.community.contracts.side.arbiterStaking
  const view = (name: string, args: unknown[] = []) => readView(harness.side, staking(), stakingAbi, name, args)
  const act = async (account: SandboxAccount, name: string, args: unknown[]) => {
    const receipt = await harness.on(harness.side, staking(), stakingAbi)(account, name, args)
    return receipt.status === 1 ? null : receipt.revertReason
  }

  it('has the parameters of the real one', async () => {
    expect(await view('MINIMUM_STAKE')).toEqual([parseEther('10000000')])
    expect(await view('MAXIMUM_STAKE')).toEqual([parseEther('100000000')])
    expect([await view('VOTE_RATIO_NUMERATOR'), await view('VOTE_RATIO_DENOMINATOR')]).toEqual([[9n], [10n]])
  })

  it('holds the deposit of each arbiter, who is eligible by it', async () => {
    for (const { address } of harness.community.accounts.arbiters) {
      expect(await view('balanceOf', [address])).toEqual([parseEther('10000000')])
      expect(await view('isEligible', [address])).toEqual([true])
    }
    expect(await view('isEligible', [stranger.address])).toEqual([false])
  })

  it('refuses deposits of nothing, above the maximum, or by a stranger’s word', async () => {
    expect(await act(stranger, 'deposit', [0])).toBe('Value must be greater than 0')
    expect(await act(stranger, 'deposit', [parseEther('100000001')])).toBe('Value greater than maximum stake')
    expect(await act(stranger, 'deposit', [1])).toBe('ERC20: insufficient allowance')
    const { nectar } = harness.community.contracts.side
    expect(await act(stranger, 'receiveApproval', [arbiter.address, 1, nectar, '0x'])).toBe('Must be called from the token')
  })

  it('gives deposits back once their time is over, the oldest first', async () => {
    const { nectar } = harness.community.contracts.side
    const token = harness.on(harness.side, nectar, nectarAbi)
    await token(stranger, 'approve', [staking(), 100])
    expect(await act(stranger, 'deposit', [10])).toBeNull()
    const first = harness.side.blockNumber()
    expect(await act(stranger, 'deposit', [5])).toBeNull()
    expect(await view('withdrawableBalanceOf', [stranger.address])).toEqual([0n])
    await harness.mineTo(first + 20)
    expect(await view('withdrawableBalanceOf', [stranger.address])).toEqual([10n])
    await harness.side.mine()
    expect(await act(stranger, 'withdraw', [16])).toBe('Value exceeds withdrawable balance')
    expect(await act(stranger, 'withdraw', [12])).toBeNull()
    expect(await view('balanceOf', [stranger.address])).toEqual([3n])
    expect(await view('deposits', [stranger.address, 0])).toEqual([BigInt(first + 1), 3n])
  })

  it('frees every stake once a deprecated registry is through with its bounties', async () => {
    await harness.act(deployer, 'deprecate', [false])
    expect(await view('isDeprecateFinished')).toEqual([false])
    await harness.mineTo(harness.side.blockNumber() + 211)
    expect(await view('isDeprecateFinished')).toEqual([true])
  })

  it('takes records of votes from the registry alone', async () => {
    expect(await act(deployer, 'recordBounty', [arbiter.address, 1, 1])).toBe('Caller is not the bounty registry')
  })
})

describe('an arbiter who does not answer', () => {
  it('is no longer eligible after ten bounties', async () => {
    await start()
    const { ambassador, arbiters } = harness.community.accounts
    await harness.approve(ambassador)
    const guids = Array.from({ length: 10 }, () => harness.guid())
    for (const guid of guids) await harness.plan(ambassador, 'postBounty', [guid, 0, parseEther('2'), 'Qm', 1, 1, Array(8).fill(0), ''])
    await harness.mineTo(harness.side.blockNumber() + 11)
    for (const guid of guids) for (const voter of arbiters.slice(1)) await harness.plan(voter, 'voteOnBounty', [guid, 1, true])
    await harness.plan(arbiters[0]!, 'voteOnBounty', [guids[0], 1, true])
    await harness.side.mine()
    const eligible = (who: SandboxAccount) =>
      readView(harness.side, harness.community.contracts.side.arbiterStaking, stakingAbi, 'isEligible', [who.address])
    expect(await eligible(arbiters[0]!)).toEqual([false])
    expect(await eligible(arbiters[1]!)).toEqual([true])
    expect(await harness.read('isArbiter', [arbiters[0]!.address])).toEqual([true])
  })
})
