import type { AssertionDetail, BountyDetails, MoneyLine, VoteDetail } from '../../shared/domain/bounty.ts'
import { type Address, type CommunityId, type Guid, sameAddress } from '../../shared/domain/identifiers.ts'
import { assertionBreakdown, settlementOf } from '../../shared/domain/settlement.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Journal } from '../journal/port.ts'
import type { BlockTimes } from './block-times.ts'
import { type Bounty, sumOf } from './bounty-state.ts'
import { decide } from './decide.ts'
import type { Now, Told } from './inputs.ts'
import { knownSettlement } from './outcome.ts'
import type { EngineClient } from './port.ts'
import { restoreBounty } from './record.ts'
import { rowOf } from './row.ts'

const MOST_RAW = 200_000

export interface DetailsInput {
  readonly guid: Guid
  /** As it is in memory; null when it has left it. */
  readonly bounty: Bounty | null
  readonly now: Now
  readonly times: BlockTimes
  readonly client: Pick<EngineClient, 'assertions' | 'votes' | 'bounty'>
  readonly journal: Pick<Journal, 'bounty'>
  readonly community: CommunityId
  readonly account: Address
}

/**
 * Everything known of one bounty: what we hold, with what the daemon says now laid over it. Looking changes nothing.
 * @throws ConsoleError 'bounty-missing' when neither memory nor journal knows it
 */
export async function bountyDetails(input: DetailsInput): Promise<BountyDetails> {
  const { guid, now, times, client, journal, community, account } = input
  const [held, told] = await Promise.all([input.bounty ?? fromJournal(journal, community, guid), ask(client, guid, now)])
  if (!held) throw new ConsoleError('bounty-missing', guid)
  // `decide` as a pure function: the facts are laid over a copy, and what it would do is left undone.
  const bounty = told ? overlaid(held, told, now) : held
  const row = rowOf(bounty, now)
  return {
    row,
    missing: missingOf(bounty),
    assertions: assertionDetails(bounty, account),
    votes: voteDetails(bounty),
    arbiters: null,
    times: times.of([row.postedBlock, row.assertBlock, row.revealBlock, row.quorumBlock, row.settleBlock]),
    money: moneyOf(bounty, account),
    mine: mineOf(bounty),
    scan: bounty.scan && {
      ...bounty.scan,
      malicious: row.artifacts.filter(({ verdict }) => verdict?.is === 'malicious').length,
      artifacts: row.artifacts.length,
    },
    raw: told ? rawOf(told) : null,
  }
}

async function fromJournal(journal: Pick<Journal, 'bounty'>, community: CommunityId, guid: Guid): Promise<Bounty | null> {
  const stored = await journal.bounty(community, guid)
  return stored ? restoreBounty(stored) : null
}

async function ask(client: DetailsInput['client'], guid: Guid, now: Now): Promise<Told | null> {
  if (!now.connected) return null
  try {
    const [assertions, votes, bounty] = await Promise.all([client.assertions(guid), client.votes(guid), client.bounty(guid)])
    return { seenBlock: now.seenBlock, assertions, votes, bounty }
  } catch {
    return null
  }
}

/** Only what others did is taken over; my own part is what we hold. */
function overlaid(held: Bounty, told: Told, now: Now): Bounty {
  const { bounty } = decide(held, { is: 'told', told: { ...told, seenBlock: 0 } }, { ...now, answering: false })
  return { ...held, assertions: bounty.assertions, votes: bounty.votes, quorumBlock: bounty.quorumBlock, quorumMask: bounty.quorumMask }
}

function assertionDetails(bounty: Bounty, account: Address): AssertionDetail[] {
  const known = knownSettlement(bounty, account)
  const isDecided = bounty.end !== null || bounty.quorumBlock !== null
  const payouts = known && isDecided ? settlementOf(known.input).experts : []
  return [...bounty.assertions.values()]
    .sort((a, b) => a.index - b.index)
    .map((one, i) => {
      const mine = sameAddress(one.author, account)
      return {
        author: one.author,
        index: one.index,
        mine,
        assertBlock: one.assertBlock ?? (mine ? (bounty.answer?.assertBlock ?? null) : null),
        revealBlock: one.revealBlock ?? (mine ? (bounty.answer?.revealBlock ?? null) : null),
        mask: [...one.mask],
        bids: [...one.bids],
        verdicts: one.verdicts && [...one.verdicts],
        payout: mine && bounty.answer?.payout != null ? bounty.answer.payout : (payouts[i] ?? null),
      }
    })
}

const voteDetails = ({ votes }: Bounty): VoteDetail[] =>
  [...votes].map(([voter, { votes: bits, block }]) => ({ voter, block, votes: [...bits] }))

const missingOf = ({ missing, end }: Bounty): BountyDetails['missing'] =>
  missing !== null && missing.recognizedAt !== null && (end === null || end.is === 'written-off')
    ? { reason: missing.reason, since: missing.since }
    : null

function mineOf({ answer, work }: Bounty): BountyDetails['mine'] {
  if (!answer || work.is !== 'staked') return null
  const isOpened = answer.revealed && typeof answer.secret === 'object'
  return {
    index: answer.index,
    commitment: answer.commitment.toString(),
    nonce: isOpened && typeof answer.secret === 'object' ? answer.secret.nonce.toString() : null,
    assertTx: answer.assertTx,
    revealTx: answer.revealTx,
    settleTx: answer.settleTx,
    revealAttempts: answer.revealAttempts,
  }
}

/** Where the NCT of this bounty went, line by line; the lines add up to the net. Empty when I have no stake on it. */
export function moneyOf(bounty: Bounty, account: Address): MoneyLine[] {
  const { answer, end, work } = bounty
  if (!answer || work.is !== 'staked') return []
  const paidIn: MoneyLine[] = [line('bid', null, -sumOf(answer.bids)), line('assertion-fee', null, -answer.fee)]
  if (!end) return paidIn
  if (end.is === 'written-off') return [...paidIn, line('written-off', null, 0n)]
  if (end.is === 'forfeited') return [...paidIn, ...answer.mask.flatMap((mine, i) => (mine ? [line('bid-lost', i, 0n)] : []))]
  if (answer.payout === null) return paidIn
  const explained = explainedLines(bounty, account)
  const rest = answer.payout - sumOf(explained.map(({ amount }) => amount))
  return [...paidIn, ...explained, ...(rest === 0n ? [] : [line('payout-unexplained', null, rest)])]
}

function explainedLines(bounty: Bounty, account: Address): MoneyLine[] {
  const known = knownSettlement(bounty, account)
  if (!known || known.mine === null) return []
  const { artifacts, feeBack } = assertionBreakdown(known.input, known.mine)
  const lines = artifacts.flatMap((share) => {
    if (share.outcome === 'lost' || share.outcome === 'unrevealed') return [line('bid-lost', share.artifact, 0n)]
    return [
      line('own-bid-back', share.artifact, share.ownBid),
      ...(share.shareOfLosingBids > 0n ? [line('share-of-lost-bids', share.artifact, share.shareOfLosingBids, share.losingBids)] : []),
      ...(share.shareOfBounty > 0n ? [line('share-of-bounty', share.artifact, share.shareOfBounty)] : []),
    ]
  })
  return feeBack > 0n ? [...lines, line('fee-back', null, feeBack)] : lines
}

const line = (kind: MoneyLine['kind'], artifact: number | null, amount: bigint, of: bigint | null = null): MoneyLine => ({
  kind,
  artifact,
  amount,
  of,
})

function rawOf(told: Told): string {
  const { bounty, assertions, votes } = told
  const text = JSON.stringify(
    { bounty, assertions, votes },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  )
  return text.length <= MOST_RAW ? text : `${text.slice(0, MOST_RAW - 1)}…`
}
