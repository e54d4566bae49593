import { EVENTS_KEPT } from '../../../shared/state/change.ts'
import { type EventKind, eventKind, kindOfEvent } from '../../../shared/state/event-kinds.ts'
import type { EventLine } from '../../../shared/state/state.ts'

/** What can be chosen on the screen: every kind, or one of them. */
export const activityKinds = ['all', ...eventKind.options] as const
export type ActivityKind = (typeof activityKinds)[number]

/** What the screen asks of the journal, and of the lines that are in the window already. */
export interface ActivityFilter {
  /** null = every Community, and what belongs to none. */
  readonly community: string | null
  readonly kind: EventKind | null
  /** Mine alone. */
  readonly mine: boolean
}

export const passes = (line: Pick<EventLine, 'community' | 'code' | 'mine'>, { community, kind, mine }: ActivityFilter): boolean =>
  (community === null || line.community === community) && (kind === null || kindOfEvent(line.code) === kind) && (line.mine || !mine)

/** The live lines and the older ones from the journal as one list: each line once, newest first. */
export function joinLines(live: readonly EventLine[], paged: readonly EventLine[]): readonly EventLine[] {
  const byId = new Map([...paged, ...live].map((line) => [line.id, line]))
  return [...byId.values()].toSorted((a, b) => b.id - a.id)
}

/** Changes each time half of the window's own lines have left it: then the journal is asked for what it was never paged for. */
export const liveReach = (live: readonly EventLine[]): string => String(Math.floor((2 * (live.at(-1)?.id ?? 0)) / EVENTS_KEPT))
