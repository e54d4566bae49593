import type { BountyRow } from '../../shared/domain/bounty.ts'
import { LOSSES_TO_PAUSE } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Forfeit } from './needs.ts'

const HOUR_MS = 3_600_000
/** So long a loss is for the operator to see. */
export const SEEN_MS = 24 * HOUR_MS

/** Stakes that were lost without a verdict. */
export class Losses {
  readonly #clock: Clock
  #recent: Forfeit[] = []
  #last: CommunityState['lastForfeit'] = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Of the last day, for the operator to see. */
  get recent(): readonly Forfeit[] {
    this.#recent = this.#recent.filter(({ at }) => this.#clock.now() - at < SEEN_MS)
    return this.#recent
  }

  get lastForfeit(): CommunityState['lastForfeit'] {
    return this.#last
  }

  /** Those of earlier runs, newest first: what was lost stays to be seen, and counts for the hour. */
  known(rows: readonly BountyRow[]): void {
    const kept = rows.flatMap(({ guid, settledAt: at, bid, assertionFee, artifacts, lossReason: reason }) =>
      at === null ? [] : [{ guid, name: artifacts[0]?.name ?? guid, amount: (bid ?? 0n) + (assertionFee ?? 0n), at, reason }],
    )
    this.#recent = kept.toReversed()
    const [last] = kept
    if (last) this.#last = { at: last.at, amount: last.amount, guid: last.guid }
  }

  /** @returns whether there are too many of them to go on staking */
  add(forfeit: Forfeit): boolean {
    const { at, amount, guid } = forfeit
    this.#last = { at, amount, guid }
    this.#recent = [...this.recent, forfeit]
    return this.withinHour(at) >= LOSSES_TO_PAUSE
  }

  /** How many of them are less than an hour old at `now` (ms), whoever resumed meanwhile. */
  withinHour(now: number): number {
    return this.#recent.filter(({ at }) => now - at < HOUR_MS).length
  }

  /** It was not lost after all: revealed late in a longer window, or given back because nobody voted. */
  takeBack(guid: Guid): void {
    this.#recent = this.#recent.filter((one) => one.guid !== guid)
    if (this.#last?.guid === guid) this.#last = null
  }
}
