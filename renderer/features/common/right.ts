import type { Results } from '../../../shared/state/state.ts'
import { perMille } from '../../lib/amounts.ts'

type Counts = Pick<Results, 'won' | 'wonPart' | 'lost' | 'forfeited' | 'writtenOff' | 'returned'>

/** How many were right of how many; `share` in per mille, null before there is any. */
export interface RightOf {
  readonly right: number
  readonly of: number
  readonly share: number | null
}

/** Every assertion that came to an end, however: the sum of the kinds that stand with it. */
export const endedCount = ({ won, wonPart, lost, forfeited, writtenOff, returned }: Counts): number =>
  won + wonPart + lost + forfeited + writtenOff + returned

/**
 * What "right" means wherever it is said of assertions: won in whole, of all that ended but what was returned without a judgement. Won in
 * part, lost, forfeited and written off were not right.
 */
export const rightOfEnded = (counts: Counts): RightOf => rightOf(counts.won, endedCount(counts) - counts.returned)

/** The same share of single artifacts' verdicts, each right or wrong by itself. */
export const rightOfVerdicts = (right: number, wrong: number): RightOf => rightOf(right, right + wrong)

const rightOf = (right: number, of: number): RightOf => ({ right, of, share: perMille(BigInt(right), BigInt(of)) })
