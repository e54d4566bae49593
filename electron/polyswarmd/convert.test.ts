import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArtifactMetadata, toAssertion, toVerdictMetadata } from './convert.ts'
import { readEvent } from './convert-event.ts'
import { readFrames } from './testing/fixtures.ts'
import { cleanText, failureText } from './text.ts'
import * as wire from './wire.ts'

const account = '0xf0243D9b2E332D7072dD4B143a881B3f135F380c'

describe('metadata that other accounts wrote', () => {
  it('is read from a list and from the JSON text of one', () => {
    const said = [
      { malware_family: 'EICAR', scanner: { version: '1.2.3', vendor_version: '4.5', environment: {} }, confidence: 0.9 },
      { malware_family: '' },
    ]
    const read = [
      { malwareFamily: 'EICAR', scannerVersion: '1.2.3', vendorVersion: '4.5', signaturesVersion: null },
      { malwareFamily: '', scannerVersion: null, vendorVersion: null, signaturesVersion: null },
    ]
    expect(toVerdictMetadata(said)).toEqual(read)
    expect(toVerdictMetadata(JSON.stringify(said))).toEqual(read)
  })
  it.each([
    [''],
    ['QmcNAv18nVDJbHo1yTK4HjE7u3Cv3GYC79u2JP4xxGdpkd'],
    [null],
    [undefined],
    [7],
    [{ malware_family: 'x' }],
    ['[not json'],
    [`["${'x'.repeat(70_000)}"]`],
  ])('is nothing when it is %j', (value) => {
    expect(toVerdictMetadata(value)).toEqual([])
    expect(toArtifactMetadata(value)).toEqual([])
  })
  it('cannot dress a file name up or fill the screen with it', () => {
    const [said] = toArtifactMetadata([
      { filename: `annexe\u202Efdp.exe\u0000\u001b[31m${'x'.repeat(300)}`, filesize: '-5', sha256: 'zz', uri: 'x'.repeat(5_000) },
    ])
    expect(said?.filename).toMatch(/^annexe\ufffdfdp\.exe\ufffd\ufffd\[31mx+…$/)
    expect(said?.filename).toHaveLength(255)
    expect(said).toMatchObject({ filesize: null, sha256: null, mimetype: null })
    expect(said?.url).toHaveLength(2_000)
  })
  it('takes no more entries than a bounty has artifacts', () => {
    expect(toArtifactMetadata(Array(5_000).fill({ filename: 'a' }))).toHaveLength(256)
  })
  it('never fails, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        toVerdictMetadata(value)
        toArtifactMetadata(value)
        toArtifactMetadata([value])
      }),
    )
    fc.assert(fc.property(fc.json(), (text) => Array.isArray(toVerdictMetadata(text))))
  })
  it('is kept of the recorded events', () => {
    const reveals = readFrames().flatMap(({ frame }) => {
      const read = readEvent(frame)
      return read.ok && read.event.kind === 'reveal' ? [read.event.metadata] : []
    })
    expect(reveals).toHaveLength(10)
    expect(new Set(reveals.flat().map((said) => said.malwareFamily))).toEqual(new Set(['Eicar Test File', '']))
  })
})

describe('an assertion of somebody else', () => {
  const assertion = { author: account, mask: [true], commitment: '5', nonce: '0', verdicts: [null], metadata: null, bid: ['7'] }
  it('is unrevealed while its nonce is 0', () => {
    expect(toAssertion(wire.assertion.parse(assertion), 3)).toEqual({
      index: 3,
      author: account,
      mask: [true],
      bids: [7n],
      commitment: 5n,
      reveal: null,
    })
  })
  it('with a mask of artifacts that do not exist hides nobody else', () => {
    const strange = wire.assertion.parse({ ...assertion, bid: ['7', '8', '9'], nonce: 12, verdicts: [true] })
    expect(toAssertion(strange, 0)).toMatchObject({ bids: [7n, 8n, 9n], reveal: { nonce: 12n, verdicts: [true], metadata: [] } })
  })
})

describe('the wire’s limits', () => {
  const bounty = {
    guid: 'E910B83C-1cde-4ab6-a7db-378282891cf9',
    artifact_type: 'file',
    author: account,
    amount: '1',
    uri: 'Qm',
    num_artifacts: 1,
    expiration: '99',
    assigned_arbiter: account,
    quorum_reached: true,
    quorum_reached_block: 3,
    quorum_mask: [true],
    metadata: null,
  }
  it('take a bounty as it should be, its guid in one spelling', () => {
    expect(wire.bounty.parse(bounty)).toMatchObject({ guid: 'e910b83c-1cde-4ab6-a7db-378282891cf9', expiration: 99, amount: 1n })
  })
  it.each([
    ['more than 256 artifacts', { num_artifacts: 257 }],
    ['a quorum mask of 257 bits', { quorum_mask: Array(257).fill(true) }],
    ['a negative amount', { amount: '-1' }],
    ['an amount in exponent form', { amount: '1e18' }],
    ['a float', { amount: 1.5 }],
    ['an amount beyond a uint256', { amount: (2n ** 256n).toString() }],
    ['an expiration beyond all blocks', { expiration: '99999999999999999999' }],
    ['a uri of a kilobyte', { uri: 'x'.repeat(1_000) }],
    ['no address', { author: '0x12' }],
    ['no guid', { guid: 'e910b83c' }],
    ['a type nobody knows', { artifact_type: 'memory-dump' }],
  ])('refuse %s', (_, change) => {
    expect(wire.bounty.safeParse({ ...bounty, ...change }).success).toBe(false)
  })
})

describe('readEvent', () => {
  it('never throws and tells a block only as a plain number', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.anything().map((value) => String(JSON.stringify({ event: 'bounty', data: value, block_number: value }))),
    )
    fc.assert(
      fc.property(anything, (frame) => {
        const { block } = readEvent(frame)
        expect(block === null || Number.isSafeInteger(block)).toBe(true)
      }),
    )
  })
})

describe('cleanText and failureText', () => {
  it('cut without tearing a character apart', () => {
    expect(cleanText(`${'a'.repeat(8)}😀😀`, 10)).toBe('aaaaaaaa…')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, max) => cleanText(text, max).length <= max),
    )
  })
  it.each([
    ['Unauthorized', 'Unauthorized'],
    [['one', { message: 'two', is_error: true }], 'one; two'],
    [{ errors: ['transaction aa: failed'], transfers: [] }, 'transaction aa: failed'],
    [{ guid: ['missing'] }, 'missing'],
    [null, 'no reason given'],
    [{}, 'no reason given'],
  ])('say what %j says', (errors, text) => {
    expect(failureText(errors)).toBe(text)
  })
})
