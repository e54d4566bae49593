import { type Bounty, blocksOf } from './bounty-state.ts'
import type { Now, Question, Told } from './inputs.ts'
import { urgencyOf } from './question-order.ts'
import type { Turn } from './turn.ts'

/*
 * Events tell what happens, and nobody tells them twice. What may have gone by unheard, at a start or while the Community was out of reach, is
 * asked for once, again and again until it is answered: a quorum that was missed would otherwise be waited for until the vote window is over.
 */

/** Blocks from one question to the next while the answer does not come. */
const AGAIN = 4

/** Of a bounty that is listened to. */
export const NOTHING: Bounty['unheard'] = { assertions: false, votes: false }
/** Of a bounty that was not listened to for a while. */
export const EVERYTHING: Bounty['unheard'] = { assertions: true, votes: true }

/** Events may have gone by until now; the patience of earlier questions was for others. */
export function hearOfGap(turn: Turn): void {
  const { asked, gap } = turn.bounty
  turn.change({ unheard: EVERYTHING, gap: gap + 1, doubted: false, asked: { ...asked, nextAt: 0, times: 0 } })
}

/** The daemon said what had gone by; what it was asked before the last gap it may have answered before that. */
export function hearAnswer(turn: Turn, { gap, assertions, votes, bounty }: Told): void {
  const { unheard } = turn.bounty
  if (gap !== undefined && gap !== turn.bounty.gap) return
  const left = { assertions: unheard.assertions && !assertions, votes: unheard.votes && !(votes && bounty) }
  if (left.assertions !== unheard.assertions || left.votes !== unheard.votes) turn.change({ unheard: left })
}

/** It said that it knows no such bounty: what it may know later is not ours to hurry. */
export function hearNothing(turn: Turn): void {
  if (turn.bounty.unheard !== NOTHING) turn.change({ unheard: NOTHING })
}

/** What to ask about a stake that is not settled: only what an event could have told meanwhile, and only what is waited for. */
export function unheardQuestion(bounty: Bounty, now: Now): Question | null {
  const { answer, unheard, quorumBlock } = bounty
  if (!answer) return null
  const { expiration, revealEnd } = blocksOf(bounty)
  const isOpen = !answer.onChain || answer.index === null || (!answer.revealed && now.block >= expiration)
  const assertions = unheard.assertions && isOpen
  const votes = unheard.votes && quorumBlock === null && now.block >= revealEnd
  if (!assertions && !votes) return null
  return { assertions, votes, bounty: votes, urgent: assertions ? urgencyOf(bounty, now) : null }
}

/** A quorum that half of the vote window did not bring may have been told and lost on its way: looked for once. */
function doubtSilence(turn: Turn, now: Now): void {
  const { doubted, quorumBlock, unheard, windows } = turn.bounty
  const { revealEnd } = blocksOf(turn.bounty)
  if (doubted || quorumBlock !== null || now.seenBlock < revealEnd + Math.ceil(windows.vote / 2)) return
  turn.change({ doubted: true, unheard: { ...unheard, votes: true } })
}

/** Asks for what went by unheard. Whoever is out of reach is asked when it is back. */
export function askUnheard(turn: Turn, now: Now): void {
  if (!now.connected) return
  doubtSilence(turn, now)
  const question = unheardQuestion(turn.bounty, now)
  if (question) turn.ask(question, now.block, AGAIN)
}
