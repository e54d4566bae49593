import { because } from '../../shared/errors/because.ts'
import type { LossReason } from '../../shared/errors/reasons.ts'
import { type Bounty, blocksOf, type Missing, sumOf } from './bounty-state.ts'
import type { Now } from './inputs.ts'
import { isOverInSilence } from './silence.ts'
import { LONGEST_WAIT, type Turn } from './turn.ts'
import { hearNothing } from './unheard.ts'

/*
 * A daemon that forgot a bounty, a node without an assertion that was mined, a side chain that was begun again: nothing would ever be heard
 * of the stake. So when all its windows are long over, or the chain stands far below it, the daemon is asked again and again, ever more
 * patiently, and when it keeps answering without it, the assertion is missing: told to the operator, who may write it off. So it is when
 * nothing answers any more at all, until something does. Whatever the chain says afterwards wins again.
 */

/** Blocks after the end of all windows before anybody wonders. */
const LATE_BLOCKS = 20
/** A chain whose highest block is this far below the assertion has begun anew; nodes that lag are nearer. */
const BELOW_BLOCKS = 100
/** Answers without it, one after another, and the time between the first of them and the last, before it counts as missing. */
const ANSWERS = 3
const PATIENCE_MS = 600_000

/** The last block before which my assertion cannot have been made. */
function birthOf({ answer, facts }: Bounty, now: Now): number {
  return answer?.assertBlock ?? facts.postedBlock ?? facts.expiration - (now.parameters?.maxDuration ?? 0)
}

const isBelow = (bounty: Bounty, now: Now): boolean => now.seenBlock > 0 && now.seenBlock + BELOW_BLOCKS < birthOf(bounty, now)

/** Something should have been heard of it by now. */
export const isLate = (bounty: Bounty, now: Now): boolean => isBelow(bounty, now) || now.seenBlock >= blocksOf(bounty).voteEnd + LATE_BLOCKS

/** The daemon knows no such bounty. */
export function hearNotKnown(turn: Turn, now: Now): void {
  turn.change({ asked: { ...turn.bounty.asked, pending: false } })
  hearNothing(turn)
  withoutMine(turn, 'not-found', now)
}

/** One more answer without my assertion. */
export function withoutMine(turn: Turn, reason: 'not-found' | 'not-in-it', now: Now): void {
  const { answer, missing, asked, end } = turn.bounty
  // What ended is looked for by `LateWatch`; its reason stays what it was.
  if (!answer || end) return
  if (!missing || missing.reason === 'no-answer') {
    turn.change({ missing: { reason, since: now.at, times: 1, recognizedAt: null }, asked: { ...asked, times: 0 } })
    turn.do({ is: 'save' })
    return
  }
  turn.change({ missing: { ...missing, times: missing.times + 1, ...(missing.recognizedAt === null ? { reason } : {}) } })
}

/** The daemon knows my assertion, or the chain did something with it: it is not missing, and what was written off is owed again. */
export function isThere(turn: Turn): void {
  const { missing, end, asked } = turn.bounty
  if (!missing) return
  const wasMissing = missing.recognizedAt !== null
  turn.change({ missing: null, end: wasMissing && endedWithoutIt(end) ? null : end, asked: { ...asked, nextAt: 0, times: 0 } })
  turn.do({ is: 'save' })
  if (wasMissing) turn.do({ is: 'line', code: 'assertion-back', amount: null })
}

const endedWithoutIt = (end: Bounty['end']): boolean => end?.is === 'written-off' || end?.is === 'forfeited'

/** What is not revealed asks by itself as long as nobody denies it, and what was lost so asks for its votes (see owing.ts). */
function asksByItself(bounty: Bounty, now: Now): boolean {
  const { answer, missing, forfeitedAt, noVotes } = bounty
  if (isBelow(bounty, now) || noVotes) return false
  return forfeitedAt !== null || (missing === null && answer?.revealed !== true)
}

/** Nobody answers any more, and every window is certainly over: it is missing for as long as the silence lasts. */
export function hearSilence(turn: Turn, now: Now): void {
  const { missing, asked } = turn.bounty
  const isSilent = missing?.reason === 'no-answer'
  if (now.silence === null || (isSilent && !now.silence.isLong)) {
    if (isSilent) turn.change({ missing: null, asked: { ...asked, nextAt: 0, times: 0 } })
    if (isSilent) turn.do({ is: 'save' })
    return
  }
  if ((missing && missing.recognizedAt !== null) || !isOverInSilence(turn.bounty, now.silence)) return
  recognize(turn, { reason: 'no-answer', since: now.silence.since, times: 0 }, now)
}

function recognize(turn: Turn, missing: Omit<Missing, 'recognizedAt'>, now: Now): void {
  const { answer, forfeitedAt } = turn.bounty
  if (!answer) return
  turn.change({ missing: { ...missing, recognizedAt: now.at } })
  turn.do({ is: 'save' })
  // A stake that was lost without a verdict was told already.
  if (forfeitedAt === null) turn.do({ is: 'line', code: 'assertion-missing', amount: -(sumOf(answer.bids) + answer.fee) })
}

/** Asks after what is overdue, and says so when nobody knows it. */
export function lookFor(turn: Turn, now: Now): void {
  hearSilence(turn, now)
  if (!isLate(turn.bounty, now)) return
  if (!asksByItself(turn.bounty, now)) {
    const longest = turn.bounty.missing ? LONGEST_WAIT : undefined
    turn.ask({ assertions: true, votes: false, bounty: false, urgent: null }, now.block, longest)
  }
  const { missing } = turn.bounty
  if (!missing || missing.recognizedAt !== null || missing.times < ANSWERS || now.at - missing.since < PATIENCE_MS) return
  const reason = isBelow(turn.bounty, now) ? 'chain-anew' : missing.reason
  recognize(turn, { ...missing, reason }, now)
}

/** Whether it counts as missing now. */
export const isMissing = ({ missing, end }: Bounty): boolean => missing !== null && missing.recognizedAt !== null && end === null

/** Whether the operator may write it off. What is written off is still looked for, so nothing that could be revealed in time is lost by it. */
export const mayWriteOff = (bounty: Bounty): boolean => isMissing(bounty) && bounty.work.is === 'staked' && bounty.forfeitedAt === null

/**
 * Ends it as a loss. What it cost is in the ledger since its assertion was seen on chain; one that never was cost nothing as far as anybody
 * knows, so it ends as one that was refused, and a balance that says otherwise shows as unexplained.
 */
export function writeOff(turn: Turn, now: Now): void {
  const { answer, missing } = turn.bounty
  if (!answer || !missing || !mayWriteOff(turn.bounty)) return
  // Whatever was thought of a silence that is over.
  if (missing.reason === 'no-answer' && !now.silence?.isLong) return
  const cost = answer.onChain ? -(sumOf(answer.bids) + answer.fee) : null
  turn.do({ is: 'line', code: 'assertion-written-off', amount: cost })
  if (answer.onChain) turn.change({ end: { is: 'written-off', at: now.at, explained: false } })
  else turn.change({ work: { is: 'dropped', drop: { is: 'skipped', reason: 'assertion-refused' } } })
  turn.do({ is: 'save' })
}

export const writtenOffReason = ({ reason, since }: Missing): LossReason =>
  because(`written-off-${reason}`, reason === 'no-answer' ? { since: String(since) } : {})
