import type { Common } from '@ethereumjs/common'
import { bytesToHex, createAddressFromString } from '@ethereumjs/util'
import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import { type Clock, systemClock } from '../../runtime/clock.ts'
import { Turns } from '../../runtime/turns.ts'
import { type BlockRecord, Blocks, type LogFilter } from './blocks.ts'
import type { ChainEntry } from './entries.ts'
import { IntervalMining } from './interval.ts'
import { type CallRequest, type Environment, Machine } from './machine.ts'
import { mineBlock } from './mining.ts'
import { Pool, type PoolLimits } from './pool.ts'
import { restore } from './restoring.ts'
import { packSnapshot, takeSnapshot } from './snapshot.ts'
import { chainRules, decodeTransaction, type SignedTransaction } from './transaction.ts'
import type { ChainBlock, ChainLog, ChainReceipt, Hex, SandboxChain } from './types.ts'

export interface ChainOptions {
  /** EIP-155 chain id: 1337 home, 1338 side. */
  readonly chainId: number
  /** Wei a unit of gas costs, fixed for the chain's life: it is the base fee of every block. 0n makes a free chain. */
  readonly gasPrice: bigint
  /** Wei that accounts hold from the start. */
  readonly alloc?: Readonly<Record<Address, bigint>>
  readonly clock?: Clock
  /** Gas of one block; a transaction may ask for `transactionGasLimit` at most. */
  readonly blockGasLimit?: bigint
  readonly transactionGasLimit?: bigint
  readonly maxTransactionsPerBlock?: number
  readonly pool?: PoolLimits
  /** How many blocks keep their transactions, receipts and logs (at least 257). */
  readonly keepBlocks?: number
  /** What `dump` gave: the chain goes on from there, and `alloc` is not used. */
  readonly snapshot?: Uint8Array
  /** What the chain told `keepWith` after that, by number; those that the snapshot contains are passed over. */
  readonly since?: ReadonlyMap<number, ChainEntry>
  /** Told when a listener throws, or a block cannot be mined. */
  readonly onError?: (error: unknown) => void
}

/** A chain of the sandbox with what only its owner may do. */
export interface EvmChain extends SandboxChain {
  /** The whole chain (state, kept blocks, pool) as bytes for `ChainOptions.snapshot`. */
  dump(): Promise<Uint8Array>
  /**
   * Tells each step before anybody hears of it: a pooled transaction before its sender, a block before every listener.
   * What `keep` throws is told to `onError` and changes nothing.
   * @param keep gets steps numbered without a gap, over restarts too
   */
  keepWith(keep: (entry: ChainEntry, number: number) => void): void
  /** The number the next step will have. */
  readonly nextEntry: number
  /** The block with this hash, where it is still kept. */
  blockByHash(hash: Hash): ChainBlock | null
  /** Every account that has transactions in the pool. */
  pooledAccounts(): readonly Address[]
  /** An account's pooled transactions by nonce. */
  pooled(account: Address): readonly SignedTransaction[]
  /** Most gas one transaction or call may ask for. */
  readonly transactionGasLimit: bigint
}

const DEFAULTS = {
  blockGasLimit: 1_000_000_000n,
  // polyswarmd asks for this much on a free chain, whatever the call.
  transactionGasLimit: 50_000_000n,
  // About 0.6 s of one core: more would keep everybody else waiting.
  maxTransactionsPerBlock: 500,
  pool: { perAccount: 4_096, total: 16_384 },
  keepBlocks: 5_000,
} as const

/** Starts a chain: from its genesis block, or from a snapshot. It mines when told to (`mine`, `setBlockTime`). */
export async function createChain(options: ChainOptions): Promise<EvmChain> {
  const settings = { ...DEFAULTS, clock: systemClock, onError: () => {}, ...options }
  const blocks = new Blocks(settings.keepBlocks)
  const common = chainRules(settings.chainId)
  const machine = await Machine.create({
    common,
    baseFee: settings.gasPrice,
    blockGasLimit: settings.blockGasLimit,
    blockHash: (number) => (blocks.block(number)?.hash as Hex | undefined) ?? null,
  })
  const pool = new Pool(settings.pool)
  let entries = 0
  if (options.snapshot) {
    entries = await restore({ machine, blocks, pool, common, chainId: settings.chainId }, options.snapshot, options.since)
  } else {
    for (const [address, balance] of Object.entries(options.alloc ?? {})) {
      await machine.state.modifyAccountFields(createAddressFromString(address.toLowerCase()), { balance })
    }
    blocks.add(genesis(machine, settings.clock))
  }
  return new Chain({ ...settings, common, machine, blocks, pool, entries })
}

function genesis(machine: Machine, clock: Clock) {
  const at = { number: 0, parentHash: `0x${'0'.repeat(64)}` as Hex, timestamp: Math.floor(clock.now() / 1000) }
  const hash = bytesToHex(machine.block(at).hash())
  return { block: { ...at, hash, gasUsed: 0n, transactions: [] }, receipts: [], transactions: [] }
}

type Parts = Required<Omit<ChainOptions, 'alloc' | 'snapshot' | 'since' | 'pool'>> & {
  readonly entries: number
  readonly common: Common
  readonly machine: Machine
  readonly blocks: Blocks
  readonly pool: Pool
}

class Chain implements EvmChain {
  readonly chainId: number
  readonly gasPrice: bigint
  readonly blockGasLimit: bigint
  readonly transactionGasLimit: bigint
  readonly #parts: Parts
  readonly #listeners = new Set<(block: ChainBlock, logs: readonly ChainLog[]) => void>()
  readonly #interval: IntervalMining
  readonly #turns = new Turns()
  #nextEntry: number
  #keep: (entry: ChainEntry, number: number) => void = () => {}

  constructor(parts: Parts) {
    this.#parts = parts
    this.#nextEntry = parts.entries
    this.chainId = parts.chainId
    this.gasPrice = parts.gasPrice
    this.blockGasLimit = parts.blockGasLimit
    this.transactionGasLimit = parts.transactionGasLimit
    this.#interval = new IntervalMining(parts.clock, () => this.mine(), parts.onError)
  }

  sendRaw(raw: Hex): Promise<Hash> {
    return this.#exclusive(async () => {
      const { pool, machine, common } = this.#parts
      const transaction = decodeTransaction(raw, common)
      if (pool.get(transaction.hash)) throw new Error('already known')
      if (transaction.gasLimit > this.transactionGasLimit) throw new Error('exceeds block gas limit')
      if (transaction.price < this.gasPrice) throw new Error('transaction underpriced')
      const account = await machine.account(transaction.from)
      if (BigInt(transaction.nonce) < account.nonce) throw new Error('nonce too low')
      if (account.balance < transaction.value + transaction.price * transaction.gasLimit) {
        throw new Error('insufficient funds for gas * price + value')
      }
      const replaced = pool.add(transaction)
      this.#take({ kind: 'pooled', hash: transaction.hash, raw: transaction.raw, replaced })
      return transaction.hash
    })
  }

  call(request: { readonly from?: Address; readonly to: Address; readonly data: Hex; readonly value?: bigint }): Promise<Hex> {
    return this.#exclusive(() => this.#parts.machine.call(request, this.#latest(), this.transactionGasLimit))
  }

  estimateGas(request: CallRequest): Promise<bigint> {
    return this.#exclusive(() => this.#parts.machine.estimate(request, this.#next(), this.transactionGasLimit))
  }

  blockNumber(): number {
    return this.#parts.blocks.head.number
  }
  block(number: number): ChainBlock | null {
    return this.#parts.blocks.block(number)
  }
  blockByHash(hash: Hash): ChainBlock | null {
    return this.#parts.blocks.byHash(hash)
  }
  receipt(hash: Hash): ChainReceipt | null {
    return this.#parts.blocks.receipt(hash)
  }
  logs(filter: LogFilter): readonly ChainLog[] {
    return this.#parts.blocks.logs(filter)
  }
  pooledAccounts(): readonly Address[] {
    return this.#parts.pool.accounts()
  }
  pooled(account: Address): readonly SignedTransaction[] {
    return this.#parts.pool.ofAccount(account)
  }

  nonce(account: Address, tag: 'latest' | 'pending'): Promise<number> {
    return this.#exclusive(async () => {
      const mined = await this.#mined(account)
      return tag === 'latest' ? mined : this.#parts.pool.firstMissing(account, mined)
    })
  }
  balance(account: Address): Promise<bigint> {
    return this.#exclusive(() => this.#parts.machine.balance(account))
  }
  code(account: Address): Promise<Hex> {
    return this.#exclusive(() => this.#parts.machine.code(account))
  }

  transaction(hash: Hash) {
    const waiting = this.#parts.pool.get(hash)
    if (waiting) return { raw: waiting.raw, from: waiting.from, nonce: waiting.nonce, blockNumber: null }
    return this.#parts.blocks.transaction(hash)
  }

  pool(account: Address): { readonly pending: readonly number[]; readonly queued: readonly number[] } {
    const nonces = this.#parts.pool.ofAccount(account).map((t) => t.nonce)
    const mined = this.#parts.machine.minedNonce(account)
    const missing = this.#parts.pool.firstMissing(account, mined)
    return { pending: nonces.filter((n) => n < missing), queued: nonces.filter((n) => n > missing) }
  }

  onBlock(listener: (block: ChainBlock, logs: readonly ChainLog[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  mine(): Promise<ChainBlock> {
    return this.#exclusive(async () => {
      const { machine, pool, blocks, maxTransactionsPerBlock, onError } = this.#parts
      const limits = { gas: this.blockGasLimit, count: maxTransactionsPerBlock }
      machine.state.beginChanges()
      const { record, spent, failures } = await mineBlock(machine, pool, this.#next(), limits)
      const mined = new Set(record.block.transactions)
      const dropped = spent.flatMap(({ hash }) => (mined.has(hash) ? [] : [hash]))
      this.#take({ kind: 'block', record, dropped, changes: machine.state.changes() })
      blocks.add(record)
      for (const transaction of spent) pool.remove(transaction)
      for (const failure of failures) onError(failure)
      this.#tell(record)
      return record.block
    })
  }

  setBlockTime(ms: number): void {
    this.#interval.every(ms)
  }

  async dump(): Promise<Uint8Array> {
    const taken = await this.#exclusive(() => {
      const { machine, blocks, pool } = this.#parts
      return takeSnapshot(this.chainId, machine.state.contents(), blocks.all(), pool.all(), this.#nextEntry)
    })
    // Packing keeps nobody waiting.
    return packSnapshot(taken)
  }

  keepWith(keep: (entry: ChainEntry, number: number) => void): void {
    this.#keep = keep
  }

  get nextEntry(): number {
    return this.#nextEntry
  }

  async close(): Promise<void> {
    this.#interval.every(0)
    this.#listeners.clear()
    await this.#exclusive(() => Promise.resolve())
  }

  #take(entry: ChainEntry): void {
    const number = this.#nextEntry++
    try {
      this.#keep(entry, number)
    } catch (error) {
      // Whatever becomes of keeping it, the chain goes on.
      this.#parts.onError(error)
    }
  }

  #tell(mined: BlockRecord): void {
    const logs = mined.receipts.flatMap((r) => r.logs)
    for (const listener of this.#listeners) {
      try {
        listener(mined.block, logs)
      } catch (error) {
        this.#parts.onError(error)
      }
    }
  }

  async #mined(account: Address): Promise<number> {
    return Number((await this.#parts.machine.account(account)).nonce)
  }

  #latest(): Environment {
    const { number, timestamp, parentHash } = this.#parts.blocks.head
    return { number, timestamp, parentHash: parentHash as Hex }
  }

  #next(): Environment {
    const head = this.#parts.blocks.head
    const now = Math.floor(this.#parts.clock.now() / 1000)
    return { number: head.number + 1, timestamp: Math.max(now, head.timestamp), parentHash: head.hash as Hex }
  }

  /** One writer: every change, and every read of the latest state, waits for the one before it. */
  #exclusive<T>(f: () => Promise<T>): Promise<T> {
    return this.#turns.take(f)
  }
}
