import { parse } from 'lossless-json'
import { ConsoleError } from '../../shared/errors/errors.ts'

/** What `parseExact` makes of a JSON text: as JSON.parse, but integers beyond ±(2^53 − 1) are bigint. */
export type ExactJson = string | number | bigint | boolean | null | readonly ExactJson[] | { readonly [key: string]: ExactJson }

/** No amount of a chain has more digits (2^256 has 78); an exponent above it is an attack on memory, not a number. */
const MAX_DIGITS = 78

/**
 * Reads JSON without losing a digit: payouts and parameters arrive as integers above 2^53. An object that names a key twice with two values
 * is refused, because it could be read in two ways. (A reviver with the source text would do too, but is slower and younger.)
 * @throws ConsoleError `bad-answer`
 */
export function parseExact(text: string): ExactJson {
  try {
    return parse(text, undefined, exactNumber) as ExactJson
  } catch (cause) {
    // Also a RangeError: nesting too deep for the stack.
    throw new ConsoleError('bad-answer', 'The answer is not JSON.', { cause })
  }
}

function exactNumber(text: string): number | bigint {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  const integer = /^-?\d+$/.test(text) ? digits(text) : shifted(text)
  return integer ?? number
}

function digits(text: string): bigint {
  // BigInt() of a million digits would hold the process; no schema takes so many, so the text need not be exact.
  return text.length > MAX_DIGITS + 1 ? BigInt(text.slice(0, MAX_DIGITS + 2)) : BigInt(text)
}

/** `1e+26` or `1.5e20` as the integer it is; null when it is none. */
function shifted(text: string): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const shift = Number(exponent) - fraction.length
  const all = whole + fraction
  if (Math.abs(shift) > MAX_DIGITS || all.length > MAX_DIGITS) return null
  const value = BigInt(all)
  const unit = 10n ** BigInt(Math.abs(shift))
  if (shift < 0 && value % unit !== 0n) return null
  const magnitude = shift < 0 ? value / unit : value * unit
  return sign === '-' ? -magnitude : magnitude
}
