import { HDNodeWallet, type Interface, keccak256, toBeHex } from 'ethers'
import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import { ManualClock } from '../../runtime/clock.ts'
import type { EvmChain } from '../chain/chain.ts'
import type { ChainLog, ChainReceipt, Hex } from '../chain/types.ts'
import { encodeCall, nectarAbi, registryAbi } from './abi.ts'
import { type SandboxAccount, signTransaction } from './account.ts'
import { type Community, type CommunityOptions, communityAccounts, createSandboxChains, deployCommunity } from './deploy.ts'

/** A deployed Community for tests: sends as any account, mines when told to, asks for refusals. */
export class Harness {
  readonly home: EvmChain
  readonly side: EvmChain
  readonly community: Community
  #guids = 0n

  private constructor(home: EvmChain, side: EvmChain, community: Community) {
    this.home = home
    this.side = side
    this.community = community
  }

  static async start(options: Partial<CommunityOptions> = {}): Promise<Harness> {
    const all = { seed: 'tests', ...options }
    const { home, side } = await createSandboxChains({ accounts: communityAccounts(all), clock: new ManualClock() })
    return new Harness(home, side, await deployCommunity(home, side, all))
  }

  get registry(): Address {
    return this.community.contracts.side.registry
  }

  /** A guid that was not used before. */
  guid(): bigint {
    this.#guids += 1n
    return this.#guids
  }

  /** Pools a transaction with the account's next nonce. */
  async send(chain: EvmChain, account: SandboxAccount, to: Address, data: Hex, value = 0n): Promise<Hash> {
    const nonce = await chain.nonce(account.address, 'pending')
    const { chainId, gasPrice } = chain
    return chain.sendRaw(signTransaction(account, { chainId, nonce, to, data, value, gasLimit: 5_000_000n, gasPrice }))
  }

  /** Pools a call on the registry. */
  async plan(account: SandboxAccount, name: string, args: readonly unknown[]): Promise<Hash> {
    return this.send(this.side, account, this.registry, encodeCall(registryAbi, name, args))
  }

  /** Sends a call on the registry and mines it. */
  async act(account: SandboxAccount, name: string, args: readonly unknown[]): Promise<ChainReceipt> {
    return this.on(this.side, this.registry, registryAbi)(account, name, args)
  }

  /** Sends and mines calls of one contract. */
  on(
    chain: EvmChain,
    to: Address,
    abi: Interface,
  ): (account: SandboxAccount, name: string, args: readonly unknown[]) => Promise<ChainReceipt> {
    return async (account, name, args) => {
      const hash = await this.send(chain, account, to, encodeCall(abi, name, args))
      await chain.mine()
      const receipt = chain.receipt(hash)
      if (!receipt) throw new Error(`${name} was not mined`)
      return receipt
    }
  }

  /** Why a mined call on the registry was refused; null when it went through. */
  async refusal(account: SandboxAccount, name: string, args: readonly unknown[]): Promise<string | null> {
    const receipt = await this.act(account, name, args)
    return receipt.status === 1 ? null : (receipt.revertReason ?? 'no reason')
  }

  /** A view's answer. */
  async read(name: string, args: readonly unknown[] = []): Promise<unknown[]> {
    return readView(this.side, this.registry, registryAbi, name, args)
  }

  /** NCT of an account on a chain. */
  async nectar(chain: 'home' | 'side', account: Address): Promise<bigint> {
    const token = this.community.contracts[chain].nectar
    return BigInt(String((await readView(this[chain], token, nectarAbi, 'balanceOf', [account]))[0]))
  }

  /** Mines until the head is `block`. */
  async mineTo(block: number): Promise<void> {
    while (this.side.blockNumber() < block) await this.side.mine()
  }

  /** Lets the registry take an account's NCT, without a limit. */
  async approve(account: SandboxAccount): Promise<Hash> {
    const data = encodeCall(nectarAbi, 'approve', [this.registry, 2n ** 256n - 1n])
    return this.send(this.side, account, this.community.contracts.side.nectar, data)
  }
}

export async function readView(
  chain: EvmChain,
  to: Address,
  abi: Interface,
  name: string,
  args: readonly unknown[] = [],
): Promise<unknown[]> {
  const answer = await chain.call({ to, data: encodeCall(abi, name, args) })
  return abi.decodeFunctionResult(name, answer).toArray()
}

/** Names and arguments of logs, in order. */
export function readLogs(abi: Interface, logs: readonly ChainLog[]): { readonly name: string; readonly args: readonly unknown[] }[] {
  return logs.flatMap((log) => {
    const event = abi.parseLog({ topics: [...log.topics], data: log.data })
    return event ? [{ name: event.name, args: event.args.toArray() }] : []
  })
}

/** The commitment of an assertion, by the registry's definition. */
export function commitmentOf(account: Address, nonce: bigint, verdicts: bigint): bigint {
  const hidden = verdicts ^ BigInt(keccak256(toBeHex(nonce, 32))) ^ BigInt(account)
  return BigInt(keccak256(toBeHex(hidden, 32)))
}

/** The accounts that everybody's test chains share: recorded settlements were made with them. */
export function publicTestAccount(index: number): SandboxAccount {
  const wallet = HDNodeWallet.fromPhrase('test test test test test test test test test test test junk', '', `m/44'/60'/0'/0/${index}`)
  return { address: wallet.address, privateKey: wallet.privateKey as Hex }
}
