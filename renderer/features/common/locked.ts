import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { sameAddress } from '../../../shared/domain/identifiers.ts'
import type { CommunityState, WalletState } from '../../../shared/state/state.ts'
import { useBounties, useConsole } from '../../store/console.tsx'
import { blocksToReveal, isAtRisk, isUnrevealed } from '../bounties/model.ts'
import { useDuration, useTexts } from './text.ts'

/** Something staked needs a signature, now or later: a verdict to reveal, or a settlement. */
const waitsForKey = ({ unrevealedCount, toSettle, owedSettles }: CommunityState['stake']): boolean =>
  unrevealedCount + toSettle + owedSettles > 0

/**
 * The wallet of a Community is locked while something staked there waits for it: money is lost before long, whatever keeps the engine from
 * staking more. At other contracts than the accepted ones too: what is staked goes on for the pinned ones.
 */
export function isLockedOut({ settings, stake }: CommunityState, wallets: readonly WalletState[]): boolean {
  const { wallet } = settings
  return wallet !== null && waitsForKey(stake) && wallets.some(({ address, state }) => sameAddress(address, wallet) && state === 'locked')
}

export const useLockedOut = (community: CommunityState | null): boolean =>
  useConsole(({ wallets }) => community !== null && isLockedOut(community, wallets))

/** Since when (ms) nothing can be signed for it, or since when the engine pauses, where it is locked meanwhile; null while it is not locked. */
export function useLockedSince(community: CommunityState | null): number | null {
  const lockedOut = useLockedOut(community)
  if (community === null) return null
  const { engine } = community
  return engine.is === 'locked' || (engine.is === 'paused' && lockedOut) ? engine.since : null
}

/** Blocks that can still take the reveal of the first unrevealed verdict, 0 when none can; null where that is not known. */
export function blocksUntilLost({ stake, clock }: CommunityState): number | null {
  return stake.firstLastReveal === null || clock.block === null ? null : Math.max(0, stake.firstLastReveal - clock.block)
}

/**
 * How far the unrevealed verdicts of a Community are, and of how many that is said: reveals are owed now; none is, and for some no block can
 * take a reveal any more; no window is open yet; or what the chain has of them is being asked.
 */
export interface RevealsNow {
  readonly is: 'owed' | 'late' | 'ahead' | 'asked'
  readonly count: number
}

export function revealsNow({ stake, clock }: CommunityState, rows: readonly BountyRow[]): RevealsNow {
  if (stake.owedReveals > 0) return { is: 'owed', count: stake.owedReveals }
  // A row may still be told as it was a block ago; what is unknown may as well be an assertion whose window is to come.
  const late = rows.filter((row) => isAtRisk(row) && (row.state === 'unknown' || isUnrevealed(row)) && isTooLate(row, clock.block))
  if (late.length > 0) return { is: 'late', count: late.length }
  return { is: stake.firstLastReveal === null ? 'asked' : 'ahead', count: stake.unrevealedCount }
}

/** What is sent now meets the next block at best, and that is no longer one of its window. */
function isTooLate(row: BountyRow, block: number | null): boolean {
  const left = blocksToReveal(row, block)
  return left !== null && left <= 0
}

export const useRevealsNow = (community: CommunityState): RevealsNow =>
  revealsNow(community, Object.values(useBounties(community.settings.id)))

/** So many blocks of a Community in words, and about how long they take where that is known. */
export function useBlocksText(): (count: number, clock: CommunityState['clock']) => string {
  const t = useTexts()
  const duration = useDuration()
  return (count, { blockTimeMs }) =>
    blockTimeMs === null
      ? t('common.blocks', { count })
      : t('common.blocksAbout', { count, time: duration(Math.ceil((count * blockTimeMs) / 1000) * 1000) })
}
