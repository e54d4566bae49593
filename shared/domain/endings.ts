import type { Results } from '../state/state.ts'
import type { MyState } from './bounty.ts'

/*
 * How an assertion of mine comes to an end, and the one meaning of each word for it, wherever it is said, counted or listed:
 *
 *   ended    = paid + lost
 *   paid     = won, won in part, returned: settled, and something came back
 *   lost     = wrong, forfeited, written off: nothing came back
 *   settled  = paid + wrong: ended by its settlement on chain, whatever it brought
 *   wrong    = settled, and no verdict was right; the state and the count that are named `lost`
 */

const paid: ReadonlySet<MyState> = new Set(['won', 'won-part', 'returned'])
const unsettled: ReadonlySet<MyState> = new Set(['forfeited', 'written-off'])

export const isPaid = (state: MyState): boolean => paid.has(state)
export const isLost = (state: MyState): boolean => state === 'lost' || unsettled.has(state)
export const isSettled = (state: MyState): boolean => isPaid(state) || state === 'lost'
/** Ended without a settlement: the Community owes nothing for it. */
export const isUnsettled = (state: MyState): boolean => unsettled.has(state)
export const isEnded = (state: MyState): boolean => isPaid(state) || isLost(state)

/** The kinds of end, counted each for itself. */
export type EndingCounts = Pick<Results, 'won' | 'wonPart' | 'lost' | 'forfeited' | 'writtenOff' | 'returned'>

export const paidCount = ({ won, wonPart, returned }: EndingCounts): number => won + wonPart + returned
export const lostCount = ({ lost, forfeited, writtenOff }: EndingCounts): number => lost + forfeited + writtenOff
export const settledCount = (counts: EndingCounts): number => paidCount(counts) + counts.lost
/** Every assertion that came to an end, however. */
export const endedCount = (counts: EndingCounts): number => paidCount(counts) + lostCount(counts)
