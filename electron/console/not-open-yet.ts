import type { Change } from '../../shared/state/change.ts'
import { noBalances } from '../../shared/state/initial.ts'
import type { CommunityState, ConnectionState } from '../../shared/state/state.ts'
import { communityState } from '../community/view.ts'
import { midnightOf } from '../engine/results-keeper.ts'
import { StakeBook } from '../engine/stake-book.ts'
import type { Journal } from '../journal/port.ts'
import type { Joined } from './settings.ts'

const unseen = {
  block: null,
  seenBlock: null,
  estimated: false,
  seenAt: null,
  blockTimeMs: null,
  pulse: [],
  late: false,
  stalled: false,
  wantsStatus: false,
}

/** Transfers that have ended and are shown all the same. */
const ENDED_SHOWN = 5

/**
 * A joined Community before it is open, as the window shows it: what the journal holds at stake and on its way there, and nothing of what only
 * the Community can tell. Without it a start would look as if nothing were joined and nothing owed.
 * @param now ms since the epoch
 * @throws ConsoleError of the journal
 */
export async function notOpenYet(joined: Joined, connection: ConnectionState, journal: Journal, now: number): Promise<Change[]> {
  const { community, engine, maintain, joinedAt } = joined
  const midnight = midnightOf(now)
  const [stored, transfers, today, total] = await Promise.all([
    journal.openBounties(community.id),
    journal.transfers(community.id, ENDED_SHOWN, null),
    journal.results(community.id, midnight),
    journal.results(community.id, joinedAt),
  ])
  const stakes = new StakeBook()
  for (const { row } of stored) stakes.put(row)
  const shown = communityState({
    settings: community,
    connection,
    clock: unseen,
    parameters: null,
    relayFeeHome: null,
    balances: noBalances,
    taken: { home: null, side: null },
    engine: null,
    engineSettings: engine,
    scanners: { is: 'off' },
    queue: null,
    allowance: null,
    maintain,
    maintainNext: null,
    transfers: transfers.map(({ transfer }) => transfer),
    homeLeaving: [],
    joinedAt,
  })
  const results = { today: { ...today, since: midnight }, total: { ...total, since: joinedAt } }
  return [
    { kind: 'community', id: community.id, community: { ...shown, ...results, engine: standing(joined, now), stake: stakes.summary() } },
    { kind: 'bounties', id: community.id, put: stored.map(({ row }) => row), drop: [] },
  ]
}

function standing({ wish, stopped }: Joined, since: number): CommunityState['engine'] {
  if (wish === 'stopped') return { is: 'stopped', since: stopped?.at ?? null, ...(stopped && { by: stopped.by }) }
  return wish === 'paused' ? { is: 'paused', since, by: 'operator', until: null } : { is: 'holding', since }
}
