import type { Pins } from '../../shared/domain/community.ts'
import { type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'

/** The name of a Community's side chain. It is its own: chain ids alone do not tell chains apart, private ones all take the same few. */
export const sidePlace = (id: CommunityId, { sideChainId }: Pins): string => `side:${id}:${sideChainId}`

/**
 * Whether two joins stand for the same Community: chain ids and all five contracts are the same, whatever the addresses of their daemons.
 * Two of them would have two owners for the nonces of one side chain.
 */
export function isSameCommunity(a: Pins, b: Pins): boolean {
  const contracts = ['homeNectar', 'homeRelay', 'sideNectar', 'sideRelay', 'registry'] as const
  return (
    a.homeChainId === b.homeChainId &&
    a.sideChainId === b.sideChainId &&
    contracts.every((contract) => sameAddress(a[contract], b[contract]))
  )
}
