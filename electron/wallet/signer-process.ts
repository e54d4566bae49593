import { randomBytes } from 'node:crypto'
import { type Address, sameAddress } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { breath } from '../runtime/breath.ts'
import type { Channel } from '../runtime/channel.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Answer, CallName, Params } from '../runtime/protocol.ts'
import { type ProcessState, SupervisedProcess } from '../runtime/supervised-process.ts'
import { provenAddress } from './proof.ts'
import type { SignedTransaction, Signer, UnsignedTransaction } from './signer-port.ts'
import { MAX_BATCH, type SignerProtocol, signerProtocol } from './signer-protocol.ts'

export interface SignerProcessOptions {
  readonly clock: Clock
  readonly spawn: () => Channel
}

interface Account {
  readonly journalKey: Uint8Array
  unlocked: boolean
}

/** The console's side of the signer process: a local `Signer`. When the process dies every account is locked. */
export class SignerProcess implements Signer {
  readonly #process: SupervisedProcess<SignerProtocol>
  readonly #accounts = new Map<string, Account>()
  readonly #lostListeners = new Set<(accounts: readonly Address[]) => void>()

  constructor(options: SignerProcessOptions) {
    this.#process = new SupervisedProcess({
      protocol: signerProtocol,
      clock: options.clock,
      spawn: options.spawn,
      unavailable: 'signer-unavailable',
      restartOnTimeout: true,
      onLost: () => this.#lost(),
    })
  }

  get state(): ProcessState {
    return this.#process.state
  }

  /** Hears every start and end of the process; the returned function stops it. */
  watch(watcher: (state: ProcessState) => void): () => void {
    return this.#process.watch(watcher)
  }

  /** Told which accounts were locked because the process died. Called after the state became 'restarting'. */
  onLost(listener: (accounts: readonly Address[]) => void): void {
    this.#lostListeners.add(listener)
  }

  start(): void {
    this.#process.start()
  }

  /** Ends the process and with it every key. */
  stop(): void {
    for (const key of [...this.#accounts.keys()]) this.#drop(key)
    this.#process.stop()
  }

  /**
   * Opens a keyfile in the signer. The account counts as unlocked only after the signer proved, to another implementation, that it
   * holds the key of the address.
   * @param expected the address it must be; null when the keyfile may say
   * @throws ConsoleError 'wrong-password', 'keyfile-damaged', 'not-a-keyfile', 'kdf-unsupported', 'address-mismatch', 'signer-unavailable'
   */
  async unlock(keyfile: string, password: string, expected: Address | null): Promise<Address> {
    const challenge = new Uint8Array(randomBytes(32))
    const { address, proof, journalKey } = await this.#call('unlock', { keyfile, password, challenge })
    const { state } = this.#process
    // The first proof of a run reads code for tens of milliseconds, and so did the answer before it.
    await breath()
    // The key went with a signer that ended meanwhile: nothing is open, and nothing would be told as lost.
    if (this.#process.state !== state) {
      journalKey.fill(0)
      throw new ConsoleError('signer-unavailable', because('helper-not-running'))
    }
    const proven = provenAddress(challenge, proof)
    if (proven === null || !sameAddress(proven, address)) {
      await this.#discard(address)
      throw new ConsoleError('address-mismatch', because('key-not-proven'))
    }
    if (expected !== null && !sameAddress(proven, expected)) {
      // Another wallet that is in use must not be locked by this mistake.
      if (!this.isUnlocked(proven)) await this.#discard(proven)
      throw new ConsoleError('address-mismatch', because('key-of', { address: proven }))
    }
    this.#accounts.set(proven.toLowerCase(), { journalKey: new Uint8Array(journalKey), unlocked: true })
    journalKey.fill(0)
    return proven
  }

  /** Locks at once on this side; resolves when the signer zeroed the key. Locked already: nothing happens. */
  async lock(account: Address): Promise<void> {
    const wasUnlocked = this.isUnlocked(account)
    this.#drop(account.toLowerCase())
    if (wasUnlocked) await this.#discard(account)
  }

  /** @throws ConsoleError 'signer-unavailable' */
  generate(password: string, cost: 'standard' | 'throwaway'): Promise<{ readonly address: Address; readonly keyfile: string }> {
    return this.#call('generate', { password, cost })
  }

  async sign(account: Address, transactions: readonly UnsignedTransaction[]): Promise<readonly SignedTransaction[]> {
    if (this.#process.state.name !== 'running') throw new ConsoleError('signer-unavailable')
    if (!this.isUnlocked(account)) throw new ConsoleError('wallet-locked')
    const signed: SignedTransaction[] = []
    for (let from = 0; from < transactions.length; from += MAX_BATCH) {
      const batch = transactions.slice(from, from + MAX_BATCH)
      const part = await this.#call('sign', { address: account, transactions: batch })
      if (part.length !== batch.length || part.some((one) => !sameAddress(one.from, account))) throw new ConsoleError('bad-answer')
      signed.push(...part)
    }
    return signed
  }

  isUnlocked(account: Address): boolean {
    return this.#accounts.get(account.toLowerCase())?.unlocked ?? false
  }

  journalKey(account: Address): Uint8Array | null {
    const held = this.#accounts.get(account.toLowerCase())
    // A copy: zeroing ours at the lock must not make somebody else seal with zeros.
    return held ? new Uint8Array(held.journalKey) : null
  }

  /** A signer that is silent is as good as gone, and is being restarted. */
  async #call<N extends CallName<SignerProtocol>>(name: N, params: Params<SignerProtocol, N>): Promise<Answer<SignerProtocol, N>> {
    try {
      return await this.#process.call(name, params)
    } catch (error) {
      if (error instanceof ConsoleError && error.code === 'timeout') throw new ConsoleError('signer-unavailable', because('helper-silent'))
      throw error
    }
  }

  /** What the signer can no longer do, because it is gone, it need not be told: its keys went with it. */
  async #discard(account: Address): Promise<void> {
    await this.#call('lock', { address: account }).catch(() => undefined)
  }

  #drop(key: string): void {
    this.#accounts.get(key)?.journalKey.fill(0)
    this.#accounts.delete(key)
  }

  #lost(): void {
    const lost: Address[] = []
    for (const [key, account] of this.#accounts) {
      if (account.unlocked) lost.push(key as Address)
      account.unlocked = false
    }
    for (const listener of this.#lostListeners) listener(lost)
  }
}
