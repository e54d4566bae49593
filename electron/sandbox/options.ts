import type { Address } from '../../shared/domain/identifiers.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Faults } from './daemon/faults.ts'

/** How a sandbox Community is to be. Everything has a default; one seed gives one history. */
export interface SandboxOptions {
  /** Decides accounts, contract addresses, bounties and what the actors think of them. */
  readonly seed?: number
  /** Where polyswarmd listens, on loopback; 0 picks a free one. */
  readonly port?: number
  /** Milliseconds between blocks on both chains; 0 mines only when told to. */
  readonly blockTimeMs?: number
  /** Blocks from one bounty to the next. */
  readonly bountyEvery?: number
  /** Bounties for each second, instead of `bountyEvery`: several in one block when there must be. Needs a block time. */
  readonly bountiesPerSecond?: number
  /** Bounties in all; then the ambassador falls silent. */
  readonly bountyLimit?: number
  /** Artifacts of each bounty; without it a mix of one to four. */
  readonly artifacts?: number
  /** Blocks in which a bounty takes assertions. */
  readonly bountyDuration?: number
  /** From 0 to 1: files that hold the EICAR test string, bounties about URLs. */
  readonly maliciousShare?: number
  readonly urlShare?: number
  readonly maxArtifactBytes?: number
  /** Blocks of the rounds. */
  readonly revealWindow?: number
  readonly voteWindow?: number
  /** Blocks until the relay's verifiers approve a transfer. */
  readonly confirmations?: number
  readonly actors?: {
    readonly ambassador?: boolean
    /** Up to two. */
    readonly rivals?: number
    readonly arbiters?: number
    readonly verifiers?: boolean
    /** Whether ambassador and arbiters take what is theirs when a bounty is over. Off, the sandbox itself costs less. */
    readonly settle?: boolean
  }
  /** Accounts that get ETH and NCT on home, and NCT on side. */
  readonly fund?: readonly Address[]
  readonly apiKey?: string
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** A folder of its own, in which the sandbox is kept from one start to the next. */
  readonly dataDir?: string
  readonly faults?: Faults
  readonly clock?: Clock
  /** Told why it cannot be kept on the disk, and null when it is kept again. */
  readonly onKeeping?: (failure: string | null) => void
  /** Told of what went wrong inside; the sandbox goes on. */
  readonly onError?: (error: unknown) => void
}

export const defaults = {
  seed: 1,
  port: 0,
  blockTimeMs: 1_000,
  bountyEvery: 2,
  bountyDuration: 20,
  maliciousShare: 0.3,
  urlShare: 0.15,
  maxArtifactBytes: 48 * 1024,
  revealWindow: 10,
  voteWindow: 100,
  confirmations: 20,
  rivals: 2,
  arbiters: 3,
} as const

/** Ports and file names that the command line and the console agree on. */
export const COMMUNITY_NAME = 'sandbox'
