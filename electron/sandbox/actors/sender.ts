import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import { breath } from '../../runtime/breath.ts'
import type { Hex, SandboxChain } from '../chain/types.ts'
import { type SandboxAccount, signTransaction } from '../contracts/account.ts'

/** Enough for every call an actor makes; what is not used costs nothing. */
const DEFAULT_GAS = 3_000_000n

/** Transactions after which the process answers whoever waits: signing a block's worth at once takes 100 ms and more. */
const BREATHE_AFTER = 16

/** Sends one account's transactions to one chain, in order, counting its nonces itself. */
export class Sender {
  readonly address: Address
  readonly #account: SandboxAccount
  readonly #chain: SandboxChain
  #next: number | null = null
  #sent = 0

  constructor(account: SandboxAccount, chain: SandboxChain) {
    this.address = account.address
    this.#account = account
    this.#chain = chain
  }

  /** @throws Error with the chain's text when it refuses the transaction twice */
  async send(to: Address, data: Hex, gasLimit: bigint = DEFAULT_GAS): Promise<Hash> {
    this.#sent += 1
    if (this.#sent % BREATHE_AFTER === 0) await breath()
    try {
      return await this.#attempt(to, data, gasLimit)
    } catch {
      // Somebody else may use this account (whoever knows the seed), or a full pool refused one: count again, once.
      this.#next = null
      return this.#attempt(to, data, gasLimit)
    }
  }

  async #attempt(to: Address, data: Hex, gasLimit: bigint): Promise<Hash> {
    const nonce = this.#next ?? (await this.#chain.nonce(this.address, 'pending'))
    const { chainId, gasPrice } = this.#chain
    const hash = await this.#chain.sendRaw(signTransaction(this.#account, { chainId, nonce, gasPrice, gasLimit, to, data }))
    this.#next = nonce + 1
    return hash
  }
}
