import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { noResults } from '../../shared/state/initial.ts'
import type { Results } from '../../shared/state/state.ts'
import {
  addTally,
  type Counted,
  countsDiffer,
  endTally,
  hasEnded,
  isMissed,
  isRevealed,
  partOf,
  seenTally,
  type Tally,
} from '../journal/tally.ts'

/** Local midnight of the day in which a moment lies, ms since the epoch. */
export function midnightOf(time: number): number {
  const date = new Date(time)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** Local midnight after a moment; right on days of 23 and 25 hours. */
export function nextMidnight(time: number): number {
  const date = new Date(time)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

/**
 * Results of today and since the join, to the base unit, while they happen: what the journal counted, changed by the difference whenever a
 * row changes. By the journal's own rules (tally.ts), so both say the same.
 */
export class ResultsKeeper {
  readonly #counted = new Map<Guid, Counted>()
  #today: Results = noResults(0)
  #total: Results = noResults(0)

  get today(): Results {
    return this.#today
  }

  get total(): Results {
    return this.#total
  }

  begin(today: Results, total: Results): void {
    this.#today = today
    this.#total = total
  }

  /** A row that the journal has counted already. */
  known(row: BountyRow): void {
    this.#counted.set(row.guid, countedOf(row))
  }

  count(row: BountyRow): void {
    const before = this.#counted.get(row.guid) ?? null
    const after = countedOf(row)
    if (before && !countsDiffer(before, after)) return
    this.#counted.set(row.guid, after)
    this.#today = moved(this.#today, before, after)
    this.#total = moved(this.#total, before, after)
  }

  /** It will not change any more; its numbers stay in the sums. */
  forget(guid: Guid): void {
    this.#counted.delete(guid)
  }

  /** A new day: nothing counted yet, and what was seen yesterday may still end today. */
  rollOver(midnight: number): void {
    this.#today = noResults(midnight)
  }
}

function countedOf(row: BountyRow): Counted {
  const { state, bid, assertionFee, payout, firstSeenAt, settledAt } = row
  return {
    state,
    part: partOf(row),
    bid,
    fee: assertionFee,
    payout,
    firstSeenAt,
    endedAt: hasEnded(row) ? settledAt : null,
    revealed: isRevealed(row),
    missed: isMissed(row),
  }
}

function moved(results: Results, before: Counted | null, after: Counted): Results {
  const { since, ...sums } = results
  const without = before ? apply(sums, before, since, -1) : sums
  return { since, ...apply(without, after, since, 1) }
}

function apply(sums: Tally, counted: Counted, since: number, sign: 1 | -1): Tally {
  const seen = counted.firstSeenAt >= since ? addTally(sums, seenTally(counted), sign) : sums
  return counted.endedAt !== null && counted.endedAt >= since ? addTally(seen, endTally(counted), sign) : seen
}
