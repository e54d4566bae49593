import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../../support/community.ts'
import { keyfile } from '../../support/keyfiles.ts'
import { call, expect, test } from '../../support/test.ts'

const made = keyfile('geth-light.json')
const password = 'five copper lanterns at dawn'

/** Every file below a folder whose bytes contain the text, as it is or as UTF-16. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))
    })
}

test.describe('with a keyring', () => {
  test.skip(process.env.E2E_KEYRING !== '1' && process.platform === 'linux', 'there is no keyring to test with')

  test('a remembered password opens the wallet after a restart, and is gone after "forget"', async ({ start, dataDir }) => {
    const first = await start()
    const { state } = await must(first.page, 'app.snapshot', {})
    expect(state.app.keychain).toMatchObject({ available: true })
    const { address } = await must(first.page, 'wallet.create', { password, remember: true })
    expect(await first.stop()).toBe(0)
    expect(statSync(join(dataDir, 'keychain.json')).mode & 0o777).toBe(0o600)

    const second = await start()
    const wallets = async () => (await must(second.page, 'app.snapshot', {})).state.wallets
    await expect.poll(wallets).toMatchObject([{ address, state: 'unlocked', remembered: true }])
    await must(second.page, 'wallet.forgetPassword', { address })
    expect(await second.stop()).toBe(0)
    expect(readFileSync(join(dataDir, 'keychain.json'), 'utf8')).not.toContain('password-')

    const third = await start()
    await expect
      .poll(async () => (await must(third.page, 'app.snapshot', {})).state.wallets)
      .toMatchObject([{ address, state: 'locked', remembered: false }])
    expect(await call(third.page, 'wallet.unlock', { address, password: 'another password', remember: false })).toMatchObject({
      ok: false,
      problem: { code: 'wrong-password' },
    })
    await must(third.page, 'wallet.unlock', { address, password, remember: false })
  })

  test('nothing secret lies in the clear in the data folder', async ({ start, dataDir }) => {
    const running = await start()
    await must(running.page, 'wallet.import', { from: { text: made.text }, password: made.password, remember: true })
    await must(running.page, 'wallet.create', { password, remember: true })
    expect(await running.stop()).toBe(0)
    const { ciphertext } = (JSON.parse(made.text) as { crypto: { ciphertext: string } }).crypto
    // The search itself works: what is not secret is found.
    expect(filesWith(dataDir, made.address.slice(2)).length).toBeGreaterThan(0)
    for (const secret of [password, ciphertext]) expect(filesWith(dataDir, secret)).toEqual([])
  })
})

test('a backend that protects nothing is refused with the plain reason, and nothing is kept', async ({ start, dataDir }) => {
  test.skip(process.platform !== 'linux', 'only Linux has such backends')
  const running = await start({ OLD_ELECTRON_BACKEND: 'basic_text' })
  const { state } = await must(running.page, 'app.snapshot', {})
  expect(state.app.keychain).toEqual({ available: false, reason: { code: 'no-keyring', values: {} } })
  expect(await call(running.page, 'wallet.create', { password, remember: true })).toMatchObject({
    ok: false,
    problem: { code: 'keychain-refused' },
  })
  expect((await must(running.page, 'app.snapshot', {})).state.wallets).toEqual([])
  await must(running.page, 'wallet.create', { password, remember: false })
  expect(await running.stop()).toBe(0)
  expect(readdirSync(dataDir)).not.toContain('keychain.json')
  expect(filesWith(dataDir, password)).toEqual([])
})
