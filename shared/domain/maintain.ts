import type { MaintainRule } from './transfer.ts'

/** Blocks on the source chain before a transfer counts as confirmed, unless a rule says otherwise; the Python `balancemanager`'s default. */
export const DEFAULT_CONFIRMATIONS = 20

/** What makes no sense in a rule, and at which of its numbers. */
export interface RuleProblem {
  readonly field: 'refill' | 'above' | 'target'
  readonly code: 'refill-zero' | 'above-under-refilled' | 'target-not-under-above' | 'target-under-minimum' | 'not-above-fee'
}

/**
 * Why a rule would do harm or nothing: deposits of nothing, deposits that are withdrawn again, withdrawals that are deposited again or that
 * feed the relay alone. Empty when it makes sense.
 * @param relayFee what the relay keeps of a withdrawal, base units; null = not known, then it is not compared
 */
export function ruleProblems({ minimum, refill, maximum }: Omit<MaintainRule, 'on'>, relayFee: bigint | null): readonly RuleProblem[] {
  const problems: RuleProblem[] = []
  if (refill <= 0n) problems.push({ field: 'refill', code: 'refill-zero' })
  if (!maximum) return problems
  const { above, target } = maximum
  if (above < minimum + refill) problems.push({ field: 'above', code: 'above-under-refilled' })
  if (target >= above) problems.push({ field: 'target', code: 'target-not-under-above' })
  else if (target < minimum) problems.push({ field: 'target', code: 'target-under-minimum' })
  else if (relayFee !== null && above - target <= relayFee) problems.push({ field: 'target', code: 'not-above-fee' })
  return problems
}
