import type { EventCode } from '../../../shared/state/codes.ts'
import type { EventLine } from '../../../shared/state/state.ts'

/** What an operator looks for in the feed. */
export const activityKinds = ['all', 'results', 'rounds', 'transfers', 'connection', 'console'] as const
export type ActivityKind = (typeof activityKinds)[number]

const kindOf: Readonly<Partial<Record<EventCode, Exclude<ActivityKind, 'all' | 'console'>>>> = {
  won: 'results',
  'won-part': 'results',
  lost: 'results',
  forfeited: 'results',
  returned: 'results',
  'assertion-written-off': 'results',
  'assertion-missing': 'rounds',
  'assertion-back': 'rounds',
  'bounty-posted': 'rounds',
  skipped: 'rounds',
  'not-answered': 'rounds',
  'assert-sent': 'rounds',
  committed: 'rounds',
  'reveal-sent': 'rounds',
  revealed: 'rounds',
  'reveal-try-failed': 'rounds',
  voted: 'rounds',
  quorum: 'rounds',
  'settle-sent': 'rounds',
  'deposit-sent': 'transfers',
  'withdrawal-sent': 'transfers',
  'deposit-arrived': 'transfers',
  'withdrawal-arrived': 'transfers',
  'transfer-failed': 'transfers',
  'transfer-overdue': 'transfers',
  'transfer-written-off': 'transfers',
  connected: 'connection',
  'connection-lost': 'connection',
  'connection-try-failed': 'connection',
  listening: 'connection',
  'contracts-changed': 'connection',
  'contracts-pinned': 'connection',
  'parameters-changed': 'connection',
  'registry-deprecated': 'connection',
}

/** Whether a line is of a kind; what has no kind of its own is the console's. */
export const isOfKind = ({ code }: Pick<EventLine, 'code'>, kind: ActivityKind): boolean =>
  kind === 'all' || ((kindOf as Readonly<Record<string, ActivityKind | undefined>>)[code] ?? 'console') === kind

/** The live lines and the older ones from the journal as one list: each line once, newest first. */
export function joinLines(live: readonly EventLine[], paged: readonly EventLine[]): readonly EventLine[] {
  const byId = new Map([...paged, ...live].map((line) => [line.id, line]))
  return [...byId.values()].toSorted((a, b) => b.id - a.id)
}
