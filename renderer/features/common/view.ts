import type { CommunityState } from '../../../shared/state/state.ts'
import type { BlockView } from '../bounties/model.ts'

const unseen: BlockView = { block: null, estimated: false, stale: true }

/** The block by which a Community's rows are shown, and whether what is shown is live. */
export function blockView(community: CommunityState | null): BlockView {
  if (community === null) return unseen
  return { block: community.clock.block, estimated: community.clock.estimated, stale: !isConnected(community) }
}

export const isConnected = (community: CommunityState): boolean => community.connection.is === 'connected'

/** NCT of a Community that left one chain and has not arrived on the other: what will arrive. */
export function inFlight(community: CommunityState): bigint {
  return openTransfers(community).reduce((sum, { amount, fee }) => sum + amount - fee, 0n)
}

export const openTransfers = (community: CommunityState) =>
  community.transfers.filter(({ stage }) => stage !== 'arrived' && stage !== 'failed' && stage !== 'written-off')
