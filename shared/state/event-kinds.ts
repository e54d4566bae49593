import { z } from 'zod'
import type { EventCode } from './codes.ts'

/** What an operator looks for in the feed; the journal keeps the kind beside each line, so that a page of one kind is found at once. */
export const eventKind = z.enum(['results', 'rounds', 'transfers', 'connection', 'console'])
export type EventKind = z.output<typeof eventKind>

const kinds: Readonly<Partial<Record<EventCode, Exclude<EventKind, 'console'>>>> = {
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
  'maintain-on': 'transfers',
  'maintain-changed': 'transfers',
  'maintain-off': 'transfers',
  connected: 'connection',
  'connection-lost': 'connection',
  'connection-try-failed': 'connection',
  listening: 'connection',
  'contracts-changed': 'connection',
  'contracts-pinned': 'connection',
  'parameters-changed': 'connection',
  'registry-deprecated': 'connection',
}

/** The kind of a line of the feed; what has no kind of its own, a newer version's code too, is the console's. */
export const kindOfEvent = (code: string): EventKind => (Object.hasOwn(kinds, code) ? kinds[code as EventCode] : undefined) ?? 'console'
