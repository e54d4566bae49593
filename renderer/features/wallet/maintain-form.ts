import { type AmountProblem, parseAmount } from '../../../shared/domain/amount.ts'
import type { MaintainRule } from '../../../shared/domain/transfer.ts'

import { exactAmount } from '../../lib/amounts.ts'

/** The fields as they are typed. */
export interface MaintainFields {
  readonly minimum: string
  readonly refill: string
  readonly above: string
  readonly target: string
  readonly confirmations: string
}
export type MaintainField = keyof MaintainFields

/** What is wrong at one field; the catalogue has a sentence for each. */
export type MaintainProblem =
  | AmountProblem
  | 'refill-zero'
  | 'needs-both'
  | 'above-under-refilled'
  | 'target-under-minimum'
  | 'target-not-under-above'
  | 'not-above-fee'
  | 'confirmations-range'

export type ReadRule =
  | { readonly ok: true; readonly rule: Omit<MaintainRule, 'on'> }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<MaintainField, MaintainProblem>>> }

export const DEFAULT_CONFIRMATIONS = 20
const MAX_CONFIRMATIONS = 1000

export const fieldsOf = (rule: MaintainRule | null): MaintainFields => ({
  minimum: rule === null ? '' : exactAmount(rule.minimum),
  refill: rule === null ? '' : exactAmount(rule.refill),
  above: rule?.maximum ? exactAmount(rule.maximum.above) : '',
  target: rule?.maximum ? exactAmount(rule.maximum.target) : '',
  confirmations: String(rule?.confirmations ?? DEFAULT_CONFIRMATIONS),
})

/**
 * Reads the rule, or says at which field it makes no sense: a rule that would deposit and withdraw in turns, that would withdraw nothing, or
 * that would feed the relay alone.
 * @param relayFee what the relay keeps of a withdrawal, base units; null = not known, then it is not checked
 */
export function readRule(fields: MaintainFields, relayFee: bigint | null): ReadRule {
  const problems: Partial<Record<MaintainField, MaintainProblem>> = {}
  const read = (field: MaintainField): bigint | null => {
    const parsed = parseAmount(fields[field])
    if (parsed.ok) return parsed.value
    problems[field] = parsed.problem
    return null
  }
  const minimum = read('minimum')
  const refill = read('refill')
  const withdraws = fields.above.trim() !== '' || fields.target.trim() !== ''
  const above = withdraws && fields.above.trim() !== '' ? read('above') : null
  const target = withdraws && fields.target.trim() !== '' ? read('target') : null
  if (withdraws && fields.above.trim() === '') problems.above = 'needs-both'
  if (withdraws && fields.target.trim() === '') problems.target = 'needs-both'
  if (refill === 0n) problems.refill = 'refill-zero'
  const confirmations = readConfirmations(fields.confirmations)
  if (confirmations === null) problems.confirmations = 'confirmations-range'
  if (above !== null && minimum !== null && refill !== null && above < minimum + refill) problems.above = 'above-under-refilled'
  if (above !== null && target !== null) {
    if (target >= above) problems.target = 'target-not-under-above'
    else if (minimum !== null && target < minimum) problems.target = 'target-under-minimum'
    else if (relayFee !== null && above - target <= relayFee) problems.target = 'not-above-fee'
  }
  if (Object.keys(problems).length > 0 || minimum === null || refill === null || confirmations === null) return { ok: false, problems }
  return { ok: true, rule: { minimum, refill, maximum: above !== null && target !== null ? { above, target } : null, confirmations } }
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
