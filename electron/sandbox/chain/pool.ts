import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import type { SignedTransaction } from './transaction.ts'

export interface PoolLimits {
  /** Transactions of one account. */
  readonly perAccount: number
  readonly total: number
}

interface Waiting {
  readonly transaction: SignedTransaction
  readonly arrival: number
}

/** Transactions that are not mined yet: account -> nonce -> transaction. A nonce too high simply waits here until the gap closes. */
export class Pool {
  readonly #accounts = new Map<Address, Map<number, Waiting>>()
  readonly #byHash = new Map<Hash, SignedTransaction>()
  readonly #limits: PoolLimits
  #arrivals = 0

  constructor(limits: PoolLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#byHash.size
  }

  get(hash: Hash): SignedTransaction | undefined {
    return this.#byHash.get(hash.toLowerCase())
  }

  /** Everything in order of arrival: what a dump keeps. */
  all(): SignedTransaction[] {
    const waiting = [...this.#accounts.values()].flatMap((nonces) => [...nonces.values()])
    return waiting.sort((a, b) => a.arrival - b.arrival).map((w) => w.transaction)
  }

  accounts(): Address[] {
    return [...this.#accounts.keys()]
  }

  ofAccount(account: Address): SignedTransaction[] {
    const nonces = this.#accounts.get(account.toLowerCase())
    return nonces ? [...nonces.values()].map((w) => w.transaction).sort((a, b) => a.nonce - b.nonce) : []
  }

  /**
   * Takes a transaction that passed the checks against the state; throws geth's text when the pool itself refuses it.
   * @returns the one that it replaces
   */
  add(transaction: SignedTransaction): Hash | null {
    const nonces = this.#accounts.get(transaction.from)
    const old = nonces?.get(transaction.nonce)
    if (old) {
      // geth asks for a tenth more than the one it replaces.
      const least = (old.transaction.price * 110n) / 100n
      if (transaction.price <= old.transaction.price || transaction.price < least) throw new Error('replacement transaction underpriced')
      this.#byHash.delete(old.transaction.hash)
    } else if (this.#byHash.size >= this.#limits.total || (nonces?.size ?? 0) >= this.#limits.perAccount) {
      throw new Error('txpool is full')
    }
    const own = nonces ?? new Map<number, Waiting>()
    own.set(transaction.nonce, { transaction, arrival: this.#arrivals++ })
    this.#accounts.set(transaction.from, own)
    this.#byHash.set(transaction.hash, transaction)
    return old?.transaction.hash ?? null
  }

  remove(transaction: SignedTransaction): void {
    const nonces = this.#accounts.get(transaction.from)
    if (nonces?.get(transaction.nonce)?.transaction.hash === transaction.hash) nonces.delete(transaction.nonce)
    if (nonces?.size === 0) this.#accounts.delete(transaction.from)
    this.#byHash.delete(transaction.hash)
  }

  /** The first nonce from `mined` on that has no transaction here. */
  firstMissing(account: Address, mined: number): number {
    const nonces = this.#accounts.get(account.toLowerCase())
    let nonce = mined
    while (nonces?.has(nonce)) nonce++
    return nonce
  }

  /** The transaction to mine next: of the accounts' next ones the best paid, and among equals the one that came first. */
  next(nonceOf: ReadonlyMap<Address, number>): SignedTransaction | null {
    let best: Waiting | null = null
    for (const [account, nonces] of this.#accounts) {
      const nonce = nonceOf.get(account)
      const head = nonce === undefined ? undefined : nonces.get(nonce)
      if (head && (!best || better(head, best))) best = head
    }
    return best?.transaction ?? null
  }
}

const better = (a: Waiting, b: Waiting): boolean =>
  a.transaction.price > b.transaction.price || (a.transaction.price === b.transaction.price && a.arrival < b.arrival)
