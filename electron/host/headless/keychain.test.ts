import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const PROBE = file('./keychain-probe.fixture.ts')
const KEYFILE = file('../../../resources/fixtures/keyfiles/geth-std.json')
const ACCOUNT = '0xa94d554F21cADD3a227708CcBC9aE5ee2845A8a5'

const linux = process.platform === 'linux'
const installed = (program: string): boolean => spawnSync('which', [program]).status === 0
const keyring = linux && installed('dbus-run-session') && installed('gnome-keyring-daemon')

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'keyring-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  XDG_RUNTIME_DIR: home,
  XDG_DATA_HOME: home,
  XDG_CONFIG_HOME: home,
})

/** Runs the probe in a session bus of its own. `unlock`: whether somebody typed the keyring's password. */
async function probe(unlock: boolean): Promise<Record<string, unknown>> {
  const daemon = unlock ? 'printf %s pw | gnome-keyring-daemon --unlock --components=secrets' : 'true'
  const script = `${daemon} >/dev/null 2>&1; exec "$0" "$@"`
  const { stdout } = await run(
    'dbus-run-session',
    ['--', 'bash', '-c', script, process.execPath, PROBE, KEYFILE, ACCOUNT, join(home, 'data')],
    { env: environment() },
  )
  return JSON.parse(stdout) as Record<string, unknown>
}

describe('the keychain of the operating system', () => {
  it.skipIf(!keyring)(
    'keeps a keyfile, its password and an API key in a real gnome-keyring (skipped without gnome-keyring and dbus)',
    async () => {
      const { status, before, kept, after } = await probe(true)
      expect(status).toEqual({ available: true, backend: 'Secret Service' })
      expect(before).toBeNull()
      expect(kept).toMatchObject({
        wallets: [{ address: ACCOUNT, storage: 'keychain', remembered: true }],
        password: 'pässwörd ✓',
        ciphertext: JSON.parse(await readFile(KEYFILE, 'utf8')).crypto.ciphertext,
        apiKey: 'k-123456',
      })
      expect(after).toEqual({ password: null, apiKey: null })
      expect(await readdir(join(home, 'data'))).toEqual(['wallets.json'])
    },
  )

  it.skipIf(!linux)('says plainly that there is none, and never falls back to the kernel keyring (skipped off Linux)', async () => {
    const { stdout } = await run(process.execPath, [PROBE, KEYFILE, ACCOUNT, home], { env: environment() })
    expect(JSON.parse(stdout)).toEqual({
      status: { available: false, reason: { code: 'no-keychain-service', values: {} } },
      set: 'keychain-refused',
    })
    const keys = await readFile('/proc/keys', 'utf8').catch(() => '')
    expect(keys).not.toContain('polyswarm-console-test')
  })
})
