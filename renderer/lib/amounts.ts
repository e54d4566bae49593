import { amountToText, DECIMALS, roundForDisplay } from '../../shared/domain/amount.ts'

/** An amount cut for display: what is bright, and the trailing zeros that are faint. */
export interface AmountParts {
  readonly sign: '' | '−' | '+'
  /** Whole part with separators and the digits of the fraction that say something: `2`, `0.85`. */
  readonly bright: string
  /** Trailing zeros, with the point where all of the fraction is zero: `.0000`, `00`. */
  readonly faint: string
}

/**
 * How an amount is shown. What is shown is never better for the operator than it is:
 * - what is there, free, arriving or paid, a limit, a result: rounded down, so that nobody counts on more than there is. A result or a
 *   movement below zero is rounded down too, away from zero: a loss is never shown smaller;
 * - what is staked, owed, lost, a fee or any other cost, written without a sign: `cost`, rounded up, so that it is never less than it is.
 * What is left out is below the last decimal; hover and copy have all of it.
 */
export interface AmountOptions {
  readonly decimals?: number
  /** A result, so that what is above zero carries its sign. */
  readonly plus?: boolean
  readonly cost?: boolean
}

/** Lists show four decimals. */
export const LIST_DECIMALS = 4
/** Money of one bounty and totals show five. */
export const EXACT_DECIMALS = 5

/** An amount with a number of decimals (4 unless told), in the parts that differ in tone; rounded as `AmountOptions` says. */
export function amountParts(value: bigint, { decimals = LIST_DECIMALS, plus = false, cost = false }: AmountOptions = {}): AmountParts {
  const rounded = roundForDisplay(value, decimals, cost ? 'up' : 'down')
  const magnitude = rounded < 0n ? -rounded : rounded
  const digits = magnitude.toString().padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).slice(0, decimals)
  const significant = fraction.replace(/0+$/, '')
  const zeros = fraction.slice(significant.length)
  const point = decimals > 0 ? '.' : ''
  return {
    sign: rounded < 0n ? '−' : plus && rounded > 0n ? '+' : '',
    bright: groupDigits(digits.slice(0, -DECIMALS)) + (significant === '' ? '' : point + significant),
    faint: significant === '' ? point + zeros : zeros,
  }
}

/** The same as one text: `−1,234.5000`. */
export function formatAmount(value: bigint, options: AmountOptions = {}): string {
  const { sign, bright, faint } = amountParts(value, options)
  return sign + bright + faint
}

/** All decimals that differ from zero, with separators: for hover, copy and where money is exact. */
export function exactAmount(value: bigint): string {
  const text = amountToText(value)
  const [whole = '0', fraction] = text.replace('-', '').split('.')
  return `${value < 0n ? '−' : ''}${groupDigits(whole)}${fraction === undefined ? '' : `.${fraction}`}`
}

/** Decimals needed so that nothing but zeros is left out, at least `least`. */
export function decimalsOf(value: bigint, least: number): number {
  const fraction = amountToText(value).split('.')[1] ?? ''
  return Math.min(DECIMALS, Math.max(least, fraction.length))
}

/** More decimals than these are left to hover and copy: nobody compares them by eye, and they push the names out of the panel. */
const MOST_SHOWN = 8

/** Decimals of one amount: all that differ from zero where that can still be read, `least` where not. */
export function readableDecimals(value: bigint, least: number): number {
  const needed = decimalsOf(value, least)
  return needed > MOST_SHOWN ? least : needed
}

/** Decimals for the money of one bounty, so that points align: five, or all that differ from zero where that can still be read. */
export function moneyDecimals(values: readonly bigint[]): number {
  const finest = values.reduce((most, value) => Math.max(most, decimalsOf(value, EXACT_DECIMALS)), EXACT_DECIMALS)
  return finest > MOST_SHOWN ? EXACT_DECIMALS : finest
}

/** What is put on the clipboard: plain decimal text that other programs read. */
export const copyText = amountToText

/** `18402117` → `18,402,117`; digits only. */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `part` of `whole` in per mille, rounded half up; null when `whole` is zero. Amounts stay integers until here. */
export function perMille(part: bigint, whole: bigint): number | null {
  // biome-ignore lint/plugin: a share of an amount.
  return whole === 0n ? null : Number((part * 2000n + whole) / (whole * 2n))
}

/** Per mille as a percentage with one decimal: 930 → `93.0 %`. */
export const formatPerMille = (value: number): string => `${Math.trunc(value / 10)}.${Math.abs(value % 10)} %`
