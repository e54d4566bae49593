import { z } from 'zod'

/** NCT and ETH both have 18 decimals: 1 NCT = 10^18 base units (PolySwarm's Nectar ERC-20, Ethereum's wei). */
export const DECIMALS = 18
const UNIT = 10n ** BigInt(DECIMALS)

/** Units an operator may type an amount in; the same names as the Python `balancemanager` (base units: 1, 10^9, 10^18). */
export const denominations = ['nct', 'nct-gwei', 'nct-wei'] as const
export type Denomination = (typeof denominations)[number]

const decimalsOf: Record<Denomination, number> = { nct: 18, 'nct-gwei': 9, 'nct-wei': 0 }

/** A signed amount in base units: `bigint` in memory, a decimal string over IPC and on disk. */
export const amount = z.codec(z.string().regex(/^-?(0|[1-9]\d{0,77})$/, 'not a decimal integer'), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
})

/** What is wrong with an amount somebody typed; `null` never stands for zero. */
export type AmountProblem = 'empty' | 'not-a-number' | 'too-many-decimals' | 'too-large'
export type ParsedAmount = { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly problem: AmountProblem }

/**
 * Reads an amount as an operator types it (`1,000.25`, `.5`, `12`), without any float.
 * @param text the field's text; thousands commas and outer blanks are allowed
 * @param denomination the unit of the number in `text`
 * @returns base units, or the reason why it is no amount
 */
export function parseAmount(text: string, denomination: Denomination = 'nct'): ParsedAmount {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: false, problem: 'empty' }
  const match = /^(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/.exec(trimmed)
  const whole = match?.[1]?.replaceAll(',', '') ?? ''
  const fraction = match?.[2] ?? ''
  if (!match || (whole === '' && fraction === '')) return { ok: false, problem: 'not-a-number' }
  const decimals = decimalsOf[denomination]
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > decimals) return { ok: false, problem: 'too-many-decimals' }
  const value = BigInt(whole + significant.padEnd(decimals, '0'))
  return value < 2n ** 255n ? { ok: true, value } : { ok: false, problem: 'too-large' }
}

/** The exact decimal text of an amount in whole units (`1.25`), without trailing zeros: what a field or a file holds. */
export function amountToText(value: bigint): string {
  const { sign, whole, fraction } = split(value)
  const digits = fraction.replace(/0+$/, '')
  return `${sign}${whole}${digits === '' ? '' : `.${digits}`}`
}

/**
 * Rounds to a number of decimals, to one side: for display only, never for a sum.
 * @param side 'down': towards what is less (−0.00001 → −0.0001); 'up': towards what is more
 * @returns base units, a multiple of 10^(18 - decimals)
 */
export function roundForDisplay(value: bigint, decimals: number, side: 'down' | 'up'): bigint {
  const step = 10n ** BigInt(DECIMALS - decimals)
  const towardsZero = (value / step) * step
  if (side === 'down') return towardsZero > value ? towardsZero - step : towardsZero
  return towardsZero < value ? towardsZero + step : towardsZero
}

function split(value: bigint): { sign: '' | '-'; whole: string; fraction: string } {
  const magnitude = value < 0n ? -value : value
  return {
    sign: value < 0n ? '-' : '',
    whole: (magnitude / UNIT).toString(),
    fraction: (magnitude % UNIT).toString().padStart(DECIMALS, '0'),
  }
}
