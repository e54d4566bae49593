import { assertNever } from '../../shared/domain/assert-never.ts'
import type { Hash } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import type { Problem } from '../../shared/errors/errors.ts'
import type { LossReason } from '../../shared/errors/reasons.ts'
import type { TransactionNews } from '../transactions/port.ts'
import { type Answer, blocksOf, type Errand, NEVER_ASKED } from './bounty-state.ts'
import { onChain, revealed, settled } from './chain-facts.ts'
import type { Now } from './inputs.ts'
import { urgencyOf } from './question-order.ts'
import type { Turn } from './turn.ts'

/** What the queue tells of one of my three transactions. */
export function hearNews(turn: Turn, of: 'assert' | 'reveal' | 'settle', news: TransactionNews, now: Now): void {
  const { answer } = turn.bounty
  if (!answer) return
  switch (news.is) {
    case 'signed':
      signed(turn, of, answer, news.hash)
      return
    case 'sent':
    case 'not-seen':
      if (answer[of].is !== 'mined') turn.mine({ [of]: { is: news.is === 'sent' ? 'sent' : 'doubtful', hash: news.hash } })
      return
    case 'mined':
      mined(turn, of, news.hash, news.block, now)
      return
    case 'failed':
      failed(turn, of, news.text, news.block, now)
      return
    case 'refused':
      refused(turn, of, news.problem, now)
      return
    case 'expired':
      if (of === 'assert') giveUp(turn, 'too-late')
      else if (of === 'reveal') revealAgain(turn, because('reveal-too-late'), nextMet(now))
      else settleAgain(turn, now)
      return
    default:
      assertNever(news)
  }
}

/** The next block that a reveal could meet, reckoned by what was seen (see `sendReveal`). */
const nextMet = (now: Now): number => now.seenBlock + 2

function revealAgain(turn: Turn, why: LossReason, retryAt: number): void {
  turn.mine({ reveal: { is: 'failed', why, retryAt } })
}

function settleAgain(turn: Turn, now: Now): void {
  const attempts = turn.bounty.answer?.settleAttempts ?? 0
  turn.mine({ settle: { is: 'failed', retryAt: now.block + patience(attempts) } })
}

function signed(turn: Turn, of: 'assert' | 'reveal' | 'settle', answer: Answer, hash: Hash): void {
  const errand: Errand = { is: 'signed', hash }
  if (of === 'assert') {
    if (answer.assertTx === null) turn.do({ is: 'line', code: 'assert-sent', amount: null })
    turn.mine({ assert: errand, assertTx: hash })
  } else if (of === 'reveal') {
    if (answer.revealAttempts === 0) turn.do({ is: 'line', code: 'reveal-sent', amount: null })
    turn.mine({ reveal: errand, revealTx: hash, revealAttempts: answer.revealAttempts + 1 })
  } else {
    if (answer.settleAttempts === 0) turn.do({ is: 'line', code: 'settle-sent', amount: null })
    turn.mine({ settle: errand, settleTx: hash, settleAttempts: answer.settleAttempts + 1 })
  }
  // Not worth a write of its own: the assertion's bounty is written with it, and of the others the queue tells again after a restart.
}

function mined(turn: Turn, of: 'assert' | 'reveal' | 'settle', hash: Hash, block: number | null, now: Now): void {
  turn.mine({ [of]: { is: 'mined', hash, block: block ?? now.seenBlock } })
  if (of === 'assert') {
    turn.mine({ assertTx: hash })
    onChain(turn, block, hash)
  } else if (of === 'reveal') {
    turn.mine({ revealTx: hash })
    onChain(turn, null, null)
    revealed(turn, null, block)
  } else {
    turn.mine({ settleTx: hash })
    onChain(turn, null, null)
    settled(turn, block, now)
  }
}

/** The contract refused it. Texts: BountyRegistry 1.6, see the reference of polyswarmd. */
function failed(turn: Turn, of: 'assert' | 'reveal' | 'settle', text: string, block: number | null, now: Now): void {
  if (of === 'assert') assertFailed(turn, text, now)
  else if (of === 'reveal') revealFailed(turn, text, block, now)
  else settleFailed(turn, text, now)
}

function assertFailed(turn: Turn, text: string, now: Now): void {
  if (turn.bounty.answer?.onChain) return
  // Perhaps it is ours, whose answer was lost: the chain knows.
  if (text.includes('Sender has already asserted')) {
    const hash = turn.bounty.answer?.assertTx
    if (hash) turn.mine({ assert: { is: 'doubtful', hash } })
    askNow(turn, now)
    return
  }
  if (text.includes('Bid not between')) turn.do({ is: 'read-parameters' })
  giveUp(turn, text.includes('Bounty inactive') ? 'too-late' : 'assertion-refused')
}

function revealFailed(turn: Turn, text: string, block: number | null, now: Now): void {
  if (turn.bounty.answer?.revealed) return
  const { expiration } = blocksOf(turn.bounty)
  const early = text.includes('Bounty not in reveal window') && (block ?? now.seenBlock) < expiration
  // Too early means that the clock ran ahead of the chain: now wait for what is really seen.
  revealAgain(turn, because('reveal-failed', { text }), early ? expiration : nextMet(now))
  turn.do({ is: 'line', code: 'reveal-try-failed', amount: null, subject: `${turn.bounty.answer?.revealAttempts ?? 0}: ${text}` })
  if (early) return
  if (text.includes('Invalid assertion ID') || text.includes('Incorrect assertion author')) turn.mine({ index: null })
  if (text.includes('Bounty not in reveal window')) turn.do({ is: 'read-parameters' })
  askNow(turn, now)
}

function settleFailed(turn: Turn, text: string, now: Now): void {
  const { answer } = turn.bounty
  if (!answer || answer.settled) return
  settleAgain(turn, now)
  if (!text.includes('Sender already settled')) return
  // Another signature of ours was mined, or another program settled: whose transaction, is not known, and so not what it paid.
  turn.mine({ settleTx: null })
  settled(turn, null, now)
  turn.change({ asked: NEVER_ASKED })
}

function refused(turn: Turn, of: 'assert' | 'reveal' | 'settle', { code, detail }: Problem, now: Now): void {
  const { answer } = turn.bounty
  if (!answer) return
  if (of === 'assert') {
    giveUp(turn, 'assertion-refused')
    return
  }
  if (answer[of].is === 'mined') return
  if (of === 'settle') {
    settleAgain(turn, now)
    return
  }
  // The daemon's own words are quoted; what is ours is in the code.
  revealAgain(turn, because('reveal-refused', { problem: code, text: code === 'refused-by-daemon' ? (detail ?? '') : '' }), nextMet(now))
  turn.do({ is: 'line', code: 'reveal-try-failed', amount: null, subject: `${answer.revealAttempts}: ${detail ?? code}` })
}

/** Blocks until the next settlement is tried: it is owed for ever, and for ever is no reason to flood a Community. */
const patience = (attempts: number): number => Math.min(2 ** Math.min(attempts, 6), 60) + 1

/** Not on chain, and it will not be: nothing is staked. The answer is kept, so that an event that says otherwise finds its secret. */
function giveUp(turn: Turn, reason: 'too-late' | 'assertion-refused'): void {
  if (turn.bounty.answer?.onChain || turn.bounty.work.is !== 'staked') return
  turn.drop({ is: 'skipped', reason })
}

function askNow(turn: Turn, now: Now): void {
  if (turn.bounty.asked.pending) return
  turn.change({ asked: { ...turn.bounty.asked, nextAt: 0 } })
  turn.ask({ assertions: true, votes: false, bounty: false, urgent: urgencyOf(turn.bounty, now) }, 0)
}
