import type { Result } from 'ethers'
import { integerToBits } from '../../../../shared/domain/bits.ts'
import { type Guid, guidToInteger } from '../../../../shared/domain/identifiers.ts'
import { registryAbi as registry } from '../../contracts/abi.ts'
import { type Answer, failure, success, webError } from '../answer.ts'
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
  const b = await onChain(request, side, guid)
  if (!b) return failure('Invalid IPFS URI')
  const text: string = b.metadata
  return success({
    amount: b.amount.toString(),
    artifact_type: artifactTypeName(Number(b.artifactType)),
    assigned_arbiter: b.assignedArbiter,
    author: b.author,
    expiration: b.expirationBlock,
    guid: guid.toLowerCase(),
    metadata: text === '' ? null : request.community.metadata.resolve(text, 'bounty'),
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
  if (!(await onChain(request, side, guid))) return unknown()
  const words = Array.from({ length: 8 }, (_, i) => registryRead(request, 'bloomByGuid', [guidToInteger(guid), i]))
  return success({ bloom: (await Promise.all(words)).map((word) => word[0]) })
}

/** GET /bounties/GUID/assertions */
export async function listAssertions(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const assertions = await assertionsOf(request, request.side(), guid)
  return assertions ? success(assertions.map((a) => describeAssertion(a, request.community.metadata, true))) : unknown()
}

/** GET /bounties/GUID/assertions/i. Unlike the list, it gives the verdicts of an unrevealed one as all false. */
export async function getAssertion(request: Request, [guid = '', index = '']: readonly string[]): Promise<Answer> {
  const assertions = await assertionsOf(request, request.side(), guid)
  if (!assertions) return unknown()
  const assertion = assertions[Number(index)]
  return assertion ? success(describeAssertion(assertion, request.community.metadata, false)) : failure('Assertion not found', 404)
}

/** An assertion, from the book or from the contract. */
interface Assertion {
  readonly author: string
  readonly bid: readonly bigint[]
  readonly mask: readonly boolean[]
  readonly commitment: bigint
  /** 0n: not revealed. */
  readonly nonce: bigint
  readonly verdicts: readonly boolean[]
  readonly metadata: string
}

/** Null when there is no such bounty. What the book no longer knows, the contract does. */
async function assertionsOf(request: Request, side: Side, guid: Guid): Promise<readonly Assertion[] | null> {
  const booked = side.registry === null ? null : request.community.book.get(guid)
  if (booked) return booked.assertions.map(({ posted, revealed }) => ({ ...posted, ...(revealed ?? UNREVEALED) }))
  const bounty = await onChain(request, side, guid)
  if (!bounty) return null
  const id = guidToInteger(guid)
  const [count] = await registryRead(request, 'getNumberOfAssertions', [id])
  return Promise.all(
    Array.from({ length: Number(count) }, async (_, i) => {
      const [a, [bid]] = await Promise.all([registryRead(request, 'assertionsByGuid', [id, i]), registryRead(request, 'getBids', [id, i])])
      const bits = (value: bigint): boolean[] => integerToBits(value, Number(bounty.numArtifacts))
      const { author, commitment, nonce, metadata } = a
      return { author, bid: [...bid], mask: bits(a.mask), commitment, nonce, verdicts: bits(a.verdicts), metadata }
    }),
  )
}

const UNREVEALED = { nonce: 0n, verdicts: [], metadata: '' }

function describeAssertion(assertion: Assertion, metadata: MetadataResolver, hideVerdicts: boolean) {
  const { author, bid, commitment, mask, nonce, verdicts } = assertion
  return {
    author,
    bid: bid.map(String),
    commitment: commitment.toString(),
    mask,
    metadata: metadata.resolve(assertion.metadata, 'verdicts'),
    nonce: nonce.toString(),
    verdicts: nonce === 0n ? mask.map(() => (hideVerdicts ? null : false)) : verdicts,
  }
}

/** GET /bounties/GUID/votes */
export async function listVotes(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const bounty = await onChain(request, request.side(), guid)
  if (!bounty) return unknown()
  const [count] = await registryRead(request, 'getNumberOfVotes', [guidToInteger(guid)])
  const votes = Array.from({ length: Number(count) }, (_, i) => describeVote(request, guid, i, Number(bounty.numArtifacts)))
  return success(await Promise.all(votes))
}

/** GET /bounties/GUID/votes/i */
export async function getVote(request: Request, [guid = '', index = '']: readonly string[]): Promise<Answer> {
  const bounty = await onChain(request, request.side(), guid)
  if (!bounty) return unknown()
  const [count] = await registryRead(request, 'getNumberOfVotes', [guidToInteger(guid)])
  if (Number(index) >= Number(count)) return failure('Vote not found', 404)
  return success(await describeVote(request, guid, Number(index), Number(bounty.numArtifacts)))
}

async function describeVote(request: Request, guid: Guid, index: number, artifacts: number) {
  const vote = await registryRead(request, 'votesByGuid', [guidToInteger(guid), index])
  return { valid_bloom: vote.validBloom, voter: vote.author, votes: integerToBits(vote.votes, artifacts) }
}

const unknown = (): Answer => failure('Bounty not found', 404)

function registryRead(request: Request, view: string, args: readonly unknown[]): Promise<Result> {
  const { reader, registry: address, sides } = request.community
  return reader.read(sides.side.chain, address, registry, view, args)
}

/** The contract's own record; null when it has none. */
async function onChain(request: Request, side: Side, guid: Guid): Promise<Result | null> {
  if (side.registry === null) return null
  const bounty = await registryRead(request, 'bountiesByGuid', [guidToInteger(guid)])
  return BigInt(bounty.author) === 0n ? null : bounty
}
