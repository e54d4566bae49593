import type { MissingReason, Verdict } from '../../shared/domain/bounty.ts'
import type { Address, Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { Windows } from '../../shared/domain/rounds.ts'
import type { LossReason } from '../../shared/errors/reasons.ts'
import type { RevealSecret } from '../journal/port.ts'
import type { ArtifactMetadata, ArtifactType } from '../polyswarmd/index.ts'

/** What the ambassador posted; never changes. Amounts in base units of NCT, blocks of the side chain. */
export interface BountyFacts {
  readonly guid: Guid
  readonly artifactType: ArtifactType
  readonly uri: string
  readonly author: Address
  readonly amount: bigint
  /** First block of the reveal window. */
  readonly expiration: number
  /** null when the posting was not seen. */
  readonly postedBlock: number | null
  /** ms since the epoch. */
  readonly firstSeenAt: number
  /** By artifact, unproven; empty when nothing was said. */
  readonly claims: readonly ArtifactMetadata[]
}

/** What the scanner's makers say of it; travels with the reveal. */
export interface ScannerWords {
  readonly version: string
  readonly vendorVersion: string | null
  readonly signaturesVersion: string | null
}

/** One artifact as far as it was looked at. */
export interface Judged {
  readonly verdict: Verdict
  readonly size: number | null
  readonly mimetype: string | null
  readonly sha256: string | null
  readonly words: ScannerWords | null
  readonly tooLarge: boolean
}

/** Why a bounty gets no answer; `SkipReason` of the row, or nobody wanted answers. */
export type Drop =
  | { readonly is: 'not-answered' }
  | {
      readonly is: 'skipped'
      readonly reason:
        | 'no-opinion'
        | 'scan-timed-out'
        | 'scan-failed'
        | 'artifact-type'
        | 'too-late'
        | 'bounty-limit'
        | 'own-bounty'
        | 'assertion-refused'
        | 'too-large'
    }

/**
 * How far the answer is. 'idle': seen while nothing new was answered; taken up when that changes in time. 'scanning': artifacts are listed,
 * fetched and scanned until block `until`. 'judged': only the bid is missing. 'staked': handed to the queue, from here on the chain decides.
 */
export type Work =
  | { readonly is: 'idle' }
  | { readonly is: 'scanning'; readonly since: number; readonly until: number; readonly blocks: number; readonly budgetMs: number }
  | { readonly is: 'judged' }
  | { readonly is: 'staked' }
  | { readonly is: 'dropped'; readonly drop: Drop }

/** One thing the queue does for us. 'queued': not signed yet. 'doubtful': on its way for longer than usual. */
export type Errand =
  | { readonly is: 'none' }
  | { readonly is: 'queued' }
  | { readonly is: 'signed'; readonly hash: Hash }
  | { readonly is: 'sent'; readonly hash: Hash }
  | { readonly is: 'doubtful'; readonly hash: Hash }
  | { readonly is: 'mined'; readonly hash: Hash; readonly block: number }

/** Over without success, and to be tried again at `retryAt` (block). */
export interface Failed {
  readonly is: 'failed'
  readonly retryAt: number
}

/** My assertion. What the chain says of it is a fact here, whoever sent it. */
export interface Answer {
  /** By artifact. */
  readonly mask: readonly boolean[]
  /** One for each true bit of the mask, base units of NCT. */
  readonly bids: readonly bigint[]
  readonly fee: bigint
  readonly commitment: bigint
  /** 'sealed': the wallet is locked since the start. 'lost': the journal does not have it, so it cannot be revealed by us. */
  readonly secret: RevealSecret | 'sealed' | 'lost'
  readonly assert: Errand
  /** `why`: should it be lost by that. */
  readonly reveal: Errand | (Failed & { readonly why: LossReason })
  readonly settle: Errand | Failed
  /** Signatures of the reveal, failed ones included. */
  readonly revealAttempts: number
  readonly settleAttempts: number
  readonly assertTx: Hash | null
  readonly revealTx: Hash | null
  readonly settleTx: Hash | null
  /** It is in the registry. */
  readonly onChain: boolean
  /** Its place on the bounty; needed to reveal. */
  readonly index: number | null
  readonly assertBlock: number | null
  readonly revealed: boolean
  readonly revealBlock: number | null
  readonly settled: boolean
  readonly settleBlock: number | null
  /** What settleBounty paid me. */
  readonly payout: bigint | null
}

/** Another account's assertion, or my own as the settlement sees it. */
export interface Assertion {
  readonly author: Address
  readonly index: number
  readonly mask: readonly boolean[]
  readonly bids: readonly bigint[]
  /** null until revealed. */
  readonly verdicts: readonly boolean[] | null
  readonly assertBlock: number | null
  readonly revealBlock: number | null
}

export interface Vote {
  readonly votes: readonly boolean[]
  readonly block: number | null
}

/** A question to the daemon that is under way or was answered, and when the next may follow (block). */
export interface Asked {
  readonly pending: boolean
  readonly nextAt: number
  readonly times: number
}

/**
 * The daemon answers, and knows nothing of my assertion: each answer that does not know it adds to this, one that does ends it.
 * `since`, `recognizedAt`: ms; from `recognizedAt` on it counts as missing and may be written off (see missing.ts).
 */
export interface Missing {
  readonly reason: MissingReason
  readonly since: number
  readonly times: number
  readonly recognizedAt: number | null
}

/** How it ended for my money; see `MyState` of the same names. */
export interface End {
  readonly is: 'won' | 'won-part' | 'lost' | 'forfeited' | 'returned' | 'written-off'
  readonly at: number
  /** The payout is what the rule says for what we saw of the bounty. */
  readonly explained: boolean
}

/** Everything known of one bounty. A value: each decision makes the next one. */
export interface Bounty {
  readonly facts: BountyFacts
  /** The registry's windows as last known. */
  readonly windows: Windows
  readonly work: Work
  /** null until listed. */
  readonly artifactCount: number | null
  /** By artifact; null while not judged. */
  readonly judged: readonly (Judged | null)[]
  /** null until a bid is made, or an assertion of mine is seen on chain. */
  readonly answer: Answer | null
  /** By author in lower case; mine too. */
  readonly assertions: ReadonlyMap<string, Assertion>
  /** By voter in lower case. */
  readonly votes: ReadonlyMap<string, Vote>
  readonly quorumBlock: number | null
  /** The quorum's own word on the artifacts, where it was asked for. */
  readonly quorumMask: readonly boolean[] | null
  readonly asked: Asked
  /** Of what kind events may have gone by since the daemon was last asked (see unheard.ts). */
  readonly unheard: { readonly assertions: boolean; readonly votes: boolean }
  /** How many silences there were: what was asked before the last one says nothing of what went by in it. */
  readonly gap: number
  /** No quorum was heard of for half of the vote window, and the daemon is, or was, asked whether there is one. */
  readonly doubted: boolean
  /** Why the stake is lost without a verdict; set when the reveal window has passed without a reveal, or the secret is gone. */
  readonly lossReason: LossReason | null
  /** When it was lost (ms); null as long as there is hope. */
  readonly forfeitedAt: number | null
  /** null as long as the daemon knows it, or was not asked. */
  readonly missing: Missing | null
  /** The vote window is over and the daemon knows of no vote: everybody's bid comes back. */
  readonly noVotes: boolean
  /** How often assertions and votes were read since the settlement, to explain its payout. */
  readonly checks: number
  /** How often the settlement's own receipt was asked for and did not say what it paid. */
  readonly payoutAsked: number
  readonly end: End | null
  readonly scan: { readonly scanner: string; readonly tookMs: number; readonly budgetMs: number } | null
}

export const NEVER_ASKED: Asked = { pending: false, nextAt: 0, times: 0 }

/** First block of each window that follows the assertion window. */
export interface Blocks {
  readonly expiration: number
  /** First block in which a reveal is too late. */
  readonly revealEnd: number
  /** First block in which settlement needs no quorum. */
  readonly voteEnd: number
}

export function blocksOf({ facts, windows }: Pick<Bounty, 'facts' | 'windows'>): Blocks {
  const revealEnd = facts.expiration + windows.reveal
  return { expiration: facts.expiration, revealEnd, voteEnd: revealEnd + windows.vote }
}

export const isUnderWay = (errand: Errand | Failed): boolean =>
  errand.is === 'queued' || errand.is === 'signed' || errand.is === 'sent' || errand.is === 'doubtful'

/** Something of mine is staked, or may be, and it is not over. */
export const isStaked = (bounty: Bounty): boolean => bounty.answer !== null && bounty.end === null && bounty.work.is === 'staked'

/** Nothing more will happen to my part of it. */
export const isOver = (bounty: Bounty): boolean => bounty.end !== null || bounty.work.is === 'dropped'

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)
