import { randomUUID } from 'node:crypto'
import { getAddress } from 'ethers/address'
import { z } from 'zod'
import type { Address } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'

/** A keyfile is about 500 characters; whatever is far above is something else. */
export const MAX_KEYFILE_LENGTH = 16_384

/**
 * What this console spends on one password: a gigabyte of memory (geth's standard takes a quarter), eight times the work of geth's
 * standard, about 5 s. A file that asks for more was made to hang whoever opens it.
 */
const MAX_SCRYPT_MEMORY = 2 ** 30
const MAX_SCRYPT_WORK = 2 ** 24
const MAX_PBKDF2_ROUNDS = 10_000_000

const hexBytes = (min: number, max: number) =>
  z
    .string()
    .regex(/^(0x)?([0-9a-fA-F]{2})*$/)
    .transform((text) => Buffer.from(text.replace(/^0x/, ''), 'hex'))
    .refine((bytes) => bytes.length >= min && bytes.length <= max)

const count = z.int().positive()
const scryptParams = z.object({ n: count, r: count, p: count, dklen: z.literal(32), salt: hexBytes(1, 64) })
const pbkdf2Params = z.object({ c: count, dklen: z.literal(32), prf: z.string(), salt: hexBytes(1, 64) })

/** Web3 Secret Storage version 3, after all names were brought to lower case. */
const keyfile = z.object({
  version: z.literal(3),
  /** geth refuses a keyfile without one. */
  id: z.uuid().nullish().catch(null),
  address: z
    .string()
    .regex(/^(0x)?[0-9a-fA-F]{40}$/)
    .transform((text): Address => getAddress(`0x${text.replace(/^0x/, '').toLowerCase()}`))
    .nullish()
    .transform((address) => address ?? null),
  crypto: z.object({
    cipher: z.string(),
    cipherparams: z.object({ iv: hexBytes(16, 16) }),
    ciphertext: hexBytes(1, 32),
    kdf: z.string(),
    kdfparams: z.record(z.string(), z.unknown()),
    mac: hexBytes(32, 32),
  }),
})
export type Keyfile = z.output<typeof keyfile>

/** What a password costs to try. */
export type Cost =
  | { readonly kdf: 'scrypt'; readonly n: number; readonly r: number; readonly p: number; readonly salt: Buffer }
  | { readonly kdf: 'pbkdf2'; readonly c: number; readonly salt: Buffer }

/** What a keyfile tells without its password. */
export interface KeyfileInfo {
  /** EIP-55; null when the file does not say. */
  readonly address: Address | null
  readonly kdf: 'scrypt' | 'pbkdf2'
  /** scrypt's N or pbkdf2's rounds. */
  readonly cost: number
}

/**
 * Looks at a keyfile without its password.
 * @throws ConsoleError 'not-a-keyfile', 'keyfile-damaged', 'kdf-unsupported' (also for a cost beyond all reason)
 */
export function inspectKeyfile(text: string): KeyfileInfo {
  const parsed = parseKeyfile(text)
  const cost = readCost(parsed)
  checkCost(cost)
  return { address: parsed.address, kdf: cost.kdf, cost: cost.kdf === 'scrypt' ? cost.n : cost.c }
}

/**
 * The same keyfile in few characters, with what Web3 Secret Storage names and nothing else: what a vault keeps and exports. It has the
 * address and the id that geth asks for, even where the original left them out.
 * @param account the address that its key was proven to have
 * @throws ConsoleError as `inspectKeyfile`
 */
export function compactKeyfile(text: string, account: Address): string {
  inspectKeyfile(text)
  const { crypto, id } = parseKeyfile(text)
  const hex = (bytes: Buffer): string => bytes.toString('hex')
  const kdfparams = Object.fromEntries(
    Object.entries(crypto.kdfparams).filter(([name]) => ['n', 'r', 'p', 'c', 'dklen', 'prf', 'salt'].includes(name)),
  )
  return JSON.stringify({
    address: account.slice(2).toLowerCase(),
    crypto: {
      cipher: crypto.cipher,
      ciphertext: hex(crypto.ciphertext),
      cipherparams: { iv: hex(crypto.cipherparams.iv) },
      kdf: crypto.kdf,
      kdfparams,
      mac: hex(crypto.mac),
    },
    id: id ?? randomUUID(),
    version: 3,
  })
}

/** @throws ConsoleError 'not-a-keyfile', 'keyfile-damaged', 'kdf-unsupported' */
export function parseKeyfile(text: string): Keyfile {
  if (text.length > MAX_KEYFILE_LENGTH) throw new ConsoleError('not-a-keyfile', because('keyfile-too-long'))
  const value = lowerCaseNames(parseJson(text.replace(/^\uFEFF/, '')))
  if (!isObject(value) || !isObject(value.crypto)) throw new ConsoleError('not-a-keyfile', because('keyfile-no-crypto'))
  if (typeof value.version === 'number' && value.version !== 3) {
    throw new ConsoleError('kdf-unsupported', because('keyfile-version', { version: String(value.version) }))
  }
  const parsed = keyfile.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.map(String).join('.') || 'file'
  throw new ConsoleError('keyfile-damaged', because('keyfile-field', { field: where }))
}

/** @throws ConsoleError 'kdf-unsupported', 'keyfile-damaged' */
export function readCost({ crypto }: Keyfile): Cost {
  if (crypto.cipher !== 'aes-128-ctr')
    throw new ConsoleError('kdf-unsupported', because('keyfile-cipher', { cipher: shown(crypto.cipher) }))
  if (crypto.kdf === 'scrypt') {
    const { n, r, p, salt } = known(scryptParams, crypto.kdfparams)
    return { kdf: 'scrypt', n, r, p, salt }
  }
  if (crypto.kdf === 'pbkdf2') {
    const { c, prf, salt } = known(pbkdf2Params, crypto.kdfparams)
    if (prf !== 'hmac-sha256') throw new ConsoleError('kdf-unsupported', because('keyfile-prf', { prf: shown(prf) }))
    return { kdf: 'pbkdf2', c, salt }
  }
  throw new ConsoleError('kdf-unsupported', because('keyfile-kdf', { kdf: shown(crypto.kdf) }))
}

/** @throws ConsoleError 'kdf-unsupported' */
export function checkCost(cost: Cost): void {
  if (cost.kdf === 'pbkdf2') {
    if (cost.c > MAX_PBKDF2_ROUNDS) throw new ConsoleError('kdf-unsupported', because('keyfile-rounds', { rounds: String(cost.c) }))
    return
  }
  const { n, r, p } = cost
  if (n < 2 || !Number.isInteger(Math.log2(n))) throw new ConsoleError('keyfile-damaged', because('keyfile-odd-n'))
  if (128 * n * r > MAX_SCRYPT_MEMORY || n * r * p > MAX_SCRYPT_WORK) {
    throw new ConsoleError('kdf-unsupported', because('keyfile-cost', { n: String(n), r: String(r), p: String(p) }))
  }
}

function known<T>(schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params)
  if (parsed.success) return parsed.data
  throw new ConsoleError(
    'keyfile-damaged',
    because('keyfile-field', { field: `kdfparams.${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}` }),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A keyfile that was cut off still shows what it was.
    if (/"(crypto|ciphertext|kdfparams)"/i.test(text)) throw new ConsoleError('keyfile-damaged', because('keyfile-cut'))
    throw new ConsoleError('not-a-keyfile', because('keyfile-not-json'))
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Wallets disagree about upper and lower case of the names ("Crypto", "KDF"); their meaning is the same. */
function lowerCaseNames(value: unknown, depth = 0): unknown {
  if (!isObject(value) || depth > 4) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), lowerCaseNames(inner, depth + 1)]))
}

/** A short, printable form of a word from the file. */
const shown = (word: string): string => `"${word.replace(/[^\x20-\x7e]/g, '?').slice(0, 40)}"`
