import type { Address } from '../../shared/domain/identifiers.ts'
import { isTrivialPassword, passwordFault } from '../../shared/domain/password.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { WalletState } from '../../shared/state/state.ts'
import { breath } from '../runtime/breath.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import { Loop } from '../runtime/loop.ts'
import { Turns } from '../runtime/turns.ts'
import { inspectKeyfile } from './keyfile-format.ts'
import { type FoundKeyfile, findKeyfiles, readFoundKeyfile } from './keystore-folders.ts'
import { assertUsableOutsideSandbox, isKnownTestWallet, type SandboxOnly } from './known-test-wallets.ts'
import type { SignerProcess } from './signer-process.ts'
import type { StoredWallet, Vault } from './vault.ts'
import { LOCKED, type Status, StatusBook, unlocked, walletState } from './wallet-status.ts'

export interface WalletsOptions {
  readonly vault: Vault
  readonly signer: SignerProcess
  readonly clock: Clock
  readonly log: Log
  /** Whether an account may be locked by itself now: not while a reveal of it is outstanding. */
  readonly mayLock: (account: Address) => boolean
  /** Folders to look for keyfiles in; see `gethKeystores`. */
  readonly keystores: readonly string[]
}

/** Where a keyfile to import comes from: its text, or the `ref` of one that `findKeyfiles` named. */
export type KeyfileSource = { readonly text: string } | { readonly ref: string }

/** Everybody may know it: a throwaway wallet holds nothing but sandbox coins. */
const THROWAWAY_PASSWORD = 'sandbox'
const AUTO_LOCK_CHECK_MS = 5_000

/** The operator's wallets: import, create, unlock, lock. Operations run one after another, so none sees another half done. */
export class Wallets {
  readonly #options: WalletsOptions
  readonly #statuses = new StatusBook()
  readonly #watchers = new Set<(wallets: readonly WalletState[]) => void>()
  readonly #autoLock: Loop
  #autoLockMs: number | null = null
  readonly #turns = new Turns()
  #toReopen: readonly Address[] = []

  constructor(options: WalletsOptions) {
    this.#options = options
    this.#autoLock = new Loop({
      name: 'auto-lock',
      clock: options.clock,
      everyMs: AUTO_LOCK_CHECK_MS,
      round: () => this.#lockDue(),
      onError: (error) => options.log.warn('auto-lock failed', { err: error }),
    })
    options.signer.onLost((accounts) => this.#lost(accounts))
    options.signer.watch((state) => state.name === 'running' && this.#reopen())
  }

  /**
   * Reads the vault, starts the signer and unlocks what may be unlocked by itself (remembered and throwaway wallets), in the background:
   * the operator sees them as 'unlocking'.
   */
  async start(): Promise<void> {
    await this.#options.vault.open()
    this.#toReopen = this.#options.vault.wallets.map((wallet) => wallet.address)
    this.#options.signer.start()
    this.#autoLock.start()
  }

  /** Ends the signer and with it every key. */
  async stop(): Promise<void> {
    await this.#autoLock.stop()
    this.#options.signer.stop()
    this.#statuses.clear()
    this.#publish()
  }

  list(): readonly WalletState[] {
    return this.#options.vault.wallets.map((wallet) => walletState(wallet, this.#statuses.of(wallet.address), this.#autoLockMs))
  }

  /** Hears the whole list after every change; the returned function stops it. */
  watch(watcher: (wallets: readonly WalletState[]) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /**
   * Imports a keyfile and leaves the wallet unlocked. A published test wallet or a trivial password is taken, for the sandbox alone.
   * @throws ConsoleError 'wrong-password', 'keyfile-damaged', 'not-a-keyfile', 'kdf-unsupported', 'wallet-exists', 'keychain-refused' (only
   *   with `remember`), 'signer-unavailable'
   */
  import(source: KeyfileSource, password: string, remember: boolean): Promise<Address> {
    return this.#turns.take(async () => {
      const text = 'text' in source ? source.text : await readFoundKeyfile(this.#options.keystores, source.ref)
      const { address: declared } = inspectKeyfile(text)
      if (declared !== null && this.#options.vault.find(declared)) throw new ConsoleError('wallet-exists')
      const account = await this.#options.signer.unlock(text, password, declared)
      await this.#keep(account, 'imported', text, password, remember)
      return account
    })
  }

  /**
   * Makes a new wallet and leaves it unlocked.
   * @throws ConsoleError 'password-weak', 'keychain-refused' (only with `remember`), 'signer-unavailable'
   */
  create(password: string, remember: boolean): Promise<Address> {
    return this.#turns.take(async () => {
      if (passwordFault(password) !== null) throw new ConsoleError('password-weak')
      return this.#make('created', password, remember)
    })
  }

  /** The sandbox's own wallet, made when there is none; unlocked. @throws ConsoleError 'signer-unavailable' */
  throwaway(): Promise<Address> {
    return this.#turns.take(async () => {
      const existing = this.#options.vault.wallets.find((wallet) => wallet.source === 'throwaway')
      if (!existing) return this.#make('throwaway', THROWAWAY_PASSWORD, false)
      await this.#openThrowaway(existing)
      return existing.address
    })
  }

  /**
   * Opens a throwaway wallet again; the operator was never given its password.
   * @throws ConsoleError 'password-needed' for every other wallet, 'wallet-missing', 'signer-unavailable'
   */
  openThrowaway(account: Address): Promise<void> {
    return this.#turns.take(() => this.#openThrowaway(this.#stored(account)))
  }

  /**
   * @param password null: the remembered one
   * @param remember keeps the password in the keychain; false leaves what is there as it is
   * @throws ConsoleError 'wrong-password' (also when none is remembered), 'wallet-missing', 'keychain-refused' (with `remember` the wallet is
   *   open then, only its password is not kept), 'signer-unavailable'
   */
  unlock(account: Address, password: string | null, remember: boolean): Promise<void> {
    return this.#turns.take(async () => {
      const used = password ?? (await this.#knownPassword(this.#stored(account)))
      if (used === null) throw new ConsoleError('wrong-password', because('not-remembered'))
      await this.#open(account, used)
      await this.#options.vault.setSandboxOnly(account, reasonFor(account, used))
      if (remember && password !== null) await this.#options.vault.rememberPassword(account, password)
      this.#publish()
    })
  }

  /** @throws ConsoleError 'wallet-missing' */
  lock(account: Address): Promise<void> {
    return this.#turns.take(async () => this.#close(this.#stored(account).address))
  }

  /** Minutes without the operator until an unlocked wallet locks; null = never. Waits while `mayLock` says no. */
  setAutoLock(minutes: number | null): void {
    this.#autoLockMs = minutes === null ? null : minutes * 60_000
    this.#publish()
  }

  /** The operator did something: auto-lock counts from now. Cheap enough for every call of the window. */
  touch(): void {
    this.#statuses.touch(this.#options.clock.now())
    if (this.#autoLockMs !== null) this.#publish()
  }

  /** @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  forgetPassword(account: Address): Promise<void> {
    return this.#turns.take(async () => {
      await this.#options.vault.forgetPassword(account)
      this.#publish()
    })
  }

  /** The encrypted keyfile under the name geth would give it. @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  async export(account: Address): Promise<{ readonly name: string; readonly text: string }> {
    const { addedAt } = this.#stored(account)
    const time = new Date(addedAt).toISOString().replaceAll(':', '-').replace('Z', '000000Z')
    return { name: `UTC--${time}--${account.slice(2).toLowerCase()}`, text: await this.#options.vault.keyfile(account) }
  }

  /** Locks and forgets a wallet; without an exported copy its money is gone. @throws ConsoleError 'wallet-missing', 'keychain-refused' */
  remove(account: Address): Promise<void> {
    return this.#turns.take(async () => {
      await this.#close(this.#stored(account).address)
      await this.#options.vault.remove(account)
      this.#statuses.forget(account)
      this.#publish()
    })
  }

  findKeyfiles(): Promise<readonly FoundKeyfile[]> {
    return findKeyfiles(this.#options.keystores)
  }

  /**
   * Refuses a wallet that anybody can empty.
   * @throws ConsoleError 'wallet-missing'; for a Community that is not the sandbox also 'test-wallet-refused', 'password-weak'
   */
  assertUsable(account: Address, community: 'public' | 'private' | 'sandbox'): void {
    const { sandboxOnly } = this.#stored(account)
    if (community !== 'sandbox') assertUsableOutsideSandbox(account, sandboxOnly)
  }

  async #make(source: 'created' | 'throwaway', password: string, remember: boolean): Promise<Address> {
    const { signer } = this.#options
    const { address, keyfile } = await signer.generate(password, source === 'created' ? 'standard' : 'throwaway')
    // What was made must open again before anything is ever paid to it.
    const account = await signer.unlock(keyfile, password, address)
    await this.#keep(account, source, keyfile, password, remember)
    return account
  }

  async #keep(account: Address, source: StoredWallet['source'], keyfile: string, password: string, remember: boolean): Promise<void> {
    const { vault, signer, clock } = this.#options
    if (vault.find(account)) throw new ConsoleError('wallet-exists')
    try {
      const wallet = { address: account, source, addedAt: clock.now(), sandboxOnly: reasonFor(account, password) }
      // Right after its proof, which kept this process busy.
      await breath()
      await vault.add(wallet, keyfile, remember ? password : null)
    } catch (error) {
      await signer.lock(account)
      throw error
    }
    // The signer may have ended while the vault wrote.
    if (signer.isUnlocked(account)) this.#setUnlocked(account)
    else this.#setStatus(account, LOCKED)
  }

  async #openThrowaway({ address, source }: StoredWallet): Promise<void> {
    if (source !== 'throwaway') throw new ConsoleError('password-needed')
    if (!this.#options.signer.isUnlocked(address)) await this.#open(address, THROWAWAY_PASSWORD)
  }

  async #open(account: Address, password: string): Promise<void> {
    const before = this.#statuses.of(account)
    this.#setStatus(account, { ...LOCKED, state: 'unlocking' })
    try {
      await this.#options.signer.unlock(await this.#options.vault.keyfile(account), password, account)
      this.#setUnlocked(account)
    } catch (error) {
      // A wrong password locks nothing that was open.
      this.#setStatus(account, this.#options.signer.isUnlocked(account) ? before : LOCKED)
      throw error
    }
  }

  async #close(account: Address): Promise<void> {
    // The signer's own side closes at once: whoever hears of the lock finds it locked, and what is owed asks for the password.
    const closed = this.#options.signer.lock(account)
    this.#setStatus(account, LOCKED)
    await closed
  }

  async #lockDue(): Promise<void> {
    const now = this.#options.clock.now()
    const due = this.list().filter(
      (wallet) => wallet.autoLockAt !== null && wallet.autoLockAt <= now && this.#options.mayLock(wallet.address),
    )
    // Asked again in its turn: while it waited for another wallet to open, a new verdict may have been hidden.
    for (const { address } of due)
      await this.#turns.take(async () => {
        if (this.#options.mayLock(address) && this.#options.vault.find(address)) await this.#close(address)
      })
  }

  #lost(accounts: readonly Address[]): void {
    this.#toReopen = [...this.#toReopen, ...accounts]
    for (const account of accounts) this.#statuses.set(account, LOCKED)
    this.#publish()
    this.#options.log.warn('the signer ended and is started again; wallets are locked', { wallets: accounts.length })
  }

  /** The signer runs (again): opens what needs nobody's password. */
  #reopen(): void {
    const accounts = this.#toReopen
    this.#toReopen = []
    for (const account of accounts) this.#reopenOne(account).catch((error: unknown) => this.#notReopened(account, error))
  }

  #notReopened(account: Address, error: unknown): void {
    // The signer died again meanwhile: its next start takes this account up again.
    if (error instanceof ConsoleError && error.code === 'signer-unavailable') this.#toReopen = [...this.#toReopen, account]
    else this.#options.log.warn('a wallet stays locked', { account, err: error })
  }

  #reopenOne(account: Address): Promise<void> {
    return this.#turns.take(async () => {
      const wallet = this.#options.vault.find(account)
      if (!wallet || this.#options.signer.isUnlocked(account)) return
      const password = await this.#knownPassword(wallet)
      if (password !== null) await this.#open(wallet.address, password)
    })
  }

  async #knownPassword(wallet: StoredWallet): Promise<string | null> {
    return wallet.source === 'throwaway' ? THROWAWAY_PASSWORD : this.#options.vault.password(wallet.address)
  }

  #stored(account: Address): StoredWallet {
    const wallet = this.#options.vault.find(account)
    if (!wallet) throw new ConsoleError('wallet-missing')
    return wallet
  }

  #setUnlocked(account: Address): void {
    this.#setStatus(account, unlocked(this.#options.clock.now()))
  }

  #setStatus(account: Address, status: Status): void {
    this.#statuses.set(account, status)
    this.#publish()
  }

  #publish(): void {
    const wallets = this.list()
    for (const watcher of [...this.#watchers]) watcher(wallets)
  }
}

function reasonFor(account: Address, password: string): SandboxOnly {
  if (isKnownTestWallet(account)) return 'test-wallet-refused'
  return isTrivialPassword(password) ? 'password-weak' : null
}
