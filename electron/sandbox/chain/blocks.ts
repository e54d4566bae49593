import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, ChainLog, ChainReceipt, Hex } from './types.ts'

/** A mined transaction as it is kept: the raw bytes and who sent it. */
export interface MinedTransaction {
  readonly raw: Hex
  readonly from: Address
  readonly nonce: number
  readonly blockNumber: number
}

export interface BlockRecord {
  readonly block: ChainBlock
  readonly receipts: readonly ChainReceipt[]
  readonly transactions: readonly MinedTransaction[]
}

export interface LogFilter {
  readonly fromBlock: number
  readonly toBlock: number
  readonly address?: Address | readonly Address[]
  readonly topics?: readonly (Hex | readonly Hex[] | null)[]
}

/** The EVM's BLOCKHASH reaches this far back, so fewer blocks are never kept. */
const LEAST_KEPT = 257

/** The youngest blocks with their transactions, receipts and logs, as light records; older ones are forgotten. */
export class Blocks {
  readonly #keep: number
  readonly #records = new Map<number, BlockRecord>()
  readonly #byHash = new Map<Hash, number>()
  readonly #receipts = new Map<Hash, ChainReceipt>()
  readonly #transactions = new Map<Hash, MinedTransaction>()
  #head: ChainBlock | null = null

  constructor(keep: number) {
    this.#keep = Math.max(keep, LEAST_KEPT)
  }

  get head(): ChainBlock {
    if (!this.#head) throw new Error('the chain has no genesis block')
    return this.#head
  }

  add(record: BlockRecord): void {
    const { block } = record
    this.#head = block
    this.#records.set(block.number, record)
    this.#byHash.set(block.hash, block.number)
    for (const receipt of record.receipts) this.#receipts.set(receipt.transactionHash, receipt)
    record.transactions.forEach((transaction, i) => {
      const hash = block.transactions[i]
      if (hash !== undefined) this.#transactions.set(hash, transaction)
    })
    this.#forget(block.number - this.#keep)
  }

  #forget(number: number): void {
    const old = this.#records.get(number)
    if (!old) return
    this.#records.delete(number)
    this.#byHash.delete(old.block.hash)
    for (const hash of old.block.transactions) {
      this.#receipts.delete(hash)
      this.#transactions.delete(hash)
    }
  }

  block(number: number): ChainBlock | null {
    return this.#records.get(number)?.block ?? null
  }

  byHash(hash: Hash): ChainBlock | null {
    const number = this.#byHash.get(hash.toLowerCase())
    return number === undefined ? null : this.block(number)
  }

  receipt(hash: Hash): ChainReceipt | null {
    return this.#receipts.get(hash.toLowerCase()) ?? null
  }

  transaction(hash: Hash): MinedTransaction | null {
    return this.#transactions.get(hash.toLowerCase()) ?? null
  }

  /** Oldest first. */
  all(): BlockRecord[] {
    return [...this.#records.values()].sort((a, b) => a.block.number - b.block.number)
  }

  logs(filter: LogFilter): ChainLog[] {
    const addresses = filter.address === undefined ? null : new Set([filter.address].flat().map((a) => a.toLowerCase()))
    const topics = filter.topics?.map((t) => (t === null ? null : new Set([t].flat().map((x) => x.toLowerCase()))))
    const wanted = (log: ChainLog): boolean =>
      (!addresses || addresses.has(log.address)) &&
      (topics ?? []).every((allowed, i) => !allowed || allowed.has((log.topics[i] ?? '').toLowerCase()))
    const last = Math.min(filter.toBlock, this.head.number)
    const found: ChainLog[] = []
    for (let n = Math.max(filter.fromBlock, this.head.number - this.#keep, 0); n <= last; n++) {
      for (const receipt of this.#records.get(n)?.receipts ?? []) found.push(...receipt.logs.filter(wanted))
    }
    return found
  }
}
