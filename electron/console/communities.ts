import { type CommunitySettings, type Pins, sandbox as sandboxCommunity } from '../../shared/domain/community.ts'
import type { EngineSettings } from '../../shared/domain/engine.ts'
import { type Address, type Chain, type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { HomeAccounts } from '../balance/home-account.ts'
import { type EngineWish, JoinedCommunity } from '../community/joined-community.ts'
import type { Journal } from '../journal/port.ts'
import { checkApiKey, readAddress } from '../polyswarmd/address.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import { Turns } from '../runtime/turns.ts'
import type { ScannerProcess } from '../scanners/scanners.ts'
import type { NonceOwner } from '../transactions/index.ts'
import type { Signer } from '../wallet/signer-port.ts'
import type { Vault } from '../wallet/vault.ts'
import type { Wallets } from '../wallet/wallets.ts'
import { EngineWishes } from './engine-wishes.ts'
import type { Feed } from './feed.ts'
import { assertIdle } from './idle.ts'
import { assertNewAddress, assertNewContracts, freeId, withCommunity } from './joining.ts'
import type { Needs } from './needs.ts'
import type { Joined, SettingsStore } from './settings.ts'
import { settingsLines } from './settings-lines.ts'
import type { StateStore } from './store.ts'
import { Unopened } from './unopened.ts'

export interface CommunitiesOptions {
  readonly settings: SettingsStore
  readonly store: StateStore
  readonly journal: Journal
  readonly signer: Signer
  readonly scanners: ScannerProcess
  readonly nonces: (account: Address, chain: Chain, place: string) => NonceOwner
  readonly homeAccounts: HomeAccounts
  readonly vault: Vault
  readonly wallets: Wallets
  readonly feed: Feed
  readonly needs: Needs
  /** No engine goes on answering by itself, whatever was wished in an earlier run. */
  readonly holdEngines: boolean
  readonly clock: Clock
  readonly log: Log
}

/** What a join brings; the contracts were seen and accepted by the operator. */
export interface NewCommunity {
  readonly settings: Omit<CommunitySettings, 'id' | 'hasApiKey'>
  readonly apiKey: string | null
}

/** All joined Communities, side by side: opened at the start, opened anew when what they are made of changes. */
export class Communities {
  readonly #options: CommunitiesOptions
  readonly #open = new Map<CommunityId, JoinedCommunity>()
  readonly #unopened: Unopened
  readonly wishes: EngineWishes
  /** The rules of commands, in place of the kept ones. */
  readonly #commandRules = new Map<CommunityId, MaintainRule>()
  /** One change of one Community at a time. */
  readonly #turns = new Turns()
  #closed = false

  constructor(options: CommunitiesOptions) {
    this.#options = options
    this.wishes = new EngineWishes({ ...options, staker: (id) => this.#openOrThrow(id).stakerOrThrow() })
    this.#unopened = new Unopened({
      ...options,
      isOpen: (id) => this.#open.has(id),
      openAgain: (id) => void this.#tryToOpen(id),
    })
  }

  find(id: CommunityId): JoinedCommunity | null {
    return this.#open.get(id) ?? null
  }
  all(): readonly JoinedCommunity[] {
    return [...this.#open.values()]
  }

  /** Shows the sandbox as it was left: the others are open, or told why not, before anybody sees the console. Never rejects. */
  sandboxStarts(): Promise<void> {
    return this.#unopened.sandboxStarts()
  }

  /** The sandbox did not start: said where it would be. Never rejects. */
  sandboxFailed(detail: string): Promise<void> {
    return this.#unopened.sandboxFailed(detail)
  }

  /** Opens every Community of the settings but the sandbox, whose address is known only when its process runs. */
  async openAll(): Promise<void> {
    for (const { community } of this.#options.settings.value.communities) {
      if (community.kind !== 'sandbox') await this.#tryToOpen(community.id)
    }
  }

  /** Connects now, or opens what could not be opened before. @throws ConsoleError 'community-missing' */
  async retry(id: CommunityId): Promise<void> {
    const open = this.#open.get(id)
    if (open) open.retry()
    else {
      if (this.#joinedOrThrow(id).community.kind === 'sandbox') throw new ConsoleError('sandbox-failed', 'the sandbox does not run')
      await this.#tryToOpen(id)
    }
  }

  /** Joins: settings first, then the Community itself. @throws ConsoleError 'community-exists', 'keychain-refused', 'address-invalid', wallet refusals */
  join({ settings, apiKey }: NewCommunity): Promise<CommunityId> {
    return this.#turns.take(async () => {
      const address = readAddress(settings.address).address.text
      const joined = this.#options.settings.value.communities
      assertNewAddress(joined, address)
      assertNewContracts(joined, settings.pins, null)
      this.#assertWallet(settings.wallet, settings.kind)
      const id = freeId(settings.name, joined)
      if (apiKey !== null) await this.#options.vault.setApiKey(id, apiKey)
      this.#put({ ...settings, address, id, hasApiKey: apiKey !== null })
      await this.#reopen(id)
      this.#line(id, 'contracts-pinned', '5 of 5')
      this.#line(id, 'community-joined', settings.name)
      return id
    })
  }

  /** The sandbox runs, perhaps at another address than last time: (re)joins it with these contracts. */
  joinSandbox(address: string, pins: Pins, wallet: Address): Promise<void> {
    return this.#turns.take(async () => {
      const known = this.#options.settings.joined(sandboxCommunity.id)
      this.#put(
        { ...sandboxCommunity, address, insecure: true, hasApiKey: false, wallet, pins },
        known || this.#options.holdEngines ? 'stopped' : 'running',
      )
      await this.#reopen(sandboxCommunity.id)
      if (!known) this.#line(sandboxCommunity.id, 'community-joined', sandboxCommunity.name)
    })
  }

  /** @throws ConsoleError 'community-missing', 'community-busy' while a stake of ours is open there, or a transfer in flight */
  leave(id: CommunityId): Promise<void> {
    return this.#turns.take(async () => {
      const joined = this.#joinedOrThrow(id)
      await this.#assertIdle(id)
      await this.#close(id)
      if (joined.community.hasApiKey) await this.#options.vault.forgetApiKey(id)
      this.#options.settings.update((settings) => ({
        ...settings,
        communities: settings.communities.filter(({ community }) => community.id !== id),
      }))
      this.#commandRules.delete(id)
      this.#options.store.update([{ kind: 'community-removed', id }])
      this.#line(id, 'community-left', joined.community.name)
    })
  }

  /** @throws ConsoleError 'community-missing', 'insecure-api-key', 'keychain-refused': then everything is as it was */
  setApiKey(id: CommunityId, apiKey: string | null): Promise<void> {
    return this.#turns.take(async () => {
      checkApiKey(apiKey, this.#joinedOrThrow(id).community.insecure)
      if (apiKey === null) await this.#options.vault.forgetApiKey(id)
      else await this.#options.vault.setApiKey(id, apiKey)
      this.#change(id, (community) => ({ ...community, hasApiKey: apiKey !== null }))
      await this.#reopen(id)
    })
  }

  /** @throws ConsoleError 'community-busy' while the present wallet has open stakes there, or a transfer in flight */
  setWallet(id: CommunityId, wallet: Address): Promise<void> {
    return this.#turns.take(async () => {
      const { community } = this.#joinedOrThrow(id)
      await this.#assertIdle(id, wallet)
      this.#assertWallet(wallet, community.kind)
      this.#change(id, (settings) => ({ ...settings, wallet }))
      await this.#reopen(id)
    })
  }

  /** @throws ConsoleError 'community-busy' while a stake is open on the present contracts: on others it could be neither revealed nor settled; 'community-exists' when another join has these contracts */
  setPins(id: CommunityId, pins: Pins): Promise<void> {
    return this.#turns.take(async () => {
      await this.#assertIdle(id)
      assertNewContracts(this.#options.settings.value.communities, pins, id)
      this.#change(id, (settings) => ({ ...settings, pins }))
      await this.#reopen(id)
      this.#line(id, 'contracts-pinned', '5 of 5')
    })
  }

  configure(id: CommunityId, change: Partial<EngineSettings>): void {
    const { engine } = this.#joinedOrThrow(id)
    const next: EngineSettings = { ...engine, ...change }
    this.#options.settings.updateJoined(id, (joined) => ({ ...joined, engine: next }))
    this.#open.get(id)?.configure(next)
    this.#options.feed.say(settingsLines(id, engine, next, this.#options.clock.now()))
  }

  /**
   * @param by whose rule it is: a command may be killed at any moment, and nobody meant its rule for longer, so it is never in the settings
   * @throws ConsoleError 'community-missing', 'wallet-missing', 'invalid-request' when the rule makes no sense
   */
  setRule(id: CommunityId, rule: MaintainRule, by: 'operator' | 'command' = 'operator'): void {
    const keep = (): void => {
      if (by === 'command') return void this.#commandRules.set(id, rule)
      this.#commandRules.delete(id)
      this.#options.settings.updateJoined(id, (joined) => ({ ...joined, maintain: rule }))
    }
    this.#openOrThrow(id).treasury.setRule(rule, keep)
  }

  /** Tells every Community whose wallets are open now. */
  walletsChanged(): void {
    for (const community of this.#open.values())
      if (community.account !== null) community.setUnlocked(this.#options.signer.isUnlocked(community.account))
  }

  /** Whether an account may be locked by itself: not while one of its verdicts is hidden. */
  mayLock(account: Address): boolean {
    return this.all().every((community) => community.account === null || !sameAddress(community.account, account) || community.mayLock)
  }

  async closeAll(): Promise<void> {
    this.#closed = true
    this.#unopened.close()
    this.wishes.end()
    await this.#turns.take(async () => {
      await Promise.all([...this.#open.keys()].map((id) => this.#close(id)))
    })
  }

  async #reopen(id: CommunityId): Promise<void> {
    this.#unopened.opening(id)
    try {
      await this.#openAnew(id)
    } catch (error) {
      if (!this.#open.has(id)) await this.#unopened.failed(id, error)
      throw error
    }
  }

  async #openAnew(id: CommunityId): Promise<void> {
    const joined = this.#joinedOrThrow(id)
    // Before anything is closed: a keychain that refuses must not end a Community that has stakes to reveal.
    const apiKey = joined.community.hasApiKey ? await this.#options.vault.apiKey(id) : null
    await this.#close(id)
    const community = new JoinedCommunity({
      ...this.#options,
      settings: joined.community,
      engine: joined.engine,
      wish: this.#options.holdEngines ? 'stopped' : joined.wish,
      stopped: joined.stopped,
      maintain: this.#commandRules.get(id) ?? joined.maintain,
      joinedAt: joined.joinedAt,
      apiKey,
      random: Math.random,
      publish: (changes) => this.#options.store.update(changes),
      say: (lines) => this.#options.feed.say(lines),
      need: (needs) => this.#options.needs.set(id, needs),
    })
    this.#open.set(id, community)
    try {
      await community.start()
    } catch (error) {
      await this.#close(id).catch((again: unknown) =>
        this.#options.log.warn('a Community did not close well', { community: id, err: again }),
      )
      throw error
    }
    this.walletsChanged()
  }

  async #close(id: CommunityId): Promise<void> {
    const community = this.#open.get(id)
    this.#open.delete(id)
    await community?.close()
    this.#options.needs.drop(id)
  }

  async #tryToOpen(id: CommunityId): Promise<void> {
    const opening = this.#turns.take(async () => {
      if (!this.#closed && !this.#open.has(id) && this.#options.settings.joined(id)) await this.#reopen(id)
    })
    // Said as a need already, and tried again.
    await opening.catch(() => undefined)
  }

  #put(community: CommunitySettings, wish: EngineWish = 'stopped'): void {
    const now = this.#options.clock.now()
    this.#options.settings.update((settings) => withCommunity(settings, community, wish, now))
  }

  #change(id: CommunityId, change: (community: CommunitySettings) => CommunitySettings): void {
    this.#joinedOrThrow(id)
    this.#options.settings.updateJoined(id, (joined) => ({ ...joined, community: change(joined.community) }))
  }

  #joinedOrThrow(id: CommunityId): Joined {
    const joined = this.#options.settings.joined(id)
    if (!joined) throw new ConsoleError('community-missing')
    return joined
  }

  #openOrThrow(id: CommunityId): JoinedCommunity {
    const community = this.#open.get(id)
    if (!community) throw new ConsoleError('community-missing')
    return community
  }

  #assertIdle(id: CommunityId, next: Address | null = null): Promise<void> {
    return assertIdle(id, () => this.#open.get(id)?.state() ?? null, this.#options.journal, next)
  }

  #assertWallet(wallet: Address | null, kind: CommunitySettings['kind']): void {
    if (wallet !== null) this.#options.wallets.assertUsable(wallet, kind)
  }

  #line(id: CommunityId, code: string, subject: string): void {
    const at = this.#options.clock.now()
    this.#options.feed.say([{ at, community: id, code, tone: 'soft', mine: true, guid: null, subject, amount: null }])
  }
}
