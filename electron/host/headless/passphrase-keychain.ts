import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { isTrivialPassword } from '../../../shared/domain/password.ts'
import { because } from '../../../shared/errors/because.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { Keychain, KeychainStatus } from '../../runtime/platform.ts'
import { readTextFile, writePrivateFile } from '../../runtime/private-file.ts'
import { Turns } from '../../runtime/turns.ts'
import { keychainReasonOf } from './keychain-reason.ts'

const scryptAsync = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** About 0.4 s and 128 MB, once at the start. */
const COST = { N: 131_072, r: 8, p: 1 } as const
const CHECK_NAME = 'check'
const CHECK_TEXT = 'PolySwarm Console keychain'

const keychainFile = z.object({
  version: z.literal(1),
  salt: z.base64(),
  /** A known text, sealed: tells a wrong passphrase from a damaged secret. */
  check: z.base64(),
  /** Secrets by name: nonce (12 bytes), tag (16), AES-256-GCM ciphertext; the name is authenticated with it. */
  secrets: z.record(z.string(), z.base64()),
})
type KeychainFile = z.output<typeof keychainFile>

/**
 * A keychain for servers that have none: one file of mode 0600, each secret sealed with a key made from a passphrase that the operator
 * gives at every start. It protects a copied disk; whoever reads this process's memory or the passphrase has everything.
 */
export function passphraseKeychain(path: string, passphrase: string): Keychain {
  return new PassphraseKeychain(path, passphrase)
}

class PassphraseKeychain implements Keychain {
  readonly #path: string
  readonly #passphrase: string
  #opened: Promise<{ readonly key: Buffer; file: KeychainFile }> | null = null
  readonly #turns = new Turns()

  constructor(path: string, passphrase: string) {
    this.#path = path
    this.#passphrase = passphrase
  }

  async status(): Promise<KeychainStatus> {
    try {
      await this.#open()
      return { available: true, backend: 'passphrase file' }
    } catch (error) {
      return { available: false, reason: keychainReasonOf(error) }
    }
  }

  async get(name: string): Promise<string | null> {
    const { key, file } = await this.#turns.take(() => this.#open())
    const sealed = Object.hasOwn(file.secrets, name) ? file.secrets[name] : undefined
    return sealed === undefined ? null : unseal(key, name, sealed)
  }

  set(name: string, secret: string): Promise<void> {
    return this.#change((key, secrets) => ({ ...secrets, [name]: seal(key, name, secret) }))
  }

  delete(name: string): Promise<void> {
    return this.#change((_key, secrets) => Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name)))
  }

  #change(change: (key: Buffer, secrets: KeychainFile['secrets']) => KeychainFile['secrets']): Promise<void> {
    return this.#turns.take(async () => {
      const opened = await this.#open()
      const file = { ...opened.file, secrets: change(opened.key, opened.file.secrets) }
      await this.#write(file)
      opened.file = file
    })
  }

  #open(): Promise<{ readonly key: Buffer; file: KeychainFile }> {
    this.#opened ??= this.#openNow().catch((error: unknown) => {
      this.#opened = null
      throw error instanceof ConsoleError
        ? error
        : new ConsoleError('keychain-refused', because('keychain-file-unreadable', { path: this.#path }))
    })
    return this.#opened
  }

  async #openNow(): Promise<{ readonly key: Buffer; file: KeychainFile }> {
    const text = await readTextFile(this.#path)
    if (text === null) return this.#create()
    const parsed = keychainFile.safeParse(parseJson(text))
    if (!parsed.success) throw new ConsoleError('keychain-refused', because('keychain-file-damaged', { path: this.#path }))
    const key = await this.#derive(Buffer.from(parsed.data.salt, 'base64'))
    try {
      unseal(key, CHECK_NAME, parsed.data.check)
    } catch {
      throw new ConsoleError('keychain-refused', because('passphrase-wrong'))
    }
    return { key, file: parsed.data }
  }

  async #create(): Promise<{ readonly key: Buffer; file: KeychainFile }> {
    if (isTrivialPassword(this.#passphrase)) throw new ConsoleError('keychain-refused', because('passphrase-weak'))
    const salt = randomBytes(32)
    const key = await this.#derive(salt)
    const file: KeychainFile = { version: 1, salt: salt.toString('base64'), check: seal(key, CHECK_NAME, CHECK_TEXT), secrets: {} }
    await this.#write(file)
    return { key, file }
  }

  #derive(salt: Buffer): Promise<Buffer> {
    return scryptAsync(this.#passphrase.normalize('NFC'), salt, 32, { ...COST, maxmem: 256 * COST.N * COST.r })
  }

  async #write(file: KeychainFile): Promise<void> {
    try {
      await writePrivateFile(this.#path, `${JSON.stringify(file, null, 2)}\n`)
    } catch {
      throw new ConsoleError('keychain-refused', because('keychain-file-unwritable', { path: this.#path }))
    }
  }
}

function seal(key: Buffer, name: string, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(name, 'utf8'))
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64')
}

function unseal(key: Buffer, name: string, sealed: string): string {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(name, 'utf8'))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    throw new ConsoleError('keychain-refused', because('keychain-secret-damaged'))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
