import { type AmountProblem, amountToText, parseAmount } from '../../../shared/domain/amount.ts'
import type { EngineLimits } from '../../../shared/domain/engine.ts'

/** The fields of the limits as text, as an operator types them. */
export interface LimitTexts {
  readonly perDay: string
  readonly perBounty: string
  readonly atOnce: string
  readonly allowance: string
  readonly homeGasPrice: string
}
export type LimitField = keyof LimitTexts
/** Fields that may stay empty: no limit of this kind. */
export const optionalLimits: ReadonlySet<LimitField> = new Set(['perDay', 'perBounty', 'atOnce'])

const GWEI_FACTOR = 10n ** 9n
/** Wei as gwei, all decimals that differ from zero: `35`, `1.5`. */
export const gweiText = (wei: bigint): string => amountToText(wei * GWEI_FACTOR)

export const limitTexts = ({ perDay, perBounty, atOnce, allowance, homeGasPrice }: EngineLimits): LimitTexts => ({
  perDay: perDay === null ? '' : amountToText(perDay),
  perBounty: perBounty === null ? '' : amountToText(perBounty),
  atOnce: atOnce === null ? '' : amountToText(atOnce),
  allowance: amountToText(allowance),
  homeGasPrice: gweiText(homeGasPrice),
})

/** What is wrong with one field; null when nothing is. A limit of nothing would stop all staking without a word: that is what pausing is for. */
export function limitProblem(field: LimitField, text: string): AmountProblem | 'zero' | null {
  if (text.trim() === '' && optionalLimits.has(field)) return null
  const parsed = parseAmount(text, field === 'homeGasPrice' ? 'nct-gwei' : 'nct')
  if (!parsed.ok) return parsed.problem
  return parsed.value === 0n && optionalLimits.has(field) ? 'zero' : null
}

/** The limits that the fields say; null while any of them is wrong. Wei have the scale of base units: 1 gwei = 10^9. */
export function parseLimits(texts: LimitTexts): EngineLimits | null {
  const fields = Object.keys(texts) as LimitField[]
  if (fields.some((field) => limitProblem(field, texts[field]) !== null)) return null
  const read = (field: LimitField): bigint | null => {
    const parsed = parseAmount(texts[field], field === 'homeGasPrice' ? 'nct-gwei' : 'nct')
    return parsed.ok ? parsed.value : null
  }
  return {
    perDay: read('perDay'),
    perBounty: read('perBounty'),
    atOnce: read('atOnce'),
    allowance: read('allowance') ?? 0n,
    homeGasPrice: read('homeGasPrice') ?? 0n,
  }
}
