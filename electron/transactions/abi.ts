import { ConsoleError } from '../../shared/errors/errors.ts'

/*
 * The few encodings our seven calls need (Solidity ABI), as hexadecimal text without `0x`. Written out because a general coder costs more
 * for each transaction than everything else together; the tests hold every call to ethers' coder and to recorded transactions.
 */

const WORD_DIGITS = 64
const UINT256 = 1n << 256n

/** A uint of at most `bits` bits as one word. @throws ConsoleError 'invalid-request' when it does not fit */
export function uint(value: bigint, bits = 256): string {
  if (value < 0n || value >= (bits === 256 ? UINT256 : 1n << BigInt(bits))) throw new ConsoleError('invalid-request', `not a uint${bits}`)
  return value.toString(16).padStart(WORD_DIGITS, '0')
}

/** An address as one word. */
export const addressWord = (address: string): string => address.slice(2).toLowerCase().padStart(WORD_DIGITS, '0')

/** A dynamic array of uint256: length, then its words. */
export const uintArray = (values: readonly bigint[]): string => uint(BigInt(values.length)) + values.map((value) => uint(value)).join('')

/** A string: its length in bytes, then UTF-8 padded to whole words. */
export function utf8(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const words = Math.ceil(bytes.length / 32)
  return uint(BigInt(bytes.length)) + bytes.toString('hex').padEnd(words * WORD_DIGITS, '0')
}

/** The word at `index` of call data (after the selector); null when there is none. */
export function wordAt(data: string, index: number): string | null {
  const from = 2 + 8 + index * WORD_DIGITS
  const word = data.slice(from, from + WORD_DIGITS).toLowerCase()
  return /^[0-9a-f]{64}$/.test(word) ? word : null
}

/** The address in a word; null when its upper 12 bytes are not zero. */
export const addressOfWord = (word: string | null): `0x${string}` | null =>
  word?.startsWith('0'.repeat(24)) ? `0x${word.slice(24)}` : null
