import { join } from 'node:path'
import type { AsyncEntry } from '@napi-rs/keyring'
import { because } from '../../../shared/errors/because.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { type Clock, systemClock } from '../../runtime/clock.ts'
import type { Keychain } from '../../runtime/platform.ts'
import { keychainReasonOf } from './keychain-reason.ts'
import { passphraseKeychain } from './passphrase-keychain.ts'
import { wholeSecretIn } from './secret.ts'

/** The name under which the operating system shows our secrets. */
const SERVICE = 'PolySwarm Console'
/** The operating system may ask the operator for the keychain's password: time for a person, not for ever. */
const ANSWER_WITHIN_MS = 120_000
const PROBE = 'probe'

/**
 * The headless host's keychain: a file sealed with a passphrase where one is given (`KEYCHAIN_PASSPHRASE`, or `KEYCHAIN_PASSPHRASE_FILE`
 * with a path), else the operating system's.
 * @throws PlainError when the passphrase's file cannot be read or is empty: the operating system's would not be what was asked for
 */
export function headlessKeychain(dataFolder: string, env: Readonly<Record<string, string | undefined>> = process.env): Keychain {
  const { KEYCHAIN_PASSPHRASE: given, KEYCHAIN_PASSPHRASE_FILE: file } = env
  const passphrase = given || (file ? wholeSecretIn(file, 'passphrase file (--passphrase-file or KEYCHAIN_PASSPHRASE_FILE)') : '')
  return passphrase ? passphraseKeychain(join(dataFolder, 'keychain.json'), passphrase) : osKeychain(systemClock)
}

/**
 * The operating system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service (gnome-keyring, KWallet, KeePassXC)
 * on Linux. The kernel keyring, to which the library would fall back by itself, is refused: it forgets everything at the next boot, and
 * with it a keyfile.
 * @param service set in tests, so that they never see real secrets
 */
export function osKeychain(clock: Clock, service: string = SERVICE): Keychain {
  const use = async <T>(name: string, operation: (entry: AsyncEntry) => Promise<T>): Promise<T> => {
    try {
      return await within(clock, ANSWER_WITHIN_MS, open(service, name).then(operation))
    } catch (error) {
      throw error instanceof ConsoleError ? error : new ConsoleError('keychain-refused', keychainReasonOf(error))
    }
  }
  return {
    async status() {
      try {
        await use(PROBE, (entry) => entry.getPassword())
        return { available: true, backend: backendName() }
      } catch (error) {
        return { available: false, reason: keychainReasonOf(error) }
      }
    },
    set: (name, secret) => use(name, (entry) => entry.setPassword(secret)),
    get: (name) => use(name, async (entry) => (await entry.getPassword()) ?? null),
    delete: (name) => use(name, async (entry) => void (await entry.deletePassword())),
  }
}

/** Loaded at its first use: where its binary is missing everything else still works. */
async function open(service: string, name: string): Promise<AsyncEntry> {
  const { AsyncEntry } = await import('@napi-rs/keyring')
  return new AsyncEntry(service, name, { linux: { store: 'secret-service' } })
}

function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new ConsoleError('keychain-refused', because('keychain-silent'))))
    work.then(resolve, reject).finally(cancel)
  })
}

function backendName(): string {
  if (process.platform === 'darwin') return 'macOS Keychain'
  return process.platform === 'win32' ? 'Windows Credential Manager' : 'Secret Service'
}
