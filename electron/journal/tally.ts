import type { BountyRow, MyState, SkipReason } from '../../shared/domain/bounty.ts'
import { isEnded, isLost, isUnsettled } from '../../shared/domain/endings.ts'
import { noResults } from '../../shared/state/initial.ts'
import type { Results } from '../../shared/state/state.ts'

/*
 * What a bounty counts for. The journal keeps the sums for each stretch of three minutes, so that "today" and "since the join" are
 * answered from few rows, and changes them by the difference whenever a bounty is written again.
 */

/** A quarter of an hour is a whole number of it, and local midnights are whole quarters of an hour everywhere. */
export const STRETCH_MS = 180_000

const neverAsserted: ReadonlySet<MyState> = new Set(['scanning', 'scanned-held', 'not-answered', 'skipped'])
const leftAlone: ReadonlySet<MyState> = new Set(['not-answered', 'skipped'])
const revealedBy: ReadonlySet<MyState> = new Set(['revealed', 'waiting', 'won', 'won-part', 'lost'])
const owed: ReadonlySet<MyState> = new Set([
  'revealing',
  'reveal-owed',
  'reveal-held',
  'reveal-sent',
  'reveal-not-seen',
  'settling',
  'settle-owed',
])
/** We wanted to answer and did not manage to: the operator's or the console's fault, not the artifact's. */
const missedBy: ReadonlySet<SkipReason> = new Set(['too-late', 'scan-timed-out', 'scan-failed', 'assertion-refused'])

/** A bid of mine is, or was, on it. */
export const isMine = (row: BountyRow): boolean => row.bid !== null && !neverAsserted.has(row.state)
export const hasEnded = (row: BountyRow): boolean => isEnded(row.state) || leftAlone.has(row.state)
export const isRevealed = (row: BountyRow): boolean => row.revealBlock !== null || revealedBy.has(row.state)
/** Not answered although nothing said to leave it. */
export const isMissed = (row: Pick<BountyRow, 'state' | 'skipReason'>): boolean =>
  row.state === 'not-answered' || (row.state === 'skipped' && row.skipReason !== null && missedBy.has(row.skipReason))

/** Where the Assertions list shows a bounty, in its order; 4 = nowhere, there is no bid of mine. */
export const parts = { owed: 0, open: 1, paid: 2, lost: 3, none: 4 } as const
export function partOf(row: BountyRow): number {
  if (!isMine(row)) return parts.none
  if (owed.has(row.state)) return parts.owed
  if (!hasEnded(row)) return parts.open
  return isLost(row.state) ? parts.lost : parts.paid
}

/** The columns a tally is made of. Amounts in base units. */
export interface Counted {
  readonly state: string
  readonly part: number
  readonly bid: bigint | null
  readonly fee: bigint | null
  readonly payout: bigint | null
  readonly firstSeenAt: number
  readonly endedAt: number | null
  readonly revealed: boolean
  readonly missed: boolean
}

/** Sums of one stretch, or of many. */
export type Tally = Omit<Results, 'since'>

export function emptyTally(): Tally {
  const { since: _, ...tally } = noResults(0)
  return tally
}

/** `tally + sign · other`, field by field. */
export function addTally(tally: Tally, other: Tally, sign: 1 | -1 = 1): Tally {
  const sum: Record<string, number | bigint> = {}
  for (const [name, value] of Object.entries(tally)) {
    const addend = other[name as keyof Tally]
    sum[name] = typeof value === 'bigint' ? value + BigInt(sign) * BigInt(addend) : value + sign * Number(addend)
  }
  return sum as unknown as Tally
}

/** What a bounty counts for at the time it was first seen. */
export function seenTally(counted: Counted): Tally {
  const mine = counted.part !== parts.none
  return {
    ...emptyTally(),
    bounties: 1,
    asserted: mine ? 1 : 0,
    revealed: mine && counted.revealed ? 1 : 0,
    missed: counted.missed ? 1 : 0,
    staked: mine ? (counted.bid ?? 0n) : 0n,
  }
}

/** What it counts for at the time it ended; nothing unless a bid of mine was on it. */
export function endTally(counted: Counted): Tally {
  if (counted.part === parts.none || counted.endedAt === null) return emptyTally()
  const { state } = counted
  const bids = counted.bid ?? 0n
  const fees = counted.fee ?? 0n
  const payouts = counted.payout ?? 0n
  const net = payouts - bids - fees
  const when = <T>(name: string, value: T, otherwise: T): T => (state === name ? value : otherwise)
  return {
    ...emptyTally(),
    settled: isUnsettled(state as MyState) ? 0 : 1,
    won: when('won', 1, 0),
    wonPart: when('won-part', 1, 0),
    lost: when('lost', 1, 0),
    forfeited: when('forfeited', 1, 0),
    returned: when('returned', 1, 0),
    bids,
    fees,
    payouts,
    net,
    wonNet: when('won', net, 0n),
    wonPartNet: when('won-part', net, 0n),
    lostNet: when('lost', net, 0n),
    forfeitedNet: when('forfeited', net, 0n),
    writtenOff: when('written-off', 1, 0),
    writtenOffNet: when('written-off', net, 0n),
  }
}

/** Whether two versions of a bounty may count for different things; states on the way count alike. */
export function countsDiffer(a: Counted, b: Counted): boolean {
  const mine = (counted: Counted): boolean => counted.part !== parts.none
  if (mine(a) !== mine(b) || a.revealed !== b.revealed || a.missed !== b.missed || a.firstSeenAt !== b.firstSeenAt) return true
  if (a.endedAt !== b.endedAt || a.bid !== b.bid || a.fee !== b.fee || a.payout !== b.payout) return true
  return a.endedAt !== null && a.state !== b.state
}

export const stretchOf = (time: number): number => Math.floor(time / STRETCH_MS)

/** A tally as it is stored: the values in the order of `emptyTally`, amounts as decimal text. What is new goes to the end, and is 0 in what was stored before. */
export const tallyToText = (tally: Tally): string =>
  JSON.stringify(Object.keys(emptyTally()).map((name) => String(tally[name as keyof Tally])))

export function tallyFromText(text: string): Tally {
  const values = JSON.parse(text) as readonly string[]
  const entries = Object.entries(emptyTally()).map(([name, zero], i) => {
    const value = values[i] ?? '0'
    return [name, typeof zero === 'bigint' ? BigInt(value) : Number(value)]
  })
  return Object.fromEntries(entries) as Tally
}
