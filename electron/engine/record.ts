import { z } from 'zod'
import { amount } from '../../shared/domain/amount.ts'
import { type BountyRow, missingReason } from '../../shared/domain/bounty.ts'
import { address, hash } from '../../shared/domain/identifiers.ts'
import { lossReason } from '../../shared/errors/reasons.ts'
import { lossFromText } from '../journal/earlier-rows.ts'
import type { StoredBounty } from '../journal/port.ts'
import { type Answer, type Bounty, type Judged, NEVER_ASKED } from './bounty-state.ts'
import { EVERYTHING } from './unheard.ts'

const block = z.int().nullable()
const bits = z.array(z.boolean()).max(256)
const txhash = hash.nullable()

const storedAnswer = z.object({
  mask: bits,
  bids: z.array(amount),
  fee: amount,
  commitment: amount,
  revealAttempts: z.int(),
  settleAttempts: z.int(),
  assertTx: txhash,
  revealTx: txhash,
  settleTx: txhash,
  onChain: z.boolean(),
  index: z.int().nullable(),
  assertBlock: block,
  revealed: z.boolean(),
  revealBlock: block,
  settled: z.boolean(),
  settleBlock: block,
  payout: amount.nullable(),
})

/**
 * What the row does not hold, as JSON in the journal. It is kept in the clear, so neither the nonce nor a verdict of ours may be in it:
 * my own entry among the assertions appears only once it is revealed.
 */
const record = z.object({
  version: z.literal(1),
  drop: z.enum(['not-answered', 'skipped']).nullable(),
  artifactCount: z.int().nullable(),
  answer: storedAnswer.nullable(),
  assertions: z.array(
    z.object({
      author: address,
      index: z.int(),
      mask: bits,
      bids: z.array(amount),
      verdicts: bits.nullable(),
      assertBlock: block,
      revealBlock: block,
    }),
  ),
  votes: z.array(z.object({ voter: address, votes: bits, block })),
  quorumMask: bits.nullable(),
  lossReason: z.preprocess(lossFromText, lossReason.nullable()),
  forfeitedAt: z.int().nullable(),
  /** Records of earlier versions do not have it. */
  missing: z.object({ reason: missingReason, since: z.int(), times: z.int(), recognizedAt: z.int().nullable() }).nullable().default(null),
  noVotes: z.boolean(),
  checks: z.int(),
  /** Earlier versions counted it among the checks. */
  payoutAsked: z.int().nullable().default(null),
  end: z
    .object({ is: z.enum(['won', 'won-part', 'lost', 'forfeited', 'returned', 'written-off']), at: z.int(), explained: z.boolean() })
    .nullable(),
  scan: z.object({ scanner: z.string(), tookMs: z.int(), budgetMs: z.int() }).nullable(),
})

/** The engine's durable record of a bounty, to be kept beside its row. */
export function recordOf(bounty: Bounty): string {
  const { answer, work } = bounty
  // Built by hand rather than through the schema: it is written several times for each bounty, and its input is our own.
  return JSON.stringify(
    {
      version: 1,
      drop: work.is === 'dropped' ? work.drop.is : null,
      artifactCount: bounty.artifactCount,
      answer: answer && withoutSecret(answer),
      assertions: [...bounty.assertions.values()],
      votes: [...bounty.votes].map(([voter, vote]) => ({ voter, ...vote })),
      quorumMask: bounty.quorumMask,
      lossReason: bounty.lossReason,
      forfeitedAt: bounty.forfeitedAt,
      missing: bounty.missing,
      noVotes: bounty.noVotes,
      checks: bounty.checks,
      payoutAsked: bounty.payoutAsked,
      end: bounty.end,
      scan: bounty.scan,
    },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  )
}

function withoutSecret(answer: Answer): z.output<typeof storedAnswer> {
  const { secret: _secret, assert: _assert, reveal: _reveal, settle: _settle, ...rest } = answer
  return { ...rest, mask: [...rest.mask], bids: [...rest.bids] }
}

/**
 * A bounty as it was when it was last written. Errands begin anew: the queue knows what it has on its way and tells it again.
 * @throws ZodError when the record is not one of ours
 */
export function restoreBounty(stored: StoredBounty): Bounty {
  const { row } = stored
  const kept = record.parse(JSON.parse(stored.record))
  return {
    facts: factsOf(row),
    windows: { reveal: row.revealWindow, vote: row.voteWindow },
    work: kept.drop === null && kept.answer ? { is: 'staked' } : { is: 'dropped', drop: dropOf(row, kept.drop) },
    artifactCount: kept.artifactCount,
    judged: row.artifacts.map(judgedOf),
    answer: kept.answer && restoreAnswer(kept.answer, stored),
    assertions: new Map(kept.assertions.map((one) => [one.author.toLowerCase(), one])),
    votes: new Map(kept.votes.map(({ voter, votes, block: at }) => [voter.toLowerCase(), { votes, block: at }])),
    quorumBlock: row.quorumBlock,
    quorumMask: kept.quorumMask,
    asked: NEVER_ASKED,
    unheard: EVERYTHING,
    gap: 0,
    doubted: false,
    lossReason: kept.lossReason,
    forfeitedAt: kept.forfeitedAt,
    missing: kept.missing,
    noVotes: kept.noVotes,
    checks: kept.payoutAsked === null ? 0 : kept.checks,
    payoutAsked: kept.payoutAsked ?? 0,
    end: kept.end,
    scan: kept.scan,
  }
}

/** Whether the engine can take up what it once wrote: a record that is damaged, or of a version to come, it cannot. */
export function isReadable(stored: StoredBounty): boolean {
  try {
    restoreBounty(stored)
    return true
  } catch {
    return false
  }
}

function restoreAnswer(kept: z.output<typeof storedAnswer>, { secret, sealed }: StoredBounty): Answer {
  return {
    ...kept,
    secret: secret ?? (sealed ? 'sealed' : 'lost'),
    assert: kept.assertTx === null || kept.onChain ? { is: 'none' } : { is: 'signed', hash: kept.assertTx },
    reveal: { is: 'none' },
    settle: { is: 'none' },
  }
}

const dropOf = (row: BountyRow, kept: 'not-answered' | 'skipped' | null): Extract<Bounty['work'], { is: 'dropped' }>['drop'] =>
  kept === 'skipped' && row.skipReason !== null && row.skipReason !== 'filtered'
    ? { is: 'skipped', reason: row.skipReason }
    : { is: 'not-answered' }

function factsOf(row: BountyRow): Bounty['facts'] {
  const claims = row.artifacts.map((one) => ({
    filename: row.artifactType === 'file' ? one.name : null,
    url: row.artifactType === 'url' ? one.name : null,
    mimetype: one.mimetype,
    filesize: one.size,
    sha256: null,
    sha1: null,
    md5: null,
    protocol: null,
  }))
  const { guid, artifactType, uri, author, amount: posted, expiration, postedBlock, firstSeenAt } = row
  return { guid, artifactType, uri, author, amount: posted, expiration, postedBlock, firstSeenAt, claims }
}

const judgedOf = (one: BountyRow['artifacts'][number]): Judged | null =>
  one.verdict && {
    verdict: one.verdict,
    size: one.size,
    mimetype: one.mimetype,
    sha256: one.sha256,
    words: null,
    tooLarge: false,
  }
