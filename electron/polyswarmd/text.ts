/** Controls, and the marks that turn the direction of a text round: a file name may use them to look like another. */
const TREACHEROUS = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/**
 * A text of the outside world, fit to be shown: at most `max` UTF-16 units, no control characters, no direction marks (each becomes U+FFFD).
 * It stays hostile: never to be run, parsed as markup or used as a path.
 */
export function cleanText(value: string, max: number): string {
  const cut = value.length > max ? `${value.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…` : value
  return cut.replace(TREACHEROUS, '\ufffd')
}

/** What a failure says, whatever shape its `errors` or `message` has: a text, a list, or an object that may hold a list. */
export function failureText(errors: unknown, max = 500): string {
  return cleanText(flatten(errors, 0).trim(), max) || 'no reason given'
}

function flatten(value: unknown, depth: number): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (depth > 3 || typeof value !== 'object' || value === null) return ''
  const items = Array.isArray(value) ? value : messagesOf(value)
  return items
    .slice(0, 20)
    .map((item) => flatten(item, depth + 1))
    .filter((text) => text !== '')
    .join('; ')
}

/** Of an object the parts that speak; when none of the usual ones is there, all of its values. */
function messagesOf(value: object): readonly unknown[] {
  const { message, errors } = value as { readonly message?: unknown; readonly errors?: unknown }
  const usual = [message, errors].filter((part) => part !== undefined)
  return usual.length > 0 ? usual : Object.values(value)
}
