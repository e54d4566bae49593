import type { Clock } from '../runtime/clock.ts'
import type { LimitPause } from './mode.ts'
import type { Purse } from './purse.ts'
import { nextMidnight } from './results-keeper.ts'

/** A limit that is reached again within this time is not told again. */
const TELL_MS = 60_000

export interface LimitGateOptions {
  readonly purse: Purse
  readonly clock: Clock
  /** The limit that holds now, or none any more. */
  readonly change: (limit: LimitPause | null) => void
  /** Worth a line in the feed. */
  readonly tell: (by: LimitPause['by']) => void
}

/** Keeps the engine from staking while a limit would be passed, and lets it go on by itself when there is room again. */
export class LimitGate {
  readonly #options: LimitGateOptions
  #limit: LimitPause | null = null
  #toldAt = Number.NEGATIVE_INFINITY
  /** Bounties that went by unanswered since the limit was reached. */
  unanswered = 0

  constructor(options: LimitGateOptions) {
    this.#options = options
  }

  reach(by: LimitPause['by'], needed: bigint): void {
    const { clock, change, tell } = this.#options
    if (this.#limit) return
    const now = clock.now()
    this.#limit = { by, needed, until: by === 'day-limit' ? nextMidnight(now) : null }
    this.unanswered = 0
    change(this.#limit)
    if (now - this.#toldAt >= TELL_MS) tell(by)
    this.#toldAt = now
  }

  /** Stakes, balance, limits or the day changed: is there room again? */
  review(): void {
    const { purse, change } = this.#options
    if (!this.#limit || !purse.fits(this.#limit.by, this.#limit.needed)) return
    this.#limit = null
    change(null)
  }
}
