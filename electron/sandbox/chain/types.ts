import type { Address, Hash } from '../../../shared/domain/identifiers.ts'

/** Bytes as lower-case hexadecimal with `0x`. */
export type Hex = `0x${string}`

export interface ChainLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: number
  readonly transactionHash: Hash
  readonly transactionIndex: number
  /** Position within its block. */
  readonly logIndex: number
}

export interface ChainReceipt {
  readonly transactionHash: Hash
  readonly transactionIndex: number
  readonly blockNumber: number
  readonly blockHash: Hash
  readonly from: Address
  readonly to: Address | null
  readonly contractAddress: Address | null
  /** 1 = done, 0 = reverted. */
  readonly status: 0 | 1
  readonly gasUsed: bigint
  /** Wei paid for one unit of gas. */
  readonly gasPrice: bigint
  readonly logs: readonly ChainLog[]
  /** The contract's own refusal text ("Bounty inactive"), where the transaction reverted with one. */
  readonly revertReason: string | null
}

export interface ChainBlock {
  readonly number: number
  readonly hash: Hash
  readonly parentHash: Hash
  /** Seconds since the epoch; may repeat, never goes back. */
  readonly timestamp: number
  readonly gasUsed: bigint
  readonly transactions: readonly Hash[]
}

/** One of the sandbox's two chains: what the daemon, the actors and the JSON-RPC server need of it. Errors carry geth's texts. */
export interface SandboxChain {
  readonly chainId: number
  /** 0n on the side chain, for ever. */
  readonly gasPrice: bigint
  readonly blockGasLimit: bigint
  /** Checks and pools one signed transaction; throws Error with geth's text ("nonce too low", "already known", …). */
  sendRaw(raw: Hex): Promise<Hash>
  /** eth_call on the latest state; throws Error('execution reverted: TEXT') when the contract refuses. */
  call(request: { readonly from?: Address; readonly to: Address; readonly data: Hex; readonly value?: bigint }): Promise<Hex>
  estimateGas(request: {
    readonly from?: Address
    readonly to: Address | null
    readonly data: Hex
    readonly value?: bigint
  }): Promise<bigint>
  /** The head's number. */
  blockNumber(): number
  block(number: number): ChainBlock | null
  /** 'latest' = mined count; 'pending' = first number that neither is mined nor waits gaplessly in the pool. */
  nonce(account: Address, tag: 'latest' | 'pending'): Promise<number>
  /** Wei. */
  balance(account: Address): Promise<bigint>
  code(account: Address): Promise<Hex>
  receipt(hash: Hash): ChainReceipt | null
  /** The raw signed transaction, pooled or mined. */
  transaction(hash: Hash): { readonly raw: Hex; readonly from: Address; readonly nonce: number; readonly blockNumber: number | null } | null
  /** Nonces of an account in the pool: gapless ones are pending, the rest queued; both ascending. */
  pool(account: Address): { readonly pending: readonly number[]; readonly queued: readonly number[] }
  logs(filter: {
    readonly fromBlock: number
    readonly toBlock: number
    readonly address?: Address | readonly Address[]
    readonly topics?: readonly (Hex | readonly Hex[] | null)[]
  }): readonly ChainLog[]
  /** Called after each block, in order. Returns the unsubscribe function. */
  onBlock(listener: (block: ChainBlock, logs: readonly ChainLog[]) => void): () => void
  /** Mines one block now (tests, `--block-time 0`). */
  mine(): Promise<ChainBlock>
  /** Mines every `ms` milliseconds; 0 stops. */
  setBlockTime(ms: number): void
  close(): Promise<void>
}

/** The addresses a deployed sandbox Community consists of. */
export interface SandboxContracts {
  readonly home: { readonly nectar: Address; readonly relay: Address }
  readonly side: { readonly nectar: Address; readonly relay: Address; readonly registry: Address; readonly arbiterStaking: Address }
}
