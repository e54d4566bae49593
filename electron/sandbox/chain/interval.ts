import type { Clock } from '../../runtime/clock.ts'

/** Mines at a fixed rhythm. A block that takes longer than the rhythm is followed by the next at once; missed beats are not made up for. */
export class IntervalMining {
  readonly #clock: Clock
  readonly #mine: () => Promise<unknown>
  readonly #onError: (error: unknown) => void
  #cancel: () => void = () => {}
  /** Counts the calls of `every`: a round that began before the last one must not plan another. */
  #generation = 0

  constructor(clock: Clock, mine: () => Promise<unknown>, onError: (error: unknown) => void) {
    this.#clock = clock
    this.#mine = mine
    this.#onError = onError
  }

  /** Mines every `ms` milliseconds from now on; 0 stops. */
  every(ms: number): void {
    this.#cancel()
    this.#cancel = () => {}
    this.#generation++
    if (ms > 0) this.#plan(ms, this.#clock.now() + ms, this.#generation)
  }

  #plan(ms: number, due: number, generation: number): void {
    this.#cancel = this.#clock.after(Math.max(0, due - this.#clock.now()), () => void this.#round(ms, due, generation))
  }

  async #round(ms: number, due: number, generation: number): Promise<void> {
    try {
      await this.#mine()
    } catch (error) {
      this.#onError(error)
    } finally {
      if (generation === this.#generation) this.#plan(ms, Math.max(due + ms, this.#clock.now()), generation)
    }
  }
}
