import type { BountyDetails, BountyRow } from '../../../shared/domain/bounty.ts'
import { type Round, rounds, windowsOf } from '../../lib/rounds.ts'

export type MarkKind = 'commit' | 'reveal' | 'quorum' | 'settle' | 'now' | 'other' | 'vote'

/** Something that happened in a block, placed in its part of the line (0 to 1). */
export interface Mark {
  readonly kind: MarkKind
  readonly round: Round
  readonly place: number
  readonly block: number
}

/** Share of the line that each part takes, as in the small bars. */
export const PART_SHARES: Readonly<Record<Round, number>> = { assert: 297, reveal: 161, vote: 469 }
const SUM = rounds.reduce((sum, round) => sum + PART_SHARES[round], 0)

/** How long a round lasts, in blocks. `isMost`: it may be shorter. */
export interface Length {
  readonly blocks: number
  readonly isMost: boolean
}

/**
 * The length of a round of this very bounty. Only its end is known of one whose posting was not seen, and then the Community's rule is the
 * limit; a vote ends at its quorum. null where not even a limit is known.
 */
export function lengthOf(row: BountyRow, round: Round, longest: number | null): Length | null {
  const { from, until } = windowsOf(row)[round]
  if (from !== null) return { blocks: until - from, isMost: round === 'vote' }
  return longest === null ? null : { blocks: longest, isMost: true }
}

/** Everything to be drawn on a bounty's line; what lies outside of its windows stands at an end. */
export function marksOf({ row, assertions, votes }: BountyDetails, block: number | null): Mark[] {
  const others = assertions.filter(({ mine }) => !mine)
  const list: (readonly [MarkKind, number | null])[] = [
    ...others.flatMap(({ assertBlock, revealBlock }) => [['other', assertBlock] as const, ['other', revealBlock] as const]),
    ...votes.map((vote) => ['vote', vote.block] as const),
    ['commit', row.assertBlock],
    ['reveal', row.revealBlock],
    ['quorum', row.quorumBlock],
    ['settle', row.settleBlock],
    ['now', block],
  ]
  return list.flatMap(([kind, at]) => (at === null ? [] : placed(kind, at, row)))
}

function placed(kind: MarkKind, block: number, row: BountyRow): Mark[] {
  const windows = windowsOf(row)
  const found = rounds.find((round) => block < windows[round].until)
  if (found === undefined) return kind === 'now' ? [] : [{ kind, round: 'vote', place: 1, block }]
  const { from, until } = windows[found]
  if (from === null) return kind === 'now' ? [] : [{ kind, round: found, place: 0, block }]
  return [{ kind, round: found, place: Math.max(0, (block - from) / Math.max(1, until - from)), block }]
}

/** Where a mark stands on the whole line, 0 to 1. */
export function lineShare({ round, place }: Mark): number {
  const before = rounds.slice(0, rounds.indexOf(round)).reduce((sum, each) => sum + PART_SHARES[each], 0)
  return (before + place * PART_SHARES[round]) / SUM
}
