import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { type SafeStorage, SafeStorageKeychain } from './safe-storage-keychain.ts'

/** Electron's interface with a cipher that only hides: what is tested is what we do around it. */
class Storage implements SafeStorage {
  available = true
  backend = 'gnome_libsecret'
  key = 1
  isAsyncEncryptionAvailable = (): Promise<boolean> => Promise.resolve(this.available)
  getSelectedStorageBackend = (): string => this.backend
  encryptStringAsync = (text: string): Promise<Buffer> => Promise.resolve(Buffer.concat([Buffer.of(this.key), flip(Buffer.from(text))]))
  decryptStringAsync = (sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    const key = sealed[0] ?? 0
    if (key > this.key) return Promise.reject(new Error('Error while decrypting the ciphertext provided to safeStorage'))
    return Promise.resolve({ result: flip(sealed.subarray(1)).toString(), shouldReEncrypt: key < this.key })
  }
}
const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))

let folder: string
let path: string
let storage: Storage
const open = (platform: NodeJS.Platform = 'linux') => new SafeStorageKeychain(storage, path, platform)
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof ConsoleError ? error.code : String(error)),
  )

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keychain-'))
  path = join(folder, 'keychain.json')
  storage = new Storage()
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('SafeStorageKeychain', () => {
  it('keeps secrets over restarts in a file of mode 0600 without a word of them in the clear', async () => {
    const keychain = open()
    await Promise.all([
      keychain.set('password-a', 'correct horse'),
      keychain.set('api-key-lima', 'k3y-of-lima'),
      keychain.set('password-b', 'battery'),
    ])
    expect(await open().get('password-a')).toBe('correct horse')
    expect(await open().get('api-key-lima')).toBe('k3y-of-lima')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).not.toMatch(/correct|horse|k3y|battery/)
  })

  it('knows nothing of a secret that was forgotten or never kept', async () => {
    const keychain = open()
    await keychain.set('password-a', 'x')
    await keychain.delete('password-a')
    expect(await open().get('password-a')).toBeNull()
    for (const name of ['never', '__proto__', 'toString']) expect(await open().get(name)).toBeNull()
    expect(readFileSync(path, 'utf8')).not.toContain('password-a')
  })

  it.each([['basic_text'], ['unknown']])('refuses the backend %s, which protects nothing, and keeps nothing', async (backend) => {
    storage.backend = backend
    expect(await open().status()).toEqual({ available: false, reason: { code: 'no-keyring', values: {} } })
    expect(await code(open().set('password-a', 'x'))).toBe('keychain-refused')
    expect(() => readFileSync(path)).toThrow('ENOENT')
  })

  it('refuses when the system does not encrypt', async () => {
    storage.available = false
    for (const platform of ['linux', 'darwin', 'win32'] as const) expect((await open(platform).status()).available).toBe(false)
    expect(await code(open('darwin').set('a', 'x'))).toBe('keychain-refused')
  })

  it('does not ask Windows and macOS for a Linux backend', async () => {
    storage.backend = 'unknown'
    expect(await open('darwin').status()).toEqual({ available: true, backend: 'macOS Keychain' })
    expect(await open('win32').status()).toEqual({ available: true, backend: 'Windows data protection' })
  })

  it('seals anew what was sealed with an old key', async () => {
    await open().set('a', 'secret')
    const before = readFileSync(path, 'utf8')
    storage.key = 2
    expect(await open().get('a')).toBe('secret')
    expect(readFileSync(path, 'utf8')).not.toBe(before)
    expect(Buffer.from((JSON.parse(readFileSync(path, 'utf8')) as { secrets: { a: string } }).secrets.a, 'base64')[0]).toBe(2)
  })

  it('says that the keychain refused when a secret cannot be decrypted', async () => {
    storage.key = 2
    await open().set('a', 'secret')
    storage.key = 1
    expect(await code(open().get('a'))).toBe('keychain-refused')
  })

  it('never overwrites a damaged file', async () => {
    for (const damaged of ['{', '[]', '{"version":2,"secrets":{}}', '{"version":1,"secrets":{"a":"%"}}']) {
      writeFileSync(path, damaged)
      expect(await code(open().get('a'))).toBe('keychain-refused')
      expect(await code(open().set('b', 'x'))).toBe('keychain-refused')
      expect(readFileSync(path, 'utf8')).toBe(damaged)
    }
  })

  it('goes on after a change that failed', async () => {
    const keychain = open()
    writeFileSync(path, '{')
    expect(await code(keychain.set('a', 'x'))).toBe('keychain-refused')
    rmSync(path)
    await keychain.set('a', 'y')
    expect(await keychain.get('a')).toBe('y')
  })
})
