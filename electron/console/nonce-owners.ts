import type { Address, Chain } from '../../shared/domain/identifiers.ts'
import { NonceOwner } from '../transactions/index.ts'

/** One owner of nonces for each account and chain, however many Communities use it; `place` is a name that no other chain has. */
export function nonceOwners(): (account: Address, chain: Chain, place: string) => NonceOwner {
  const owners = new Map<string, NonceOwner>()
  return (account, chain, place) => {
    const key = `${account.toLowerCase()} ${place}`
    const owner = owners.get(key) ?? new NonceOwner(chain)
    owners.set(key, owner)
    return owner
  }
}
