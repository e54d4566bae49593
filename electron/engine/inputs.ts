import type { Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings } from '../../shared/domain/engine.ts'
import type { Address, Hash } from '../../shared/domain/identifiers.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { RevealSecret } from '../journal/port.ts'
import type {
  AssertionEvent,
  DaemonAssertion,
  DaemonBounty,
  DaemonVote,
  QuorumEvent,
  RevealEvent,
  SettledBountyEvent,
  VoteEvent,
} from '../polyswarmd/index.ts'
import type { TransactionNews } from '../transactions/port.ts'
import type { Judged } from './bounty-state.ts'
import type { SilenceNow } from './silence.ts'

/** How much may be staked now, base units of NCT; null = not limited by this. */
export interface Budget {
  /** Left of what may be bid since local midnight. */
  readonly day: bigint | null
  /** Left of what may be out at the same time. */
  readonly atOnce: bigint | null
  /** What the account holds beyond what is on its way; null while the balance is not known. */
  readonly balance: bigint | null
}

/** The world at the moment of a decision. */
export interface Now {
  /** ms since the epoch. */
  readonly at: number
  /** The block now, by the block clock. */
  readonly block: number
  /** The highest block really seen: what must be certain is judged by this one. */
  readonly seenBlock: number
  /** The first block that was seen in this run; null before any. */
  readonly firstBlock: number | null
  readonly blockTimeMs: number
  readonly account: Address
  /** null: not read yet. */
  readonly parameters: Parameters | null
  readonly settings: EngineSettings
  /** New bounties are answered. */
  readonly answering: boolean
  readonly budget: Budget
  readonly connected: boolean
  readonly unlocked: boolean
  /** null: the Community answers. */
  readonly silence: SilenceNow | null
  /** Draws a nonce and commits to verdicts with it, for `account`: the one source of chance in a decision. */
  readonly commit: (verdicts: readonly boolean[]) => { readonly nonce: bigint; readonly commitment: bigint }
}

/** What the daemon said when it was asked; what is left out was not asked for. */
export interface Told {
  /** The highest block seen when the question left. */
  readonly seenBlock: number
  /** The bounty's `gap` when the question was made; where nothing is said, it is as of now. */
  readonly gap?: number
  readonly assertions?: readonly DaemonAssertion[]
  readonly votes?: readonly DaemonVote[]
  readonly bounty?: DaemonBounty
}

/** Everything that can happen to one bounty. */
export type Input =
  /** Time passed, or something that holds for all bounties changed. */
  | { readonly is: 'tick' }
  | { readonly is: 'listed'; readonly count: number }
  /** The artifacts cannot be had, and another try makes no sense. */
  | { readonly is: 'unlisted'; readonly why: 'failed' | 'too-many' }
  | { readonly is: 'judged'; readonly index: number; readonly judged: Judged }
  /** The secret could be read again after the wallet was unlocked; null = the journal does not have it. */
  | { readonly is: 'unsealed'; readonly secret: RevealSecret | null; readonly judged: readonly (Judged | null)[] }
  | { readonly is: 'news'; readonly of: 'assert' | 'reveal' | 'settle'; readonly news: TransactionNews }
  | { readonly is: 'event'; readonly event: AssertionEvent | RevealEvent | VoteEvent | QuorumEvent | SettledBountyEvent }
  | { readonly is: 'told'; readonly told: Told }
  /** It was not listened to for a while: events may have gone by. */
  | { readonly is: 'missed' }
  /** The question found no answer. */
  | { readonly is: 'untold' }
  /** The daemon answered that it knows no such bounty. */
  | { readonly is: 'not-known' }
  /** The operator gives a missing assertion up (see missing.ts: `mayWriteOff`). */
  | { readonly is: 'write-off' }
  /** What my settlement paid, by its receipt; null when even that does not say. */
  | { readonly is: 'paid'; readonly payout: bigint | null }

/**
 * NCT hangs on an answer before block `until`, in which a reveal is too late. `givenUp`: it was written off, and the daemon denied it often;
 * `times`: how often it was asked after since.
 */
export interface Urgency {
  readonly until: number
  readonly givenUp: boolean
  readonly times: number
}

/** What is asked of the daemon. */
export interface Question {
  readonly assertions: boolean
  readonly votes: boolean
  readonly bounty: boolean
  readonly urgent: Urgency | null
}

/** What is to be done; the loop does it and tells what came of it. */
export type Effect =
  | { readonly is: 'list'; readonly budgetMs: number }
  | { readonly is: 'judge'; readonly index: number; readonly budgetMs: number }
  | { readonly is: 'stop-judging' }
  /** Submit the assertion; its secret goes to disk with it. */
  | { readonly is: 'assert'; readonly notAfterBlock: number }
  /** Take back an assertion that is not signed yet. */
  | { readonly is: 'withdraw-assertion' }
  | { readonly is: 'reveal'; readonly index: number; readonly secret: RevealSecret; readonly notAfterBlock: number }
  | { readonly is: 'settle' }
  /** `gap`: to be told with the answer. */
  | { readonly is: 'ask'; readonly question: Question; readonly gap: number }
  /** What did this settlement pay? */
  | { readonly is: 'ask-payout'; readonly hash: Hash }
  /** Durable soon; `open` is decided by the state itself. */
  | { readonly is: 'save' }
  | { readonly is: 'ledger'; readonly kind: 'bid' | 'assertion-fee' | 'payout'; readonly amount: bigint; readonly hash: Hash | null }
  /** A limit keeps this bid from being made: `needed` more would have been out. */
  | { readonly is: 'limit'; readonly by: 'day-limit' | 'at-once-limit' | 'balance'; readonly needed: bigint }
  | { readonly is: 'line'; readonly code: EventCode; readonly amount: bigint | null; readonly subject?: string }
  /** The stake is lost without a verdict. */
  | { readonly is: 'forfeited'; readonly amount: bigint }
  /** The registry refused for a rule that we seem to know wrongly. */
  | { readonly is: 'read-parameters' }
