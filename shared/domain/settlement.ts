import type { Address } from './identifiers.ts'

/** One expert's assertion as the settlement sees it. */
export interface SettlementAssertion {
  readonly account: Address
  /** Which artifacts it is about, one flag for each artifact of the bounty. */
  readonly mask: readonly boolean[]
  /** One verdict for each artifact (true = malicious; those outside the mask do not count); null = never revealed, which counts as wrong. */
  readonly verdicts: readonly (boolean | null)[] | null
  /** NCT base units, one for each artifact in the mask, in order. */
  readonly bids: readonly bigint[]
  /** The assertion fee that this one paid, where fees changed while the bounty was open; else `fees.assertion`. */
  readonly feePaid?: bigint
}

/** A bounty after its last vote; all amounts are NCT base units. */
export interface SettlementInput {
  /** What the ambassador put up, without the fee. */
  readonly amount: bigint
  /** Number of artifacts, at least 1. */
  readonly artifacts: number
  readonly fees: { readonly bounty: bigint; readonly assertion: bigint }
  /** In the order of their indexes on chain: the order decides nothing, it only keeps the answer in step. */
  readonly assertions: readonly SettlementAssertion[]
  /** One list for each arbiter who voted, one flag for each artifact (true = malicious). */
  readonly votes: readonly (readonly boolean[])[]
}

/** What each participant gets when it calls `settleBounty`; NCT base units. */
export interface Settlement {
  /** The truth for each artifact; null when nobody voted. */
  readonly truth: readonly boolean[] | null
  /** One payout for each assertion, in order. An ambassador who also asserted gets both payouts in one settlement. */
  readonly experts: readonly bigint[]
  readonly ambassador: bigint
  /** What nobody else gets: to one arbiter who voted, drawn by chance; without any vote it stays in the registry. */
  readonly remainder: bigint
}

/** What became of an assertion's bid on one artifact; NCT base units. `ownBid + shareOfLosingBids + shareOfBounty` is what it was paid. */
export interface ArtifactShare {
  /** Index in the bounty. */
  readonly artifact: number
  readonly bid: bigint
  /** `unrevealed` is a loss; `returned` means that nobody voted, so there was no right or wrong. */
  readonly outcome: 'won' | 'lost' | 'unrevealed' | 'returned'
  /** The bid, where it came back. */
  readonly ownBid: bigint
  readonly shareOfLosingBids: bigint
  readonly shareOfBounty: bigint
  /** The bid, where it is gone. */
  readonly lost: bigint
  /** All losing bids on this artifact: what the winners share. */
  readonly losingBids: bigint
  /** All winning bids on this artifact. */
  readonly winningBids: bigint
}

/** One assertion's money: its artifacts and the fee that comes back when nobody voted. The parts add up to `payout`. */
export interface AssertionBreakdown {
  readonly artifacts: readonly ArtifactShare[]
  readonly feeBack: bigint
  readonly payout: bigint
}

interface Pot {
  readonly winning: bigint
  readonly losing: bigint
}

/**
 * What the arbiters made the truth: an artifact is malicious when at least half of the votes say so.
 * Source: BountyRegistry 1.6.
 * @returns one flag for each artifact, or null when nobody voted
 */
export function truthOf(votes: SettlementInput['votes'], artifacts: number): readonly boolean[] | null {
  if (votes.length === 0) return null
  return Array.from({ length: artifacts }, (_, k) => 2 * votes.filter((vote) => vote[k] === true).length >= votes.length)
}

/**
 * Who gets what of a bounty, to the base unit, as BountyRegistry 1.6 pays it (checked against settlements of the real contract).
 * Everything paid in (amount, fees, bids) is paid out: to the experts, the ambassador, and as `remainder`.
 */
export function settlementOf(input: SettlementInput): Settlement {
  const truth = truthOf(input.votes, input.artifacts)
  const pots = potsOf(input, truth)
  const experts = input.assertions.map((assertion) => breakdown(input, assertion, truth, pots).payout)
  const ambassador = ambassadorPayout(input, truth, pots)
  const paidIn = input.assertions.reduce((sum, a) => sum + feeOf(input, a) + total(a.bids), input.amount + input.fees.bounty)
  return { truth, experts, ambassador, remainder: paidIn - ambassador - total(experts) }
}

/**
 * How the payout of one assertion comes about, artifact by artifact.
 * @param index its place in `input.assertions`; throws RangeError when there is none
 */
export function assertionBreakdown(input: SettlementInput, index: number): AssertionBreakdown {
  const assertion = input.assertions[index]
  if (!assertion) throw new RangeError(`no assertion ${index}`)
  const truth = truthOf(input.votes, input.artifacts)
  return breakdown(input, assertion, truth, potsOf(input, truth))
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, value) => sum + value, 0n)
const feeOf = (input: SettlementInput, assertion: SettlementAssertion): bigint => assertion.feePaid ?? input.fees.assertion
const shareOf = (input: SettlementInput): bigint => input.amount / BigInt(input.artifacts)

/** The bids of an assertion with the artifacts they are on. */
function bidsOf(assertion: SettlementAssertion, artifacts: number): { artifact: number; bid: bigint }[] {
  const masked = Array.from({ length: artifacts }, (_, k) => k).filter((k) => assertion.mask[k] === true)
  return masked.map((artifact, i) => ({ artifact, bid: assertion.bids[i] ?? 0n }))
}

const isRight = (assertion: SettlementAssertion, truth: readonly boolean[], artifact: number): boolean =>
  assertion.verdicts !== null && assertion.verdicts[artifact] === truth[artifact]

function potsOf(input: SettlementInput, truth: readonly boolean[] | null): readonly Pot[] {
  const pots = Array.from({ length: input.artifacts }, () => ({ winning: 0n, losing: 0n }))
  for (const assertion of input.assertions) {
    for (const { artifact, bid } of bidsOf(assertion, input.artifacts)) {
      const pot = pots[artifact]
      if (!pot) continue
      if (truth && isRight(assertion, truth, artifact)) pot.winning += bid
      else pot.losing += bid
    }
  }
  return pots
}

function ambassadorPayout(input: SettlementInput, truth: readonly boolean[] | null, pots: readonly Pot[]): bigint {
  if (input.assertions.length === 0) return input.amount + (truth === null ? input.fees.bounty : 0n)
  if (truth === null) return input.fees.bounty
  const untouched = pots.filter((pot) => pot.winning + pot.losing === 0n).length
  return shareOf(input) * BigInt(untouched)
}

function breakdown(
  input: SettlementInput,
  assertion: SettlementAssertion,
  truth: readonly boolean[] | null,
  pots: readonly Pot[],
): AssertionBreakdown {
  const artifacts = bidsOf(assertion, input.artifacts).map(({ artifact, bid }): ArtifactShare => {
    const { winning, losing } = pots[artifact] ?? { winning: 0n, losing: 0n }
    if (truth === null) return returnedShare(input, artifact, bid)
    const base = { artifact, bid, losingBids: losing, winningBids: winning }
    if (isRight(assertion, truth, artifact)) {
      const share = (of: bigint): bigint => (winning === 0n ? 0n : (bid * of) / winning)
      return {
        ...base,
        outcome: 'won',
        ownBid: bid,
        shareOfLosingBids: share(losing),
        shareOfBounty: share(shareOf(input)),
        lost: 0n,
      }
    }
    const outcome = assertion.verdicts === null ? 'unrevealed' : 'lost'
    return { ...base, outcome, ownBid: 0n, shareOfLosingBids: 0n, shareOfBounty: 0n, lost: bid }
  })
  const feeBack = truth === null ? feeOf(input, assertion) : 0n
  const payout = artifacts.reduce((sum, a) => sum + a.ownBid + a.shareOfLosingBids + a.shareOfBounty, feeBack)
  return { artifacts, feeBack, payout }
}

/** Without votes each bid comes back with an equal share of its artifact's part of the bounty. */
function returnedShare(input: SettlementInput, artifact: number, bid: bigint): ArtifactShare {
  return {
    artifact,
    bid,
    outcome: 'returned',
    ownBid: bid,
    shareOfLosingBids: 0n,
    shareOfBounty: shareOf(input) / BigInt(input.assertions.length),
    lost: 0n,
    losingBids: 0n,
    winningBids: 0n,
  }
}
