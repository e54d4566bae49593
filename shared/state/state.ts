import { z } from 'zod'
import { amount } from '../domain/amount.ts'
import { bountyRow } from '../domain/bounty.ts'
import { communitySettings, parameters } from '../domain/community.ts'
import { engineSettings, engineState } from '../domain/engine.ts'
import { address, communityId, guid } from '../domain/identifiers.ts'
import { maintainRule, transfer } from '../domain/transfer.ts'
import { errorCode } from '../errors/errors.ts'
import { keychainReason, reason } from '../errors/reasons.ts'

/** Milliseconds since the epoch. */
const time = z.int().nonnegative()

/** A balance as last read; unknown is null, and what is old says so by its time. */
export const balanceReading = z.object({ value: amount, at: time }).nullable()
export type BalanceReading = z.output<typeof balanceReading>

export const preferences = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  language: z.enum(['en', 'ja']),
  rowHeight: z.enum(['normal', 'comfortable']),
  /** Minutes without use until the wallet locks; null = never. Waits while anything is unrevealed. */
  autoLockMinutes: z.int().min(1).max(1440).nullable(),
  /** Closing the window leaves the console running in the tray; means something on the desktop only. */
  closeToTray: z.boolean(),
})
export type Preferences = z.output<typeof preferences>

export const appState = z.object({
  version: z.string(),
  host: z.enum(['electron', 'headless']),
  platform: z.string(),
  startedAt: time,
  preferences,
  /** The set-up steps were finished or put aside. */
  firstRunDone: z.boolean(),
  keychain: z.discriminatedUnion('available', [
    z.object({ available: z.literal(true), backend: z.string() }),
    z.object({ available: z.literal(false), reason: keychainReason }),
  ]),
  /** 'saved': all that was decided is durable. */
  journal: z.discriminatedUnion('is', [
    z.object({ is: z.literal('saved') }),
    z.object({ is: z.literal('writing') }),
    z.object({ is: z.literal('failed'), detail: z.string(), reason: reason.optional() }),
  ]),
  /** The embedded Community's process. */
  sandbox: z.discriminatedUnion('is', [
    z.object({ is: z.literal('stopped') }),
    z.object({ is: z.literal('starting') }),
    z.object({ is: z.literal('running'), address: z.string() }),
    z.object({ is: z.literal('failed'), detail: z.string(), reason: reason.optional() }),
  ]),
})
export type AppState = z.output<typeof appState>

export const walletState = z.object({
  address,
  /** 'geth keyfile', 'made here', 'throwaway'. */
  source: z.enum(['imported', 'created', 'throwaway']),
  addedAt: time,
  state: z.enum(['locked', 'unlocking', 'unlocked']),
  unlockedAt: time.nullable(),
  autoLockAt: time.nullable(),
  /** The password is in the OS keychain by the operator's word. */
  remembered: z.boolean(),
})
export type WalletState = z.output<typeof walletState>

export const connectionState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('off') }),
  z.object({ is: z.literal('connecting'), since: time, attempt: z.int() }),
  z.object({ is: z.literal('connected'), since: time, latencyMs: z.int().nullable() }),
  /** Was connected, the last sign of life at `since`, or never was (`everConnected`), tried since then: tries again at `nextTryAt`. */
  z.object({
    is: z.literal('lost'),
    since: time,
    attempt: z.int(),
    nextTryAt: time.nullable(),
    everConnected: z.boolean(),
    code: errorCode,
    /** In plain words: "no route to host", "502 Bad Gateway". */
    detail: z.string().max(500),
    /** What `detail` says, where it is one of our own reasons. */
    reason: reason.optional(),
  }),
])
export type ConnectionState = z.output<typeof connectionState>

export const clockState = z.object({
  /** The block now, by the block clock; null before any was seen. */
  block: z.int().nullable(),
  /** The highest block really seen. */
  seenBlock: z.int().nullable(),
  estimated: z.boolean(),
  seenAt: time.nullable(),
  /** Measured, milliseconds a block. */
  blockTimeMs: z.int().nullable(),
  /** The last 16 blocks, oldest first: milliseconds each took, null = none seen. */
  pulse: z.array(z.int().nullable()).max(16),
})
export type ClockState = z.output<typeof clockState>

/** Results since a moment; `net` = payouts − bids − fees of what was settled or lost since then. */
export const results = z.object({
  since: time,
  bounties: z.int(),
  asserted: z.int(),
  revealed: z.int(),
  settled: z.int(),
  won: z.int(),
  wonPart: z.int(),
  lost: z.int(),
  forfeited: z.int(),
  returned: z.int(),
  missed: z.int(),
  staked: amount,
  bids: amount,
  fees: amount,
  payouts: amount,
  net: amount,
  wonNet: amount,
  wonPartNet: amount,
  lostNet: amount,
  forfeitedNet: amount,
  writtenOff: z.int(),
  writtenOffNet: amount,
})
export type Results = z.output<typeof results>

/**
 * What a maintain rule does next: a `MaintainCode`, with what it is about. `until` (ms): when it goes on by itself, where that is known.
 * `left`: of 'day-limit', what may still be moved now.
 */
export const maintainNext = z.object({
  code: z.string(),
  amount: amount.nullable(),
  detail: z.string().nullable(),
  until: z.int().nullable(),
  left: amount.optional(),
})
export type MaintainNext = z.output<typeof maintainNext>

export const communityState = z.object({
  settings: communitySettings,
  connection: connectionState,
  clock: clockState,
  parameters: parameters.nullable(),
  /** What the relay keeps of a withdrawal, NCT; null until asked. */
  relayFeeHome: amount.nullable(),
  deprecated: z.boolean(),
  /**
   * As last read, NCT less what is staked or arriving already and may be in that reading still, and with a payout that cannot be in it yet
   * (shared/domain/available.ts): available + `stake.atRisk` + what arrives counts nothing twice.
   */
  balances: z.object({ homeNct: balanceReading, homeEth: balanceReading, sideNct: balanceReading }),
  engine: engineState,
  engineSettings,
  scanner: z.object({ is: z.enum(['off', 'starting', 'ready', 'down']), detail: z.string().nullable(), reason: reason.optional() }),
  /** NCT in bids that are neither paid out nor lost. */
  stake: z.object({
    atRisk: amount,
    open: z.int(),
    unrevealed: amount,
    unrevealedCount: z.int(),
    owedReveals: z.int(),
    owedRevealsAmount: amount,
    owedSettles: z.int(),
    /** Last block in which the most urgent owed reveal may be mined. */
    firstWindowCloses: z.int().nullable(),
    /** Last block in which the first of all unrevealed verdicts may be revealed, whether or not its window is open yet. */
    firstLastReveal: z.int().nullable(),
    /** Revealed, and to be settled now or later: each needs one more signature, and has no last block for it. */
    toSettle: z.int(),
  }),
  today: results,
  /** Since the Community was joined. */
  total: results,
  queues: z.object({ send: z.int(), sendHeld: z.boolean(), scanWaiting: z.int(), scanning: z.int() }),
  /** The registry's standing allowance as last known; null = not read yet. */
  allowance: amount.nullable(),
  /** Payouts of the relay fee etc. */
  maintain: maintainRule.nullable(),
  /** What maintain would do next, in a code for the catalogue, with amounts. */
  maintainNext: maintainNext.nullable(),
  transfers: z.array(transfer).max(64),
  lastForfeit: z.object({ at: time, amount, guid }).nullable(),
  /** Stakes lost without a verdict within the last hour: at `LOSSES_TO_PAUSE` of them each further one pauses the engine. */
  recentLosses: z.int(),
})
export type CommunityState = z.output<typeof communityState>

/** One line of the feed; `guid` links it to a bounty. */
export const eventLine = z.object({
  id: z.int(),
  at: time,
  community: communityId.nullable(),
  /** A code of the window's catalogue: 'committed', 'revealed', 'settled', 'connection-lost', … */
  code: z.string().max(60),
  tone: z.enum(['soft', 'stake', 'flight', 'gain', 'loss', 'faint']),
  mine: z.boolean(),
  guid: guid.nullable(),
  /** Name of the artifact, a block, an error in plain words: hostile text, cut. */
  subject: z.string().max(300).nullable(),
  /** What `subject` says, where it is one of our own reasons; lines of earlier versions do not have it. */
  reason: reason.optional(),
  amount: amount.nullable(),
  /** What it counts, by the names that stand with its code; lines of earlier versions do not have it. */
  counts: z.record(z.string().max(40), z.int()).optional(),
  /** Of a transfer: who started it; lines of earlier versions do not have it. */
  by: transfer.shape.by.optional(),
})
export type EventLine = z.output<typeof eventLine>
/** A line of the feed before it has its number. */
export type NewEventLine = Omit<EventLine, 'id'>

/** Something that needs a person. Leaves only when solved or put off. */
export const need = z.object({
  id: z.string().max(100),
  community: communityId.nullable(),
  urgency: z.enum(['now', 'later']),
  code: z.string().max(60),
  /** Values for the catalogue's sentence: amounts as decimal strings of base units under names ending in `Nct` or `Eth`. */
  values: z.record(z.string(), z.string().max(500)),
  since: time,
  guid: guid.nullable(),
})
export type Need = z.output<typeof need>

export const engineStatistics = z.object({
  community: communityId,
  /** The last 60 minutes, oldest first. */
  perMinute: z.array(z.object({ at: time, posted: z.int(), answered: z.int() })).max(61),
  /** Scan times of the last hour, upper bounds in ms with counts. */
  scanTimes: z.array(z.object({ upToMs: z.int(), count: z.int() })).max(40),
  scanMedianMs: z.int().nullable(),
  scanP99Ms: z.int().nullable(),
  scanBudgetBlocks: z.int().nullable(),
  tooLate: z.int(),
  opinions: z.object({ malicious: z.int(), benign: z.int(), none: z.int(), tooLate: z.int(), failed: z.int() }),
  scanning: z
    .array(
      z.object({
        guid,
        name: z.string().max(255),
        size: z.int().nullable(),
        sinceMs: z.int(),
        doing: z.enum(['fetching', 'scanning']),
        blocksLeft: z.int().nullable(),
      }),
    )
    .max(64),
  scanners: z
    .array(
      z.object({
        id: z.string(),
        medianMs: z.int().nullable(),
        p99Ms: z.int().nullable(),
        failedHour: z.int(),
        right7d: z.int().nullable(),
        wrong7d: z.int().nullable(),
      }),
    )
    .max(16),
})
export type EngineStatistics = z.output<typeof engineStatistics>

/** Everything the window shows, at one revision. Long lists are paged by calls; here only a bounded recent window. */
export const consoleState = z.object({
  app: appState,
  wallets: z.array(walletState).max(32),
  communities: z.record(z.string(), communityState),
  /** By Community, then guid: open ones and those ended lately. */
  bounties: z.record(z.string(), z.record(z.string(), bountyRow)),
  /** Newest first. */
  events: z.array(eventLine).max(500),
  needs: z.array(need).max(100),
  statistics: z.record(z.string(), engineStatistics),
})
export type ConsoleState = z.output<typeof consoleState>
