import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { EventLine, NewEventLine } from '../../shared/state/state.ts'
import type { Bounty } from './bounty-state.ts'

const tones: Partial<Record<EventCode, EventLine['tone']>> = {
  'bounty-posted': 'faint',
  skipped: 'faint',
  voted: 'faint',
  'assert-sent': 'flight',
  'reveal-sent': 'flight',
  'settle-sent': 'flight',
  'reveal-try-failed': 'stake',
  'registry-deprecated': 'stake',
  'scanner-down': 'stake',
  won: 'gain',
  lost: 'loss',
  forfeited: 'loss',
  'assertion-missing': 'stake',
  'assertion-written-off': 'loss',
}

/** A line of the feed; its artifact's name is hostile text and was cleaned where it came in. */
export function bountyLine(
  community: CommunityId,
  bounty: Bounty,
  line: { readonly code: EventCode; readonly amount: bigint | null; readonly subject?: string },
  at: number,
): NewEventLine {
  const claim = bounty.facts.claims[0]
  const subject = line.subject ?? claim?.filename ?? claim?.url ?? null
  return {
    at,
    community,
    code: line.code,
    tone: toneOf(line.code, line.amount),
    mine: bounty.answer !== null && line.code !== 'voted' && line.code !== 'quorum',
    guid: bounty.facts.guid,
    subject: subject === null ? null : subject.slice(0, 300),
    amount: line.amount,
  }
}

/** A line about the engine as a whole. */
export const engineLine = (community: CommunityId, code: EventCode, subject: string | null, at: number): NewEventLine => ({
  at,
  community,
  code,
  tone: toneOf(code, null),
  mine: true,
  guid: null,
  subject: subject === null ? null : subject.slice(0, 300),
  amount: null,
})

/** What an earlier run left open. */
export interface TakenUp {
  /** Assertions that are not revealed yet. */
  readonly reveals: number
  /** Assertions that are revealed and not settled. */
  readonly settles: number
  /** Transactions that may have left, and whose outcome is not known. */
  readonly transactions: number
  /** It ended without having been closed. */
  readonly afterCrash: boolean
}

/** Tells what was taken up; nothing when nothing was open. */
export function takenUpLines(community: CommunityId, { afterCrash, ...counts }: TakenUp, at: number): readonly NewEventLine[] {
  if (Object.values(counts).every((count) => count === 0)) return []
  return [{ ...engineLine(community, afterCrash ? 'taken-up-after-crash' : 'taken-up', null, at), counts }]
}

function toneOf(code: EventCode, amount: bigint | null): EventLine['tone'] {
  if (code === 'won-part') return (amount ?? 0n) < 0n ? 'loss' : 'gain'
  return tones[code] ?? 'soft'
}
