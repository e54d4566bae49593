/*
 * A secret can stand in a message or a file in many spellings. These are all that something in this program could make of it: a search for
 * each of them finds the secret wherever it is, at whatever place of a longer text.
 */

/** Base64 of bytes wherever they stand in a longer run: three alignments, without the characters that the neighbours decide. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const core = text.slice(before === 0 ? 0 : before + 1).replace(/=+$/, '')
    const safe = (bytes.length + before) % 3 === 0 ? core : core.slice(0, -1)
    return [safe, safe.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

const inText = (bytes: Buffer): string[] => [
  bytes.toString('hex'),
  bytes.toString('hex').toUpperCase(),
  ...base64(bytes),
  [...bytes].join(','),
]

/** Bytes: as they are, hex, base64, a list of numbers. */
export const ofBytes = (bytes: Buffer): Buffer[] => [bytes, ...inText(bytes).map((text) => Buffer.from(text))]

/** A 256-bit number: as bytes, and decimal and hex without leading zeros. */
export function ofNumber(value: bigint): Buffer[] {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(64, '0'), 'hex')
  return [...ofBytes(bytes), Buffer.from(hex), Buffer.from(value.toString())]
}

/** A text: in UTF-8, UTF-16 and Latin-1, as JSON with and without escapes, percent-encoded, and its bytes in every spelling. */
export function ofText(text: string): Buffer[] {
  const escaped = text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const plain = [JSON.stringify(text).slice(1, -1), escaped, encodeURIComponent(text)]
  return [
    ...ofBytes(Buffer.from(text)),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'latin1'),
    ...plain.map((each) => Buffer.from(each)),
  ]
}

/** A few stretches of a file, each long enough to stand nowhere by chance: a copy of any large part of it is found. */
export function ofFile(bytes: Buffer): Buffer[] {
  const LENGTH = 24
  return [0.25, 0.5, 0.75, 1].flatMap((part) => {
    const from = Math.floor((bytes.length - LENGTH) * part)
    return ofBytes(bytes.subarray(from, from + LENGTH))
  })
}

/** Names of places that hold any of the spellings. */
export const placesWith = (places: ReadonlyMap<string, Buffer>, spellings: readonly Buffer[]): string[] =>
  [...places].filter(([, bytes]) => spellings.some((spelling) => bytes.includes(spelling))).map(([name]) => name)
