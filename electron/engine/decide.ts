import { assertNever } from '../../shared/domain/assert-never.ts'
import { answer, hearScan } from './answering.ts'
import { type Bounty, type BountyFacts, blocksOf, isStaked, NEVER_ASKED } from './bounty-state.ts'
import { hearEvent, hearTold, paid } from './chain-facts.ts'
import type { Effect, Input, Now } from './inputs.ts'
import { hearNotKnown, writeOff } from './missing.ts'
import { bringHome } from './owing.ts'
import { hearNews } from './queue-news.ts'
import { Turn } from './turn.ts'
import { hearOfGap, NOTHING } from './unheard.ts'

/** The bounty after one input, and what is to be done about it. An input that changes nothing gives back the same bounty. */
export interface Decision {
  readonly bounty: Bounty
  readonly effects: readonly Effect[]
}

/**
 * The whole life of a bounty, as one pure step: first what was heard becomes fact, then what the facts and the time ask for is decided.
 * Facts never depend on the order in which they come, so events may be late, repeated, lost or crossed, and a restart is only one more
 * way of not having heard.
 */
export function decide(bounty: Bounty, input: Input, now: Now): Decision {
  const turn = new Turn(withWindows(bounty, now))
  hear(turn, input, now)
  if (turn.bounty.end === null) {
    answer(turn, now)
    if (turn.bounty.work.is === 'staked') bringHome(turn, now)
  }
  return { bounty: turn.bounty, effects: turn.effects }
}

/** A bounty that was just seen. */
export function beginBounty(facts: BountyFacts, now: Now): Decision {
  const first = decide(freshBounty(facts, now), { is: 'tick' }, now)
  return { ...first, effects: [{ is: 'line', code: 'bounty-posted', amount: facts.amount }, ...first.effects] }
}

/** One that was over before it was seen: when it went by nobody knows, so nothing is told as if it were now. */
export function beginMissed(facts: BountyFacts, now: Now): Decision {
  return { bounty: { ...freshBounty(facts, now), work: { is: 'dropped', drop: { is: 'not-answered' } } }, effects: [{ is: 'save' }] }
}

function freshBounty(facts: BountyFacts, now: Now): Bounty {
  const { revealWindow = 0, voteWindow = 0 } = now.parameters ?? {}
  return {
    facts,
    windows: { reveal: revealWindow, vote: voteWindow },
    work: { is: 'idle' },
    artifactCount: null,
    judged: [],
    answer: null,
    assertions: new Map(),
    votes: new Map(),
    quorumBlock: null,
    quorumMask: null,
    asked: NEVER_ASKED,
    unheard: NOTHING,
    gap: 0,
    doubted: false,
    lossReason: null,
    forfeitedAt: null,
    missing: null,
    noVotes: false,
    checks: 0,
    payoutAsked: 0,
    end: null,
    scan: null,
  }
}

/** Both windows are the registry's own and can change under an open bounty; the newest count. */
function withWindows(bounty: Bounty, { parameters }: Now): Bounty {
  if (!parameters) return bounty
  const { revealWindow: reveal, voteWindow: vote } = parameters
  return bounty.windows.reveal === reveal && bounty.windows.vote === vote ? bounty : { ...bounty, windows: { reveal, vote } }
}

function hear(turn: Turn, input: Input, now: Now): void {
  switch (input.is) {
    case 'tick':
      return
    case 'listed':
    case 'unlisted':
    case 'judged':
      hearScan(turn, input, now)
      return
    case 'unsealed':
      if (turn.bounty.answer?.secret !== 'sealed') return
      turn.mine({ secret: input.secret ?? 'lost' })
      turn.change({ judged: input.judged })
      return
    case 'news':
      hearNews(turn, input.of, input.news, now)
      return
    case 'event':
      hearEvent(turn, input.event, now)
      return
    case 'told':
      hearTold(turn, input.told, now)
      return
    case 'missed':
      if (isStaked(turn.bounty)) hearOfGap(turn)
      return
    case 'untold':
      turn.change({ asked: { ...turn.bounty.asked, pending: false } })
      return
    case 'not-known':
      hearNotKnown(turn, now)
      return
    case 'write-off':
      writeOff(turn, now)
      return
    case 'paid':
      turn.change({ asked: { ...turn.bounty.asked, pending: false } })
      if (input.payout === null) turn.change({ payoutAsked: turn.bounty.payoutAsked + 1 })
      else paid(turn, input.payout)
      return
    default:
      assertNever(input)
  }
}

/** The next block at which time alone may change something; null when nothing does. */
export function nextBlock(bounty: Bounty, block: number): number | null {
  const { expiration, revealEnd, voteEnd } = blocksOf(bounty)
  const { work, answer, asked } = bounty
  const moments = [
    expiration - 2,
    expiration - 1,
    expiration,
    expiration + 1,
    expiration + 2,
    revealEnd - 1,
    revealEnd,
    revealEnd + 2,
    voteEnd - 1,
    voteEnd,
    voteEnd + 2,
  ]
  if (work.is === 'scanning') moments.push(work.until)
  if (answer && bounty.end === null && work.is === 'staked') {
    moments.push(asked.nextAt, (answer.assertBlock ?? 0) + 3)
    // A reveal that failed is looked after in every block: its window is short.
    if (answer.reveal.is === 'failed') moments.push(block + 1)
    if (answer.settle.is === 'failed') moments.push(answer.settle.retryAt)
    // What is owed is looked after every few blocks in any case.
    moments.push(block + 4)
  }
  const later = moments.filter((moment) => moment > block)
  return later.length === 0 ? null : Math.min(...later)
}

/** The block that must really be seen for the next errand to be certain to be in time; null when none waits for one. */
export function nextSeenBlock(bounty: Bounty, seenBlock: number): number | null {
  const { answer, work, end } = bounty
  if (!answer || end || work.is !== 'staked' || answer.settled) return null
  const { expiration, revealEnd, voteEnd } = blocksOf(bounty)
  const moments = answer.revealed ? [voteEnd - 1] : [expiration - 1, revealEnd, voteEnd]
  return moments.find((moment) => moment > seenBlock) ?? null
}
