import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlainError } from '../plain-reason.ts'
import { headlessKeychain } from './keychain.ts'
import { passphraseKeychain } from './passphrase-keychain.ts'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keychain-'))
  path = join(folder, 'deeper', 'keychain.json')
})
afterEach(() => rm(folder, { recursive: true }))

describe('the passphrase keychain', () => {
  it('keeps secrets over restarts, one file of mode 0600, nothing of them in the clear', async () => {
    const first = passphraseKeychain(path, 'lantern otter 7 quay')
    await Promise.all([first.set('password-0x1', 'hunter two'), first.set('api-key-lima', 'k-123456'), first.set('other', 'x')])
    await first.delete('other')
    expect(await first.status()).toEqual({ available: true, backend: 'passphrase file' })

    const second = passphraseKeychain(path, 'lantern otter 7 quay')
    expect(await second.get('password-0x1')).toBe('hunter two')
    expect(await second.get('api-key-lima')).toBe('k-123456')
    expect(await second.get('other')).toBeNull()
    expect(await second.get('__proto__')).toBeNull()

    const text = await readFile(path, 'utf8')
    for (const secret of ['hunter two', 'k-123456', 'lantern otter']) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(Buffer.from(secret).toString('base64'))
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(folder, 'deeper'))).toEqual(['keychain.json'])
  })

  it('says so when the passphrase is wrong, and leaves the file as it is', async () => {
    await passphraseKeychain(path, 'lantern otter 7 quay').set('a', 'secret')
    const before = await readFile(path, 'utf8')
    const other = passphraseKeychain(path, 'lantern otter 8 quay')
    expect(await other.status()).toEqual({ available: false, reason: { code: 'passphrase-wrong', values: {} } })
    await expect(other.set('a', 'mine')).rejects.toMatchObject({ code: 'keychain-refused' })
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  it('refuses a damaged file, a changed secret and a secret under another name', async () => {
    const keychain = passphraseKeychain(path, 'lantern otter 7 quay')
    await keychain.set('a', 'secret a')
    await keychain.set('b', 'secret b')
    const file = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...file, secrets: { a: file.secrets.b, b: `AAAA${file.secrets.b.slice(4)}` } }))
    const swapped = passphraseKeychain(path, 'lantern otter 7 quay')
    await expect(swapped.get('a')).rejects.toMatchObject({ code: 'keychain-refused' })
    await expect(swapped.get('b')).rejects.toMatchObject({ code: 'keychain-refused' })
    await writeFile(path, '{"version":1')
    expect(await passphraseKeychain(path, 'lantern otter 7 quay').status()).toMatchObject({ available: false })
  })

  it('makes no file with a passphrase that everybody tries', async () => {
    await expect(passphraseKeychain(path, 'password1').set('a', 'b')).rejects.toMatchObject({ code: 'keychain-refused' })
    expect(await readdir(folder)).toEqual([])
  })

  it('is what the headless host uses when the environment gives a passphrase, itself or in a file', async () => {
    const passphraseFile = join(folder, 'passphrase')
    await writeFile(passphraseFile, 'lantern otter 7 quay\n')
    await headlessKeychain(folder, { KEYCHAIN_PASSPHRASE: 'lantern otter 7 quay' }).set('a', 'secret')
    expect(await headlessKeychain(folder, { KEYCHAIN_PASSPHRASE_FILE: passphraseFile }).get('a')).toBe('secret')
  })

  it('takes a passphrase file of several lines whole: half of it opens nothing', async () => {
    const passphraseFile = join(folder, 'passphrase')
    await writeFile(passphraseFile, 'lantern otter\n7 quay\n')
    await headlessKeychain(folder, { KEYCHAIN_PASSPHRASE_FILE: passphraseFile }).set('a', 'secret')
    expect(await headlessKeychain(folder, { KEYCHAIN_PASSPHRASE: 'lantern otter\n7 quay' }).get('a')).toBe('secret')
    expect(await headlessKeychain(folder, { KEYCHAIN_PASSPHRASE: 'lantern otter' }).status()).toMatchObject({ available: false })
  })

  it.each([
    { name: 'missing', problem: 'cannot be read: there is no such file. Name a file that you may read' },
    { name: '', problem: 'cannot be read: it is a folder. Name a file that you may read' },
    { name: 'empty', problem: 'is empty: write the secret there' },
  ])('is not what refuses where the passphrase file is of no use: $name $problem', async ({ name, problem }) => {
    await writeFile(join(folder, 'empty'), '\n')
    const file = join(folder, name)
    const told = `the passphrase file (--passphrase-file or KEYCHAIN_PASSPHRASE_FILE) ${file} ${problem}`
    expect(() => headlessKeychain(folder, { KEYCHAIN_PASSPHRASE_FILE: file })).toThrow(new PlainError(told))
  })
})
