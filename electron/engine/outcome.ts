import { type SettlementInput, settlementOf, truthOf } from '../../shared/domain/settlement.ts'
import type { Bounty, End } from './bounty-state.ts'

/** What is known of a bounty as the settlement rule takes it, and where I am in it. null while the artifacts are not counted. */
export interface KnownSettlement {
  readonly input: SettlementInput
  /** My place in `input.assertions`; null when my assertion is not among what was seen. */
  readonly mine: number | null
}

/** @param bountyFee what the ambassador paid; it decides nothing about an expert's payout */
export function knownSettlement(bounty: Bounty, me: string, bountyFee = 0n): KnownSettlement | null {
  const { facts, answer, artifactCount } = bounty
  const artifacts = artifactCount ?? answer?.mask.length ?? 0
  if (artifacts === 0) return null
  const author = me.toLowerCase()
  const known = [...bounty.assertions.values()].sort((a, b) => a.index - b.index)
  const fee = answer?.fee ?? 0n
  const assertions = known.map((one) => ({
    account: one.author,
    mask: one.mask,
    bids: one.bids,
    verdicts: one.verdicts,
    ...(one.author.toLowerCase() === author ? { feePaid: fee } : {}),
  }))
  const mine = known.findIndex((one) => one.author.toLowerCase() === author)
  const votes = [...bounty.votes.values()].map((vote) => vote.votes)
  return {
    input: { amount: facts.amount, artifacts, fees: { bounty: bountyFee, assertion: fee }, assertions, votes },
    mine: mine < 0 ? null : mine,
  }
}

/** The arbiters' majority by artifact: from the votes seen, else from the quorum's own word; null while neither is known. */
export function knownTruth(bounty: Bounty): readonly boolean[] | null {
  const artifacts = bounty.artifactCount ?? bounty.answer?.mask.length ?? 0
  return (
    truthOf(
      [...bounty.votes.values()].map(({ votes }) => votes),
      artifacts,
    ) ?? bounty.quorumMask
  )
}

/** Whether the rule, applied to what was seen of the bounty, gives exactly the payout. */
export function isExplained(bounty: Bounty, me: string): boolean {
  const payout = bounty.answer?.payout ?? null
  const known = knownSettlement(bounty, me)
  if (payout === null || !known || known.mine === null) return false
  // A quorum without votes means that the votes are still on their way to us.
  if (bounty.votes.size === 0 && bounty.quorumBlock !== null) return false
  return settlementOf(known.input).experts[known.mine] === payout
}

/** What I committed to, by artifact: from the secret, or from the chain once it was revealed. */
export function myVerdicts({ answer, assertions }: Bounty, me: string): readonly boolean[] | null {
  if (answer && typeof answer.secret === 'object') return answer.secret.verdicts
  return assertions.get(me.toLowerCase())?.verdicts ?? null
}

/** What the chain says of an end. */
type Outcome = Exclude<End['is'], 'written-off'>

/** How my part ended, from the truth where it is known and from the payout where it is not. */
export function outcomeOf(bounty: Bounty, me: string): Outcome {
  const { answer } = bounty
  const truth = bounty.noVotes ? null : knownTruth(bounty)
  const verdicts = myVerdicts(bounty, me)
  if (!answer) return 'returned'
  if (!truth || !verdicts) return byPayout(bounty)
  const right = answer.mask.map((asserted, i) => asserted && verdicts[i] === truth[i])
  const wrong = answer.mask.map((asserted, i) => asserted && verdicts[i] !== truth[i])
  if (!right.includes(true)) return 'lost'
  return wrong.includes(true) ? 'won-part' : 'won'
}

function byPayout({ answer, votes, quorumBlock }: Bounty): Outcome {
  if (answer?.payout === 0n) return 'lost'
  return votes.size === 0 && quorumBlock === null ? 'returned' : 'won'
}
