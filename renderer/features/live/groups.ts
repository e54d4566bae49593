import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { visibleText } from '../../lib/names.ts'
import { compareRows, groupOf, isAtRisk, isMineOrOpen, isUnrevealed, type LiveGroup, liveGroups, netOf } from '../bounties/model.ts'

/** What the operator wants to see of the bounties. */
export interface LiveFilter {
  readonly which: 'mine' | 'all'
  readonly search: string
  readonly files: boolean
  readonly urls: boolean
}

export interface GroupSums {
  readonly count: number
  readonly atRisk: bigint
  /** Reveal window: bids whose reveal was not seen on chain. */
  readonly notSeen: bigint
  readonly hidden: bigint
  readonly result: bigint
  /** A reveal waits for the connection, or was not seen on chain. */
  readonly owed: boolean
}

export interface Group {
  readonly id: LiveGroup
  readonly rows: readonly BountyRow[]
  readonly sums: GroupSums
}

/** The Live list: groups in the order reveal, assertion, vote, settled; owed on top. Empty groups are left out. */
export function liveList(rows: Iterable<BountyRow>, filter: LiveFilter, block: number | null, now: number): Group[] {
  const groups = new Map<LiveGroup, BountyRow[]>()
  for (const row of rows) {
    if (!passes(row, filter, block, now)) continue
    const group = groupOf(row, block, now)
    groups.set(group, [...(groups.get(group) ?? []), row])
  }
  return liveGroups.flatMap((id) => {
    const inGroup = groups.get(id)
    if (!inGroup) return []
    const sorted = inGroup.toSorted((a, b) => compareRows(a, b, block))
    return [{ id, rows: sorted, sums: sumsOf(sorted) }]
  })
}

/** The line of the list that heads a group. */
export const groupKey = (id: LiveGroup): string => `group-${id}`

/**
 * Rows of a held list that stand under a heading they have left, each with the group it belongs to by now; what is not known any more has
 * ended.
 */
export function movedRows(
  lines: readonly { readonly kind: 'group' | 'row'; readonly id: string }[],
  rows: Readonly<Record<string, BountyRow>>,
  block: number | null,
  now: number,
): ReadonlyMap<string, LiveGroup> {
  const moved = new Map<string, LiveGroup>()
  let heading = ''
  for (const { kind, id } of lines) {
    if (kind === 'group') {
      heading = id
      continue
    }
    const row = rows[id]
    const group = row ? groupOf(row, block, now) : 'ended'
    if (groupKey(group) !== heading) moved.set(id, group)
  }
  return moved
}

/** Open bounties of the list with my stake or open to one: the count beside Live in the navigation. */
export function openCount(rows: Iterable<BountyRow>, block: number | null, now: number): number {
  let count = 0
  for (const row of rows) if (groupOf(row, block, now) !== 'settled' && isMineOrOpen(row, block, now)) count += 1
  return count
}

function passes(row: BountyRow, filter: LiveFilter, block: number | null, now: number): boolean {
  if (!(row.artifactType === 'url' ? filter.urls : filter.files)) return false
  if (filter.which === 'mine' && !isMineOrOpen(row, block, now)) return false
  const wanted = filter.search.trim().toLowerCase()
  return (
    wanted === '' ||
    row.guid.toLowerCase().includes(wanted) ||
    row.artifacts.some(({ name }) => name !== null && visibleText(name).toLowerCase().includes(wanted))
  )
}

export function sumsOf(rows: readonly BountyRow[]): GroupSums {
  const sum = (keep: (row: BountyRow) => boolean) => rows.reduce((total, row) => (keep(row) ? total + (row.bid ?? 0n) : total), 0n)
  return {
    count: rows.length,
    atRisk: sum(isAtRisk),
    notSeen: sum(isUnrevealed),
    hidden: sum((row) => row.state === 'committed' || row.state === 'assert-sent'),
    result: rows.reduce((total, row) => total + (netOf(row) ?? 0n), 0n),
    owed: rows.some(({ state }) => state === 'reveal-held' || state === 'reveal-not-seen'),
  }
}
