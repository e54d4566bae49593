import { isInFlight } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { CommunityState } from '../../shared/state/state.ts'

/**
 * Refuses to leave a Community, or to change its wallet or contracts, while money of ours is under way there: nobody would reveal, settle or
 * await it any more.
 * @throws ConsoleError 'community-busy'
 */
export function assertIdle({ stake, transfers }: Pick<CommunityState, 'stake' | 'transfers'>): void {
  if (stake.open > 0)
    throw new ConsoleError('community-busy', `${stake.open} assertions are open here: stop the engine and wait until they are settled`)
  const moving = transfers.filter(({ stage }) => isInFlight(stage)).length
  if (moving > 0)
    throw new ConsoleError('community-busy', `${moving} transfers are in flight here: wait until they have arrived, or write them off`)
}
