import type { Clock } from '../runtime/clock.ts'

/** Least time between two writes, in milliseconds. */
const REST_MS = 2_000
/** A large sandbox takes its time to be written: it rests this many times as long, so that writing costs at most about 5 % of its time. */
const RESTS_PER_WRITE = 20

interface KeepingParts {
  readonly clock: Clock
  /** Writes the state in one piece. */
  readonly write: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/**
 * Has a running sandbox written by itself, one write at a time: whoever kills its process loses what came after the last one, not
 * everything. A write that fails is told, then tried again after the next block; failures right after it are not told.
 */
export class Keeping {
  readonly #parts: KeepingParts
  #changed = false
  #writing: Promise<void> | null = null
  #cancel: (() => void) | null = null
  #notBefore: number
  #isTold = false
  #ended = false

  constructor(parts: KeepingParts) {
    this.#parts = parts
    this.#notBefore = parts.clock.now() + REST_MS
  }

  /** There is something to write. */
  changed(): void {
    this.#changed = true
    if (this.#ended || this.#writing || this.#cancel) return
    const { clock } = this.#parts
    this.#cancel = clock.after(Math.max(0, this.#notBefore - clock.now()), () => {
      this.#cancel = null
      this.#writing = this.#write()
    })
  }

  /** Begins no more writes, and resolves when the one under way has ended. */
  async end(): Promise<void> {
    this.#ended = true
    this.#cancel?.()
    this.#cancel = null
    await this.#writing
  }

  async #write(): Promise<void> {
    const { clock, write, onError } = this.#parts
    const began = clock.now()
    this.#changed = false
    try {
      await write()
      this.#isTold = false
    } catch (error) {
      if (!this.#isTold) onError(error)
      this.#isTold = true
    }
    const ended = clock.now()
    this.#notBefore = ended + Math.max(REST_MS, (ended - began) * RESTS_PER_WRITE)
    this.#writing = null
    if (this.#changed) this.changed()
  }
}
