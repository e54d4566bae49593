import { z } from 'zod'
import { amount } from './amount.ts'
import { RULE_DAY_MS, type RuleMove, underLimit } from './maintain.ts'
import type { MaintainRule } from './transfer.ts'

/**
 * What a rule's limit of a day does to its goal. `goal`: the minimum that deposits lead up to, or the target that withdrawals lead down to;
 * `balance`: where the side balance gets instead, both in base units. 'delayed': it gets to the goal, at `at` (ms) at the earliest. 'short':
 * withdrawals are cut to the limit and end above the goal, for from there nothing is due any more; `at` null.
 */
export const outlook = z.object({ is: z.enum(['delayed', 'short']), goal: amount, balance: amount, at: z.int().nullable() })
export type Outlook = Readonly<z.output<typeof outlook>>

/**
 * What becomes of a rule's goal under its limit of a day, if nothing else moves the balance.
 * @param rule that makes sense (see `ruleProblems`)
 * @param balance on the side chain, with what arrives there
 * @param moves of the rule, as `underLimit` takes them
 * @returns null when the limit keeps nothing of it back
 */
export function outlookOf(
  { minimum, refill, maximum, daily }: Omit<MaintainRule, 'on'>,
  balance: bigint,
  moves: readonly RuleMove[],
  now: number,
): Outlook | null {
  if (daily === null) return null
  if (balance < minimum) {
    const times = (minimum - balance + refill - 1n) / refill
    const perDay = daily / refill
    const days = (times - 1n) / perDay
    // The last one goes once those before it of its day and it fit beside what was moved already.
    const { freeAt } = underLimit(daily, moves, refill * (((times - 1n) % perDay) + 1n), now)
    if (days === 0n && freeAt === null) return null
    return { is: 'delayed', goal: minimum, balance: balance + refill * times, at: later(freeAt ?? now, days) }
  }
  return maximum && withdrawn({ ...maximum, daily }, balance, moves, now)
}

interface Withdrawing {
  readonly above: bigint
  readonly target: bigint
  readonly daily: bigint
}

function withdrawn({ above, target, daily }: Withdrawing, balance: bigint, moves: readonly RuleMove[], now: number): Outlook | null {
  // Also where nothing is due now: the next time it is, it will be just above.
  const from = balance > above ? balance : above + 1n
  // So much or less goes in one piece.
  const last = target + daily > above ? target + daily : above
  const cut = from > last ? (from - last + daily - 1n) / daily : 0n
  const rest = from - cut * daily
  if (rest <= above) return { is: 'short', goal: target, balance: rest, at: null }
  if (balance <= above) return null
  const { freeAt } = underLimit(daily, moves, cut === 0n ? rest - target : daily, now)
  if (cut === 0n && freeAt === null) return null
  return { is: 'delayed', goal: target, balance: target, at: later(freeAt ?? now, cut) }
}

/** The last time that a date can be, ms: what is due later is never reached. */
const LAST_MS = 8_640_000_000_000_000

const later = (at: number, days: bigint): number => Math.min(LAST_MS, at + Number(days) * RULE_DAY_MS)
