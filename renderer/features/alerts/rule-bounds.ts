import { parseAmount } from '../../../shared/domain/amount.ts'
import { exactAmount } from '../../lib/amounts.ts'

/** What a maintain rule does, as its line in the feed says it; amounts in NCT with thousands commas, null where the rule has no such bound. */
export interface RuleBounds {
  readonly minimum: string
  readonly refill: string
  readonly above: string | null
  readonly target: string | null
  readonly daily: string | null
}

const BOUNDS = /^< (\S+) NCT: \+(\S+) NCT(?:; > (\S+) NCT: (\S+) NCT)?(?:; ≤ (\S+) NCT \/ 24 h)?$/

/** The bounds in the subject of a line ("< 20000 NCT: +3000 NCT; ≤ 5000 NCT / 24 h"); null when it is written otherwise. */
export function ruleBounds(subject: string): RuleBounds | null {
  const found = BOUNDS.exec(subject)
  if (!found) return null
  const [minimum, refill, above, target, daily] = found.slice(1).map(grouped)
  if (!minimum || !refill) return null
  return { minimum, refill, above: above ?? null, target: target ?? null, daily: daily ?? null }
}

function grouped(text: string | undefined): string | null {
  if (text === undefined) return null
  const amount = parseAmount(text)
  return amount.ok ? exactAmount(amount.value) : text
}
