/**
 * Makes log fields safe and printable. Two nets: names that hold secrets lose their value whatever it is, and texts lose what looks like a
 * secret in passing (an Authorization header, a password in an address, a keyfile). Secrets known at run time can be added.
 */
export const REDACTED = '[redacted]'

/** Compared with the field's name in lower case without punctuation. A transaction's nonce is public: log it as `accountNonce`. */
const SECRET_NAMES = new Set([
  'nonce',
  'nonces',
  'revealnonce',
  'commitmentnonce',
  'key',
  'keys',
  'token',
  'auth',
  'cookie',
  'setcookie',
  'pw',
])
const SECRET_PARTS = [
  'password',
  'passphrase',
  'passwd',
  'secret',
  'privatekey',
  'apikey',
  'journalkey',
  'sealkey',
  'keyfile',
  'keystore',
  'authorization',
  'mnemonic',
  'ciphertext',
  'credential',
  'accesstoken',
]
/** Names that contain a part from above and are harmless. */
const HARMLESS_NAMES = new Set(['keyfilepath', 'keyfilename', 'keyfilecount'])

const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(authorization|api[-_ ]?key|password|passphrase|private[-_ ]?key|token)(["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',;&}]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${REDACTED}@`],
  [/("(?:ciphertext|mac|salt|iv)"\s*:\s*")[^"]*"/gi, `$1${REDACTED}"`],
]

const MAX_DEPTH = 6
const MAX_TEXT = 4000
const MAX_ITEMS = 50

export class Redactor {
  readonly #known = new Set<string>()

  /** Keeps this text out of every line from now on (an API key, a one-time token). Texts under 6 characters would maim ordinary words. */
  hide(secret: string): void {
    if (secret.length >= 6) this.#known.add(secret)
  }

  text(value: string): string {
    let safe = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
    for (const [pattern, replacement] of SECRET_TEXTS) safe = safe.replace(pattern, replacement)
    for (const secret of this.#known) safe = safe.replaceAll(secret, REDACTED)
    return safe
  }

  fields(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#object(value, 0)
  }

  #object(value: object, depth: number): Record<string, unknown> {
    const entries = Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, field]) => [name, holdsSecret(name) ? REDACTED : this.#value(field, depth + 1)])
    return Object.fromEntries(entries)
  }

  #value(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value)
    if (typeof value === 'bigint') return value.toString()
    if (typeof value === 'function' || typeof value === 'symbol') return undefined
    if (typeof value !== 'object' || value === null) return value
    if (depth > MAX_DEPTH) return '[…]'
    if (value instanceof Error) return this.#error(value, depth)
    if (value instanceof Uint8Array || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
    if (value instanceof Date) return value.toISOString()
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => this.#value(item, depth + 1))
    if (value instanceof Map) return this.#object(Object.fromEntries(value), depth)
    if (value instanceof Set) return this.#value([...value], depth)
    return this.#object(value, depth)
  }

  #error(error: Error, depth: number): Record<string, unknown> {
    const own = error as { readonly code?: unknown }
    return {
      type: error.name,
      message: this.text(error.message),
      ...(typeof own.code === 'string' ? { code: own.code } : {}),
      stack: this.text((error.stack ?? '').split('\n').slice(1, 12).join('\n')),
      ...(error.cause === undefined ? {} : { cause: this.#value(error.cause, depth + 1) }),
    }
  }
}

function holdsSecret(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (HARMLESS_NAMES.has(plain)) return false
  return SECRET_NAMES.has(plain) || SECRET_PARTS.some((part) => plain.includes(part))
}
