import { z } from 'zod'
import { reason } from '../errors/reasons.ts'
import { amount } from './amount.ts'

/** Scanners that come with the console. 'eicar' knows the standard test file; 'scratch' never has an opinion. */
export const scannerId = z.enum(['eicar', 'scratch'])
export type ScannerId = z.output<typeof scannerId>

/** How much to bid from a confidence; see bids.ts. Names as in the Python `microengine`. */
export const bidStrategy = z.enum(['conservative', 'default', 'aggressive'])
export type BidStrategy = z.output<typeof bidStrategy>

/** What the operator lets an engine risk, NCT base units; null = no limit of this kind. */
export const engineLimits = z.object({
  /** Bids started since local midnight. */
  perDay: amount.nullable(),
  /** Sum of bids on one bounty. */
  perBounty: amount.nullable(),
  /** Bids out at the same time, until settled or lost. */
  atOnce: amount.nullable(),
  /** The registry's standing allowance is never raised above this. */
  allowance: amount,
  /** Wei for one unit of gas on the home chain: what costs more is not signed. */
  homeGasPrice: amount,
})
export type EngineLimits = z.output<typeof engineLimits>

export const engineSettings = z.object({
  scanner: scannerId,
  strategy: bidStrategy,
  limits: engineLimits,
  /** Which kinds of artifact are answered. */
  artifactTypes: z.array(z.enum(['file', 'url'])).min(1),
  /** Start by itself when the console starts and the wallet is unlocked. */
  autoStart: z.boolean(),
})
export type EngineSettings = z.output<typeof engineSettings>

/** Stakes lost without a verdict within an hour at which an engine pauses by itself: something is wrong that staking more would only make worse. */
export const LOSSES_TO_PAUSE = 5

const NCT = 10n ** 18n
/** What a newly joined Community starts with. */
export const defaultEngineSettings: EngineSettings = {
  scanner: 'eicar',
  strategy: 'default',
  limits: { perDay: 2_400n * NCT, perBounty: 4n * NCT, atOnce: 40n * NCT, allowance: 100n * NCT, homeGasPrice: 35_000_000_000n },
  artifactTypes: ['file', 'url'],
  autoStart: true,
}

/**
 * Why an engine stands still although nothing keeps it: the operator stopped it; a run by command for so many bounties was the last to have it,
 * and has ended or was broken off; it was to run, and does not start with the console.
 */
export const stopCause = z.enum(['operator', 'command', 'no-auto-start'])
export type StopCause = z.output<typeof stopCause>
/** `at`: ms since the epoch. */
export const stopped = z.object({ by: stopCause, at: z.int() })
export type Stopped = z.output<typeof stopped>

/** How the operator stands to the engine, and what keeps it from staking although it should. */
export const engineState = z.discriminatedUnion('is', [
  /**
   * Takes no new bounty and was told so; what is open still goes on to settlement. `after`: it stopped by itself, with so many bounties
   * taken on as it was started for; `missed`: of these, those without an assertion of ours, or whose assertion was refused. `by`: why it
   * stopped, also in an earlier run; without it nobody ever started it, or an earlier version did not keep it.
   */
  z.object({
    is: z.literal('stopped'),
    since: z.int().nullable(),
    after: z.int().optional(),
    missed: z.int().optional(),
    by: stopCause.optional(),
  }),
  z.object({ is: z.literal('running'), since: z.int() }),
  /** `limit`: the limit that was reached; resumes by itself at `until` (ms) where that is known. */
  z.object({
    is: z.literal('paused'),
    since: z.int(),
    by: z.enum(['operator', 'day-limit', 'at-once-limit', 'balance', 'deprecated', 'contracts-changed', 'losses']),
    until: z.int().nullable(),
  }),
  /** No connection: nothing new is staked, what is owed waits signed on disk. */
  z.object({ is: z.literal('holding'), since: z.int() }),
  /** The wallet is locked: nothing can be signed. */
  z.object({ is: z.literal('locked'), since: z.int() }),
  /** Scanner or signer process is down; being restarted. */
  z.object({
    is: z.literal('failed'),
    since: z.int(),
    part: z.enum(['scanner', 'signer', 'journal']),
    detail: z.string(),
    /** What `detail` says, where it is one of our own reasons. */
    reason: reason.optional(),
  }),
])
export type EngineState = z.output<typeof engineState>

/** Test money: nothing stops a day in the sandbox, and what is out at once only shows how the limit works. */
export const sandboxEngineSettings: EngineSettings = {
  ...defaultEngineSettings,
  limits: { ...defaultEngineSettings.limits, perDay: null, atOnce: 400n * NCT, allowance: 1_000n * NCT },
}
