import { sameAddress } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import type { LossReason } from '../../shared/errors/reasons.ts'
import type { AssertionEvent, DaemonAssertion, RevealEvent, SettledBountyEvent, VoteEvent } from '../polyswarmd/index.ts'
import { blankAnswer } from './answering.ts'
import { type Assertion, blocksOf, sumOf } from './bounty-state.ts'
import type { Input, Now, Told } from './inputs.ts'
import { isLate, isThere, withoutMine } from './missing.ts'
import { CHECK_AFTER } from './owing.ts'
import type { Turn } from './turn.ts'
import { hearAnswer } from './unheard.ts'

/** What an event says becomes a fact, in whatever order and however often it comes. */
export function hearEvent(turn: Turn, event: Extract<Input, { is: 'event' }>['event'], now: Now): void {
  switch (event.kind) {
    case 'assertion':
      hearAssertion(turn, event, now)
      return
    case 'reveal':
      hearReveal(turn, event, now)
      return
    case 'vote':
      hearVote(turn, event)
      return
    case 'quorum':
      if (turn.bounty.quorumBlock !== null) return
      turn.change({ quorumBlock: event.blockNumber })
      if (turn.bounty.answer) turn.do({ is: 'line', code: 'quorum', amount: null })
      return
    case 'settled_bounty':
      if (sameAddress(event.settler, now.account)) hearSettled(turn, event, now)
      return
  }
}

function hearAssertion(turn: Turn, event: AssertionEvent, now: Now): void {
  const { author, index, mask, bids, blockNumber } = event
  const before = turn.bounty.assertions.get(author.toLowerCase())
  if (before === undefined || before.assertBlock === null) {
    put(turn, {
      author,
      index,
      mask,
      bids,
      verdicts: before?.verdicts ?? null,
      assertBlock: blockNumber,
      revealBlock: before?.revealBlock ?? null,
    })
  }
  if (sameAddress(author, now.account)) asserted(turn, event, blockNumber, now)
}

function hearReveal(turn: Turn, event: RevealEvent, now: Now): void {
  const before = turn.bounty.assertions.get(event.author.toLowerCase())
  if (before && before.revealBlock === null) put(turn, { ...before, verdicts: event.verdicts, revealBlock: event.blockNumber })
  if (!sameAddress(event.author, now.account) || !turn.bounty.answer) return
  // What is revealed was asserted, whichever of the two is heard first.
  if (turn.bounty.answer.index === null) turn.mine({ index: event.index })
  onChain(turn, null, null)
  revealed(turn, event, event.blockNumber)
}

function hearVote(turn: Turn, { voter, votes, blockNumber }: VoteEvent): void {
  const key = voter.toLowerCase()
  if (turn.bounty.votes.has(key)) return
  turn.change({ votes: new Map(turn.bounty.votes).set(key, { votes, block: blockNumber }) })
  if (turn.bounty.answer) turn.do({ is: 'line', code: 'voted', amount: null })
}

function hearSettled(turn: Turn, { payout, blockNumber, txhash }: SettledBountyEvent, now: Now): void {
  const { answer } = turn.bounty
  if (!answer || (answer.payout !== null && answer.settleBlock === blockNumber)) return
  onChain(turn, null, null)
  settled(turn, blockNumber, now)
  turn.mine({ settleBlock: blockNumber, settleTx: txhash })
  turn.do({ is: 'save' })
  paid(turn, payout)
}

function put(turn: Turn, assertion: Assertion): void {
  turn.change({ assertions: new Map(turn.bounty.assertions).set(assertion.author.toLowerCase(), assertion) })
}

/** What an assertion of mine is by the chain's word. */
interface MineOnChain {
  readonly index: number
  readonly mask: readonly boolean[]
  readonly bids: readonly bigint[]
  readonly commitment: bigint
  readonly txhash?: `0x${string}` | string
}

/** An assertion of my account is in the registry: ours, or one whose secret we do not have. */
function asserted(turn: Turn, chain: MineOnChain, block: number | null, now: Now): void {
  isThere(turn)
  const { answer } = turn.bounty
  const ours = answer !== null && answer.commitment === chain.commitment
  if (!ours) takeOver(turn, chain, now)
  const before = turn.bounty.answer
  if (before === null || (before.index === chain.index && before.assertBlock !== null)) return
  turn.mine({ index: chain.index })
  onChain(turn, block, chain.txhash ?? null)
}

/**
 * My account asserted, and not with what we have on disk: another program with the same key, or a lost journal. The stake is real, so it
 * is followed to its end; only revealing it is beyond us.
 */
function takeOver(turn: Turn, chain: MineOnChain, now: Now): void {
  const { answer, work } = turn.bounty
  if (work.is === 'scanning') turn.do({ is: 'stop-judging' })
  if (answer?.assert.is === 'queued') turn.do({ is: 'withdraw-assertion' })
  turn.change({
    work: { is: 'staked' },
    artifactCount: turn.bounty.artifactCount ?? chain.mask.length,
    lossReason: because('secret-missing'),
    answer: {
      ...blankAnswer,
      mask: chain.mask,
      bids: chain.bids,
      fee: answer?.fee ?? now.parameters?.assertionFee ?? 0n,
      commitment: chain.commitment,
      secret: 'lost',
    },
  })
}

/** It is in the registry: from now on bid and fee are spent. */
export function onChain(turn: Turn, block: number | null, hash: string | null): void {
  const { answer } = turn.bounty
  if (!answer) return
  if (answer.onChain && (answer.assertBlock !== null || block === null)) return
  turn.mine({ onChain: true, assertBlock: answer.assertBlock ?? block, assertTx: answer.assertTx ?? hash })
  turn.do({ is: 'save' })
  if (answer.onChain) return
  isThere(turn)
  turn.change({ work: { is: 'staked' } })
  turn.do(
    { is: 'line', code: 'committed', amount: -sumOf(answer.bids) },
    { is: 'ledger', kind: 'bid', amount: -sumOf(answer.bids), hash: answer.assertTx ?? hash },
    { is: 'ledger', kind: 'assertion-fee', amount: -answer.fee, hash: answer.assertTx ?? hash },
  )
}

/** It is opened on chain; by whom does not matter. */
export function revealed(turn: Turn, opened: { nonce: bigint; verdicts: readonly boolean[] } | null, block: number | null): void {
  const { answer } = turn.bounty
  if (!answer || (answer.revealed && (answer.revealBlock !== null || block === null))) return
  const first = !answer.revealed
  isThere(turn)
  const secret = typeof answer.secret === 'object' || !opened ? answer.secret : { ...opened, metadata: '' }
  turn.mine({ revealed: true, revealBlock: answer.revealBlock ?? block, secret })
  turn.change({ lossReason: null, forfeitedAt: null })
  turn.do({ is: 'save' })
  if (first) turn.do({ is: 'line', code: 'revealed', amount: null })
}

export function settled(turn: Turn, block: number | null, now: Now): void {
  const { answer, asked } = turn.bounty
  if (!answer || answer.settled) return
  isThere(turn)
  turn.mine({ settled: true, settleBlock: answer.settleBlock ?? block })
  turn.change({ asked: { pending: asked.pending, nextAt: now.block + CHECK_AFTER, times: 0 } })
  turn.do({ is: 'save' })
}

export function paid(turn: Turn, payout: bigint): void {
  const { answer } = turn.bounty
  if (!answer || answer.payout !== null) return
  turn.mine({ payout })
  turn.do({ is: 'save' }, { is: 'ledger', kind: 'payout', amount: payout, hash: turn.bounty.answer?.settleTx ?? null })
}

/** The daemon's answer, read from the chain itself: more certain than events, and perhaps older than some. */
export function hearTold(turn: Turn, told: Told, now: Now): void {
  turn.change({ asked: { ...turn.bounty.asked, pending: false } })
  hearAnswer(turn, told)
  if (told.bounty) hearBounty(turn, told)
  if (told.votes) hearVotes(turn, told)
  if (told.assertions) hearAssertions(turn, told.assertions, told.seenBlock, now)
  if (told.votes && told.assertions && turn.bounty.answer?.settled) turn.change({ checks: turn.bounty.checks + 1 })
}

function hearBounty(turn: Turn, { bounty }: Told): void {
  if (!bounty) return
  if (turn.bounty.artifactCount === null && turn.bounty.work.is !== 'scanning') turn.change({ artifactCount: bounty.numArtifacts })
  if (!bounty.quorumReached) return
  const block = turn.bounty.facts.expiration + (bounty.quorumReachedBlock ?? 0)
  turn.change({ quorumBlock: turn.bounty.quorumBlock ?? block, quorumMask: bounty.quorumMask })
}

function hearVotes(turn: Turn, { votes = [], seenBlock }: Told): void {
  const known = turn.bounty.votes
  const entries = votes.map(({ voter, votes: bits }) => {
    const key = voter.toLowerCase()
    return [key, { votes: bits, block: known.get(key)?.block ?? null }] as const
  })
  turn.change({ votes: new Map([...known, ...entries]) })
  if (turn.bounty.votes.size === 0 && seenBlock >= blocksOf(turn.bounty).voteEnd) turn.change({ noVotes: true })
}

function hearAssertions(turn: Turn, told: readonly DaemonAssertion[], seenBlock: number, now: Now): void {
  for (const one of told) {
    const before = turn.bounty.assertions.get(one.author.toLowerCase())
    put(turn, {
      author: one.author,
      index: one.index,
      mask: one.mask,
      bids: one.bids,
      verdicts: one.reveal?.verdicts ?? before?.verdicts ?? null,
      assertBlock: before?.assertBlock ?? null,
      revealBlock: before?.revealBlock ?? null,
    })
  }
  const mine = told.find(({ author }) => sameAddress(author, now.account))
  const { expiration, revealEnd } = blocksOf(turn.bounty)
  if (!mine) {
    const { answer } = turn.bounty
    // The last block for assertions is mined and mine is in none: it never will be.
    if (answer && !answer.onChain && seenBlock > expiration) turn.drop({ is: 'skipped', reason: 'assertion-refused' })
    else if (answer && (answer.onChain || isLate(turn.bounty, now))) withoutMine(turn, 'not-in-it', now)
    return
  }
  asserted(turn, mine, null, now)
  if (mine.reveal) revealed(turn, mine.reveal, null)
  else if (seenBlock >= revealEnd && !turn.bounty.answer?.revealed) forfeit(turn, now)
}

/** The chain has it unrevealed after the last block in which it could be revealed. */
function forfeit(turn: Turn, now: Now): void {
  const { answer, forfeitedAt, lossReason } = turn.bounty
  if (!answer || forfeitedAt !== null) return
  turn.change({ forfeitedAt: now.at, lossReason: lossReason ?? whyUnrevealed(turn, now) })
  const amount = sumOf(answer.bids) + answer.fee
  turn.do({ is: 'save' }, { is: 'forfeited', amount }, { is: 'line', code: 'forfeited', amount: -amount })
}

function whyUnrevealed(turn: Turn, now: Now): LossReason {
  const { answer } = turn.bounty
  // Over before this run saw its first block: that the wallet is locked at a start has nothing to do with it.
  if (now.firstBlock !== null && now.firstBlock >= blocksOf(turn.bounty).revealEnd) return because('not-running')
  if (answer?.secret === 'sealed' || !now.unlocked) return because('wallet-locked')
  if (answer?.reveal.is === 'failed') return answer.reveal.why
  if (answer?.reveal.is === 'queued' || answer?.reveal.is === 'none') return because('not-running')
  return because('not-mined')
}
