import { z } from 'zod'
import { lossReason } from '../errors/reasons.ts'
import { amount } from './amount.ts'
import { address, guid, hash } from './identifiers.ts'

/** Where my part of a bounty stands; the words and glyphs are in the window's catalogue. */
export const myState = z.enum([
  'scanning',
  /** Assertion signed and sent, not yet seen on chain. */
  'assert-sent',
  /** Assertion on chain, verdict hidden. */
  'committed',
  /** The window opens and the reveal is on its way out, as always. */
  'revealing',
  /** The window is open, and nothing was sent although it could be, or nothing can be sent. */
  'reveal-owed',
  /** Signed, on disk, cannot be sent (no connection). */
  'reveal-held',
  'reveal-sent',
  /** Sent, but not on chain for longer than usual. */
  'reveal-not-seen',
  'revealed',
  /** Revealed and the reveal window is over: arbiters vote. */
  'waiting',
  /** It can be settled, and the settlement is on its way out, as always. */
  'settling',
  /** It can be settled, and nothing was sent although it could be, or nothing can be sent. */
  'settle-owed',
  'settle-sent',
  'won',
  /** Right on some artifacts, wrong on others. */
  'won-part',
  'lost',
  /** Never revealed: the whole bid is gone. */
  'forfeited',
  /** Settled without any vote: bid, fee and a share came back. */
  'returned',
  /** Asserted, and the Community does not know it any more: asked after patiently, and the operator may write it off. */
  'missing',
  /** Missing, and written off by the operator: a loss, unless the Community knows it again. */
  'written-off',
  /** The engine was paused, locked or stopped. */
  'not-answered',
  /** Scanned, but held: no connection. */
  'scanned-held',
  /** Deliberately not answered; see skipReason. */
  'skipped',
  /** Sent, and the outcome is not known (lost answer, lost connection). */
  'unknown',
])
export type MyState = z.output<typeof myState>

export const skipReason = z.enum([
  'no-opinion',
  'scan-timed-out',
  'scan-failed',
  'artifact-type',
  'too-late',
  'bounty-limit',
  'own-bounty',
  'too-large',
  'assertion-refused',
  'filtered',
])
export type SkipReason = z.output<typeof skipReason>

/** A scanner's word on one artifact. Confidence in parts per million, so that no float decides over a bid. */
export const verdict = z.discriminatedUnion('is', [
  z.object({ is: z.literal('malicious'), confidence: z.int().min(0).max(1_000_000), family: z.string().max(256) }),
  z.object({ is: z.literal('benign'), confidence: z.int().min(0).max(1_000_000), family: z.string().max(256) }),
  z.object({ is: z.literal('none'), reason: z.enum(['no-opinion', 'timed-out', 'failed', 'filtered']) }),
])
export type Verdict = z.output<typeof verdict>

/** What the ambassador says of an artifact and what we measured; names are hostile text, cut to 255 characters. */
export const artifact = z.object({
  name: z.string().max(255).nullable(),
  /** Bytes; null until known. */
  size: z.int().nonnegative().nullable(),
  mimetype: z.string().max(127).nullable(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** null while scanning. */
  verdict: verdict.nullable(),
  /** My bid on it; null when it is not in my mask. */
  bid: amount.nullable(),
  /** The arbiters' majority, once the bounty is decided. */
  truth: z.boolean().nullable(),
})
export type Artifact = z.output<typeof artifact>

/** One bounty as the Live list, the Assertions list and the feed show it. Blocks are numbers of the side chain. */
export const bountyRow = z.object({
  guid,
  artifactType: z.enum(['file', 'url']),
  uri: z.string().max(512),
  author: address,
  amount,
  postedBlock: z.int().nullable(),
  expiration: z.int(),
  revealWindow: z.int(),
  voteWindow: z.int(),
  firstSeenAt: z.int(),
  artifacts: z.array(artifact).max(256),
  state: myState,
  skipReason: skipReason.nullable(),
  /** Sum of my bids; null when I did not bid. */
  bid: amount.nullable(),
  assertionFee: amount.nullable(),
  /** Blocks in which mine were mined. */
  assertBlock: z.int().nullable(),
  revealBlock: z.int().nullable(),
  quorumBlock: z.int().nullable(),
  settleBlock: z.int().nullable(),
  settledAt: z.int().nullable(),
  /** What settleBounty paid me; null until settled. */
  payout: amount.nullable(),
  /** Every other account that asserted, revealed; arbiters' votes seen, and how many of them agree with all my verdicts. */
  others: z.object({ asserted: z.int(), revealed: z.int(), votes: z.int(), votesForMe: z.int() }),
  /** null unless lost by something other than a wrong verdict. */
  lossReason: lossReason.nullable(),
})
export type BountyRow = z.output<typeof bountyRow>

export const assertionDetail = z.object({
  author: address,
  index: z.int(),
  mine: z.boolean(),
  assertBlock: z.int().nullable(),
  revealBlock: z.int().nullable(),
  mask: z.array(z.boolean()).max(256),
  /** One for each artifact in the mask, in order. */
  bids: z.array(amount),
  /** null until revealed. */
  verdicts: z.array(z.boolean()).max(256).nullable(),
  payout: amount.nullable(),
})
export type AssertionDetail = z.output<typeof assertionDetail>

export const voteDetail = z.object({ voter: address, block: z.int().nullable(), votes: z.array(z.boolean()).max(256) })
export type VoteDetail = z.output<typeof voteDetail>

/** One line of "Money of this bounty"; `artifact` is its index, null for the bounty as a whole. */
export const moneyLine = z.object({
  kind: z.enum([
    'bid',
    'assertion-fee',
    'own-bid-back',
    'share-of-lost-bids',
    'share-of-bounty',
    'bid-lost',
    'written-off',
    'fee-back',
    'payout-unexplained',
  ]),
  artifact: z.int().nullable(),
  amount,
  /** For 'share-of-lost-bids': the sum that was shared. */
  of: amount.nullable(),
})
export type MoneyLine = z.output<typeof moneyLine>

/**
 * Why an assertion counts as missing. 'not-found': the Community answers that there is no such bounty. 'not-in-it': it knows the bounty without
 * this assertion. 'chain-anew': besides, its side chain stands far below the block of the assertion, so it has begun anew. 'no-answer': it has
 * answered nothing for so long that every window is certainly over.
 */
export const missingReason = z.enum(['not-found', 'not-in-it', 'chain-anew', 'no-answer'])
export type MissingReason = z.output<typeof missingReason>

/** All that is known of one bounty, for the details screen. */
export const bountyDetails = z.object({
  row: bountyRow,
  /** My assertion is missing, or was when it was written off; `since` (ms): the first answer that did not know it, or the start of the silence. */
  missing: z.object({ reason: missingReason, since: z.int() }).nullable(),
  assertions: z.array(assertionDetail),
  votes: z.array(voteDetail),
  arbiters: z.int().nullable(),
  /** Wall time (ms) for blocks of note, by block number; estimated ones are not in it. */
  times: z.array(z.object({ block: z.int(), at: z.int() })),
  money: z.array(moneyLine),
  mine: z
    .object({
      index: z.int().nullable(),
      commitment: z.string(),
      /** Only once it is revealed on chain: before that the nonce stays in the vault. */
      nonce: z.string().nullable(),
      assertTx: hash.nullable(),
      revealTx: hash.nullable(),
      settleTx: hash.nullable(),
      revealAttempts: z.int(),
    })
    .nullable(),
  scan: z.object({ scanner: z.string(), malicious: z.int(), artifacts: z.int(), tookMs: z.int(), budgetMs: z.int() }).nullable(),
  /** The daemon's own words, for "Raw JSON"; null when it could not be asked. */
  raw: z.string().max(200_000).nullable(),
})
export type BountyDetails = z.output<typeof bountyDetails>
