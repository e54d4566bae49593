import type { Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { Intent, Submission } from './port.ts'

/** A signed transaction that is durable and not known to be over. */
export interface Flight {
  readonly key: string
  readonly intent: Intent
  readonly urgency: number
  readonly guid: Guid | null
  readonly nonce: number
  readonly hash: Hash
  readonly raw: `0x${string}`
  /** What it was made from; null after a restart until somebody submits the key again. */
  submission: Submission | null
  /**
   * 'outbox': to be handed over as soon as it can be. 'posting': on the wire. 'pool': the daemon has taken it.
   * 'unsure': handed over, and nobody said what became of it.
   */
  where: 'outbox' | 'posting' | 'pool' | 'unsure'
  /** The bytes may have reached the daemon: from now on a used nonce may have been used by this very transaction. */
  left: boolean
  /** How often it was handed over in this run. */
  attempts: number
  /** Block of the first time it left; null before, and when no block was known. */
  sentBlock: number | null
  /** The block from which its silence is suspicious; null: not counted yet. */
  askFrom: number | null
  /** How often it was asked after. */
  asks: number
  /** To be asked after with the next question. */
  wanted: boolean
  /** The chain says that its nonce is used; by it or by another. */
  nonceUsed: boolean
  /** The daemon refused it although it may have taken it before; believed only when no receipt says otherwise. */
  refusedLate: boolean
}

/** Everything in flight, found by hash and by key. */
export class FlightBook {
  readonly #byHash = new Map<string, Flight>()
  readonly #byKey = new Map<string, Flight>()

  get all(): IterableIterator<Flight> {
    return this.#byHash.values()
  }
  get size(): number {
    return this.#byHash.size
  }

  add(flight: Flight): void {
    this.#byHash.set(flight.hash, flight)
    this.#byKey.set(flight.key, flight)
  }

  remove(flight: Flight): void {
    this.#byHash.delete(flight.hash)
    if (this.#byKey.get(flight.key) === flight) this.#byKey.delete(flight.key)
  }

  /** Still in flight: what was asked before an await may be over after it. */
  holds(flight: Flight): boolean {
    return this.#byHash.get(flight.hash) === flight
  }

  byHash(hash: string): Flight | null {
    return this.#byHash.get(hash) ?? null
  }
  byKey(key: string): Flight | null {
    return this.#byKey.get(key) ?? null
  }

  /** Those that can leave now, in the order of their nonces, at most `count`. */
  outbox(count: number): Flight[] {
    const ready = [...this.#byHash.values()].filter((flight) => flight.where === 'outbox')
    return ready.sort((a, b) => a.nonce - b.nonce).slice(0, count)
  }

  count(...places: readonly Flight['where'][]): number {
    let count = 0
    for (const flight of this.#byHash.values()) if (places.includes(flight.where)) count++
    return count
  }
}

/** A flight that has just become durable, or was taken up from the journal. */
export const newFlight = (
  known: Pick<Flight, 'key' | 'intent' | 'urgency' | 'guid' | 'nonce' | 'hash' | 'raw' | 'submission' | 'left'>,
): Flight => ({
  ...known,
  where: 'outbox',
  attempts: 0,
  sentBlock: null,
  askFrom: null,
  asks: 0,
  wanted: false,
  nonceUsed: false,
  refusedLate: false,
})
