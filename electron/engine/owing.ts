import { settlementOf } from '../../shared/domain/settlement.ts'
import { type Answer, blocksOf, isUnderWay, sumOf } from './bounty-state.ts'
import type { Now } from './inputs.ts'
import { hearSilence, isLate, isMissing, lookFor } from './missing.ts'
import { isExplained, knownSettlement, outcomeOf } from './outcome.ts'
import { urgencyOf } from './question-order.ts'
import { isAhead, type Turn } from './turn.ts'
import { askUnheard } from './unheard.ts'

/** Blocks to wait for an event after the queue saw the transaction mined: kinds of events lag by seconds. */
const EVENT_LAG = 3
/** Blocks after the settlement before the daemon is asked for what does not add up: votes come later than the quorum they make. */
export const CHECK_AFTER = 4
/** Readings of assertions and votes after which a payout that still does not add up is taken as it is. */
const CHECKS = 2

/** Moves a bounty that something of mine is staked on, to its settlement or its loss. */
export function bringHome(turn: Turn, now: Now): void {
  const { answer } = turn.bounty
  if (!answer) return
  if (!answer.settled) askUnheard(turn, now)
  if (!answer.onChain) {
    lookFor(turn, now)
    awaitAssertion(turn, now)
    return
  }
  if (answer.settled) {
    conclude(turn, now)
    return
  }
  lookFor(turn, now)
  if (answer.revealed) {
    owedSettlement(turn, now)
    return
  }
  owedReveal(turn, now)
  if (turn.bounty.forfeitedAt !== null) unrevealed(turn, now)
}

/** The queue tells what became of the assertion; when it does not, the chain is asked once nothing can change any more. */
function awaitAssertion(turn: Turn, now: Now): void {
  const { expiration } = blocksOf(turn.bounty)
  if (turn.bounty.answer?.assert.is === 'queued' && now.block < expiration) return
  if (now.block >= expiration - 1) askAssertions(turn, now)
}

function owedReveal(turn: Turn, now: Now): void {
  const { answer } = turn.bounty
  if (!answer) return
  const { expiration, revealEnd } = blocksOf(turn.bounty)
  // The end is judged by what was really seen: for as long as a reveal may still be in time, it is tried.
  const open = isReached(expiration, now, 1) && now.seenBlock + 1 < revealEnd
  if (open && answer.index !== null && typeof answer.secret === 'object') sendReveal(turn, now, answer, answer.index, revealEnd)
  if (answer.index === null && isDueForIndex(answer, now, expiration)) askAssertions(turn, now)
  // Asked after the last block in which it could have been revealed: what the chain says then is final (see `hearTold`).
  if (now.seenBlock >= revealEnd && turn.bounty.forfeitedAt === null) askAssertions(turn, now)
}

/**
 * Whether what is sent now is mined in `block` or later: it meets the next block at best. That is certain by the highest block seen, and
 * likely by the clock's estimate. An estimate that runs ahead by one costs a refusal that is heard of only some blocks later, so the
 * estimate alone is believed only when it is beyond by `slack`: waiting costs less than coming too early.
 */
const isReached = (block: number, now: Now, slack: number): boolean => now.seenBlock + 1 >= block || now.block >= block + slack

const isDueForIndex = (answer: Answer, now: Now, expiration: number): boolean =>
  now.block >= expiration - 2 || (answer.assert.is === 'mined' && now.block >= answer.assert.block + EVENT_LAG)

/** Blocks from one question to the next while a reveal waits for the answer: its window is a few blocks, and any question may be lost. */
const WHILE_OWED = 1
const OTHERWISE = 4

function askAssertions(turn: Turn, now: Now): void {
  // `lookFor` asks after it, ever more patiently.
  if (turn.bounty.missing !== null && isLate(turn.bounty, now)) return
  const { expiration } = blocksOf(turn.bounty)
  const urgent = urgencyOf(turn.bounty, now)
  const longest = urgent && now.block >= expiration - 2 ? WHILE_OWED : OTHERWISE
  turn.ask({ assertions: true, votes: false, bounty: false, urgent }, now.block, longest)
}

function sendReveal(turn: Turn, now: Now, answer: Answer, index: number, revealEnd: number): void {
  if (isUnderWay(answer.reveal) || typeof answer.secret !== 'object') return
  // After a failure only what was really seen counts: it may have failed because the clock ran ahead.
  if (answer.reveal.is === 'failed' && now.seenBlock + 1 < answer.reveal.retryAt) return
  turn.mine({ reveal: { is: 'queued' } })
  turn.do({ is: 'reveal', index, secret: answer.secret, notAfterBlock: revealEnd - 1 })
}

/** Not revealed and too late: the bid is gone, unless no arbiter votes at all. */
function unrevealed(turn: Turn, now: Now): void {
  const { votes, quorumBlock, noVotes } = turn.bounty
  if (votes.size > 0 || quorumBlock !== null) {
    end(turn, now)
    return
  }
  // Nobody will tell any more whether anybody voted: it stays lost, as was told, unless the Community knows it again.
  if (isMissing(turn.bounty)) {
    end(turn, now)
    return
  }
  const { voteEnd } = blocksOf(turn.bounty)
  if (noVotes) settle(turn, now)
  else if (now.seenBlock >= voteEnd) turn.ask({ assertions: false, votes: true, bounty: true, urgent: null }, now.block)
}

function owedSettlement(turn: Turn, now: Now): void {
  const { quorumBlock } = turn.bounty
  if (quorumBlock !== null || isReached(blocksOf(turn.bounty).voteEnd, now, 2)) settle(turn, now)
}

function settle(turn: Turn, now: Now): void {
  const { answer } = turn.bounty
  if (!answer || isUnderWay(answer.settle)) return
  if (answer.settle.is === 'failed' && isAhead(answer.settle.retryAt, now.block)) return
  // The chain would refuse it; it is sent as soon as the Community knows the bounty again, for a settlement has no last block.
  if (isMissing(turn.bounty)) return
  turn.mine({ settle: { is: 'queued' } })
  turn.do({ is: 'settle' })
}

/** Settled: know what it paid and why, then it is over. */
function conclude(turn: Turn, now: Now): void {
  hearSilence(turn, now)
  const { answer, asked, checks, missing, payoutAsked } = turn.bounty
  if (!answer) return
  if (isMissing(turn.bounty)) {
    // What it paid is booked, only the reason is not known; without that it is the operator who gives it up.
    if (answer.payout !== null) end(turn, now)
    return
  }
  if (answer.payout === null && answer.settleTx !== null && payoutAsked < CHECKS) {
    if (asked.pending || isAhead(asked.nextAt, now.block)) return
    turn.change({ asked: { pending: true, nextAt: now.block + CHECK_AFTER, times: asked.times + 1 } })
    turn.do({ is: 'ask-payout', hash: answer.settleTx })
    return
  }
  if (answer.payout !== null && isExplained(turn.bounty, now.account)) {
    end(turn, now)
    return
  }
  // Asked and answered without it as often: what was paid is known as well as it ever will be.
  if (checks >= CHECKS || (missing?.times ?? 0) >= CHECKS) {
    end(turn, now)
    return
  }
  turn.ask({ assertions: true, votes: true, bounty: true, urgent: null }, now.block)
}

function end(turn: Turn, now: Now): void {
  const { answer, forfeitedAt } = turn.bounty
  if (!answer || turn.bounty.end) return
  if (answer.settled && answer.payout === null) payByRule(turn, now)
  const is = answer.settled ? outcomeOf(turn.bounty, now.account) : 'forfeited'
  turn.change({ end: { is, at: is === 'forfeited' ? (forfeitedAt ?? now.at) : now.at, explained: isExplained(turn.bounty, now.account) } })
  turn.do({ is: 'save' })
  // A loss without a verdict was told when it happened.
  if (is !== 'forfeited') turn.do({ is: 'line', code: is, amount: netOf(turn.bounty.answer ?? answer) })
}

const netOf = (answer: Answer): bigint => (answer.payout ?? 0n) - sumOf(answer.bids) - answer.fee

/**
 * Nobody tells what a settlement paid that was mined unseen. With all assertions and votes read from the chain the rule gives it to the
 * last base unit; without them it stays unknown.
 */
function payByRule(turn: Turn, now: Now): void {
  const { checks, votes, quorumBlock } = turn.bounty
  // A quorum without votes means that the votes are still on their way to us.
  const isRead = checks > 0 && (votes.size > 0 || quorumBlock === null)
  const known = isRead ? knownSettlement(turn.bounty, now.account) : null
  if (!known || known.mine === null) return
  const payout = settlementOf(known.input).experts[known.mine] ?? null
  if (payout === null) return
  turn.mine({ payout })
  turn.do({ is: 'ledger', kind: 'payout', amount: payout, hash: null })
}
