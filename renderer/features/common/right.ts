import { type EndingCounts, endedCount } from '../../../shared/domain/endings.ts'
import { perMille } from '../../lib/amounts.ts'

/** How many were right of how many; `share` in per mille, null before there is any. */
export interface RightOf {
  readonly right: number
  readonly of: number
  readonly share: number | null
}

/**
 * What "right" means wherever it is said of assertions: won in whole, of all that ended but what was returned without a judgement. Won in
 * part, wrong, forfeited and written off were not right.
 */
export const rightOfEnded = (counts: EndingCounts): RightOf => rightOf(counts.won, endedCount(counts) - counts.returned)

/** The same share of single artifacts' verdicts, each right or wrong by itself. */
export const rightOfVerdicts = (right: number, wrong: number): RightOf => rightOf(right, right + wrong)

const rightOf = (right: number, of: number): RightOf => ({ right, of, share: perMille(BigInt(right), BigInt(of)) })
