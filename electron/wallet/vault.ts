import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Address, address, type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Keychain } from '../runtime/platform.ts'
import { readTextFile, writePrivateFile } from '../runtime/private-file.ts'
import { compactKeyfile } from './keyfile-format.ts'

const storedWallet = z.object({
  address,
  source: z.enum(['imported', 'created', 'throwaway']),
  /** Milliseconds since the epoch. */
  addedAt: z.int(),
  /** Where the keyfile lies. */
  storage: z.enum(['keychain', 'file']),
  /** The password is in the keychain, by the operator's word. */
  remembered: z.boolean(),
  sandboxOnly: z.enum(['test-wallet-refused', 'password-weak']).nullable(),
})
/** What is known of a wallet without its password. Nothing in it is secret. */
export type StoredWallet = z.output<typeof storedWallet>

const MAX_WALLETS = 32
const index = z.object({ version: z.literal(1), wallets: z.array(storedWallet).max(MAX_WALLETS) })

/** Lower-case words only: every keychain takes them. */
const names = {
  keyfile: (account: Address) => `keyfile-${account.toLowerCase()}`,
  password: (account: Address) => `password-${account.toLowerCase()}`,
  apiKey: (community: CommunityId) => `api-key-${community}`,
}

/**
 * Keeps keyfiles, and, when the operator says so, passwords and API keys. Keyfiles stay encrypted by their password wherever they are: in
 * the keychain where there is one, else in a file of mode 0600. Passwords and API keys are in the keychain or nowhere.
 */
export class Vault {
  readonly #keychain: Keychain
  readonly #folder: string
  #wallets: readonly StoredWallet[] = []

  /** @param folder the console's data folder */
  constructor(keychain: Keychain, folder: string) {
    this.#keychain = keychain
    this.#folder = folder
  }

  /** Reads the list of wallets. @throws ConsoleError 'internal' when the list is there and cannot be read: it is never overwritten then */
  async open(): Promise<void> {
    const text = await readTextFile(this.#indexPath)
    if (text === null) return
    const parsed = index.safeParse(parseJson(text))
    if (!parsed.success) throw new ConsoleError('internal', `the list of wallets (${this.#indexPath}) is damaged`)
    this.#wallets = parsed.data.wallets
  }

  get wallets(): readonly StoredWallet[] {
    return this.#wallets
  }

  find(account: Address): StoredWallet | null {
    return this.#wallets.find((wallet) => sameAddress(wallet.address, account)) ?? null
  }

  /**
   * Keeps a new wallet, all of it or nothing.
   * @param password to be remembered; null = not
   * @throws ConsoleError 'wallet-exists', 'limit-reached', 'keychain-refused' (only when a password is to be remembered)
   */
  async add(wallet: Omit<StoredWallet, 'storage' | 'remembered'>, keyfile: string, password: string | null): Promise<void> {
    if (this.find(wallet.address)) throw new ConsoleError('wallet-exists')
    if (this.#wallets.length >= MAX_WALLETS) throw new ConsoleError('limit-reached', `${MAX_WALLETS} wallets are the most`)
    if (password !== null) await this.#keychain.set(names.password(wallet.address), password)
    try {
      // A throwaway wallet guards nothing, so it must not make the operating system ask for the keychain's password.
      const storage =
        wallet.source === 'throwaway' ? await this.#toFile(wallet.address, keyfile) : await this.#store(wallet.address, keyfile)
      await this.#write([...this.#wallets, { ...wallet, storage, remembered: password !== null }])
    } catch (error) {
      if (password !== null) await this.#keychain.delete(names.password(wallet.address)).catch(() => undefined)
      throw error
    }
  }

  /** @throws ConsoleError 'wallet-missing' (no such wallet, or its keyfile is gone), 'keychain-refused' */
  async keyfile(account: Address): Promise<string> {
    const wallet = this.#get(account)
    const text =
      wallet.storage === 'file' ? await readTextFile(this.#keyfilePath(account)) : await this.#keychain.get(names.keyfile(account))
    if (text === null)
      throw new ConsoleError(
        'wallet-missing',
        `its keyfile is not in the ${wallet.storage === 'file' ? 'data folder' : 'keychain'} any more`,
      )
    return text
  }

  /** Forgets a wallet with its keyfile and password. @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  async remove(account: Address): Promise<void> {
    const wallet = this.#get(account)
    if (wallet.remembered) await this.#keychain.delete(names.password(account))
    if (wallet.storage === 'keychain') await this.#keychain.delete(names.keyfile(account))
    else await rm(this.#keyfilePath(account), { force: true })
    await this.#write(this.#wallets.filter((other) => !sameAddress(other.address, account)))
  }

  /** @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  async rememberPassword(account: Address, password: string): Promise<void> {
    this.#get(account)
    await this.#keychain.set(names.password(account), password)
    await this.#update(account, { remembered: true })
  }

  /** null when it is not remembered. @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  async password(account: Address): Promise<string | null> {
    return this.#get(account).remembered ? this.#keychain.get(names.password(account)) : null
  }

  /** @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  async forgetPassword(account: Address): Promise<void> {
    if (!this.#get(account).remembered) return
    await this.#keychain.delete(names.password(account))
    await this.#update(account, { remembered: false })
  }

  async setSandboxOnly(account: Address, sandboxOnly: StoredWallet['sandboxOnly']): Promise<void> {
    if (this.#get(account).sandboxOnly !== sandboxOnly) await this.#update(account, { sandboxOnly })
  }

  /** @throws ConsoleError 'keychain-refused' */
  setApiKey(community: CommunityId, apiKey: string): Promise<void> {
    return this.#keychain.set(names.apiKey(community), apiKey)
  }

  /** null when none is kept. @throws ConsoleError 'keychain-refused' */
  apiKey(community: CommunityId): Promise<string | null> {
    return this.#keychain.get(names.apiKey(community))
  }

  /** @throws ConsoleError 'keychain-refused' */
  forgetApiKey(community: CommunityId): Promise<void> {
    return this.#keychain.delete(names.apiKey(community))
  }

  get #indexPath(): string {
    return join(this.#folder, 'wallets.json')
  }

  #keyfilePath(account: Address): string {
    return join(this.#folder, 'keystore', `${account.toLowerCase()}.json`)
  }

  #get(account: Address): StoredWallet {
    const wallet = this.find(account)
    if (!wallet) throw new ConsoleError('wallet-missing')
    return wallet
  }

  /** To the keychain where it takes it and gives it back unchanged (a key that is lost is money that is lost), else to a file. */
  async #store(account: Address, keyfile: string): Promise<'keychain' | 'file'> {
    const compact = compactKeyfile(keyfile, account)
    if (!(await this.#keychain.status()).available) return this.#toFile(account, keyfile)
    try {
      await this.#keychain.set(names.keyfile(account), compact)
      if ((await this.#keychain.get(names.keyfile(account))) === compact) return 'keychain'
    } catch (error) {
      if (!(error instanceof ConsoleError)) throw error
    }
    return this.#toFile(account, keyfile)
  }

  async #toFile(account: Address, keyfile: string): Promise<'file'> {
    await writePrivateFile(this.#keyfilePath(account), compactKeyfile(keyfile, account))
    return 'file'
  }

  #update(account: Address, change: Partial<StoredWallet>): Promise<void> {
    return this.#write(this.#wallets.map((wallet) => (sameAddress(wallet.address, account) ? { ...wallet, ...change } : wallet)))
  }

  async #write(wallets: readonly StoredWallet[]): Promise<void> {
    await writePrivateFile(this.#indexPath, `${JSON.stringify({ version: 1, wallets }, null, 2)}\n`)
    this.#wallets = wallets
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
