import { isLoss } from '../../shared/state/codes.ts'
import type { Need } from '../../shared/state/state.ts'

/** So many of the newest losses stand alone; those before them are one need for each Community and reason, with their count and sum. */
const MOST_ALONE = 20
/** Reasons told apart in one Community: a daemon may word each refusal in another way. What goes beyond is told together, without one. */
const MOST_REASONS = 8

interface Together {
  /** Not in any order. */
  readonly needs: readonly Need[]
  /** By the id of a need that stands for several: those that it stands for. */
  readonly stoodFor: ReadonlyMap<string, readonly string[]>
}

/**
 * What the window is told of, where many stakes were lost: every one of them is in it once, however many there are.
 * @param needs those that nobody has put off: what was seen is never counted with what is new
 */
export function lossesTogether(needs: readonly Need[]): Together {
  const losses = needs.filter(isLoss).sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
  const earlier = losses.slice(0, -MOST_ALONE)
  const stoodFor = new Map<string, readonly string[]>()
  const sums = groupsOf(earlier).flatMap(({ group, reason }) => {
    const sum = sumOf(group, reason)
    if (sum)
      stoodFor.set(
        sum.id,
        group.map(({ id }) => id),
      )
    return sum ?? []
  })
  return { needs: [...needs.filter((need) => !isLoss(need)), ...sums, ...losses.slice(-MOST_ALONE)], stoodFor }
}

interface Group {
  readonly group: readonly Need[]
  readonly reason: Need['values']
}

function groupsOf(losses: readonly Need[]): readonly Group[] {
  return [...Map.groupBy(losses, ({ community }) => community).values()].flatMap((ofOne) => {
    const byReason = [...Map.groupBy(ofOne, (need) => JSON.stringify(reasonOf(need))).values()].sort((a, b) => b.length - a.length)
    const apart = byReason.slice(0, MOST_REASONS).flatMap((group) => (group[0] ? { group, reason: reasonOf(group[0]) } : []))
    return [...apart, { group: byReason.slice(MOST_REASONS).flat(), reason: {} }]
  })
}

function reasonOf({ values: { name: _name, lostNct: _lostNct, ...reason } }: Need): Need['values'] {
  return reason
}

function sumOf(group: readonly Need[], reason: Need['values']): Need | null {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last) return null
  if (first === last) return first
  const lost = group.reduce((sum, { values }) => sum + BigInt(values.lostNct ?? 0), 0n)
  return {
    ...last,
    id: `${last.id}:and-before:${Object.keys(reason).length === 0 ? '' : (reason.why ?? '')}`,
    guid: null,
    since: Math.min(...group.map(({ since }) => since)),
    values: { ...reason, losses: String(group.length), name: last.values.name ?? '', lostNct: String(lost) },
  }
}
