import type { Chain } from '../../shared/domain/identifiers.ts'
import type { PolyswarmdClient } from '../polyswarmd/port.ts'

/** Where the chain's word about an account's nonces comes from. */
export type NonceSource = Pick<PolyswarmdClient, 'nonce' | 'pendingNonces'>

/**
 * The one place that gives out nonces for one account on one chain. Two Communities with the same account on the same home chain share
 * one. What is given out is the lowest number that is neither mined, nor ours in flight, nor seen in the pool from somebody else: so a
 * number that came back (a transaction that was refused) is given again first, and no gap stays while anything is being sent.
 */
export class NonceOwner {
  readonly #chain: Chain
  /** Ours, signed and not known to be over. */
  readonly #ours = new Set<number>()
  /** In the pool, sent with the same key by another program. */
  readonly #foreign = new Set<number>()
  #mined = 0
  #synced = false
  #saidLower = false
  #syncing: Promise<void> | null = null

  constructor(chain: Chain) {
    this.#chain = chain
  }

  /** Whether the chain was asked since the start and since the last doubt. */
  get synced(): boolean {
    return this.#synced
  }
  /** Numbers below it are mined: some transaction of the account took each of them. */
  get mined(): number {
    return this.#mined
  }
  /** Numbers another program's transactions hold in the pool. */
  get foreign(): readonly number[] {
    return [...this.#foreign].sort((a, b) => a - b)
  }

  /** Takes up a number of a transaction that the journal holds. */
  restore(nonce: number): void {
    this.#ours.add(nonce)
  }

  /**
   * Asks the chain; calls at the same time share one question.
   * @throws ConsoleError of the client; what was known stays
   */
  sync(source: NonceSource): Promise<void> {
    this.#syncing ??= this.#ask(source).finally(() => {
      this.#syncing = null
    })
    return this.#syncing
  }

  /** Something did not fit: ask again before the next number is given out. */
  doubt(): void {
    this.#synced = false
  }

  /** Gives out `count` numbers, ascending. Only after `sync`. */
  allocate(count: number): number[] {
    const given: number[] = []
    for (let nonce = this.#mined; given.length < count; nonce++) {
      if (this.#ours.has(nonce) || this.#foreign.has(nonce)) continue
      this.#ours.add(nonce)
      given.push(nonce)
    }
    return given
  }

  /** A number comes back: its transaction can never be mined, or was never signed. */
  release(nonce: number): void {
    this.#ours.delete(nonce)
  }

  /** A transaction with this number is mined, and so is everything below. */
  tookPlace(nonce: number): void {
    this.#ours.delete(nonce)
    this.#raise(nonce + 1)
  }

  /** Free numbers below one of ours: those of ours above cannot be mined until they are used. */
  gaps(): number[] {
    const highest = Math.max(-1, ...this.#ours)
    const gaps: number[] = []
    for (let nonce = this.#mined; nonce < highest; nonce++) {
      if (!this.#ours.has(nonce) && !this.#foreign.has(nonce)) gaps.push(nonce)
    }
    return gaps
  }

  async #ask(source: NonceSource): Promise<void> {
    const chain = this.#chain
    // The mined count first: what is mined between the questions then shows as pending at worst, never as free.
    const mined = await source.nonce(chain, { ignorePending: true })
    const [next, pending] = await Promise.all([source.nonce(chain), source.pendingNonces(chain)])
    this.#foreign.clear()
    const inPool = new Set(pending)
    // The list of the pool lags behind the count of it (measured), so both are believed.
    for (let nonce = mined; nonce < next; nonce++) inPool.add(nonce)
    this.#believe(mined)
    for (const nonce of inPool) if (nonce >= this.#mined && !this.#ours.has(nonce)) this.#foreign.add(nonce)
  }

  /**
   * Fewer than we saw mined: a node that lags behind, or a chain that was begun again. Said twice in a row it is believed, for a number
   * that is too low costs one refusal and one that is too high is never mined.
   */
  #believe(mined: number): void {
    const lower = mined < this.#mined
    if (lower && this.#saidLower) this.#mined = mined
    else this.#raise(mined)
    this.#synced = !lower || this.#saidLower
    this.#saidLower = lower && !this.#saidLower
  }

  #raise(mined: number): void {
    if (mined <= this.#mined) return
    this.#mined = mined
    for (const nonce of this.#foreign) if (nonce < mined) this.#foreign.delete(nonce)
  }
}
