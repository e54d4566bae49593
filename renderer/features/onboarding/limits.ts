import { type AmountProblem, parseAmount } from '../../../shared/domain/amount.ts'
import type { EngineLimits } from '../../../shared/domain/engine.ts'
import { exactAmount } from '../../lib/amounts.ts'

/** The limits as they are typed; an empty field of the first three is "no limit". */
export interface LimitFields {
  readonly perBounty: string
  readonly perDay: string
  readonly atOnce: string
  readonly allowance: string
}
export type LimitField = keyof LimitFields
export type LimitProblem = AmountProblem | 'zero' | 'above-at-once' | 'above-day'

export type ReadLimits =
  | { readonly ok: true; readonly limits: EngineLimits }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<LimitField, LimitProblem>>> }

export const limitFieldsOf = ({ perBounty, perDay, atOnce, allowance }: EngineLimits): LimitFields => ({
  perBounty: perBounty === null ? '' : exactAmount(perBounty),
  perDay: perDay === null ? '' : exactAmount(perDay),
  atOnce: atOnce === null ? '' : exactAmount(atOnce),
  allowance: exactAmount(allowance),
})

/** Reads the limits, or says at which field they contradict each other. What has no field stays as it was `before`. */
export function readLimits(fields: LimitFields, before: EngineLimits): ReadLimits {
  const problems: Partial<Record<LimitField, LimitProblem>> = {}
  const read = (field: LimitField): bigint | null => {
    const parsed = parseAmount(fields[field])
    if (parsed.ok && parsed.value === 0n && field !== 'allowance') problems[field] = 'zero'
    if (parsed.ok) return parsed.value
    if (parsed.problem !== 'empty' || field === 'allowance') problems[field] = parsed.problem
    return null
  }
  const perBounty = read('perBounty')
  const perDay = read('perDay')
  const atOnce = read('atOnce')
  const allowance = read('allowance')
  if (perBounty !== null && atOnce !== null && perBounty > atOnce) problems.perBounty = 'above-at-once'
  else if (perBounty !== null && perDay !== null && perBounty > perDay) problems.perBounty = 'above-day'
  if (allowance === null || Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, limits: { ...before, perBounty, perDay, atOnce, allowance } }
}
