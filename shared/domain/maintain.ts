import type { MaintainRule } from './transfer.ts'

/** Blocks on the source chain before a transfer counts as confirmed, unless a rule says otherwise; the Python `balancemanager`'s default. */
export const DEFAULT_CONFIRMATIONS = 20

/** The day of a rule's limit: the 24 hours before any moment, milliseconds. */
export const RULE_DAY_MS = 86_400_000

/** What a rule moved: `at` ms since the epoch, `amount` base units before the relay's fee. */
export interface RuleMove {
  readonly at: number
  readonly amount: bigint
}

/** What of `moves` counts for the day that ends now. */
export const movedInDay = (moves: readonly RuleMove[], now: number): bigint =>
  moves.reduce((sum, { at, amount }) => (now - at < RULE_DAY_MS ? sum + amount : sum), 0n)

/**
 * What a rule may move of `wanted` under its limit of a day. A move larger than the whole limit is cut to it; one that does not fit yet waits
 * as a whole: crumbs would each pay the relay's fee.
 * @returns `amount` base units, and when (ms) there is room for it; null = now
 */
export function underLimit(daily: bigint | null, moves: readonly RuleMove[], wanted: bigint, now: number): RoomLeft {
  if (daily === null) return { amount: wanted, freeAt: null }
  const amount = wanted < daily ? wanted : daily
  let counted = movedInDay(moves, now)
  let freeAt: number | null = null
  for (const move of moves.filter(({ at }) => now - at < RULE_DAY_MS).toSorted((a, b) => a.at - b.at)) {
    if (counted + amount <= daily) break
    counted -= move.amount
    freeAt = move.at + RULE_DAY_MS
  }
  return { amount, freeAt }
}
export interface RoomLeft {
  readonly amount: bigint
  readonly freeAt: number | null
}

/** What makes no sense in a rule, and at which of its numbers. */
export interface RuleProblem {
  readonly field: 'refill' | 'above' | 'target' | 'daily'
  readonly code:
    | 'refill-zero'
    | 'above-under-refilled'
    | 'target-not-under-above'
    | 'target-under-minimum'
    | 'not-above-fee'
    | 'daily-under-refill'
}

/**
 * Why a rule would do harm or nothing: deposits of nothing, deposits that are withdrawn again, withdrawals that are deposited again or that
 * feed the relay alone. Empty when it makes sense.
 * @param relayFee what the relay keeps of a withdrawal, base units; null = not known, then it is not compared
 */
export function ruleProblems(
  { minimum, refill, maximum, daily }: Omit<MaintainRule, 'on'>,
  relayFee: bigint | null,
): readonly RuleProblem[] {
  const problems: RuleProblem[] = []
  if (refill <= 0n) problems.push({ field: 'refill', code: 'refill-zero' })
  if (daily !== null && daily < refill) problems.push({ field: 'daily', code: 'daily-under-refill' })
  if (!maximum) return problems
  const { above, target } = maximum
  if (above < minimum + refill) problems.push({ field: 'above', code: 'above-under-refilled' })
  if (target >= above) problems.push({ field: 'target', code: 'target-not-under-above' })
  else if (target < minimum) problems.push({ field: 'target', code: 'target-under-minimum' })
  else if (relayFee !== null && above - target <= relayFee) problems.push({ field: 'target', code: 'not-above-fee' })
  return problems
}
