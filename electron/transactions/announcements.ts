import type { QueueState, TransactionNews } from './port.ts'

/** Tells those who listen what becomes of each intent, and how the queue stands whenever that changes. */
export class Announcements {
  readonly #onTrouble: (where: string, error: unknown) => void
  readonly #listeners = new Set<(news: TransactionNews) => void>()
  readonly #watchers = new Set<(state: QueueState) => void>()
  #state: QueueState = { waiting: 0, leaving: 0, unconfirmed: 0, held: null }

  /** @param onTrouble a listener failed: the others hear all the same */
  constructor(onTrouble: (where: string, error: unknown) => void) {
    this.#onTrouble = onTrouble
  }

  /** As it was shown last. */
  get state(): QueueState {
    return this.#state
  }

  watch(watcher: (state: QueueState) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  onNews(listener: (news: TransactionNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(news: TransactionNews): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(news)
      } catch (error) {
        this.#onTrouble('a listener', error)
      }
    }
  }

  show(state: QueueState): void {
    if (isSame(this.#state, state)) return
    this.#state = state
    for (const watcher of [...this.#watchers]) watcher(state)
  }
}

const isSame = (a: QueueState, b: QueueState): boolean =>
  a.waiting === b.waiting &&
  a.leaving === b.leaving &&
  a.unconfirmed === b.unconfirmed &&
  a.held?.is === b.held?.is &&
  a.held?.problem === b.held?.problem
