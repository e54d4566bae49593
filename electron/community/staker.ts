import { heldStill, type Leaving } from '../../shared/domain/available.ts'
import type { Pins } from '../../shared/domain/community.ts'
import type { EngineSettings, StopCause, Stopped } from '../../shared/domain/engine.ts'
import { type Address, type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import type { Change } from '../../shared/state/change.ts'
import type { Need, NewEventLine } from '../../shared/state/state.ts'
import type { HomeAccount, HomeAccounts } from '../balance/home-account.ts'
import type { TreasuryChange, TreasuryControl } from '../balance/port.ts'
import { Treasury } from '../balance/treasury.ts'
import { Engine } from '../engine/engine.ts'
import type { EngineChange, EngineControl } from '../engine/port.ts'
import type { Journal } from '../journal/port.ts'
import type { PolyswarmdConnection } from '../polyswarmd/connection.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ScannerProcess } from '../scanners/scanners.ts'
import type { SendQueue } from '../transactions/index.ts'
import type { Signer } from '../wallet/signer-port.ts'
import { Balances } from './balances.ts'
import { ChainQueues, type NonceOwners } from './chain-queues.ts'
import { ContractGate } from './contract-gate.ts'
import { ContractWatch } from './contract-watch.ts'

export interface StakerOptions {
  readonly id: CommunityId
  readonly account: Address
  readonly pins: Pins
  readonly engine: EngineSettings
  /** null: no rule was ever made. */
  readonly maintain: MaintainRule | null
  /** ms since the epoch. */
  readonly joinedAt: number
  readonly connection: PolyswarmdConnection
  readonly journal: Journal
  readonly signer: Signer
  readonly scanners: ScannerProcess
  readonly clock: Clock
  readonly nonces: NonceOwners
  /** Asks for the registry's parameters again; they come back through `engine.setParameters`. */
  readonly readParameters: () => void
  /** The accounts on home chains, shared by all Communities: their transfers move one balance. */
  readonly homeAccounts: HomeAccounts
  readonly publish: (changes: readonly Change[]) => void
  readonly say: (lines: readonly NewEventLine[]) => void
  /** Something of the Community's state changed. */
  readonly changed: () => void
  /** The same, for what must not be told a moment later. */
  readonly changedNow: () => void
  readonly tellNeeds: () => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** One account in one Community: its way onto the chains, its engine and its balances. Exists only with a wallet and pinned contracts. */
export class Staker {
  readonly engine: EngineControl
  readonly treasury: TreasuryControl
  readonly balances: Balances
  readonly #options: StakerOptions
  readonly #queues: ChainQueues
  readonly #gate: ContractGate
  readonly #contracts: ContractWatch
  readonly #home: HomeAccount
  #unwatchHome: () => void = () => undefined
  #settings: EngineSettings

  constructor(options: StakerOptions) {
    const { id, account, pins, engine: settings, connection, journal, scanners, clock } = options
    this.#options = options
    this.#settings = settings
    const home = options.homeAccounts.of(account, pins)
    this.#home = home
    this.#queues = new ChainQueues({ ...options, homePlace: home.book, limits: () => this.#settings.limits })
    this.engine = new Engine({
      community: id,
      account,
      client: connection.client,
      scanners,
      queue: this.#queues.side,
      journal,
      blocks: sideBlocks(connection),
      clock,
      settings,
      joinedAt: options.joinedAt,
      readParameters: options.readParameters,
      onTrouble: options.onTrouble,
    })
    this.#gate = new ContractGate(this.engine)
    this.#contracts = new ContractWatch({
      community: id,
      pins,
      client: connection.client,
      clock,
      gate: this.#gate,
      onKnown: (known) => this.treasury.setContracts(known),
      onGas: (gas) => this.#queues.gasIs(gas),
      changed: () => {
        options.tellNeeds()
        options.changed()
      },
      say: options.say,
      onTrouble: options.onTrouble,
    })
    this.treasury = new Treasury({
      community: id,
      account,
      pins,
      client: connection.client,
      homeQueue: this.#queues.home,
      sideQueue: this.#queues.side,
      home,
      journal,
      blocks: (chain) => connection.clock(chain),
      clock,
      rule: options.maintain,
      ceilings: () => this.#queues.homeCeilings(),
      sideLeaving: () => this.#leaving(),
      readBalances: () => this.balances.wake(),
      watchHome: (watched) => connection.watchHome(watched),
      onTrouble: options.onTrouble,
    })
    this.balances = new Balances({
      client: connection.client,
      account,
      clock,
      seenBlock: (chain) => connection.clock(chain).seenBlock,
      onRead: (readings, askedAt) => {
        if (readings.sideNct) this.engine.setBalance(readings.sideNct.value, askedAt, this.balances.taken.side?.seenBlock)
        this.treasury.setBalances(readings, askedAt)
        options.changed()
      },
      onError: (error) => options.onTrouble('balances', error),
    })
  }

  /** NCT the registry may still take; null = not known. */
  get allowance(): bigint | null {
    return this.#queues.allowance
  }

  /** The side chain's. */
  get queue(): SendQueue {
    return this.#queues.side
  }

  /** What left the account on its home chain, by transfers of every Community that shares it. */
  get homeLeaving(): readonly Leaving[] {
    return this.#home.leaving
  }

  get needs(): readonly Need[] {
    return [...(this.#contracts.need ? [this.#contracts.need] : []), ...this.engine.needs, ...this.treasury.needs]
  }

  /** Takes up what the journal holds; nothing is sent yet. @throws ConsoleError of the journal */
  async load(): Promise<void> {
    await this.#queues.load()
    this.engine.onChange((change) => this.#onEngine(change))
    this.treasury.onChange((change) => this.#onTreasury(change))
    this.queue.watch(() => this.#options.changed())
    // A deposit counts where it arrives from this turn on: no Community that shares the account may show it as available any longer.
    this.#unwatchHome = this.#home.watch(() => this.#options.changedNow())
    await Promise.all([this.engine.load(), this.treasury.load()])
    const rows = this.engine.rows()
    if (rows.length > 0) this.#options.publish([{ kind: 'bounties', id: this.#options.id, put: [...rows], drop: [] }])
  }

  /** What was on its way goes on. @throws ConsoleError of the journal */
  async start(wish: 'running' | 'paused' | 'stopped', stopped: Stopped | null): Promise<void> {
    await this.#queues.start()
    this.treasury.start()
    if (wish === 'stopped') this.engine.stoppedBefore(stopped)
    else this.#gate.begin()
    if (wish === 'paused') this.#gate.pause()
  }

  /** Operator's words; while the contracts are others than the pinned ones they count from when that is over. */
  startEngine(atMost?: number): void {
    this.#gate.start(atMost)
  }
  pauseEngine(): void {
    this.#gate.pause()
  }
  stopEngine(by?: StopCause): void {
    this.#gate.stop(by)
  }

  configure(settings: EngineSettings): void {
    this.#settings = settings
    this.#queues.limitsChanged()
    this.engine.configure(settings)
  }

  get settings(): EngineSettings {
    return this.#settings
  }

  setConnected(connected: boolean): void {
    this.#contracts.setConnected(connected)
    this.engine.setConnected(connected)
    this.treasury.setConnected(connected)
    if (connected) this.balances.start()
    else this.balances.stop().catch((error: unknown) => this.#options.onTrouble('balances', error))
    if (connected) this.#queues.wake()
  }

  setUnlocked(unlocked: boolean): void {
    this.engine.setUnlocked(unlocked)
    this.treasury.setUnlocked(unlocked)
    if (unlocked) this.#queues.wake()
  }

  /** The queue hears first what an event says of a transaction, then the engine acts on it. */
  onEvent(event: DaemonEvent): void {
    if ('txhash' in event && event.txhash !== null && 'blockNumber' in event && event.blockNumber !== null)
      this.queue.seen(event.txhash, event.blockNumber)
    this.engine.onDaemonEvent(event)
    this.treasury.onDaemonEvent(event)
    // Others' settlements move nothing of ours, and under a busy Community there are many.
    if (event.kind === 'settled_bounty' && sameAddress(event.settler, this.#options.account)) this.balances.wake()
  }

  /** The side chain's clock moved. */
  onBlock(): void {
    this.#queues.onBlock()
    this.engine.onBlock()
    this.treasury.onBlock()
  }

  /** Connected (again): are the contracts still the pinned ones, and what was missed? */
  async catchUp(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#contracts.compare(), this.engine.catchUp(signal)])
  }

  /** The daemon wants an API key and gets none: withdrawals are compared all the same, so that funds can be taken home. */
  refusedWithoutKey(): void {
    this.engine.refused()
    void this.#contracts.compareWithoutKey()
  }

  async close(): Promise<void> {
    this.#contracts.stop()
    this.#unwatchHome()
    // The queues stop in this very turn: nothing is staked any more while the rest takes its time to end.
    await Promise.all([this.#queues.stop(), this.balances.stop()])
    await Promise.all([this.engine.close(), this.treasury.close()])
  }

  #leaving(): bigint {
    const { side } = this.balances.taken
    return side === null ? 0n : heldStill(side, this.engine.view.motion.leaving)
  }

  #onTreasury({ view, needs, events }: TreasuryChange): void {
    const { say, changed, tellNeeds } = this.#options
    if (events.length > 0) say(events)
    if (needs) tellNeeds()
    if (view) changed()
  }

  #onEngine({ rows, view, needs, events }: EngineChange): void {
    const { id, publish, say, changed, tellNeeds } = this.#options
    if (rows.put.length + rows.drop.length > 0) publish([{ kind: 'bounties', id, put: [...rows.put], drop: [...rows.drop] }])
    if (events.length > 0) say(events)
    if (needs) tellNeeds()
    if (view) changed()
  }
}

const sideBlocks = (connection: PolyswarmdConnection) => ({
  get block(): number | null {
    return connection.clock('side').block
  },
  get seenBlock(): number | null {
    return connection.clock('side').seenBlock
  },
  get blockTimeMs(): number {
    return connection.clock('side').blockTimeMs ?? UNKNOWN_BLOCK_MS
  },
})

/** To reckon with while none is measured: short, so that budgets err towards too little. */
const UNKNOWN_BLOCK_MS = 1_000
