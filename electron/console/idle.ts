import { type Address, type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'
import { isInFlight } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import { isReadable } from '../engine/record.ts'
import type { Journal } from '../journal/port.ts'

/**
 * Refuses to leave a Community, or to change its wallet or contracts, while money of ours is under way there: nobody would reveal, settle or
 * await it any more. What is open in memory may be newer than the journal, and what could not be opened is in the journal alone: so both are
 * asked.
 * @param state what is open in memory; null while the Community is not open
 * @param next the account that would go on with what is its own; null = nobody would
 * @throws ConsoleError 'community-busy', or of the journal: what it holds is not known then
 */
export async function assertIdle(
  id: CommunityId,
  state: () => Pick<CommunityState, 'stake' | 'transfers'> | null,
  journal: Pick<Journal, 'openBounties' | 'transfers'>,
  next: Address | null = null,
): Promise<void> {
  const [bounties, transfers] = await Promise.all([journal.openBounties(id), journal.transfers(id, 0, null)])
  const isLeftBehind = (account: Address | null): boolean => next === null || account === null || !sameAddress(account, next)
  const left = bounties.filter(({ account }) => isLeftBehind(account))
  const unread = left.filter((stored) => !isReadable(stored)).length
  assertNothingOpen(
    left.length - unread,
    transfers.filter(({ transfer: { stage, account } }) => isInFlight(stage) && isLeftBehind(account)).length,
  )
  if (unread > 0)
    throw new ConsoleError(
      'community-busy',
      `the records of ${unread} open assertions cannot be read in the journal, so they can neither be settled nor written off: a newer version of the console may read them; until then the Community stays joined, and with its engine stopped it stakes nothing more`,
    )
  // Last, for it goes on while the journal answers.
  const open = state()
  if (open) assertNothingOpen(open.stake.open, open.transfers.filter(({ stage }) => isInFlight(stage)).length)
}

function assertNothingOpen(assertions: number, transfers: number): void {
  if (assertions > 0)
    throw new ConsoleError(
      'community-busy',
      `${assertions} assertions are open here: stop the engine and wait until they are settled, or write off those that are missing`,
    )
  if (transfers > 0)
    throw new ConsoleError('community-busy', `${transfers} transfers are in flight here: wait until they have arrived, or write them off`)
}
