import { toProblem } from '../../shared/errors/errors.ts'
import type { Clock } from './clock.ts'

/** What a round gets: it asks `stopped()` after each await and leaves when it is true. */
export interface Round {
  stopped(): boolean
  /** Aborts with the loop: for requests and waits inside the round. */
  readonly signal: AbortSignal
}

/** What a loop tells about itself; times in ms since the epoch. */
export interface LoopStatus {
  readonly name: string
  readonly running: boolean
  /** End of the last round, good or bad. */
  readonly lastRunAt: number | null
  /** The last round's error; null after a good one. */
  readonly lastError: { readonly at: number; readonly code: string; readonly detail: string | null } | null
  readonly failuresInARow: number
}

export interface LoopOptions {
  readonly name: string
  readonly clock: Clock
  /** One round. What it throws is kept as the last error and the loop goes on. */
  readonly round: (round: Round) => Promise<void>
  /** Milliseconds from the end of a round to the next. */
  readonly everyMs: number
  /** Milliseconds to the next round after `failures` bad ones in a row; `everyMs` when left out. */
  readonly retryMs?: (failures: number) => number
  readonly onError?: (error: unknown) => void
}

/** A supervised loop: one round at a time, never two chains, never silently dead. */
export class Loop {
  readonly #options: LoopOptions
  #abort: AbortController | null = null
  #cancelTimer: (() => void) | null = null
  #current: Promise<void> | null = null
  #again = false
  #lastRunAt: number | null = null
  #lastError: LoopStatus['lastError'] = null
  #failures = 0

  constructor(options: LoopOptions) {
    this.#options = options
  }

  get status(): LoopStatus {
    return {
      name: this.#options.name,
      running: this.#abort !== null,
      lastRunAt: this.#lastRunAt,
      lastError: this.#lastError,
      failuresInARow: this.#failures,
    }
  }

  /** Begins with a round at once. A second start changes nothing. */
  start(): void {
    if (this.#abort) return
    const abort = new AbortController()
    this.#abort = abort
    // A round of an earlier life may still be ending: the new chain waits for it, so that two never run side by side.
    const before = this.#current
    if (before) before.finally(() => this.#begin(abort)).catch(() => undefined)
    else this.#begin(abort)
  }

  /** Lets the round in progress end (its signal aborts); resolves when nothing of this loop runs any more. */
  async stop(): Promise<void> {
    this.#abort?.abort()
    this.#abort = null
    this.#cancelTimer?.()
    this.#cancelTimer = null
    await this.#current
  }

  /** Runs the next round now, or right after the one in progress. */
  wake(): void {
    if (!this.#abort) return
    if (this.#current) {
      this.#again = true
      return
    }
    this.#begin(this.#abort)
  }

  #begin(abort: AbortController): void {
    if (this.#abort !== abort || this.#current) return
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#current = this.#run(abort)
  }

  async #run(abort: AbortController): Promise<void> {
    const { round, clock, onError } = this.#options
    this.#again = false
    try {
      await round({ stopped: () => abort.signal.aborted, signal: abort.signal })
      this.#lastError = null
      this.#failures = 0
    } catch (error) {
      if (!abort.signal.aborted) {
        const { code, detail } = toProblem(error)
        this.#lastError = { at: clock.now(), code, detail }
        this.#failures += 1
        tell(onError, error)
      }
    } finally {
      this.#lastRunAt = clock.now()
      this.#current = null
      if (this.#abort === abort) this.#reschedule(abort)
    }
  }

  #reschedule(abort: AbortController): void {
    const { clock, everyMs, retryMs } = this.#options
    const wait = this.#failures > 0 && retryMs ? retryMs(this.#failures) : everyMs
    this.#cancelTimer = clock.after(this.#again ? 0 : wait, () => this.#begin(abort))
  }
}

/** A listener that throws must not end the loop: its own error is the lesser one. */
function tell(listener: ((error: unknown) => void) | undefined, error: unknown): void {
  try {
    listener?.(error)
  } catch {}
}
