import type { NewEventLine } from '../../shared/state/state.ts'
import type { TreasuryChange } from './port.ts'

/** Tells changes of a treasury to those who listen: once after each turn of the event loop in which something changed, and nothing after the end. */
export class Telling {
  readonly #now: () => Pick<TreasuryChange, 'view' | 'needs'>
  readonly #listeners = new Set<(change: TreasuryChange) => void>()
  #lines: NewEventLine[] = []
  #isDue = false
  #stopped = false

  /** @param now what there is to tell, asked when it is told */
  constructor(now: () => Pick<TreasuryChange, 'view' | 'needs'>) {
    this.#now = now
  }

  listen(listener: (change: TreasuryChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A line of the feed; it goes with the next change. */
  line(line: NewEventLine): void {
    this.#lines.push(line)
  }

  changed(): void {
    if (this.#isDue || this.#stopped) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (this.#stopped) return
      const change: TreasuryChange = { ...this.#now(), events: this.#lines.splice(0) }
      for (const listener of [...this.#listeners]) listener(change)
    })
  }

  stop(): void {
    this.#stopped = true
  }
}
