import { z } from 'zod'
import { assertNever } from '../domain/assert-never.ts'
import { bountyRow } from '../domain/bounty.ts'
import { communityId, guid } from '../domain/identifiers.ts'
import { appState, type ConsoleState, communityState, consoleState, engineStatistics, eventLine, need, walletState } from './state.ts'

/** How many lines of the feed the state holds; older ones are paged from the journal. */
export const EVENTS_KEPT = 200

/** One change of the state: main applies it and sends it, the window applies the same one, so the two cannot drift apart. */
export const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('app'), app: appState }),
  z.object({ kind: z.literal('wallets'), wallets: z.array(walletState) }),
  z.object({ kind: z.literal('community'), id: communityId, community: communityState }),
  z.object({ kind: z.literal('community-removed'), id: communityId }),
  z.object({ kind: z.literal('bounties'), id: communityId, put: z.array(bountyRow), drop: z.array(guid) }),
  z.object({ kind: z.literal('events'), events: z.array(eventLine) }),
  z.object({ kind: z.literal('needs'), needs: z.array(need) }),
  z.object({ kind: z.literal('statistics'), id: communityId, statistics: engineStatistics }),
])
export type Change = z.output<typeof change>

/** Changes that turn revision `from` into revision `to`; a gap between two patches means: ask for a snapshot. */
export const patch = z.object({ from: z.int().nonnegative(), to: z.int().positive(), changes: z.array(change) })
export type Patch = z.output<typeof patch>

/** The whole state at one revision. */
export const snapshot = z.object({ revision: z.int().nonnegative(), state: consoleState })
export type Snapshot = z.output<typeof snapshot>

/** The state after one change; parts that did not change keep their identity. */
export function applyChange(state: ConsoleState, change: Change): ConsoleState {
  switch (change.kind) {
    case 'app':
      return { ...state, app: change.app }
    case 'wallets':
      return { ...state, wallets: change.wallets }
    case 'community':
      return { ...state, communities: { ...state.communities, [change.id]: change.community } }
    case 'community-removed':
      return {
        ...state,
        communities: without(state.communities, change.id),
        bounties: without(state.bounties, change.id),
        statistics: without(state.statistics, change.id),
      }
    case 'bounties':
      return { ...state, bounties: { ...state.bounties, [change.id]: patchBounties(state.bounties[change.id] ?? {}, change) } }
    case 'events':
      return { ...state, events: [...change.events.toReversed(), ...state.events].slice(0, EVENTS_KEPT) }
    case 'needs':
      return { ...state, needs: change.needs }
    case 'statistics':
      return { ...state, statistics: { ...state.statistics, [change.id]: change.statistics } }
    default:
      return assertNever(change)
  }
}

type BountyChange = Extract<Change, { kind: 'bounties' }>

function patchBounties(rows: ConsoleState['bounties'][string], { put, drop }: BountyChange): ConsoleState['bounties'][string] {
  const next = { ...rows }
  for (const id of drop) delete next[id]
  for (const row of put) next[row.guid] = row
  return next
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record
  return rest
}

/**
 * Many changes as few, with the same result: the last word for each part, rows of bounties and lines of the feed gathered.
 * Changes of different parts commute, so their order among each other does not matter, except after a Community was removed.
 */
export function coalesce(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change>()
  for (const next of changes) {
    const key = 'id' in next ? `${next.kind}:${next.id}` : next.kind
    const before = merged.get(key)
    if (next.kind === 'community-removed') for (const kind of ['community', 'bounties', 'statistics']) merged.delete(`${kind}:${next.id}`)
    merged.delete(key)
    merged.set(key, before ? join(before, next) : next)
  }
  return [...merged.values()]
}

function join(before: Change, next: Change): Change {
  if (before.kind === 'events' && next.kind === 'events') return { ...next, events: [...before.events, ...next.events] }
  if (before.kind === 'bounties' && next.kind === 'bounties') {
    const put = new Map(before.put.map((row) => [row.guid, row]))
    const drop = new Set(before.drop)
    for (const id of next.drop) {
      put.delete(id)
      drop.add(id)
    }
    for (const row of next.put) {
      put.set(row.guid, row)
      drop.delete(row.guid)
    }
    return { ...next, put: [...put.values()], drop: [...drop] }
  }
  return next
}
