import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExactJson, parseExact } from './json.ts'

/** JSON text of a value whose bigints stand as bare integers: what polyswarmd sends. */
function write(value: ExactJson): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`)
      .join(',')}}`
  return JSON.stringify(value)
}

const beyond = fc
  .bigInt({ min: 2n ** 53n, max: 2n ** 256n - 1n })
  .chain((value) => fc.constantFrom(value, -value))
  .map((value): ExactJson => value)
const plain: fc.Arbitrary<ExactJson> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  fc.boolean(),
  fc.constant(null),
)
const { tree } = fc.letrec<{ tree: ExactJson }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    beyond,
    plain,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('tree'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}))

describe('parseExact', () => {
  it('gives back every value that was written, big integers to the last digit', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(parseExact(write(value))).toEqual(value)
      }),
    )
  })
  it('reads everything else as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const expected = JSON.parse(text) as unknown
        fc.pre(!text.includes('__proto__'))
        expect(asNumbers(parseExact(text))).toEqual(expected)
      }),
    )
  })
  it('keeps a payout that a double cannot hold', () => {
    expect(parseExact('{"payout":1062500000000000001}')).toEqual({ payout: 1062500000000000001n })
  })
  it('reads integers in exponent form exactly', () => {
    expect(parseExact('[1e+26,1.5E20,-2e22,12e-1,1e2]')).toEqual([10n ** 26n, 15n * 10n ** 19n, -2n * 10n ** 22n, 1.2, 100])
  })
  it('does not let a number of a million digits or a giant exponent hold the process', () => {
    expect(String(parseExact('9'.repeat(1_000_000))).length).toBeLessThan(100)
    expect(parseExact('1e999999999')).toBe(Number.POSITIVE_INFINITY)
    expect(parseExact('1e-999999999')).toBe(0)
  })
  it.each([
    ['text that is not JSON', '<html>502</html>'],
    ['nothing', ''],
    ['a key with two values', '{"amount":"1","amount":"2"}'],
    ['something after the end', '{} {}'],
    ['nesting deeper than the stack', '['.repeat(200_000)],
  ])('refuses %s as a bad answer', (_, text) => {
    expect(() => parseExact(text)).toThrow(expect.objectContaining({ code: 'bad-answer' }))
  })
  it('does not let a key reach the prototype', () => {
    const parsed = parseExact('{"__proto__":{"polluted":true}}')
    expect(parsed).not.toHaveProperty('polluted')
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
  })
})

/** fc.json() writes integers as large as doubles go. */
function asNumbers(value: ExactJson): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(asNumbers)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asNumbers(item)]))
  return value
}
