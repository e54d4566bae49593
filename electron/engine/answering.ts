import { assertNever } from '../../shared/domain/assert-never.ts'
import { bidFor, fitBids, type WishedBid } from '../../shared/domain/bids.ts'
import type { Parameters } from '../../shared/domain/community.ts'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import { type Answer, type Drop, type Judged, sumOf } from './bounty-state.ts'
import type { Input, Now } from './inputs.ts'
import { revealMetadata } from './reveal-metadata.ts'
import type { Turn } from './turn.ts'

/**
 * Blocks between signing and the expiration: a transaction is mined in the next block at best, and the assertion window ends before the
 * expiration.
 */
const SIGN_BEFORE = 2
/** Fewer blocks than this are not worth a scan. */
const LEAST_BLOCKS = 3

const lastSigning = (turn: Turn): number => turn.bounty.facts.expiration - SIGN_BEFORE

/** Moves a bounty that nothing is staked on yet: start, scan, bid, or leave it. */
export function answer(turn: Turn, now: Now): void {
  const { work } = turn.bounty
  switch (work.is) {
    case 'idle':
      if (now.block > lastSigning(turn)) turn.drop({ is: 'not-answered' })
      else if (now.answering && now.parameters) begin(turn, now)
      return
    case 'scanning':
      if (turn.bounty.judged.length > 0 && !turn.bounty.judged.includes(null)) finishJudging(turn, now)
      else if (now.block >= work.until) finishJudging(turn, now)
      return
    case 'judged':
      bid(turn, now)
      return
    case 'staked':
    case 'dropped':
      return
    default:
      assertNever(work)
  }
}

function begin(turn: Turn, now: Now): void {
  const { facts } = turn.bounty
  if (!now.settings.artifactTypes.includes(facts.artifactType)) {
    turn.drop({ is: 'skipped', reason: 'artifact-type' })
    return
  }
  if (sameAddress(facts.author, now.account)) {
    turn.drop({ is: 'skipped', reason: 'own-bounty' })
    return
  }
  const left = facts.expiration - now.block
  if (left < LEAST_BLOCKS) {
    turn.drop({ is: 'skipped', reason: 'too-late' })
    return
  }
  // A quarter of the time stays in reserve for the way onto the chain, which is slow exactly when the Community is busy.
  const until = facts.expiration - Math.min(4, Math.max(SIGN_BEFORE, Math.ceil(left / 4)))
  const budgetMs = (until - now.block) * now.blockTimeMs
  turn.change({ work: { is: 'scanning', since: now.at, until, blocks: until - now.block, budgetMs } })
  turn.do({ is: 'list', budgetMs })
}

/** What the scanner's side tells; late words for a bounty that went on are dropped. */
export function hearScan(turn: Turn, input: Extract<Input, { is: 'listed' | 'unlisted' | 'judged' }>, now: Now): void {
  const { work } = turn.bounty
  if (work.is !== 'scanning') return
  if (input.is === 'unlisted') {
    turn.drop({ is: 'skipped', reason: input.why === 'too-many' ? 'too-large' : 'scan-failed' })
  } else if (input.is === 'listed') {
    if (turn.bounty.artifactCount !== null) return
    turn.change({ artifactCount: input.count, judged: Array.from({ length: input.count }, () => null) })
    const budgetMs = Math.max(1, (work.until - now.block) * now.blockTimeMs)
    for (let index = 0; index < input.count; index++) turn.do({ is: 'judge', index, budgetMs })
  } else if (turn.bounty.judged[input.index] === null) {
    turn.change({ judged: turn.bounty.judged.with(input.index, input.judged) })
  }
}

const timedOut: Judged = {
  verdict: { is: 'none', reason: 'timed-out' },
  size: null,
  mimetype: null,
  sha256: null,
  words: null,
  tooLarge: false,
}

/** What is not judged by now stays out of the mask. */
function finishJudging(turn: Turn, now: Now): void {
  const { work, judged } = turn.bounty
  if (work.is !== 'scanning') return
  if (judged.length === 0 || judged.includes(null)) turn.do({ is: 'stop-judging' })
  turn.change({
    judged: judged.map((one) => one ?? timedOut),
    work: { is: 'judged' },
    scan: { scanner: now.settings.scanner, tookMs: Math.max(0, now.at - work.since), budgetMs: work.budgetMs },
  })
  if (judged.length === 0) {
    turn.drop({ is: 'skipped', reason: 'scan-timed-out' })
    return
  }
  bid(turn, now)
}

function bid(turn: Turn, now: Now): void {
  const { parameters, settings, budget } = now
  const nothing = withoutOpinion(turn.bounty.judged)
  if (nothing) {
    turn.drop(nothing)
    return
  }
  if (now.block > lastSigning(turn)) {
    turn.drop({ is: 'not-answered' })
    return
  }
  if (!now.answering || !parameters) return
  const bids = fitBids(wishes(turn.bounty.judged, now, parameters), settings.limits.perBounty, parameters.bidMinimum)
  if (bids.length === 0) {
    turn.drop({ is: 'skipped', reason: 'bounty-limit' })
    return
  }
  const sum = sumOf(bids.map(({ amount }) => amount))
  const cost = sum + parameters.assertionFee
  if (budget.day !== null && sum > budget.day) turn.do({ is: 'limit', by: 'day-limit', needed: sum })
  else if (budget.atOnce !== null && sum > budget.atOnce) turn.do({ is: 'limit', by: 'at-once-limit', needed: sum })
  else if (budget.balance !== null && cost > budget.balance) turn.do({ is: 'limit', by: 'balance', needed: cost })
  else stake(turn, now, bids, parameters)
}

function withoutOpinion(judged: readonly (Judged | null)[]): Drop | null {
  const reasons = judged.map((one) => (one?.verdict.is === 'none' ? one.verdict.reason : null))
  if (reasons.includes(null)) return null
  if (judged.some((one) => one?.tooLarge)) return { is: 'skipped', reason: 'too-large' }
  if (reasons.includes('timed-out')) return { is: 'skipped', reason: 'scan-timed-out' }
  return { is: 'skipped', reason: reasons.includes('failed') ? 'scan-failed' : 'no-opinion' }
}

function wishes(judged: readonly (Judged | null)[], now: Now, parameters: Parameters): readonly WishedBid[] {
  const range = { minimum: parameters.bidMinimum, maximum: parameters.bidMaximum }
  return judged.flatMap((one, artifact) => {
    if (!one || one.verdict.is === 'none') return []
    const { confidence } = one.verdict
    return [{ artifact, confidence, amount: bidFor(now.settings.strategy, confidence, range) }]
  })
}

function stake(turn: Turn, now: Now, bids: readonly WishedBid[], parameters: Parameters): void {
  const { judged } = turn.bounty
  const mask = judged.map((_, artifact) => bids.some((one) => one.artifact === artifact))
  const verdicts = judged.map((one, i) => mask[i] === true && one?.verdict.is === 'malicious')
  const metadata = revealMetadata(judged.filter((one, i): one is Judged => one !== null && mask[i] === true))
  const { nonce, commitment } = now.commit(verdicts)
  const offer = { mask, bids: bids.map(({ amount }) => amount), fee: parameters.assertionFee, commitment }
  turn.change({
    work: { is: 'staked' },
    answer: { ...blankAnswer, ...offer, secret: { nonce, verdicts, metadata }, assert: { is: 'queued' } },
  })
  turn.do({ is: 'assert', notAfterBlock: lastSigning(turn) })
}

/** Nothing done, nothing seen. */
export const blankAnswer: Answer = {
  mask: [],
  bids: [],
  fee: 0n,
  commitment: 0n,
  secret: 'lost',
  assert: { is: 'none' },
  reveal: { is: 'none' },
  settle: { is: 'none' },
  revealAttempts: 0,
  settleAttempts: 0,
  assertTx: null,
  revealTx: null,
  settleTx: null,
  onChain: false,
  index: null,
  assertBlock: null,
  revealed: false,
  revealBlock: null,
  settled: false,
  settleBlock: null,
  payout: null,
}
