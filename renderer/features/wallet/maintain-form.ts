import { type AmountProblem, parseAmount } from '../../../shared/domain/amount.ts'
import { DEFAULT_CONFIRMATIONS, type RuleProblem, ruleProblems } from '../../../shared/domain/maintain.ts'
import type { MaintainRule } from '../../../shared/domain/transfer.ts'
import { exactAmount } from '../../lib/amounts.ts'
import type { RuleDraft } from '../../store/ui.ts'

/** The fields as they are typed. */
export type MaintainFields = RuleDraft
export type MaintainField = keyof MaintainFields

/** What is wrong at one field; the catalogue has a sentence for each. */
export type MaintainProblem = AmountProblem | RuleProblem['code'] | 'needs-both' | 'confirmations-range'

export type ReadRule =
  | { readonly ok: true; readonly rule: Omit<MaintainRule, 'on'> }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<MaintainField, MaintainProblem>>> }

const MAX_CONFIRMATIONS = 1000

export const fieldsOf = (rule: MaintainRule | null): MaintainFields => ({
  minimum: rule === null ? '' : exactAmount(rule.minimum),
  refill: rule === null ? '' : exactAmount(rule.refill),
  above: rule?.maximum ? exactAmount(rule.maximum.above) : '',
  target: rule?.maximum ? exactAmount(rule.maximum.target) : '',
  confirmations: String(rule?.confirmations ?? DEFAULT_CONFIRMATIONS),
  daily: rule === null || rule.daily === null ? '' : exactAmount(rule.daily),
})

/**
 * Reads the rule, or says at which field it makes no sense: a rule that would deposit and withdraw in turns, that would withdraw nothing, or
 * that would feed the relay alone.
 * @param relayFee what the relay keeps of a withdrawal, base units; null = not known, then it is not checked
 */
export function readRule(fields: MaintainFields, relayFee: bigint | null): ReadRule {
  const problems: Partial<Record<MaintainField, MaintainProblem>> = {}
  const read = (field: 'minimum' | 'refill' | 'above' | 'target' | 'daily'): bigint | null => {
    const parsed = parseAmount(fields[field])
    if (parsed.ok) return parsed.value
    problems[field] = parsed.problem
    return null
  }
  const minimum = read('minimum')
  const refill = read('refill')
  const [above, target] = readMaximum(fields, read, problems)
  const daily = fields.daily.trim() === '' ? null : read('daily')
  const confirmations = readConfirmations(fields.confirmations)
  if (confirmations === null) problems.confirmations = 'confirmations-range'
  if (minimum === null || refill === null || confirmations === null || Object.keys(problems).length > 0) return { ok: false, problems }
  const rule = { minimum, refill, maximum: above !== null && target !== null ? { above, target } : null, confirmations, daily }
  const senseless = ruleProblems(rule, relayFee)
  if (senseless.length === 0) return { ok: true, rule }
  return { ok: false, problems: Object.fromEntries(senseless.map(({ field, code }) => [field, code])) }
}

/** Both fields, or neither: then nothing is ever withdrawn. */
function readMaximum(
  fields: MaintainFields,
  read: (field: 'above' | 'target') => bigint | null,
  problems: Partial<Record<MaintainField, MaintainProblem>>,
): readonly [bigint | null, bigint | null] {
  const [hasAbove, hasTarget] = [fields.above.trim() !== '', fields.target.trim() !== '']
  if (hasAbove && !hasTarget) problems.target = 'needs-both'
  if (hasTarget && !hasAbove) problems.above = 'needs-both'
  return [hasAbove ? read('above') : null, hasTarget ? read('target') : null]
}

function readConfirmations(text: string): number | null {
  if (!/^\d{1,4}$/.test(text.trim())) return null
  const value = Number(text.trim())
  return value >= 1 && value <= MAX_CONFIRMATIONS ? value : null
}

/** Shortest stretch of results from which a rate is taken. */
const RATE_FROM_MS = 10 * 60_000

export interface Forecast {
  readonly next: 'deposit' | 'withdrawal'
  /** Milliseconds until the balance reaches the rule's bound, at the rate so far. */
  readonly inMs: number
}

/**
 * When the next transfer of a rule would come at the rate of a stretch of results; null where nothing can be said. An estimate for people:
 * it decides nothing.
 */
export function forecast(rule: Omit<MaintainRule, 'on'>, balance: bigint, net: bigint, elapsedMs: number): Forecast | null {
  if (elapsedMs < RATE_FROM_MS || net === 0n) return null
  const way = net > 0n ? (rule.maximum === null ? null : rule.maximum.above - balance) : balance - rule.minimum
  if (way === null || way <= 0n) return null
  const magnitude = net < 0n ? -net : net
  return { next: net > 0n ? 'withdrawal' : 'deposit', inMs: Number((way * BigInt(elapsedMs)) / magnitude) }
}
