import type { NotificationName } from '../../shared/contract/contract.ts'
import { encodeNotification } from '../../shared/contract/wire.ts'
import { type Change, coalesce, type Snapshot } from '../../shared/state/change.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import type { StateStore } from './store.ts'

export type Subscriber = (name: NotificationName, json: unknown) => void

/** 20 patches a second at most: more than eyes can follow, few enough that a busy Community costs the window next to nothing. */
const BETWEEN_PATCHES_MS = 50

/**
 * Tells subscribers what changed: updates that come together travel as one patch, encoded once for all. While nobody listens nothing is
 * kept or computed. A patch is never split by a snapshot: taking one sends what waits first, so that a window always finds the patch
 * that begins where its snapshot ends.
 */
export class Publisher {
  readonly #store: StateStore
  readonly #clock: Clock
  readonly #log: Log
  readonly #subscribers = new Set<Subscriber>()
  #pending: Change[] = []
  /** Revision that the subscribers know. */
  #published: number
  #cancelTimer: (() => void) | null = null
  #lastSentAt = Number.NEGATIVE_INFINITY
  #stopWatching: (() => void) | null = null

  constructor(store: StateStore, clock: Clock, log: Log) {
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#published = store.revision
  }

  /** Hears every patch from now on; the returned function stops it. */
  subscribe(subscriber: Subscriber): () => void {
    if (this.#subscribers.size === 0) this.#wake()
    // What waits was changed before this subscriber came: it must not hear a patch that begins before its first snapshot could.
    else this.flush()
    const own: Subscriber = (name, json) => subscriber(name, json)
    this.#subscribers.add(own)
    return () => {
      this.#subscribers.delete(own)
      if (this.#subscribers.size === 0) this.#sleep()
    }
  }

  /** The state now, after whatever waited was sent. */
  snapshot(): Snapshot {
    this.flush()
    return this.#store.snapshot()
  }

  /** Sends what waits, now. */
  flush(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (this.#pending.length === 0) return
    const patch = { from: this.#published, to: this.#store.revision, changes: coalesce(this.#pending) }
    this.#pending = []
    this.#published = patch.to
    this.#lastSentAt = this.#clock.now()
    try {
      this.#send('patch', encodeNotification('patch', patch))
    } catch (error) {
      // The subscribers miss a patch, see the gap and ask for a snapshot: worse than a patch, better than a console that ends.
      this.#log.error('A state change could not be encoded', { from: patch.from, to: patch.to, error })
    }
  }

  #wake(): void {
    this.#published = this.#store.revision
    this.#stopWatching = this.#store.watch((changes) => {
      this.#pending.push(...changes)
      if (this.#cancelTimer) return
      // Also after a quiet time not at once: what one turn of the event loop changes belongs together.
      const wait = Math.max(0, this.#lastSentAt + BETWEEN_PATCHES_MS - this.#clock.now())
      this.#cancelTimer = this.#clock.after(wait, () => this.flush())
    })
  }

  #sleep(): void {
    this.#stopWatching?.()
    this.#stopWatching = null
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#pending = []
  }

  #send(name: NotificationName, json: unknown): void {
    for (const subscriber of [...this.#subscribers]) {
      try {
        subscriber(name, json)
      } catch (error) {
        this.#log.error('A window could not be told of a change', { error })
      }
    }
  }
}
