import { parseEther, ZeroAddress } from 'ethers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../../shared/domain/identifiers.ts'
import { nectarAbi, relayAbi } from './abi.ts'
import type { SandboxAccount } from './account.ts'
import { Harness, readLogs, readView } from './harness.ts'

const FEES = 382_772_457_840_000_000_000n
const TX = `0x${'aa'.repeat(32)}`
const BLOCK = `0x${'bb'.repeat(32)}`
const someone: Address = `0x${'12'.repeat(20)}`

let harness: Harness
let verifiers: readonly SandboxAccount[]
let deployer: SandboxAccount

beforeEach(async () => {
  harness = await Harness.start()
  ;({ verifiers, deployer } = harness.community.accounts)
})

const relay = () => harness.community.contracts.home.relay
const act = (account: SandboxAccount, name: string, args: unknown[]) => harness.on(harness.home, relay(), relayAbi)(account, name, args)
const refusal = async (account: SandboxAccount, name: string, args: unknown[]) => {
  const receipt = await act(account, name, args)
  return receipt.status === 1 ? null : receipt.revertReason
}
const view = (name: string, args: unknown[] = []) => readView(harness.home, relay(), relayAbi, name, args)
const approve = (account: SandboxAccount, amount: bigint, to: Address = someone) =>
  refusal(account, 'approveWithdrawal', [to, amount, TX, BLOCK, 5])

describe('fees', () => {
  it('are those of the recorded Community towards home, and none towards side', async () => {
    expect(await view('fees')).toEqual([FEES])
    const { relay: sideRelay } = harness.community.contracts.side
    expect(await readView(harness.side, sideRelay, relayAbi, 'fees')).toEqual([0n])
  })

  it('follow the rate and the number of verifiers', async () => {
    const logs = readLogs(relayAbi, (await act(deployer, 'setNctEthExchangeRate', [1])).logs)
    expect(logs).toEqual([{ name: 'FeesChanged', args: [FEES / 80_972n] }])
    await act(deployer, 'addVerifier', [someone])
    expect(await view('fees')).toEqual([(54_301n * 4n + 73_458n) * 20_000_000_000n])
    expect([await view('verifierCount'), await view('requiredVerifiers')]).toEqual([[4n], [2n]])
  })

  it('are set by the fee manager alone', async () => {
    expect(await refusal(verifiers[0]!, 'setNctEthExchangeRate', [1])).toBe('Not a fee manager')
    await act(deployer, 'setFeeManager', [verifiers[0]!.address])
    expect(await refusal(verifiers[0]!, 'setNctEthExchangeRate', [1])).toBeNull()
  })
})

describe('a withdrawal', () => {
  it('is paid out, less the fees, once two thirds of the verifiers approved it, and only once', async () => {
    const { feeWallet } = harness.community.accounts
    const amount = FEES + parseEther('5')
    expect(await approve(verifiers[0]!, amount)).toBeNull()
    expect(await harness.nectar('home', someone)).toBe(0n)
    const receipt = await act(verifiers[1]!, 'approveWithdrawal', [someone, amount, TX, BLOCK, 5])
    const processed = readLogs(
      relayAbi,
      receipt.logs.filter((l) => l.address === relay().toLowerCase()),
    )
    expect(processed).toEqual([{ name: 'WithdrawalProcessed', args: [someone, parseEther('5'), TX, BLOCK, 5n] }])
    expect(await harness.nectar('home', someone)).toBe(parseEther('5'))
    expect(await harness.nectar('home', feeWallet.address)).toBe(FEES)
    expect(await approve(verifiers[2]!, amount)).toBeNull()
    expect(await harness.nectar('home', someone)).toBe(parseEther('5'))
  })

  it('is refused in the order of the real one', async () => {
    const amount = FEES + 9n
    expect(await approve(deployer, 0n)).toBe('msg.sender is not verifier')
    expect(await approve(verifiers[0]!, 0n, ZeroAddress)).toBe('Invalid destination address')
    expect(await approve(verifiers[0]!, FEES)).toBe('Withdrawal amount is less than or equal to fees')
    expect(await approve(verifiers[0]!, amount)).toBeNull()
    expect(await approve(verifiers[0]!, amount + 1n, deployer.address)).toBe('Destination mismatch')
    expect(await approve(verifiers[0]!, amount + 1n)).toBe('Amount mismatch')
    expect(await approve(verifiers[0]!, amount)).toBe('Already approved withdrawal')
    await act(deployer, 'flush', [])
    expect(await approve(verifiers[0]!, amount + 1n, deployer.address)).toBe('Contract is flushed, cannot withdraw')
  })

  it('can be taken back by a verifier until it is paid', async () => {
    const take = (account: SandboxAccount) => refusal(account, 'unapproveWithdrawal', [TX, BLOCK, 5])
    expect(await take(verifiers[0]!)).toBe('No such withdrawal')
    await approve(verifiers[0]!, FEES + 9n)
    expect(await take(verifiers[0]!)).toBeNull()
    // The next one may say something else.
    expect(await approve(verifiers[0]!, FEES + 8n)).toBeNull()
    await approve(verifiers[1]!, FEES + 8n)
    expect(await take(verifiers[1]!)).toBe('Withdrawal already processed')
  })
})

describe('verifiers', () => {
  it('are never fewer than three, and none twice', async () => {
    expect(await refusal(deployer, 'removeVerifier', [verifiers[0]!.address])).toBe(
      'Removing verifier would put number of verifiers below minimum',
    )
    expect(await refusal(deployer, 'addVerifier', [verifiers[0]!.address])).toBe('Address is already a verifier')
    expect(await refusal(deployer, 'addVerifier', [ZeroAddress])).toBe('Invalid verifier address')
    expect(await refusal(verifiers[0]!, 'addVerifier', [someone])).toBe('Not a verifier manager')
    expect(await refusal(deployer, 'addVerifier', [someone])).toBeNull()
    expect(await refusal(deployer, '_removeVerifier', [verifiers[0]!.address])).toBeNull()
    expect(await view('isVerifier', [verifiers[0]!.address])).toEqual([false])
    expect(await refusal(deployer, 'removeVerifier', [verifiers[0]!.address])).toBe('Address is not a verifier')
  })

  it('anchor blocks of the other chain', async () => {
    await act(verifiers[0]!, 'anchor', [BLOCK, 5])
    expect(await refusal(verifiers[0]!, 'anchor', [BLOCK, 5])).toBe('Already approved anchor block')
    const anchored = await act(verifiers[1]!, 'anchor', [BLOCK, 5])
    expect(readLogs(relayAbi, anchored.logs)).toEqual([{ name: 'AnchoredBlock', args: [BLOCK, 5n] }])
    expect(await refusal(verifiers[0]!, 'unanchor', [])).toBe('Block anchor already processed')
    await act(verifiers[0]!, 'anchor', [TX, 6])
    await act(verifiers[0]!, 'unanchor', [])
    const contested = await act(verifiers[0]!, 'anchor', [BLOCK, 7])
    expect(readLogs(relayAbi, contested.logs)).toEqual([{ name: 'ContestedBlock', args: [TX, 6n] }])
  })
})

describe('the relay', () => {
  it('takes no ether', async () => {
    const hash = await harness.send(harness.home, deployer, relay(), '0x', 1n)
    await harness.home.mine()
    expect(harness.home.receipt(hash)).toMatchObject({ status: 0, revertReason: 'Do not allow sending Eth to this contract' })
  })

  it('gives all it holds to the fee wallet when it is flushed, once', async () => {
    expect(await refusal(verifiers[0]!, 'flush', [])).toBe('Ownable: caller is not the owner')
    const held = await harness.nectar('home', relay())
    expect(await refusal(deployer, 'flush', [])).toBeNull()
    expect(await harness.nectar('home', harness.community.accounts.feeWallet.address)).toBe(held)
    expect(await view('flushBlock')).toEqual([BigInt(harness.home.blockNumber())])
    expect(await refusal(deployer, 'flush', [])).toBe('Contract is flushed')
  })
})

describe('the token', () => {
  const token = async (account: SandboxAccount, name: string, args: unknown[]) => {
    const receipt = await harness.on(harness.home, harness.community.contracts.home.nectar, nectarAbi)(account, name, args)
    return receipt.status === 1 ? null : receipt.revertReason
  }

  it('says in words why it does not move', async () => {
    const rival = harness.community.accounts.rivals[0]!
    const held = await harness.nectar('home', rival.address)
    expect(await token(rival, 'transfer', [someone, held + 1n])).toBe('ERC20: transfer amount exceeds balance')
    expect(await token(deployer, 'transferFrom', [rival.address, someone, 1])).toBe('ERC20: insufficient allowance')
    expect(await token(rival, 'mint', [rival.address, 1])).toBe('MinterRole: caller does not have the Minter role')
    expect(await token(rival, 'transfer', [someone, held])).toBeNull()
    expect(await harness.nectar('home', someone)).toBe(held)
  })

  it('keeps allowances', async () => {
    const rival = harness.community.accounts.rivals[0]!
    await token(rival, 'increaseAllowance', [deployer.address, 5])
    expect(await token(rival, 'decreaseAllowance', [deployer.address, 6])).toBe('ERC20: decreased allowance below zero')
    await token(rival, 'decreaseAllowance', [deployer.address, 2])
    expect(await token(deployer, 'transferFrom', [rival.address, someone, 4])).toBe('ERC20: insufficient allowance')
    expect(await token(deployer, 'transferFrom', [rival.address, someone, 3])).toBeNull()
  })
})
