import { decryptKeystoreJson } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { keyfileNamed, keyfiles, light } from './fixtures.fixture.ts'
import { decryptKeyfile, encryptKeyfile, THROWAWAY_SCRYPT } from './keyfile.ts'
import { compactKeyfile, inspectKeyfile } from './keyfile-format.ts'
import { addressOf, isPrivateKey } from './secp256k1.ts'

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`

/** The light keyfile with something changed. */
type Tree = { [name: string]: unknown; crypto: { [name: string]: unknown; kdfparams: Record<string, unknown> } }
function changed(change: (keyfile: Tree) => void, from = light.text): string {
  const tree = JSON.parse(from) as Tree
  change(tree)
  return JSON.stringify(tree)
}
const open = (text: string): Promise<unknown> => decryptKeyfile(text, light.password).then(hex, (error: unknown) => error)

describe('keyfiles', () => {
  it.each(keyfiles)('opens $file', async ({ text, password, privateKey, address }) => {
    const key = await decryptKeyfile(text, password)
    expect(hex(key)).toBe(privateKey)
    expect(addressOf(key)).toBe(address)
    expect(inspectKeyfile(text).address).toBe(address)
  })

  it('tells kdf and cost without the password', () => {
    expect(inspectKeyfile(keyfileNamed('geth-std.json').text)).toMatchObject({ kdf: 'scrypt', cost: 262_144 })
    expect(inspectKeyfile(keyfileNamed('python-pbkdf2.json').text)).toMatchObject({ kdf: 'pbkdf2', cost: 1_000_000 })
  })

  it.each<[string, (keyfile: Tree) => void]>([
    ['no address', (k) => delete k.address],
    ['an address with 0x and upper case', (k) => Object.assign(k, { address: `0x${String(k.address).toUpperCase()}` })],
    ['"Crypto" with a capital', (k) => Object.assign(k, { Crypto: k.crypto, crypto: undefined })],
    ['names in upper case', (k) => Object.assign(k.crypto.kdfparams, { N: k.crypto.kdfparams.n, n: undefined })],
    [
      'bytes in upper case',
      (k) => Object.assign(k.crypto, { ciphertext: String(k.crypto.ciphertext).toUpperCase(), mac: `0x${String(k.crypto.mac)}` }),
    ],
    ['more fields than we know', (k) => Object.assign(k, { 'x-ethers': { client: 'ethers' } })],
    ['no id', (k) => delete k.id],
  ])('opens a keyfile with %s', async (_name, change) => {
    // `undefined` is left out by JSON, so that the name remains once.
    expect(await open(changed(change))).toBe(light.privateKey)
  })

  it('opens a keyfile that begins with a byte order mark', async () => {
    expect(await open(`\uFEFF${light.text}`)).toBe(light.privateKey)
  })

  it('takes a password that is typed with other bytes for the same letters', async () => {
    expect(hex(await decryptKeyfile(light.text, light.password.normalize('NFD')))).toBe(light.privateKey)
  })

  it('keeps what it needs and what geth asks for in the compact form', async () => {
    const bare = changed((k) => {
      delete k.address
      delete k.id
      k.note = 'my savings'
    })
    const compact = compactKeyfile(bare, light.address)
    expect(compact).not.toContain('savings')
    expect(compact.length).toBeLessThan(700)
    expect(JSON.parse(compact)).toMatchObject({
      version: 3,
      address: light.address.slice(2).toLowerCase(),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(await open(compact)).toBe(light.privateKey)
    expect(JSON.parse(compactKeyfile(light.text, light.address))).toEqual(JSON.parse(light.text))
  })
})

describe('keyfiles that do not open', () => {
  it.each<[string, string, string]>([
    ['another password', 'wrong-password', light.text],
    ['text', 'not-a-keyfile', 'my password is hunter2'],
    ['another JSON', 'not-a-keyfile', '{"name":"package"}'],
    ['a list', 'not-a-keyfile', '[]'],
    ['nothing', 'not-a-keyfile', ''],
    ['a file of megabytes', 'not-a-keyfile', ' '.repeat(2_000_000)],
    ['a cut-off file', 'keyfile-damaged', light.text.slice(0, 300)],
    ['a missing mac', 'keyfile-damaged', changed((k) => delete k.crypto.mac)],
    ['a short ciphertext with odd digits', 'keyfile-damaged', changed((k) => Object.assign(k.crypto, { ciphertext: 'abc' }))],
    ['a ciphertext that is too long', 'keyfile-damaged', changed((k) => Object.assign(k.crypto, { ciphertext: 'ab'.repeat(33) }))],
    ['no salt', 'keyfile-damaged', changed((k) => delete k.crypto.kdfparams.salt)],
    ['an n that is no power of two', 'keyfile-damaged', changed((k) => Object.assign(k.crypto.kdfparams, { n: 4097 }))],
    ['an n that is no number', 'keyfile-damaged', changed((k) => Object.assign(k.crypto.kdfparams, { n: 'many' }))],
    ['version 1', 'kdf-unsupported', changed((k) => Object.assign(k, { version: 1 }))],
    ['argon2', 'kdf-unsupported', changed((k) => Object.assign(k.crypto, { kdf: 'argon2id' }))],
    ['another cipher', 'kdf-unsupported', changed((k) => Object.assign(k.crypto, { cipher: 'aes-256-gcm' }))],
    ['scrypt for hours', 'kdf-unsupported', changed((k) => Object.assign(k.crypto.kdfparams, { p: 1_000_000 }))],
    ['scrypt with all memory', 'kdf-unsupported', changed((k) => Object.assign(k.crypto.kdfparams, { n: 2 ** 30 }))],
    [
      'pbkdf2 with another hash',
      'kdf-unsupported',
      changed((k) => Object.assign(k.crypto.kdfparams, { prf: 'hmac-sha1' }), keyfileNamed('python-pbkdf2.json').text),
    ],
    [
      'pbkdf2 for hours',
      'kdf-unsupported',
      changed((k) => Object.assign(k.crypto.kdfparams, { c: 10 ** 12 }), keyfileNamed('python-pbkdf2.json').text),
    ],
  ])('%s: %s', async (_name, code, text) => {
    const error = await decryptKeyfile(text, 'hunter2').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ConsoleError)
    expect(error).toMatchObject({ code, reason: code === 'wrong-password' ? null : { code: expect.stringMatching(/^keyfile-/) } })
    expect(String(error)).not.toContain('hunter2')
  })

  it('refuses a key that is not the one of its address', async () => {
    expect(await open(changed((k) => Object.assign(k, { address: 'a94d554f21cadd3a227708ccbc9ae5ee2845a8a5' })))).toMatchObject({
      code: 'keyfile-damaged',
    })
  })
})

describe('new keyfiles', () => {
  it('open again to the same key, whatever key and password', async () => {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter(isPrivateKey)
    await fc.assert(
      fc.asyncProperty(key, fc.string({ unit: 'grapheme', maxLength: 40 }), async (bytes, password) => {
        const text = await encryptKeyfile(bytes, password, THROWAWAY_SCRYPT)
        expect(hex(await decryptKeyfile(text, password))).toBe(hex(bytes))
        expect(inspectKeyfile(text)).toEqual({ address: addressOf(bytes), kdf: 'scrypt', cost: 256 })
        expect(text).not.toContain(Buffer.from(bytes).toString('hex'))
      }),
      { numRuns: 20 },
    )
  })

  it('open in another implementation, with a password beyond ASCII', async () => {
    const key = new Uint8Array(32).fill(0xab)
    const text = compactKeyfile(await encryptKeyfile(key, 'pässwörd ✓', THROWAWAY_SCRYPT), addressOf(key))
    expect(await decryptKeystoreJson(text, 'pässwörd ✓')).toMatchObject({ address: addressOf(key), privateKey: hex(key) })
  })

  it('keep the leading zero bytes of a key', async () => {
    const key = new Uint8Array(32)
    key[31] = 7
    const text = await encryptKeyfile(key, 'p', THROWAWAY_SCRYPT)
    expect(hex(await decryptKeyfile(text, 'p'))).toBe(hex(key))
    // Early tools left them out.
    const short = changed((k) => Object.assign(k, { address: undefined }), text)
    expect(hex(await decryptKeyfile(short, 'p'))).toBe(hex(key))
  })
})
