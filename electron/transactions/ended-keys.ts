import type { TransactionNews } from './port.ts'

/** Keys that were mined, so that no intent is carried out a second time. Bounties are open for some hundred blocks: the newest suffice. */
const KEPT = 30_000

export class EndedKeys {
  readonly #mined = new Map<string, TransactionNews>()

  add(news: Extract<TransactionNews, { is: 'mined' }>): void {
    this.#mined.delete(news.key)
    this.#mined.set(news.key, news)
    if (this.#mined.size <= KEPT) return
    const oldest = this.#mined.keys().next().value
    if (oldest !== undefined) this.#mined.delete(oldest)
  }

  get(key: string): TransactionNews | null {
    return this.#mined.get(key) ?? null
  }
}
