import type { Clock } from '../runtime/clock.ts'
import type { GasTerms, TransactionNews } from '../transactions/port.ts'
import type { GasSpender } from './gas-statement.ts'

/**
 * Transfers of nothing that the home queue sends by itself to use up a nonce: they move no NCT and burn gas. Kept in memory alone: what a
 * restart forgets shows as an unexplained fraction of an ETH cent.
 */
export class Fillers {
  readonly #clock: Clock
  readonly #known = new Map<string, GasSpender & { readonly hash: string }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get spenders(): readonly GasSpender[] {
    return [...this.#known.values()]
  }

  /** @param gas what the Community asks at the moment */
  hear(news: TransactionNews, gas: GasTerms | null): void {
    if (!news.key.startsWith('fill:')) return
    const known = this.#known.get(news.key)
    if (news.is === 'signed' && gas && gas.price > 0n) this.#known.set(news.key, { id: news.key, ...gas, doneAt: null, hash: news.hash })
    if (news.is === 'refused' || news.is === 'expired') this.#known.delete(news.key)
    if ((news.is === 'mined' || news.is === 'failed') && known) this.#known.set(news.key, { ...known, doneAt: this.#clock.now() })
  }

  gasPaid(id: string): { readonly ops: readonly []; readonly hash: string } | null {
    const known = this.#known.get(id)
    this.#known.delete(id)
    return known ? { ops: [], hash: known.hash } : null
  }
}
