import { randomBytes } from 'node:crypto'
import { getBytes, keccak256, toBeHex } from 'ethers'
import type { z } from 'zod'
import { bitsToInteger } from '../../../../shared/domain/bits.ts'
import { type Address, guidToInteger } from '../../../../shared/domain/identifiers.ts'
import { nectarAbi as nectar, registryAbi as registry, relayAbi as relay } from '../../contracts/abi.ts'
import { type Answer, failure, success } from '../answer.ts'
import { looksLikeUri } from '../artifact-store.ts'
import { artifactBloom } from '../bloom.ts'
import type { Request, Side } from '../context.ts'
import { bodies, parseBody } from '../request-schemas.ts'
import { type BuildCall, buildTransactions } from './build.ts'

const registryCall = (request: Request, name: string, args: readonly unknown[]): BuildCall => ({
  to: request.community.registry,
  contract: registry,
  name,
  args,
})

const approveRegistry = (request: Request, side: Side, amount: bigint): BuildCall => ({
  to: side.nectar,
  contract: nectar,
  name: 'approve',
  args: [request.community.registry, amount],
})

const registryValue = (request: Request, view: string): Promise<bigint> =>
  request.community.reader.integer(request.community.sides.side.chain, request.community.registry, registry, view)

/** POST /bounties: approve and postBounty. Checks the amount against the artifacts behind the URI, and little else. */
export async function buildBounty(request: Request): Promise<Answer> {
  const side = request.side()
  request.account()
  const body = parseBody(bodies.bounty, await request.json())
  const { artifacts, newGuid } = request.community
  const links = artifacts.list(body.uri)
  if (!links) return failure('Failed to check artifact uri', 500)
  const amount = BigInt(body.amount)
  if (amount < (await registryValue(request, 'BOUNTY_AMOUNT_MINIMUM')) * BigInt(links.length)) return failure('Invalid bounty amount')
  const metadata = body.metadata ?? ''
  if (metadata !== '' && !looksLikeUri(metadata)) return failure('Invalid bounty metadata URI (should be IPFS hash)')
  const type = body.artifact_type === 'file' ? 0 : 1
  const bloom = artifactBloom(links.map((link) => link.hash))
  const args = [guidToInteger(newGuid()), type, amount, body.uri, links.length, body.duration, bloom, metadata]
  const fee = await registryValue(request, 'bountyFee')
  const calls = [approveRegistry(request, side, amount + fee), registryCall(request, 'postBounty', args)]
  return success({ transactions: await buildTransactions(request, side, calls) })
}

/** POST /bounties/GUID/assertions: approve and postAssertion. Unknown guids and bids out of range are built all the same. */
export async function buildAssertion(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  const account = request.account()
  const body = parseBody(bodies.assertion, await request.json())
  const bid = body.bid.map(BigInt)
  if (body.commitment === undefined && body.verdicts === undefined) return failure('Require verdicts and bid_portions or a commitment')
  if (bid.length === 0 || bid.length !== body.mask.filter(Boolean).length) {
    return failure('bid_portions must be equal in length to the number of true mask values')
  }
  const chosen = body.commitment === undefined ? commit(account, body) : null
  const commitment = chosen ? chosen.commitment : BigInt(body.commitment ?? 0)
  const total = bid.reduce((sum, b) => sum + b, await registryValue(request, 'assertionFee'))
  const args = [guidToInteger(guid), bid, bitsToInteger(body.mask), commitment]
  const calls = [approveRegistry(request, side, total), registryCall(request, 'postAssertion', args)]
  const transactions = await buildTransactions(request, side, calls)
  return success(chosen ? { nonce: chosen.nonce, transactions } : { transactions })
}

/** For callers who hand their verdicts over: the nonce and the commitment made of them. */
function commit(account: Address, body: z.output<typeof bodies.assertion>): { nonce: bigint; commitment: bigint } {
  const nonce = randomBytes(32)
  const mixed = bitsToInteger(body.verdicts ?? []) ^ BigInt(keccak256(nonce)) ^ BigInt(account)
  return { nonce: BigInt(`0x${nonce.toString('hex')}`), commitment: BigInt(keccak256(getBytes(toBeHex(mixed, 32)))) }
}

/** POST /bounties/GUID/assertions/i/reveal */
export async function buildReveal(request: Request, [guid = '', index = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  request.account()
  const body = parseBody(bodies.reveal, await request.json())
  const args = [guidToInteger(guid), BigInt(index), BigInt(body.nonce), bitsToInteger(body.verdicts), body.metadata]
  return success({ transactions: await buildTransactions(request, side, [registryCall(request, 'revealAssertion', args)]) })
}

/** POST /bounties/GUID/vote */
export async function buildVote(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  request.account()
  const body = parseBody(bodies.vote, await request.json())
  const args = [guidToInteger(guid), bitsToInteger(body.votes), body.valid_bloom]
  return success({ transactions: await buildTransactions(request, side, [registryCall(request, 'voteOnBounty', args)]) })
}

/** POST /bounties/GUID/settle: has no body. */
export async function buildSettle(request: Request, [guid = '']: readonly string[]): Promise<Answer> {
  const side = request.side()
  const call = registryCall(request, 'settleBounty', [guidToInteger(guid)])
  return success({ transactions: await buildTransactions(request, side, [call]) })
}

const transferTo =
  (from: 'home' | 'side') =>
  async (request: Request): Promise<Answer> => {
    request.requireAccount()
    const side = request.community.sides[from]
    request.account()
    const { amount } = parseBody(bodies.amount, await request.json())
    const call: BuildCall = { to: side.nectar, contract: nectar, name: 'transfer', args: [side.relay, BigInt(amount)] }
    return success({ transactions: await buildTransactions(request, side, [call]) })
  }

/** POST /relay/deposit: always on the home chain. */
export const buildDeposit = transferTo('home')
/** POST /relay/withdrawal: always on the side chain. */
export const buildWithdrawal = transferTo('side')

/** GET /relay/fees: what the relay of this chain keeps of each transfer that it pays out. */
export async function relayFees(request: Request): Promise<Answer> {
  const side = request.side()
  return success({ fees: await request.community.reader.integer(side.chain, side.relay, relay, 'fees') })
}
