import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Forfeit } from './needs.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MOST = 20
/** Stakes lost without a verdict within an hour: something is wrong that staking more would only make worse. */
const TOO_MANY = 5

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
    this.#recent = this.#recent.filter(({ at }) => this.#clock.now() - at < DAY_MS)
    return this.#recent
  }

  get lastForfeit(): CommunityState['lastForfeit'] {
    return this.#last
  }

  /** Those of earlier runs, newest first: what was lost stays to be seen, and counts for the hour. */
  known(rows: readonly BountyRow[]): void {
    const kept = rows.flatMap(({ guid, settledAt, bid, assertionFee, artifacts }) =>
      settledAt === null ? [] : [{ guid, name: artifacts[0]?.name ?? guid, amount: (bid ?? 0n) + (assertionFee ?? 0n), at: settledAt }],
    )
    this.#recent = kept.slice(0, MOST).reverse()
    const [last] = kept
    if (last) this.#last = { at: last.at, amount: last.amount, guid: last.guid }
  }

  /** @returns whether there are too many of them to go on staking */
  add(guid: Guid, name: string, amount: bigint): boolean {
    const at = this.#clock.now()
    this.#last = { at, amount, guid }
    this.#recent = [...this.#recent, { guid, name, amount, at }].slice(-MOST)
    return this.#recent.filter((one) => at - one.at < HOUR_MS).length >= TOO_MANY
  }

  /** It was not lost after all: revealed late in a longer window, or given back because nobody voted. */
  takeBack(guid: Guid): void {
    this.#recent = this.#recent.filter((one) => one.guid !== guid)
    if (this.#last?.guid === guid) this.#last = null
  }
}
