import type { Interface } from 'ethers'
import type { Address } from '../../../../shared/domain/identifiers.ts'
import { nectarAbi as nectar, stakingAbi as staking } from '../../contracts/abi.ts'
import { type Answer, failure, success } from '../answer.ts'
import { checksummed, type Request } from '../context.ts'

/** GET /nonce: the next nonce, counting what waits gaplessly in the pool unless `ignore_pending` is there. */
export async function nonce(request: Request): Promise<Answer> {
  const side = request.side()
  return success(await side.chain.nonce(request.account(), request.query.has('ignore_pending') ? 'latest' : 'pending'))
}

/** GET /pending: the nonces of this account in the pool, those behind a gap too. */
export function pending(request: Request): Answer {
  const side = request.side()
  const { pending: ready, queued } = side.chain.pool(request.account())
  return success([...ready, ...queued].map(String))
}

/** GET /syncing: an embedded chain always is in sync. */
export function syncing(request: Request): Answer {
  request.side()
  return success(false)
}

/** GET /balances/ADDR/eth */
export async function ethBalance(request: Request, [text]: readonly string[]): Promise<Answer> {
  const side = request.side(false)
  const account = accountIn(text)
  return account ? success((await side.chain.balance(account)).toString()) : failure('Invalid address')
}

/** GET /balances/ADDR/nct */
export async function nctBalance(request: Request, [text]: readonly string[]): Promise<Answer> {
  const side = request.side(false)
  const account = accountIn(text)
  if (!account) return failure('Invalid address')
  const { reader } = request.community
  return success((await reader.integer(side.chain, side.nectar, nectar, 'balanceOf', [account])).toString())
}

const stake =
  (view: string) =>
  async (request: Request, [text]: readonly string[]): Promise<Answer> => {
    const side = request.side(false)
    const account = accountIn(text)
    if (!account) return failure('Invalid address')
    if (side.registry === null) return success('0')
    const { reader, arbiterStaking } = request.community
    return success((await reader.integer(side.chain, arbiterStaking, staking, view, [account])).toString())
  }

/** GET /balances/ADDR/staking/total */
export const stakeTotal = stake('balanceOf')
/** GET /balances/ADDR/staking/withdrawable */
export const stakeWithdrawable = stake('withdrawableBalanceOf')

const accountIn = (text = ''): Address | null => (/^(0x)?[0-9a-fA-F]{40}$/.test(text) ? checksummed(text) : null)

const parameters =
  (contract: Interface, names: Readonly<Record<string, string>>, address: (request: Request) => Address) =>
  async (request: Request): Promise<Answer> => {
    request.side()
    // The home chain tells the side chain's parameters: the sandbox has one registry, and clients ask for both chains.
    const { sides, reader } = request.community
    const entries = Object.entries(names).map(
      async ([key, view]) => [key, await reader.integer(sides.side.chain, address(request), contract, view)] as const,
    )
    return success(Object.fromEntries(await Promise.all(entries)))
  }

/** GET /staking/parameters */
export const stakingParameters = parameters(
  staking,
  {
    maximum_stake: 'MAXIMUM_STAKE',
    minimum_stake: 'MINIMUM_STAKE',
    vote_ratio_denominator: 'VOTE_RATIO_DENOMINATOR',
    vote_ratio_numerator: 'VOTE_RATIO_NUMERATOR',
  },
  (request) => request.community.arbiterStaking,
)

export { parameters }
