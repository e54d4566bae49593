import type { Bounty } from './bounty-state.ts'
import { Countdown } from './countdown.ts'
import { type Conditions, isWanting, type TakenOn } from './mode.ts'

export interface CountedRunOptions {
  readonly conditions: () => Conditions
  /** Bids out, base units of NCT. */
  readonly atRisk: () => bigint
  readonly block: () => number
  readonly known: () => Iterable<Bounty>
  readonly change: (part: Partial<Conditions>) => void
  /** All that it was started for is taken on. */
  readonly over: (taken: TakenOn) => void
}

/** An engine that was started for so many bounties: counts them where it wants to answer, and says when they are all taken on. */
export class CountedRun {
  readonly #options: CountedRunOptions
  #countdown: Countdown | null = null
  /** Of those that were taken on, as it was told; null while not all of them are. */
  #missed: number | null = null

  constructor(options: CountedRunOptions) {
    this.#options = options
  }

  /** Not all are taken on yet. */
  get isOn(): boolean {
    return this.#countdown !== null && this.#missed === null
  }

  begin(bounties: number): void {
    this.#countdown = new Countdown(bounties, this.#options.block(), this.#options.known())
    this.#missed = null
  }

  end(): void {
    this.#countdown = null
  }

  /** Called before the conditions change: what was posted while nothing was to be answered is not missed, also when it is over only later. */
  passOn(): void {
    const { conditions, atRisk, block } = this.#options
    if (this.isOn && !isWanting(conditions(), atRisk())) this.#countdown?.passOn(block())
  }

  /** A bounty is another one. @param isRestored it comes from the journal */
  follow(bounty: Bounty, isRestored: boolean): void {
    const countdown = this.#countdown
    if (!countdown) return
    this.passOn()
    if (isRestored) countdown.isOfBefore(bounty.facts.guid)
    const places = countdown.follow(bounty)
    if (places === 'over') this.#tell(countdown)
    else this.#options.change({ full: places === 'full' })
  }

  /** An assertion may still be refused afterwards: nobody else would say that it was missed. */
  #tell({ atMost, missed }: Countdown): void {
    const { change, over } = this.#options
    if (this.#missed === missed) return
    const isFirst = this.#missed === null
    this.#missed = missed
    const taken = { after: atMost, missed }
    if (isFirst) over(taken)
    else change({ takenOn: taken })
  }
}
