import type { InMotion } from '../../shared/domain/available.ts'
import type { BountyDetails, BountyRow } from '../../shared/domain/bounty.ts'
import type { Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings, EngineState, StopCause, Stopped } from '../../shared/domain/engine.ts'
import type { Address, CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState, EngineStatistics, Need, NewEventLine, Results } from '../../shared/state/state.ts'
import type { Journal } from '../journal/port.ts'
import type { DaemonEvent, PolyswarmdClient } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Scanners } from '../scanners/scanners.ts'
import type { TransactionQueue } from '../transactions/port.ts'

/** The block clock of the Community's side chain, as far as the engine reads it. */
export interface BlockTime {
  /** The block now: the highest seen, advanced by the measured block time; null before any was seen. */
  readonly block: number | null
  /** The highest block number really seen in any answer or event; null before any was. */
  readonly seenBlock: number | null
  /** Measured, milliseconds a block; null while it is not known. */
  readonly blockTimeMs: number | null
}

/** What an engine needs of polyswarmd: reads alone; everything it sends goes through the queue. */
export type EngineClient = Pick<
  PolyswarmdClient,
  'account' | 'listArtifacts' | 'fetchArtifact' | 'assertions' | 'votes' | 'bounty' | 'bounties' | 'receipts' | 'postMetadata'
>

/** Everything an engine is made of: one Community, one account, its side chain. */
export interface EngineOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly client: EngineClient
  readonly scanners: Scanners
  /** The side chain's queue. The Community tells it of mined hashes (`seen`) and of blocks; the engine only submits and hears news. */
  readonly queue: TransactionQueue
  readonly journal: Journal
  readonly blocks: BlockTime
  readonly clock: Clock
  readonly settings: EngineSettings
  /** Start of "since the Community was joined", ms since the epoch. */
  readonly joinedAt: number
  /** The registry refused something for a rule that we seem to know wrongly: read its parameters again. */
  readonly readParameters: () => void
  /** An unexpected failure inside; the engine goes on. For the log. */
  readonly onTrouble: (where: string, error: unknown) => void
}

/** What of the engine the Community's state shows. */
export interface EngineView {
  readonly state: EngineState
  readonly settings: EngineSettings
  readonly stake: CommunityState['stake']
  /** Bids, fees and payouts that a reading of the balance may not show, in step with `stake`. */
  readonly motion: InMotion
  readonly today: Results
  readonly total: Results
  readonly deprecated: boolean
  readonly lastForfeit: CommunityState['lastForfeit']
  readonly recentLosses: number
  readonly scanWaiting: number
  readonly scanning: number
  /** Bounties that are held in memory with a stake of mine not yet settled or lost. */
  readonly open: number
}

/** A batch of changes; what is left out did not change. Batches come at most ten times a second. */
export interface EngineChange {
  readonly rows: { readonly put: readonly BountyRow[]; readonly drop: readonly Guid[] }
  readonly view: EngineView | null
  /** All needs of this engine; they replace the former ones. */
  readonly needs: readonly Need[] | null
  /** New lines of the feed, oldest first, without the id that the console gives. */
  readonly events: readonly NewEventLine[]
}

/**
 * The engine of one joined Community: answers bounties, and brings everything that it staked to settlement, over restarts.
 *
 * Order of a life: construct; `onChange`; `await load()` (takes up what the journal holds; before `queue.start()`, so that no news is
 * missed); tell it parameters, lock and connection as they become known; `start()` when the operator says so. `start`, `pause` and `stop`
 * decide about new bounties alone: what is staked goes on to settlement as long as the object lives.
 * Nothing here throws for a reason outside the program; methods that return promises reject only where it says so.
 */
export interface EngineControl {
  /** @throws ConsoleError of the journal when it cannot be read: then nothing was taken up, and it may be called again */
  load(): Promise<void>
  /** As `start`, at the start of the console: a pause that it made itself after losses in an earlier run stays. */
  begin(): void
  /** Answers new bounties from now on, as far as nothing else keeps it from that (see `EngineState`). Also ends a pause. */
  start(): void
  /** Before `start`: of the bounties from now on it takes so many on (see `Countdown`), and stops. `stop` takes it back, a pause does not. */
  takeAtMost(bounties: number): void
  /** By the operator or by the Community; `until` (ms) when it is known to end by itself. */
  pause(by: 'operator' | 'contracts-changed' | 'losses', until?: number | null): void
  /** @param by the operator, unless somebody else is named */
  stop(by?: StopCause): void
  /** At the start of a console, of an engine that is not begun: why it was stopped. */
  stoppedBefore(stopped: Stopped | null): void
  configure(settings: EngineSettings): void
  /** The registry's rules as read or changed; until the first ones are there nothing is staked. */
  setParameters(parameters: Parameters): void
  /** What the account holds on the side chain; `askedAt` (ms): when the question left, `seenBlock`: what the chain had by then. Later bids are taken off. */
  setBalance(nct: bigint, askedAt: number, seenBlock?: number | null): void
  setConnected(connected: boolean): void
  /** The Community is there and refuses us: not connected, and not silent either. */
  refused(): void
  setUnlocked(unlocked: boolean): void
  /** Every event of the side chain's socket, in the order it came. The Community tells its clock and the queue first. */
  onDaemonEvent(event: DaemonEvent): void
  /** The block clock moved. */
  onBlock(): void
  /** Connected (again): asks over HTTP what the socket may have missed. Resolves when what was posted meanwhile was looked for. */
  catchUp(signal?: AbortSignal): Promise<void>

  /** It was started for so many bounties, and not all of them are taken on yet. */
  readonly isCounting: boolean
  readonly view: EngineView
  readonly needs: readonly Need[]
  /** Open ones and those that ended lately. */
  rows(): readonly BountyRow[]
  statistics(): EngineStatistics
  /** @throws ConsoleError 'bounty-missing' when neither engine nor journal knows it, or an error of the journal */
  details(guid: Guid): Promise<BountyDetails>
  /**
   * Ends missing assertions as losses; all of them or none. Resolves when it is written down, or waits for a journal that fails meanwhile.
   * @throws ConsoleError 'bounty-missing' when one of them is not open here, 'still-expected' when one is not missing
   */
  writeOff(guids: readonly Guid[]): Promise<void>
  /** Hears changes in batches; the returned function stops it. */
  onChange(listener: (change: EngineChange) => void): () => void
  /** Writes what waits and stops everything. What is staked stays open in the journal. */
  close(): Promise<void>
}
