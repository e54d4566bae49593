import { z } from 'zod'
import { because } from '../../../shared/errors/because.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { Keychain, KeychainStatus } from '../../runtime/platform.ts'
import { readTextFile, writePrivateFile } from '../../runtime/private-file.ts'
import { Turns } from '../../runtime/turns.ts'

/** What is used of Electron's safeStorage. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
  /** Linux only. */
  getSelectedStorageBackend?(): string
}

const keychainFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.base64()) })

/**
 * Secrets encrypted by the operating system's keychain (Keychain, DPAPI, Secret Service, KWallet), in one file of mode 0600. On Linux the
 * backends that protect nothing (`basic_text`: a password that everybody knows) are refused.
 */
export class SafeStorageKeychain implements Keychain {
  readonly #storage: SafeStorage
  readonly #path: string
  readonly #platform: NodeJS.Platform
  /** One change at a time: each rewrites the whole file. */
  readonly #turns = new Turns()

  constructor(storage: SafeStorage, path: string, platform: NodeJS.Platform) {
    this.#storage = storage
    this.#path = path
    this.#platform = platform
  }

  async status(): Promise<KeychainStatus> {
    try {
      if (this.#platform === 'linux') {
        const backend = this.#storage.getSelectedStorageBackend?.() ?? 'unknown'
        if (backend === 'basic_text' || backend === 'unknown') return { available: false, reason: NO_KEYRING }
      }
      if (!(await this.#storage.isAsyncEncryptionAvailable()))
        return { available: false, reason: this.#platform === 'linux' ? NO_KEYRING : REFUSED }
      return { available: true, backend: this.#backendName() }
    } catch {
      return { available: false, reason: REFUSED }
    }
  }

  async get(name: string): Promise<string | null> {
    const secrets = await this.#turns.take(() => this.#read())
    const sealed = Object.hasOwn(secrets, name) ? secrets[name] : undefined
    if (sealed === undefined) return null
    await this.#mustBeAvailable()
    const { result, shouldReEncrypt } = await refusing(this.#storage.decryptStringAsync(Buffer.from(sealed, 'base64')))
    // The system has changed its key: what is old is sealed anew while it can still be read. The secret is good either way.
    if (shouldReEncrypt) await this.set(name, result).catch(() => undefined)
    return result
  }

  async set(name: string, secret: string): Promise<void> {
    await this.#mustBeAvailable()
    const sealed = (await refusing(this.#storage.encryptStringAsync(secret))).toString('base64')
    await this.#change((secrets) => ({ ...secrets, [name]: sealed }))
  }

  delete(name: string): Promise<void> {
    return this.#change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name)))
  }

  #change(change: (secrets: Readonly<Record<string, string>>) => Record<string, string>): Promise<void> {
    return this.#turns.take(async () => {
      const file = { version: 1, secrets: change(await this.#read()) }
      await writePrivateFile(this.#path, `${JSON.stringify(file, null, 2)}\n`).catch((cause: unknown) => {
        throw new ConsoleError('keychain-refused', because('keychain-file-unwritable', { path: this.#path }), { cause })
      })
    })
  }

  async #read(): Promise<Readonly<Record<string, string>>> {
    const text = await readTextFile(this.#path).catch((cause: unknown) => {
      throw new ConsoleError('keychain-refused', because('keychain-file-unreadable', { path: this.#path }), { cause })
    })
    if (text === null) return {}
    const file = keychainFile.safeParse(parseJson(text))
    if (!file.success) throw new ConsoleError('keychain-refused', because('keychain-file-damaged', { path: this.#path }))
    return file.data.secrets
  }

  async #mustBeAvailable(): Promise<void> {
    const status = await this.status()
    if (!status.available) throw new ConsoleError('keychain-refused', status.reason)
  }

  #backendName(): string {
    if (this.#platform === 'darwin') return 'macOS Keychain'
    if (this.#platform === 'win32') return 'Windows data protection'
    return this.#storage.getSelectedStorageBackend?.().startsWith('kwallet') ? 'KWallet' : 'Secret Service'
  }
}

const NO_KEYRING = because('no-keyring')
const REFUSED = because('system-refused')

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new ConsoleError('keychain-refused', REFUSED, { cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
