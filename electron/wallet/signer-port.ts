import type { Address, Hash } from '../../shared/domain/identifiers.ts'

/** A transaction as this console built it: legacy EIP-155, the only kind the Communities' chains take. */
export interface UnsignedTransaction {
  /** EIP-155 chain id; always present, so that a signature is good for one chain alone. */
  readonly chainId: number
  readonly nonce: number
  /** Wei for each unit of gas; 0n on a side chain. */
  readonly gasPrice: bigint
  /** Gas limit. */
  readonly gas: bigint
  readonly to: Address
  /** Wei sent along. */
  readonly value: bigint
  /** Call data as `0x` hexadecimal, an even number of digits. */
  readonly data: `0x${string}`
}

/** What goes into the journal and to the daemon: the exact bytes and the hash under which the chain knows them. */
export interface SignedTransaction {
  /** RLP of the signed transaction as `0x` hexadecimal in lower case. */
  readonly raw: `0x${string}`
  /** keccak256 of `raw`. */
  readonly hash: Hash
  /** The account that signed it, EIP-55. */
  readonly from: Address
}

/**
 * Signs what this console built, and nothing else. The local signer process implements it; an external signer can too
 * (every method that needs the key is asynchronous and may take as long as a person needs).
 */
export interface Signer {
  /**
   * Signs a batch for one account, in order; all or nothing.
   * @throws ConsoleError 'wallet-locked' when the account's key is not at hand, 'signer-unavailable' when the signer died
   *   while it worked or is starting again (safe to repeat: nothing was sent), 'invalid-request' for a transaction with fields out of range
   */
  sign(account: Address, transactions: readonly UnsignedTransaction[]): Promise<readonly SignedTransaction[]>
  /** Whether `sign` would find the key now. */
  isUnlocked(account: Address): boolean
  /**
   * The account's key for sealing reveal secrets in the journal: 32 bytes, the same at every unlock of the same account.
   * It outlives the death of the signer process, so that what is on its way can still be written down; `lock` ends it.
   * @returns a copy of its own for each caller; null while the account was not unlocked since the start, or was locked again
   */
  journalKey(account: Address): Uint8Array | null
}
