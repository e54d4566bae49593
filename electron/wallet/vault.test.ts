import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryKeychain } from '../runtime/memory-keychain.fixture.ts'
import { light } from './fixtures.fixture.ts'
import { Vault } from './vault.ts'

let folder = ''
let keychain = new MemoryKeychain()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vault-'))
  keychain = new MemoryKeychain()
})
afterEach(() => rm(folder, { recursive: true }))

const wallet = { address: light.address, source: 'imported', addedAt: 1_700_000_000_000, sandboxOnly: null } as const
const ciphertext = JSON.parse(light.text).crypto.ciphertext as string

async function reopened(): Promise<Vault> {
  const vault = new Vault(keychain, folder)
  await vault.open()
  return vault
}

/** Every file under the data folder with its text and mode. */
async function files(): Promise<readonly { readonly path: string; readonly text: string; readonly mode: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8'), mode: (await stat(path)).mode & 0o777 })))
}

describe('the vault', () => {
  it('keeps keyfile, password and API key in the keychain, and of them nothing on disk', async () => {
    const vault = await reopened()
    await vault.add(wallet, light.text, light.password)
    await vault.setApiKey('lima', 'k-123456')
    const again = await reopened()
    expect(again.wallets).toEqual([{ ...wallet, storage: 'keychain', remembered: true }])
    expect(await again.keyfile(light.address.toLowerCase())).toContain(ciphertext)
    expect(await again.password(light.address)).toBe(light.password)
    expect(await again.apiKey('lima')).toBe('k-123456')
    const written = await files()
    expect(written.map(({ mode }) => mode)).toEqual([0o600])
    for (const secret of [ciphertext, light.password, light.privateKey.slice(2), 'k-123456']) {
      for (const { text } of written) expect(text).not.toContain(secret)
    }
  })

  it('keeps the keyfile, still encrypted, in a file of mode 0600 where there is no keychain', async () => {
    keychain.refuse = 'always'
    await (await reopened()).add(wallet, light.text, null)
    const again = await reopened()
    expect(again.wallets).toMatchObject([{ storage: 'file', remembered: false }])
    expect(await again.keyfile(light.address)).toContain(ciphertext)
    const written = await files()
    expect(written.map(({ mode }) => mode)).toEqual([0o600, 0o600])
    for (const { text } of written) {
      expect(text).not.toContain(light.password)
      expect(text).not.toContain(light.privateKey.slice(2))
    }
  })

  it('keeps a throwaway wallet away from the keychain', async () => {
    const vault = await reopened()
    await vault.add({ ...wallet, source: 'throwaway' }, light.text, null)
    expect(vault.wallets).toMatchObject([{ storage: 'file' }])
    expect(keychain.secrets.size).toBe(0)
  })

  it('falls back to the file when the keychain refuses to write, unless a password is to be remembered', async () => {
    keychain.refuse = 'writing'
    const vault = await reopened()
    await expect(vault.add(wallet, light.text, light.password)).rejects.toMatchObject({ code: 'keychain-refused' })
    expect(vault.wallets).toEqual([])
    expect(await files()).toEqual([])
    await vault.add(wallet, light.text, null)
    expect(vault.wallets).toMatchObject([{ storage: 'file' }])
  })

  it('does not trust a keychain that gives back something else', async () => {
    keychain.get = async () => 'cut off'
    const vault = await reopened()
    await vault.add(wallet, light.text, null)
    expect(vault.wallets).toMatchObject([{ storage: 'file' }])
  })

  it('says that the keychain refused when it is gone later', async () => {
    const vault = await reopened()
    await vault.add(wallet, light.text, null)
    keychain.refuse = 'always'
    await expect(vault.keyfile(light.address)).rejects.toMatchObject({ code: 'keychain-refused' })
  })

  it('says that the keyfile is gone when somebody deleted it', async () => {
    const vault = await reopened()
    await vault.add(wallet, light.text, null)
    keychain.secrets.clear()
    await expect(vault.keyfile(light.address)).rejects.toMatchObject({ code: 'wallet-missing' })
  })

  it('remembers and forgets a password and an API key', async () => {
    const vault = await reopened()
    await vault.add(wallet, light.text, null)
    expect(await vault.password(light.address)).toBeNull()
    await vault.rememberPassword(light.address, light.password)
    expect(await (await reopened()).password(light.address)).toBe(light.password)
    await vault.forgetPassword(light.address)
    expect(vault.wallets).toMatchObject([{ remembered: false }])
    await vault.setApiKey('lima', 'k-123456')
    await vault.forgetApiKey('lima')
    expect([...keychain.secrets.keys()]).toEqual([`keyfile-${light.address.toLowerCase()}`])
  })

  it('removes everything of a wallet, wherever it was', async () => {
    const vault = await reopened()
    await vault.add(wallet, light.text, light.password)
    await vault.remove(light.address)
    expect(keychain.secrets.size).toBe(0)
    keychain.refuse = 'always'
    await vault.add(wallet, light.text, null)
    await vault.remove(light.address)
    expect((await files()).map(({ path }) => path)).toEqual([join(folder, 'wallets.json')])
    await expect(vault.keyfile(light.address)).rejects.toMatchObject({ code: 'wallet-missing' })
  })

  it('takes no wallet twice', async () => {
    const vault = await reopened()
    await vault.add(wallet, light.text, null)
    await expect(vault.add({ ...wallet, address: light.address.toLowerCase() }, light.text, null)).rejects.toMatchObject({
      code: 'wallet-exists',
    })
  })

  it.each(['{"version":1', '{"version":2,"wallets":[]}', '[]'])('never overwrites a list that it cannot read: %s', async (text) => {
    await writeFile(join(folder, 'wallets.json'), text)
    await expect(reopened()).rejects.toMatchObject({ code: 'internal' })
    expect(await readFile(join(folder, 'wallets.json'), 'utf8')).toBe(text)
  })
})
