import { getCreateAddress, parseEther } from 'ethers'
import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import type { Clock } from '../../runtime/clock.ts'
import { createChain, type EvmChain } from '../chain/chain.ts'
import type { ChainEntry } from '../chain/entries.ts'
import type { Hex, SandboxChain, SandboxContracts } from '../chain/types.ts'
import { type CompiledContract, contracts, encodeCall, nectarAbi, registryAbi, stakingAbi } from './abi.ts'
import { type SandboxAccount, sandboxAccount, signTransaction } from './account.ts'

export const HOME_CHAIN_ID = 1337
export const SIDE_CHAIN_ID = 1338
const HOME_GAS_PRICE = 1_000_000_000n
const DEPLOY_GAS = 8_000_000n
const CALL_GAS = 1_000_000n
/** ETH that each of the sandbox's own accounts holds on home. */
const OWN_ETH = parseEther('1000')
/** ETH the deployer has for those it funds. */
const TREASURY_ETH = parseEther('1000000')
/** NCT in each relay, so that it can pay out what arrives at the other one. */
const RELAY_RESERVE = parseEther('1000000000')
const OWN_NCT = parseEther('10000000')
/** ArbiterStaking's MINIMUM_STAKE. */
const ARBITER_STAKE = parseEther('10000000')
/** NCT for one ETH, as recorded from a real Community: with three verifiers the relay's fee towards home is 382.77245784 NCT. */
const NCT_PER_ETH = 80_972n

export interface CommunityOptions {
  /** One seed gives the same accounts and the same contract addresses. */
  readonly seed: number | string
  /** Accounts that hold ETH and NCT on home and NCT on side from the start. */
  readonly fund?: readonly Address[]
  /** Blocks. */
  readonly assertionRevealWindow?: number
  readonly arbiterVoteWindow?: number
  /** Blocks an arbiter's stake stays locked. */
  readonly stakeDuration?: number
  readonly arbiters?: number
  /** At least 3. */
  readonly verifiers?: number
  readonly rivals?: number
  /** NCT for one ETH: sets the relay's fee towards home. */
  readonly nctPerEth?: bigint
}

/** Who lives in the sandbox. Every one of them holds ETH on home; ambassador and rivals hold NCT on both chains, arbiters have their stake. */
export interface CommunityAccounts {
  readonly deployer: SandboxAccount
  readonly feeWallet: SandboxAccount
  readonly ambassador: SandboxAccount
  readonly arbiters: readonly SandboxAccount[]
  readonly verifiers: readonly SandboxAccount[]
  readonly rivals: readonly SandboxAccount[]
}

/** What `fund` gives; base units. */
export interface Funds {
  /** ETH on home, wei. */
  readonly eth: bigint
  /** NCT. */
  readonly home: bigint
  readonly side: bigint
}

/** 10 ETH, 100,000 NCT on home, 10,000 NCT on side. */
export const defaultFunds: Funds = { eth: parseEther('10'), home: parseEther('100000'), side: parseEther('10000') }

export interface Community {
  readonly contracts: SandboxContracts
  readonly accounts: CommunityAccounts
  /** Gives an account money and mines the blocks that hold it. */
  fund(account: Address, funds?: Partial<Funds>): Promise<void>
}

/** The accounts of a sandbox with this seed. */
export function communityAccounts(options: Pick<CommunityOptions, 'seed' | 'arbiters' | 'verifiers' | 'rivals'>): CommunityAccounts {
  const { seed, arbiters = 3, verifiers = 3, rivals = 2 } = options
  const several = (name: string, count: number) => Array.from({ length: count }, (_, i) => sandboxAccount(seed, `${name}/${i}`))
  return {
    deployer: sandboxAccount(seed, 'deployer'),
    feeWallet: sandboxAccount(seed, 'fee-wallet'),
    ambassador: sandboxAccount(seed, 'ambassador'),
    arbiters: several('arbiter', arbiters),
    verifiers: several('verifier', verifiers),
    rivals: several('rival', rivals),
  }
}

export interface SandboxChains {
  readonly home: EvmChain
  readonly side: EvmChain
}

/** Both chains of a sandbox: home with gas at 1 gwei and ETH for the sandbox's own accounts, side free. From snapshots, they go on. */
export async function createSandboxChains(options: {
  readonly accounts: CommunityAccounts
  readonly clock?: Clock
  readonly snapshots?: { readonly home: Uint8Array; readonly side: Uint8Array }
  /** What the chains did after their snapshots. */
  readonly since?: { readonly home: ReadonlyMap<number, ChainEntry>; readonly side: ReadonlyMap<number, ChainEntry> }
  readonly keepBlocks?: number
  readonly onError?: (error: unknown) => void
}): Promise<SandboxChains> {
  const { accounts, snapshots, since, ...rest } = options
  const home = { ...rest, chainId: HOME_CHAIN_ID, gasPrice: HOME_GAS_PRICE }
  const side = { ...rest, chainId: SIDE_CHAIN_ID, gasPrice: 0n }
  const begun = snapshots ? { snapshot: snapshots.home } : { alloc: firstEth(accounts) }
  return {
    home: await createChain({ ...home, ...begun, ...(since && { since: since.home }) }),
    side: await createChain({ ...side, ...(snapshots && { snapshot: snapshots.side }), ...(since && { since: since.side }) }),
  }
}

/** What everybody holds on a home chain that begins, in wei. */
function firstEth(accounts: CommunityAccounts): Record<Address, bigint> {
  const alloc = Object.fromEntries(everybody(accounts).map((account) => [account.address, OWN_ETH]))
  alloc[accounts.deployer.address] = TREASURY_ETH
  return alloc
}

const everybody = (accounts: CommunityAccounts): SandboxAccount[] => Object.values(accounts).flat()

/**
 * Deploys a Community on two fresh chains, one block each. On chains restored from snapshots it only finds it again.
 * Throws when a deployment does not go through.
 */
export async function deployCommunity(home: SandboxChain, side: SandboxChain, options: CommunityOptions): Promise<Community> {
  const accounts = communityAccounts(options)
  const homeBatch = new Batch(home)
  const sideBatch = new Batch(side)
  const addresses: SandboxContracts = { home: planHome(homeBatch, accounts, options), side: planSide(sideBatch, accounts, options) }
  if ((await side.code(addresses.side.registry)) === '0x') await Promise.all([homeBatch.perform(), sideBatch.perform()])
  const community = { contracts: addresses, accounts, fund: funder(home, side, accounts.deployer, addresses) }
  for (const account of options.fund ?? []) await community.fund(account)
  return community
}

function planHome(batch: Batch, accounts: CommunityAccounts, options: CommunityOptions): SandboxContracts['home'] {
  const { deployer, feeWallet, verifiers } = accounts
  const nectar = batch.create(deployer, contracts.nectarToken, [])
  const relay = batch.create(deployer, contracts.erc20Relay, [
    nectar,
    options.nctPerEth ?? NCT_PER_ETH,
    feeWallet.address,
    verifiers.map((v) => v.address),
  ])
  batch.call(deployer, nectar, () => encodeCall(nectarAbi, 'enableTransfers', []))
  batch.mint(deployer, nectar, relay, RELAY_RESERVE)
  for (const account of [accounts.ambassador, ...accounts.rivals]) batch.mint(deployer, nectar, account.address, OWN_NCT)
  return { nectar, relay }
}

function planSide(batch: Batch, accounts: CommunityAccounts, options: CommunityOptions): SandboxContracts['side'] {
  const { deployer, feeWallet, verifiers } = accounts
  const nectar = batch.create(deployer, contracts.nectarToken, [])
  const relay = batch.create(deployer, contracts.erc20Relay, [nectar, 0n, feeWallet.address, verifiers.map((v) => v.address)])
  const arbiterStaking = batch.create(deployer, contracts.arbiterStaking, [nectar, options.stakeDuration ?? 100])
  const registry = batch.create(deployer, contracts.bountyRegistry, [
    nectar,
    arbiterStaking,
    options.assertionRevealWindow ?? 10,
    options.arbiterVoteWindow ?? 100,
  ])
  batch.call(deployer, arbiterStaking, () => encodeCall(stakingAbi, 'setBountyRegistry', [registry]))
  batch.call(deployer, nectar, () => encodeCall(nectarAbi, 'enableTransfers', []))
  batch.mint(deployer, nectar, relay, RELAY_RESERVE)
  for (const account of [accounts.ambassador, ...accounts.rivals]) batch.mint(deployer, nectar, account.address, OWN_NCT)
  for (const arbiter of accounts.arbiters) {
    batch.mint(deployer, nectar, arbiter.address, ARBITER_STAKE)
    batch.call(deployer, registry, () => encodeCall(registryAbi, 'addArbiter', [arbiter.address, 0]))
    batch.call(arbiter, nectar, () => encodeCall(nectarAbi, 'approveAndCall', [arbiterStaking, ARBITER_STAKE, '0x']))
  }
  return { nectar, relay, registry, arbiterStaking }
}

/** Transactions of accounts that have sent none before, planned first (so that addresses are known) and then mined in one block. */
class Batch {
  readonly #chain: SandboxChain
  readonly #nonces = new Map<Address, number>()
  readonly #raw: (() => Hex)[] = []

  constructor(chain: SandboxChain) {
    this.#chain = chain
  }

  create(account: SandboxAccount, contract: CompiledContract, args: readonly unknown[]): Address {
    const nonce = this.#next(account)
    this.#plan(account, nonce, null, () => `${contract.bytecode}${contract.abi.encodeDeploy(args).slice(2)}` as Hex, DEPLOY_GAS)
    return getCreateAddress({ from: account.address, nonce })
  }

  call(account: SandboxAccount, to: Address, data: () => Hex): void {
    this.#plan(account, this.#next(account), to, data, CALL_GAS)
  }

  mint(minter: SandboxAccount, nectar: Address, to: Address, value: bigint): void {
    this.call(minter, nectar, () => encodeCall(nectarAbi, 'mint', [to, value]))
  }

  async perform(): Promise<void> {
    const hashes: Hash[] = []
    for (const sign of this.#raw) hashes.push(await this.#chain.sendRaw(sign()))
    await this.#chain.mine()
    mustHaveWorked(this.#chain, hashes)
  }

  /** `data` is made when it is sent: on restored chains nothing is, and only the addresses are wanted. */
  #plan(account: SandboxAccount, nonce: number, to: Address | null, data: () => Hex, gasLimit: bigint): void {
    const { chainId, gasPrice } = this.#chain
    this.#raw.push(() => signTransaction(account, { chainId, nonce, to, data: data(), gasLimit, gasPrice }))
  }

  #next(account: SandboxAccount): number {
    const nonce = this.#nonces.get(account.address) ?? 0
    this.#nonces.set(account.address, nonce + 1)
    return nonce
  }
}

function mustHaveWorked(chain: SandboxChain, hashes: readonly Hash[]): void {
  for (const hash of hashes) {
    const receipt = chain.receipt(hash)
    if (receipt?.status !== 1) throw new Error(`chain ${chain.chainId}: ${hash} failed: ${receipt?.revertReason ?? 'not mined'}`)
  }
}

function funder(home: SandboxChain, side: SandboxChain, deployer: SandboxAccount, addresses: SandboxContracts): Community['fund'] {
  const send = async (chain: SandboxChain, to: Address, data: Hex, value = 0n): Promise<Hash> => {
    const nonce = await chain.nonce(deployer.address, 'pending')
    const { chainId, gasPrice } = chain
    return chain.sendRaw(signTransaction(deployer, { chainId, nonce, to, data, value, gasLimit: CALL_GAS, gasPrice }))
  }
  const give = async (account: Address, funds: Funds): Promise<void> => {
    const onHome: Hash[] = []
    const mint = (value: bigint): Hex => encodeCall(nectarAbi, 'mint', [account, value])
    if (funds.eth > 0n) onHome.push(await send(home, account, '0x', funds.eth))
    if (funds.home > 0n) onHome.push(await send(home, addresses.home.nectar, mint(funds.home)))
    const onSide = funds.side > 0n ? [await send(side, addresses.side.nectar, mint(funds.side))] : []
    await Promise.all([onHome.length > 0 ? home.mine() : null, onSide.length > 0 ? side.mine() : null])
    mustHaveWorked(home, onHome)
    mustHaveWorked(side, onSide)
  }
  // One after the other: two at a time would take the same nonce.
  let tail: Promise<void> = Promise.resolve()
  return (account, funds) => {
    const result = tail.then(() => give(account, { ...defaultFunds, ...funds }))
    tail = result.catch(() => {})
    return result
  }
}
