import type { CommunityState } from '../../../shared/state/state.ts'
import type { BlockView } from '../bounties/model.ts'

const unseen: BlockView = { block: null, estimated: false, stale: true }

/** The block by which a Community's rows are shown, and whether what is shown is live. */
export function blockView(community: CommunityState | null): BlockView {
  if (community === null) return unseen
  return { block: community.clock.block, estimated: community.clock.estimated, stale: !isConnected(community) }
}

export const isConnected = (community: CommunityState): boolean => community.connection.is === 'connected'

const SILENT_BLOCKS = 5
const SILENT_MS = 5_000

/**
 * Milliseconds since the last block, or the opening, of a Community that calls itself connected, once the next is clearly overdue and
 * nothing says that its chain stands still; else null.
 */
export function silentFor({ connection, clock }: CommunityState, now: number): number | null {
  if (connection.is !== 'connected' || !clock.estimated || clock.seenAt === null) return null
  // It opened after that: a sign of life too.
  const silent = now - Math.max(clock.seenAt, connection.since)
  return silent >= Math.max(SILENT_MS, SILENT_BLOCKS * (clock.blockTimeMs ?? 0)) ? silent : null
}

/** NCT of a Community that left one chain and has not arrived on the other: what will arrive. */
export function inFlight(community: CommunityState): bigint {
  return openTransfers(community).reduce((sum, { amount, fee }) => sum + amount - fee, 0n)
}

export const openTransfers = (community: CommunityState) =>
  community.transfers.filter(({ stage }) => stage !== 'arrived' && stage !== 'failed' && stage !== 'written-off')
