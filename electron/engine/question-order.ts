import { type Bounty, blocksOf } from './bounty-state.ts'
import type { Now, Question, Urgency } from './inputs.ts'

/*
 * Few questions are asked at the same time, and after a Community forgot much there are hundreds. What can be saved goes first: whatever is
 * staked and open by the end of its window; then what was given up, where an answer would be a surprise, each once before any is asked again.
 */

/** Whether a reveal that the answer leads to could be in time still: it would be mined in the next block at best. */
export const isInTime = ({ until }: Urgency, seenBlock: number): boolean => seenBlock + 1 < until

/** How urgent a question about an open stake is that is not revealed; null when it can be revealed no more. */
export function urgencyOf(bounty: Bounty, { seenBlock }: Pick<Now, 'seenBlock'>): Urgency | null {
  const urgency = { until: blocksOf(bounty).revealEnd, givenUp: false, times: 0 }
  return isInTime(urgency, seenBlock) ? urgency : null
}

/** Where in the order a question stands; of equal ones the older goes first. */
function rankOf(urgent: Question['urgent'], seenBlock: number): readonly [kind: number, times: number, until: number] {
  if (!urgent || !isInTime(urgent, seenBlock)) return [2, 0, 0]
  return [urgent.givenUp ? 1 : 0, urgent.times, urgent.until]
}

/** The place of the question that is asked next, the oldest being first in the list; -1 when there is none. */
export function nextOf(waiting: readonly Pick<Question, 'urgent'>[], seenBlock: number): number {
  let best = -1
  let rank: readonly number[] = []
  for (const [i, { urgent }] of waiting.entries()) {
    const other = rankOf(urgent, seenBlock)
    if (best < 0 || isBefore(other, rank)) {
      best = i
      rank = other
    }
  }
  return best
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0
    if (value !== other) return value < other
  }
  return false
}
