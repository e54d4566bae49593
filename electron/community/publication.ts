import type { Change } from '../../shared/state/change.ts'
import type { Clock } from '../runtime/clock.ts'

export interface PublicationOptions {
  readonly clock: Clock
  /** Everything that moves often. */
  readonly figures: () => Change
  /** What moves slowly; null where there is none. */
  readonly statistics: () => Change | null
  readonly publish: (changes: readonly Change[]) => void
}

/** Figures change at most this often. */
const STATE_MS = 250
/** An hour of figures moves slowly. */
const STATISTICS_MS = 2_000

/** When a Community's state is told: what changes within a moment together; after a quiet time only what changes in one turn of the event loop. */
export class Publication {
  readonly #options: PublicationOptions
  #at = Number.NEGATIVE_INFINITY
  #statisticsAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null
  #stopped = false

  constructor(options: PublicationOptions) {
    this.#options = options
  }

  /** Something of it changed. */
  soon(): void {
    if (this.#cancel || this.#stopped) return
    const { clock } = this.#options
    const wait = Math.min(Math.max(0, this.#at + STATE_MS - clock.now()), STATE_MS)
    this.#cancel = clock.after(wait, () => {
      this.#cancel = null
      this.now()
    })
  }

  now(): void {
    const { clock, figures, publish } = this.#options
    this.#at = clock.now()
    publish([figures(), ...this.#statistics()])
  }

  /** Nothing is told by itself any more. */
  stop(): void {
    this.#stopped = true
    this.#cancel?.()
    this.#cancel = null
  }

  #statistics(): readonly Change[] {
    const { clock, statistics } = this.#options
    if (clock.now() - this.#statisticsAt < STATISTICS_MS) return []
    const change = statistics()
    if (change === null) return []
    this.#statisticsAt = clock.now()
    return [change]
  }
}
