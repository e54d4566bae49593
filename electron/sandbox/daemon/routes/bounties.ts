import { integerToBits } from '../../../../shared/domain/bits.ts'
import { type Guid, guidToInteger } from '../../../../shared/domain/identifiers.ts'
import { registryAbi as registry } from '../../contracts/abi.ts'
import { type Answer, failure, Refusal, success, webError } from '../answer.ts'
import type { BookedAssertion, BookedBounty } from '../bounty-book.ts'
import type { Request, Side } from '../context.ts'
import { artifactTypeName } from '../event-messages.ts'
import type { MetadataResolver } from '../metadata.ts'
import { parameters } from './accounts.ts'

const PAGE_SIZE = 25
const MAX_PAGES = 3

/** GET /bounties/parameters */
export const bountyParameters = parameters(
  registry,
  {
    arbiter_lookback_range: 'ARBITER_LOOKBACK_RANGE',
    arbiter_vote_window: 'arbiterVoteWindow',
    assertion_bid_maximum: 'ASSERTION_BID_ARTIFACT_MAXIMUM',
    assertion_bid_minimum: 'ASSERTION_BID_ARTIFACT_MINIMUM',
    assertion_fee: 'assertionFee',
    assertion_reveal_window: 'assertionRevealWindow',
    bounty_amount_minimum: 'BOUNTY_AMOUNT_MINIMUM',
    bounty_fee: 'bountyFee',
    max_duration: 'MAX_DURATION',
  },
  (request) => request.community.registry,
)

/** GET /bounties: guids in order of posting, by pages of 25. */
export function listBounties(request: Request): Answer {
  const side = request.side()
  const count = request.integer('count') ?? PAGE_SIZE
  const page = request.integer('page') ?? 0
  if (count % PAGE_SIZE !== 0 || count / PAGE_SIZE > MAX_PAGES) return failure(`Count must be a multiple of page size ${PAGE_SIZE}`)
  if (page < 0 || count < 0) return webError('Python integer is out of bounds for a uint256', 500)
  const guids = side.registry === null ? [] : request.community.book.guids
  return success(guids.slice(page * count, (page + 1) * count))
}

/** GET /bounties/GUID. An unknown guid has an empty URI, and that is what polyswarmd minds first. */
export async function getBounty(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  const booked = find(request, side, guid)
  if (!booked) return failure('Invalid IPFS URI')
  const { reader, metadata } = request.community
  const b = await reader.read(side.chain, request.community.registry, registry, 'bountiesByGuid', [guidToInteger(guid)])
  const text: string = b.metadata
  return success({
    amount: b.amount.toString(),
    artifact_type: artifactTypeName(Number(b.artifactType)),
    assigned_arbiter: b.assignedArbiter,
    author: b.author,
    expiration: b.expirationBlock,
    guid: guid.toLowerCase(),
    metadata: text === '' ? null : metadata.resolve(text, 'bounty'),
    num_artifacts: b.numArtifacts,
    quorum_mask: integerToBits(b.quorumMask, Number(b.numArtifacts)),
    quorum_reached: b.quorumReached,
    quorum_reached_block: b.quorumBlock,
    uri: b.artifactURI,
  })
}

/** GET /bounties/GUID/bloom */
export async function getBloom(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  required(request, side, guid)
  const { reader, registry: address } = request.community
  const words = Array.from({ length: 8 }, (_, i) => reader.integer(side.chain, address, registry, 'bloomByGuid', [guidToInteger(guid), i]))
  return success({ bloom: await Promise.all(words) })
}

/** GET /bounties/GUID/assertions */
export function listAssertions(request: Request, [guid = '']: readonly string[]): Answer {
  const booked = required(request, request.side(), guid)
  return success(booked.assertions.map((a) => describeAssertion(a, request.community.metadata, true)))
}

/** GET /bounties/GUID/assertions/i. Unlike the list, it gives the verdicts of an unrevealed one as all false. */
export function getAssertion(request: Request, [guid = '', index = '']: readonly string[]): Answer {
  const assertion = required(request, request.side(), guid).assertions[Number(index)]
  return assertion ? success(describeAssertion(assertion, request.community.metadata, false)) : failure('Assertion not found', 404)
}

function describeAssertion({ posted, revealed }: BookedAssertion, metadata: MetadataResolver, hideVerdicts: boolean) {
  return {
    author: posted.author,
    bid: posted.bid.map(String),
    commitment: posted.commitment.toString(),
    mask: posted.mask,
    metadata: revealed ? metadata.resolve(revealed.metadata, 'verdicts') : '',
    nonce: revealed ? revealed.nonce.toString() : '0',
    verdicts: revealed ? revealed.verdicts : posted.mask.map(() => (hideVerdicts ? null : false)),
  }
}

/** GET /bounties/GUID/votes */
export async function listVotes(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  const { votes } = required(request, side, guid)
  return success(await Promise.all(votes.map((vote, i) => describeVote(request, side, guid, i, vote.votes.length))))
}

/** GET /bounties/GUID/votes/i */
export async function getVote(request: Request, [guid = '', index = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  const vote = required(request, side, guid).votes[Number(index)]
  return vote ? success(await describeVote(request, side, guid, Number(index), vote.votes.length)) : failure('Vote not found', 404)
}

async function describeVote(request: Request, side: Side, guid: Guid, index: number, artifacts: number) {
  const { reader, registry: address } = request.community
  const vote = await reader.read(side.chain, address, registry, 'votesByGuid', [guidToInteger(guid), index])
  return { valid_bloom: vote.validBloom, voter: vote.author, votes: integerToBits(vote.votes, artifacts) }
}

const find = (request: Request, side: Side, guid: Guid): BookedBounty | null =>
  side.registry === null ? null : request.community.book.get(guid)

function required(request: Request, side: Side, guid: Guid): BookedBounty {
  const booked = find(request, side, guid)
  if (!booked) throw new Refusal(failure('Bounty not found', 404))
  return booked
}
