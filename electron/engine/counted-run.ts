import type { Bounty } from './bounty-state.ts'
import { Countdown } from './countdown.ts'
import { type Conditions, isWanting } from './mode.ts'

export interface CountedRunOptions {
  readonly conditions: () => Conditions
  /** Bids out, base units of NCT. */
  readonly atRisk: () => bigint
  readonly block: () => number
  readonly known: () => Iterable<Bounty>
  readonly change: (part: Partial<Conditions>) => void
  /** All that it was started for is taken on. */
  readonly over: (bounties: number) => void
}

/** An engine that was started for so many bounties: counts them where it wants to answer, and says when they are all taken on. */
export class CountedRun {
  readonly #options: CountedRunOptions
  #countdown: Countdown | null = null

  constructor(options: CountedRunOptions) {
    this.#options = options
  }

  get isOn(): boolean {
    return this.#countdown !== null
  }

  begin(bounties: number): void {
    this.#countdown = new Countdown(bounties, this.#options.block(), this.#options.known())
  }

  end(): void {
    this.#countdown = null
  }

  /** Called before the conditions change: what was posted while nothing was to be answered is not missed, also when it is over only later. */
  passOn(): void {
    const { conditions, atRisk, block } = this.#options
    if (this.#countdown && !isWanting(conditions(), atRisk())) this.#countdown.passOn(block())
  }

  /** A bounty is another one. */
  follow(bounty: Bounty): void {
    const countdown = this.#countdown
    if (!countdown) return
    this.passOn()
    const places = countdown.follow(bounty)
    if (places === 'over') this.#options.over(countdown.atMost)
    else this.#options.change({ full: places === 'full' })
  }
}
