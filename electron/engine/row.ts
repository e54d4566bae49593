import { assertNever } from '../../shared/domain/assert-never.ts'
import type { Artifact, BountyRow, MyState } from '../../shared/domain/bounty.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import { type Answer, type Bounty, blocksOf, sumOf } from './bounty-state.ts'
import { mayWriteOff, writtenOffReason } from './missing.ts'
import { knownTruth, myVerdicts } from './outcome.ts'

/** What of the world a row shows. */
export interface Seen {
  readonly block: number
  readonly seenBlock: number
  readonly account: Address
  readonly connected: boolean
  readonly unlocked: boolean
}

/** Blocks that a reveal or a settlement takes to leave in normal running: the first in which it can, one for a clock that runs ahead, one to be signed in. */
const LEAVING = 3
/** Of a short window no more than this part is waited calmly. */
const CALM_PART = 1 / 3

const LONGEST_URI = 512

/** A bounty as the window and the journal take it. */
export function rowOf(bounty: Bounty, seen: Seen): BountyRow {
  const { facts, windows, end, work } = bounty
  const answer = work.is === 'staked' ? bounty.answer : null
  const lost = end?.is === 'forfeited' || (end === null && bounty.forfeitedAt !== null)
  return {
    guid: facts.guid,
    artifactType: facts.artifactType,
    uri: facts.uri.slice(0, LONGEST_URI),
    author: facts.author,
    amount: facts.amount,
    postedBlock: facts.postedBlock,
    expiration: facts.expiration,
    revealWindow: windows.reveal,
    voteWindow: windows.vote,
    firstSeenAt: facts.firstSeenAt,
    artifacts: artifactsOf(bounty, answer, seen),
    state: stateOf(bounty, seen),
    skipReason: work.is === 'dropped' && work.drop.is === 'skipped' ? work.drop.reason : null,
    bid: answer ? sumOf(answer.bids) : null,
    assertionFee: answer?.fee ?? null,
    assertBlock: answer?.assertBlock ?? null,
    revealBlock: answer?.revealBlock ?? null,
    quorumBlock: bounty.quorumBlock,
    settleBlock: answer?.settleBlock ?? null,
    settledAt: end?.at ?? bounty.forfeitedAt,
    payout: answer?.payout ?? null,
    others: othersOf(bounty, seen.account),
    lossReason: end?.is === 'written-off' && bounty.missing ? writtenOffReason(bounty.missing) : lost ? bounty.lossReason : null,
  }
}

function artifactsOf(bounty: Bounty, answer: Answer | null, seen: Seen): Artifact[] {
  const { facts, judged, artifactCount } = bounty
  const { voteEnd } = blocksOf(bounty)
  const isDecided = bounty.quorumBlock !== null || bounty.end !== null || seen.seenBlock >= voteEnd
  const truth = isDecided && !bounty.noVotes ? knownTruth(bounty) : null
  const count = artifactCount ?? Math.max(facts.claims.length, answer?.mask.length ?? 0)
  let bidIndex = 0
  return Array.from({ length: Math.min(count, 256) }, (_, i) => {
    const claim = facts.claims[i]
    const one = judged[i] ?? null
    const asserted = answer?.mask[i] === true
    return {
      name: (claim?.filename ?? claim?.url ?? null)?.slice(0, 255) ?? null,
      size: one?.size ?? claim?.filesize ?? null,
      mimetype: (one?.mimetype ?? claim?.mimetype ?? null)?.slice(0, 127) ?? null,
      sha256: one?.sha256 ?? null,
      verdict: one?.verdict ?? null,
      bid: asserted ? (answer?.bids[bidIndex++] ?? null) : null,
      truth: truth?.[i] ?? null,
    }
  })
}

function othersOf(bounty: Bounty, account: Address): BountyRow['others'] {
  const me = account.toLowerCase()
  let asserted = 0
  let revealed = 0
  for (const [author, assertion] of bounty.assertions) {
    if (author === me) continue
    asserted += 1
    if (assertion.verdicts !== null) revealed += 1
  }
  const verdicts = myVerdicts(bounty, account)
  const mask = bounty.answer?.mask ?? []
  let votesForMe = 0
  if (verdicts) {
    for (const { votes } of bounty.votes.values()) if (mask.every((mine, i) => !mine || votes[i] === verdicts[i])) votesForMe += 1
  }
  return { asserted, revealed, votes: bounty.votes.size, votesForMe }
}

/** Where my part stands, in the window's words. */
export function stateOf(bounty: Bounty, seen: Seen): MyState {
  const { work, end, answer } = bounty
  if (end) return end.is
  switch (work.is) {
    case 'idle':
      return 'not-answered'
    case 'scanning':
      return 'scanning'
    case 'judged':
      return seen.connected ? 'not-answered' : 'scanned-held'
    case 'dropped':
      return work.drop.is
    case 'staked':
      return answer ? stakedState(bounty, answer, seen) : 'unknown'
    default:
      return assertNever(work)
  }
}

function stakedState(bounty: Bounty, answer: Answer, seen: Seen): MyState {
  const { expiration } = blocksOf(bounty)
  if (mayWriteOff(bounty)) return 'missing'
  if (answer.settled) return 'settle-sent'
  if (!answer.onChain) return assertingState(answer, seen, expiration)
  if (answer.revealed || bounty.noVotes) return settlingState(bounty, answer, seen)
  if (bounty.forfeitedAt !== null) return 'forfeited'
  return revealingState(bounty, answer, seen)
}

function assertingState({ assert }: Answer, seen: Seen, expiration: number): MyState {
  if (assert.is === 'queued') return seen.connected ? 'scanning' : 'scanned-held'
  return assert.is === 'doubtful' || seen.seenBlock >= expiration ? 'unknown' : 'assert-sent'
}

function revealingState(bounty: Bounty, { reveal, secret }: Answer, seen: Seen): MyState {
  const { expiration, revealEnd } = blocksOf(bounty)
  if (seen.block + 1 < expiration) return 'committed'
  // The window is over, or we have nothing to reveal with: only the chain knows, and it is being asked.
  if (seen.seenBlock + 1 >= revealEnd || secret === 'lost') return 'unknown'
  if (reveal.is === 'sent' || reveal.is === 'mined') return 'reveal-sent'
  if (reveal.is === 'doubtful') return 'reveal-not-seen'
  if (!seen.connected) return 'reveal-held'
  if (reveal.is === 'signed') return 'reveal-sent'
  return isLeaving(bounty, seen) ? 'revealing' : 'reveal-owed'
}

/** Whether a reveal that is not signed yet is as far as it is in normal running: nothing refused it, the key is there, and its window has just opened. */
function isLeaving(bounty: Bounty, { block, unlocked }: Seen): boolean {
  const { answer, windows } = bounty
  if (!unlocked || answer?.reveal.is === 'failed' || typeof answer?.secret !== 'object') return false
  return block < blocksOf(bounty).expiration - 1 + Math.min(LEAVING, Math.ceil(windows.reveal * CALM_PART))
}

function settlingState(bounty: Bounty, { settle }: Answer, seen: Seen): MyState {
  const { revealEnd, voteEnd } = blocksOf(bounty)
  if (settle.is === 'signed' || settle.is === 'sent' || settle.is === 'doubtful' || settle.is === 'mined') return 'settle-sent'
  if (bounty.quorumBlock !== null || bounty.noVotes || seen.block + 1 >= voteEnd)
    return settle.is !== 'failed' && isSettling(bounty, seen) ? 'settling' : 'settle-owed'
  return seen.block < revealEnd ? 'revealed' : 'waiting'
}

/** Whether a settlement that is not signed yet is as far as it is in normal running: it can be signed and sent, and has only just become possible. */
function isSettling(bounty: Bounty, { block, connected, unlocked }: Seen): boolean {
  return connected && unlocked && block < (bounty.quorumBlock ?? blocksOf(bounty).voteEnd - 1) + LEAVING
}
