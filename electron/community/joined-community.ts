import type { CallOutput } from '../../shared/contract/contract.ts'
import type { BountyDetails } from '../../shared/domain/bounty.ts'
import type { CommunitySettings, Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings, Stopped } from '../../shared/domain/engine.ts'
import type { Address, CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import { ConsoleError, toProblem } from '../../shared/errors/errors.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Change } from '../../shared/state/change.ts'
import { noBalances } from '../../shared/state/initial.ts'
import type { CommunityState, ConnectionState, Need, NewEventLine } from '../../shared/state/state.ts'
import type { TreasuryControl } from '../balance/port.ts'
import type { Journal } from '../journal/port.ts'
import { endpoints, readAddress } from '../polyswarmd/address.ts'
import { PolyswarmdConnection } from '../polyswarmd/connection.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import type { RequestCounters } from '../polyswarmd/request-counters.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import type { ScannerProcess } from '../scanners/scanners.ts'
import type { Signer } from '../wallet/signer-port.ts'
import { BlockWatch } from './block-watch.ts'
import { connectionNeeds, walletNeed } from './own-needs.ts'
import { Publication } from './publication.ts'
import { RegistryFacts } from './registry-facts.ts'
import { Staker, type StakerOptions } from './staker.ts'
import { testFile } from './test-file.ts'
import { communityState } from './view.ts'

/** What the operator wants of the engine; survives restarts. */
export type EngineWish = 'running' | 'paused' | 'stopped'

export interface JoinedCommunityOptions {
  readonly settings: CommunitySettings
  readonly engine: EngineSettings
  readonly wish: EngineWish
  /** Of a stopped one. */
  readonly stopped: Stopped | null
  readonly maintain: MaintainRule | null
  /** ms since the epoch. */
  readonly joinedAt: number
  readonly apiKey: string | null
  readonly journal: Journal
  readonly signer: Signer
  readonly scanners: ScannerProcess
  readonly nonces: StakerOptions['nonces']
  readonly homeAccounts: StakerOptions['homeAccounts']
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** State changes, at most `STATE_MS` apart for the Community itself. */
  readonly publish: (changes: readonly Change[]) => void
  /** Lines of the feed, oldest first. */
  readonly say: (lines: readonly NewEventLine[]) => void
  /** All needs of this Community; they replace the former ones. */
  readonly need: (needs: readonly Need[]) => void
}

/** Who asks while no wallet is chosen: the daemon wants an account on most reads, and nobody can sign for this one. */
const NOBODY: Address = '0x0000000000000000000000000000000000000001'

/**
 * One joined Community: its connection, clock, engine and balances. It composes them and passes on what one part must know of another;
 * it decides nothing about bounties or money by itself.
 */
export class JoinedCommunity {
  readonly #options: JoinedCommunityOptions
  readonly #connection: PolyswarmdConnection
  readonly #staker: Staker | null
  readonly #facts: RegistryFacts
  readonly #publication: Publication
  readonly #blocks: BlockWatch
  #wasConnected = false
  #ended = false
  #abort = new AbortController()
  #ownNeeds: readonly Need[] = []

  /** @throws ConsoleError 'address-invalid', 'insecure-api-key' */
  constructor(options: JoinedCommunityOptions) {
    this.#options = options
    const { settings, clock, random, apiKey } = options
    const log = options.log.child({ community: settings.id })
    this.#connection = new PolyswarmdConnection({
      endpoints: endpoints(readAddress(settings.address).address, settings.insecure),
      account: settings.wallet ?? NOBODY,
      apiKey,
      clock,
      random,
      log,
    })
    this.#facts = new RegistryFacts({
      client: this.#connection.client,
      clock,
      onParameters: (parameters) => this.#onParameters(parameters),
      onError: (error) => this.#onTrouble('parameters', error),
    })
    this.#publication = new Publication({
      clock,
      figures: () => ({ kind: 'community', id: this.id, community: this.state() }),
      statistics: () => this.#staker && { kind: 'statistics', id: this.id, statistics: this.#staker.engine.statistics() },
      publish: options.publish,
    })
    this.#blocks = new BlockWatch({
      clock,
      block: () => this.#connection.clock('side').block,
      until: (block) => this.#connection.until('side', block),
      isConnected: () => this.#isConnected,
      onLook: () => this.#isConnected && this.#facts.isDue && this.#facts.ask(),
      onMoved: (isFirst) => this.#onBlock(isFirst),
    })
    const { wallet, pins } = settings
    this.#staker =
      wallet === null || pins === null
        ? null
        : new Staker({
            ...options,
            id: settings.id,
            account: wallet,
            pins,
            connection: this.#connection,
            readParameters: () => this.#facts.ask(),
            changed: () => this.#publication.soon(),
            changedNow: () => this.#publication.now(),
            tellNeeds: () => this.#tellNeeds(),
            onTrouble: (where, error) => this.#onTrouble(where, error),
          })
  }

  get id(): CommunityId {
    return this.#options.settings.id
  }
  get settings(): CommunitySettings {
    return this.#options.settings
  }
  /** Who stakes here; null while no wallet is chosen. */
  get account(): Address | null {
    return this.#options.settings.wallet
  }
  get counters(): RequestCounters {
    return this.#connection.counters
  }
  get staker(): Staker | null {
    return this.#staker
  }

  /** Takes up what the journal holds and connects. @throws ConsoleError of the journal: nothing was started */
  async start(): Promise<void> {
    await this.#staker?.load()
    if (this.#ended) return
    this.#connection.onEvent((event) => this.#onEvent(event))
    this.#connection.onConnected(() => this.#onConnected())
    this.#connection.onState((state) => this.#onConnection(state))
    this.#connection.start()
    await this.#staker?.start(this.#options.wish, this.#options.stopped)
    this.#blocks.look()
    this.#publication.now()
  }

  /** Writes what waits and ends everything; what is staked stays open in the journal. */
  async close(): Promise<void> {
    this.#ended = true
    this.#abort.abort()
    this.#blocks.close()
    this.#facts.stop()
    this.#publication.stop()
    await this.#staker?.close()
    await this.#connection.stop()
  }

  retry(): void {
    this.#connection.tryNow()
  }

  /** @throws ConsoleError 'wallet-missing' */
  get treasury(): TreasuryControl {
    return this.stakerOrThrow().treasury
  }

  setUnlocked(unlocked: boolean): void {
    this.#staker?.setUnlocked(unlocked)
  }

  /** @throws ConsoleError 'bounty-missing' or of the journal */
  details(guid: Guid): Promise<BountyDetails> {
    return this.stakerOrThrow().engine.details(guid)
  }

  /** @throws ConsoleError 'bounty-missing', 'still-expected' */
  writeOff(guids: readonly Guid[]): Promise<void> {
    return this.stakerOrThrow().engine.writeOff(guids)
  }

  /**
   * What the chosen scanner says of a file the operator brings; nothing of it is kept.
   * @throws ConsoleError 'scanner-unavailable', 'timeout'
   */
  testFile(name: string, content: Uint8Array): Promise<CallOutput<'engine.testFile'>> {
    const { scanner } = this.#staker?.settings ?? this.#options.engine
    return testFile(this.#options.scanners, scanner, name, content)
  }

  configure(settings: EngineSettings): void {
    this.#staker?.configure(settings)
    this.#publication.soon()
  }

  /** Whether the account's key may leave memory now: not while a verdict is hidden or a settlement is owed. */
  get mayLock(): boolean {
    const stake = this.#staker?.engine.view.stake
    return stake === undefined || (stake.unrevealedCount === 0 && stake.owedSettles === 0)
  }

  state(): CommunityState {
    const { settings, engine, scanners, maintain, joinedAt } = this.#options
    const money = this.#staker?.treasury.view ?? null
    return communityState({
      settings,
      connection: this.#connection.state,
      clock: this.#connection.clock('side'),
      parameters: this.#facts.parameters,
      relayFeeHome: money?.relayFeeHome ?? this.#facts.relayFeeHome,
      balances: this.#staker?.balances.readings ?? noBalances,
      taken: this.#staker?.balances.taken ?? { home: null, side: null },
      engine: this.#staker?.engine.view ?? null,
      engineSettings: engine,
      scanners: scanners.state,
      queue: this.#staker?.queue.state ?? null,
      allowance: this.#staker?.allowance ?? null,
      maintain: money?.maintain ?? maintain,
      maintainNext: money?.maintainNext ?? null,
      transfers: money?.transfers ?? [],
      homeLeaving: this.#staker?.homeLeaving ?? [],
      joinedAt,
    })
  }

  get #isConnected(): boolean {
    return this.#connection.state.is === 'connected'
  }

  /** @throws ConsoleError 'wallet-missing' */
  stakerOrThrow(): Staker {
    if (!this.#staker) throw new ConsoleError('wallet-missing', 'choose the wallet that stakes in this Community first')
    return this.#staker
  }

  #onEvent(event: DaemonEvent): void {
    if (event.kind === 'fee_update' || event.kind === 'window_update') this.#hearParameters(event)
    this.#staker?.onEvent(event)
    this.#blocks.hear()
  }

  #hearParameters(event: Extract<DaemonEvent, { kind: 'fee_update' | 'window_update' }>): void {
    // With a wallet the engine hears the same event and says it.
    if (this.#facts.hear(event) && !this.#staker) this.#line('parameters-changed', 'soft', null)
  }

  #onParameters(parameters: Parameters): void {
    this.#staker?.engine.setParameters(parameters)
    this.#publication.soon()
  }

  #onConnected(): void {
    this.#line('connected', 'soft', this.settings.name)
    this.#facts.ask()
    this.#blocks.look()
    this.#staker?.catchUp(this.#abort.signal).catch((error: unknown) => this.#onTrouble('catch-up', error))
  }

  #onConnection(state: ConnectionState): void {
    const connected = state.is === 'connected'
    if (this.#wasConnected && state.is === 'lost') this.#line('connection-lost', 'loss', this.settings.name)
    else if (state.is === 'lost' && state.nextTryAt !== null && state.attempt > 0)
      this.#line('connection-try-failed', 'loss', `${state.attempt}: ${state.detail}`, state.reason)
    this.#wasConnected = connected || (this.#wasConnected && state.is !== 'lost')
    this.#staker?.setConnected(connected)
    if (state.is === 'lost' && state.code === 'unauthorized') this.#staker?.refusedWithoutKey()
    this.#ownNeeds = connectionNeeds(this.settings, state, this.#ownNeeds)
    this.#tellNeeds()
    // Seldom, and what the whole window is read by: not gathered with the figures.
    this.#publication.now()
  }

  #onBlock(isFirst: boolean): void {
    this.#staker?.onBlock()
    if (isFirst) this.#publication.now()
    else this.#publication.soon()
  }

  #onTrouble(where: string, error: unknown): void {
    if (this.#ended) return
    this.#options.log.warn('a part of a Community failed and goes on', {
      community: this.id,
      where,
      problem: toProblem(error).code,
      err: error,
    })
  }

  #line(code: string, tone: NewEventLine['tone'], subject: string | null, reason?: Reason): void {
    const { clock, say } = this.#options
    say([{ at: clock.now(), community: this.id, code, tone, mine: true, guid: null, subject, amount: null, ...(reason && { reason }) }])
  }

  #tellNeeds(): void {
    this.#options.need([...this.#ownNeeds, ...(this.#staker ? this.#staker.needs : [walletNeed(this.id, this.#options.joinedAt)])])
  }
}
