import { type Answer, methodNotAllowed, notFound, success } from '../answer.ts'
import type { Request } from '../context.ts'
import * as accounts from './accounts.ts'
import * as artifacts from './artifacts.ts'
import * as bounties from './bounties.ts'
import * as building from './building.ts'
import * as transactions from './transactions.ts'

type Handler = (request: Request, parts: readonly string[]) => Answer | Promise<Answer>

interface Route {
  readonly pattern: RegExp
  readonly methods: Readonly<Record<string, Handler>>
}

const GUID = '([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})'
const INDEX = '(\\d+)'
const NAME = '([^/]+)'

const route = (path: string, methods: Route['methods']): Route => ({
  pattern: new RegExp(`^${path.replace('GUID', GUID).replace('INDEX', INDEX).replace('NAME', NAME)}$`),
  methods,
})

/** Every path the daemon knows. Offers are not part of the sandbox: their lists are empty, as on a Community without any. */
const routes: readonly Route[] = [
  route('/status', { GET: status }),
  route('/syncing', { GET: accounts.syncing }),
  route('/nonce', { GET: accounts.nonce }),
  route('/pending', { GET: accounts.pending }),
  route('/transactions', { GET: transactions.awaitTransactions, POST: transactions.sendTransactions }),
  route('/balances/NAME/eth', { GET: accounts.ethBalance }),
  route('/balances/NAME/nct', { GET: accounts.nctBalance }),
  route('/balances/NAME/staking/total', { GET: accounts.stakeTotal }),
  route('/balances/NAME/staking/withdrawable', { GET: accounts.stakeWithdrawable }),
  route('/bounties', { GET: bounties.listBounties, POST: building.buildBounty }),
  route('/bounties/parameters', { GET: bounties.bountyParameters }),
  route('/bounties/metadata', { POST: artifacts.postMetadata }),
  route('/bounties/GUID', { GET: bounties.getBounty }),
  route('/bounties/GUID/assertions', { GET: bounties.listAssertions, POST: building.buildAssertion }),
  route('/bounties/GUID/assertions/INDEX', { GET: bounties.getAssertion }),
  route('/bounties/GUID/assertions/INDEX/reveal', { POST: building.buildReveal }),
  route('/bounties/GUID/votes', { GET: bounties.listVotes }),
  route('/bounties/GUID/votes/INDEX', { GET: bounties.getVote }),
  route('/bounties/GUID/vote', { POST: building.buildVote }),
  route('/bounties/GUID/settle', { POST: building.buildSettle }),
  route('/bounties/GUID/bloom', { GET: bounties.getBloom }),
  route('/artifacts', { POST: artifacts.postArtifacts }),
  route('/artifacts/NAME', { GET: artifacts.listArtifacts }),
  route('/artifacts/NAME/INDEX', { GET: artifacts.getArtifact }),
  route('/artifacts/NAME/INDEX/stat', { GET: artifacts.statArtifact }),
  route('/staking/parameters', { GET: accounts.stakingParameters }),
  route('/relay/deposit', { POST: building.buildDeposit }),
  route('/relay/withdrawal', { POST: building.buildWithdrawal }),
  route('/relay/fees', { GET: building.relayFees }),
  route('/offers/opened', { GET: noOffers }),
  route('/offers/pending', { GET: noOffers }),
  route('/offers/closed', { GET: noOffers }),
]

/** Finds the route of a request and lets it answer. */
export function dispatch(request: Request): Answer | Promise<Answer> {
  for (const { pattern, methods } of routes) {
    const match = pattern.exec(request.path)
    if (!match) continue
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const handler = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (handler) return handler(request, match.slice(1).map(decode))
    return method === 'OPTIONS' ? { status: 200, contentType: 'text/html; charset=utf-8', body: '' } : methodNotAllowed()
  }
  return notFound()
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** GET /status: asks for no account and no key. */
function status(request: Request): Answer {
  const { name, sides } = request.community
  const side = (block: number) => ({ block, reachable: true, syncing: false })
  return success({
    artifact_services: { ipfs: { reachable: true } },
    community: name,
    home: side(sides.home.chain.blockNumber()),
    side: side(sides.side.chain.blockNumber()),
  })
}

function noOffers(request: Request): Answer {
  request.side()
  return success([])
}
