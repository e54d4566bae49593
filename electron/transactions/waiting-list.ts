import type { Submission } from './port.ts'
import { TRANSFER, urgencies, urgencyOf } from './urgency.ts'

/** An intent that waits for its signature. */
export interface WaitingItem {
  readonly submission: Submission
  readonly urgency: number
  /** Earlier signatures of it that can no longer be mined. */
  readonly replaces: readonly string[]
  /** ms since the epoch. */
  readonly since: number
}

/** What waits, by urgency and then by arrival. */
export class WaitingList {
  readonly #byUrgency: readonly Map<string, WaitingItem>[] = urgencies.map(() => new Map())
  #transfersHeld = false

  get size(): number {
    let size = 0
    for (const items of this.#byUrgency) size += items.size
    return size
  }

  /** Held transfers stay where they are: they are neither taken nor counted among what could be. */
  holdTransfers(held: boolean): void {
    this.#transfersHeld = held
  }

  /** What may be signed: with `mostUrgent` only what comes before everything else. */
  #ready(mostUrgent: boolean): readonly Map<string, WaitingItem>[] {
    if (mostUrgent) return this.#byUrgency.slice(0, 1)
    return this.#transfersHeld ? this.#byUrgency.filter((_, urgency) => urgency !== TRANSFER) : this.#byUrgency
  }

  has(key: string): boolean {
    return this.#byUrgency.some((items) => items.has(key))
  }

  add(submission: Submission, since: number, replaces: readonly string[] = []): void {
    const urgency = urgencyOf(submission.intent)
    this.#byUrgency[urgency]?.set(submission.key, { submission, urgency, replaces, since })
  }

  /** Puts items back where they came from: before everything that came later. */
  putBack(items: readonly WaitingItem[]): void {
    for (const [urgency, waiting] of this.#byUrgency.entries()) {
      const back = items.filter((item) => item.urgency === urgency)
      if (back.length === 0) continue
      const later = [...waiting]
      waiting.clear()
      for (const item of back) waiting.set(item.submission.key, item)
      for (const [key, item] of later) if (!waiting.has(key)) waiting.set(key, item)
    }
  }

  remove(key: string): WaitingItem | null {
    for (const items of this.#byUrgency) {
      const item = items.get(key)
      if (item) {
        items.delete(key)
        return item
      }
    }
    return null
  }

  /** The next `count`, most urgent first; with `mostUrgent` only those that come before everything else. */
  take(count: number, mostUrgent: boolean): WaitingItem[] {
    const taken: WaitingItem[] = []
    for (const items of this.#ready(mostUrgent)) {
      for (const item of items.values()) {
        if (taken.length === count) return taken
        items.delete(item.submission.key)
        taken.push(item)
      }
    }
    return taken
  }

  count(mostUrgent: boolean): number {
    return this.#ready(mostUrgent).reduce((count, { size }) => count + size, 0)
  }

  /** When the one that waits longest came; null when nothing that may be signed waits. */
  oldest(mostUrgent: boolean): number | null {
    let oldest: number | null = null
    for (const items of this.#ready(mostUrgent)) {
      const first = items.values().next().value
      if (first && (oldest === null || first.since < oldest)) oldest = first.since
    }
    return oldest
  }

  /** Takes out what is past its last block. */
  takeExpired(block: number): WaitingItem[] {
    const expired = this.#byUrgency.flatMap((items) => [...items.values()].filter((item) => isExpired(item, block)))
    for (const item of expired) this.remove(item.submission.key)
    return expired
  }
}

const isExpired = ({ submission }: WaitingItem, block: number): boolean =>
  submission.notAfterBlock !== undefined && block > submission.notAfterBlock
