import type { BountyRow, MyState } from '../../../shared/domain/bounty.ts'
import { isEnded as hasEnded, isUnsettled } from '../../../shared/domain/endings.ts'
import type { EngineState } from '../../../shared/domain/engine.ts'
import { blocksToCome, type Phase, phaseAt, progressAt, type Round, rounds, windowsOf } from '../../lib/rounds.ts'
import type { StakeShape, Tone } from '../../ui/Glyphs.tsx'
import type { RoundPart } from '../../ui/RoundBar.tsx'

/** The block by which rows are shown. */
export interface BlockView {
  /** null before any block was seen. */
  readonly block: number | null
  readonly estimated: boolean
  /** The connection is gone: what others do is unknown, figures are not live. */
  readonly stale: boolean
}

interface StateLook {
  readonly shape: StakeShape
  readonly tone: Tone
  readonly turning?: boolean
}

/** Shape and tone of each state; the word is the catalogue's. */
export const stateLook: Readonly<Record<MyState, StateLook>> = {
  scanning: { shape: 'open', tone: 'soft', turning: true },
  'assert-sent': { shape: 'up', tone: 'flight' },
  committed: { shape: 'keyhole', tone: 'soft' },
  revealing: { shape: 'up', tone: 'flight' },
  'reveal-owed': { shape: 'owed', tone: 'stake' },
  'reveal-held': { shape: 'owed', tone: 'stake' },
  'reveal-sent': { shape: 'up', tone: 'flight' },
  'reveal-not-seen': { shape: 'owed', tone: 'stake' },
  revealed: { shape: 'dot', tone: 'soft' },
  waiting: { shape: 'dot', tone: 'soft' },
  settling: { shape: 'down', tone: 'flight' },
  'settle-owed': { shape: 'owed', tone: 'stake' },
  'settle-sent': { shape: 'down', tone: 'flight' },
  won: { shape: 'check', tone: 'gain' },
  'won-part': { shape: 'half', tone: 'gain' },
  lost: { shape: 'lost', tone: 'loss' },
  forfeited: { shape: 'forfeited', tone: 'loss' },
  returned: { shape: 'down', tone: 'soft' },
  missing: { shape: 'unknown', tone: 'stake' },
  'written-off': { shape: 'forfeited', tone: 'loss' },
  'not-answered': { shape: 'bars', tone: 'soft' },
  'scanned-held': { shape: 'bars', tone: 'soft' },
  skipped: { shape: 'dash', tone: 'faint' },
  unknown: { shape: 'unknown', tone: 'unknown' },
}

const beforeChain: ReadonlySet<MyState> = new Set(['scanning', 'scanned-held', 'assert-sent'])
const revealOwed: ReadonlySet<MyState> = new Set(['reveal-owed', 'reveal-held', 'reveal-not-seen'])
const unsent: ReadonlySet<MyState> = new Set(['revealing', 'reveal-owed', 'reveal-held'])
const unrevealed: ReadonlySet<MyState> = new Set([...revealOwed, 'revealing', 'reveal-sent'])

export const isEnded = (row: BountyRow): boolean => hasEnded(row.state)
/** I must reveal it, and it is not sent as it should be, or sent and not seen. */
export const isRevealOwed = (row: BountyRow): boolean => revealOwed.has(row.state)
/** My reveal has not left: no block that is mined already can hold it. */
export const isRevealUnsent = (row: BountyRow): boolean => unsent.has(row.state)
/** My reveal is not on chain yet although its window is open. */
export const isUnrevealed = (row: BountyRow): boolean => unrevealed.has(row.state)
/** Money of mine is in it. */
export const isStaked = (row: BountyRow): boolean => row.bid !== null

/** My assertion is on its way to the chain. */
export const mayStillBeMined = (row: BountyRow): boolean => beforeChain.has(row.state)

/** A bid of mine is out in it: neither paid out, though the reason is still being asked for, nor lost. */
export const isAtRisk = (row: BountyRow): boolean => isStaked(row) && !isEnded(row) && row.payout === null

/** What was paid to me; nothing where it ended without a settlement, null while it is not known. */
export const paidTo = (row: BountyRow): bigint | null => row.payout ?? (isUnsettled(row.state) ? 0n : null)

/** What an ended bounty brought: payout − bid − fee; null while it is not known. */
export function netOf(row: BountyRow): bigint | null {
  const paid = paidTo(row)
  return paid === null || row.bid === null ? null : paid - row.bid - (row.assertionFee ?? 0n)
}

export type LiveGroup = 'reveal' | 'assert' | 'vote' | 'settled' | 'ended'
export const liveGroups: readonly LiveGroup[] = ['reveal', 'assert', 'vote', 'settled', 'ended']

const MINUTE = 60_000

const inReveal: ReadonlySet<MyState> = new Set([...unrevealed, 'revealed'])
const inVote: ReadonlySet<MyState> = new Set(['waiting', 'settling', 'settle-owed', 'settle-sent'])

/** The latest round that a row has certainly reached: what is known while no block is. */
function phaseKnown({ state, quorumBlock, revealBlock, others }: BountyRow): Round {
  if (inVote.has(state) || quorumBlock !== null || others.votes > 0) return 'vote'
  return inReveal.has(state) || revealBlock !== null || others.revealed > 0 ? 'reveal' : 'assert'
}

/**
 * The round a row is in for its owner, by what is known of the row itself before any block was seen. What must be revealed belongs to the
 * reveal window from the block before it opens, when a reveal is sent so that it is mined in the window's first block.
 */
export function phaseOf(row: BountyRow, block: number | null): Phase {
  if (block === null) return phaseKnown(row)
  const phase = phaseAt(row, block)
  return phase === 'assert' && isUnrevealed(row) ? 'reveal' : phase
}

/**
 * Why there is no opinion of mine on what I did not stake on: it is still to come, the window in which it would be of use is over or it was
 * passed over, or the engine stands still, and comes to none unless it goes on in time.
 */
export function noVerdictYet(row: BountyRow, block: number | null, engine: EngineState['is'] | null): NoVerdict {
  if (row.state === 'scanning') return 'notYet'
  if (row.state !== 'not-answered') return 'none'
  if (phaseOf(row, block) !== 'assert') return 'none'
  return engine === null || engine === 'running' ? 'notYet' : engine
}
export type NoVerdict = 'notYet' | 'none' | Exclude<EngineState['is'], 'running'>

/** The group a row stands in; a bounty whose windows are over and that is not settled stays under Vote. */
export function groupOf(row: BountyRow, block: number | null, now: number): LiveGroup {
  if (isEnded(row)) return row.settledAt !== null && row.settledAt > now - MINUTE ? 'settled' : 'ended'
  // Its blocks may be those of a chain that is no more.
  if (row.state === 'missing') return 'vote'
  const phase = phaseOf(row, block)
  if (phase === 'assert' || phase === 'reveal') return phase
  return isStaked(row) || phase === 'vote' ? 'vote' : 'ended'
}

/** Mine and open: what I staked on until a minute after its end, and what can still be asserted on. */
export function isMineOrOpen(row: BountyRow, block: number | null, now: number): boolean {
  const group = groupOf(row, block, now)
  if (group === 'settled' || group === 'reveal' || group === 'vote') return isStaked(row)
  return group === 'assert'
}

/** Blocks to come of the round that runs, 0 in its last; null when none runs or no block was seen. */
export function blocksLeft(row: BountyRow, block: number | null): number | null {
  if (block === null || row.state === 'missing') return null
  const phase = phaseOf(row, block)
  return phase === 'over' ? null : blocksToCome(windowsOf(row)[phase], block)
}

/** Blocks that can still take a reveal, whatever else runs by now; 0 or less once it is too late. null before any block was seen. */
export const blocksToReveal = (row: BountyRow, block: number | null): number | null =>
  block === null ? null : blocksToCome(windowsOf(row).reveal, block)

/** The worst on top: the stake is gone, then the verdict was wrong, then what was earned or given back. */
const ends: Readonly<Partial<Record<MyState, number>>> = { forfeited: 0, 'written-off': 0, lost: 1 }
const endOf = ({ state }: BountyRow): number => ends[state] ?? 2

/** Owed before all else, what closes first on top; the rest by what closes last; ended ones by how badly, newest first. */
export function compareRows(a: BountyRow, b: BountyRow, block: number | null): number {
  if (isEnded(a) && isEnded(b))
    return endOf(a) - endOf(b) || (b.settleBlock ?? 0) - (a.settleBlock ?? 0) || (b.settledAt ?? 0) - (a.settledAt ?? 0)
  const owed = Number(isUnrevealed(b)) - Number(isUnrevealed(a))
  if (owed !== 0) return owed
  const left = (row: BountyRow) => blocksLeft(row, block) ?? -1
  const byBlocks = isUnrevealed(a) ? left(a) - left(b) : quorumLast(a, b) || left(b) - left(a)
  return byBlocks || b.firstSeenAt - a.firstSeenAt || (a.guid < b.guid ? -1 : 1)
}

const quorumLast = (a: BountyRow, b: BountyRow) => Number(a.quorumBlock !== null) - Number(b.quorumBlock !== null)

/** The parts of a bounty's bar at a block. */
export function roundParts(row: BountyRow, block: number | null): RoundPart[] {
  const windows = windowsOf(row)
  const over = isEnded(row)
  const phase: Phase = over ? 'over' : phaseOf(row, block)
  const ticks: Readonly<Record<Round, number | null>> = { assert: row.assertBlock, reveal: row.revealBlock, vote: null }
  const quorum = row.quorumBlock ?? (over ? row.settleBlock : null)
  return rounds.map((round) => {
    const window = windows[round]
    const place = (at: number | null) => (at === null ? null : progressAt(window, at))
    const at = rounds.indexOf(round)
    const now = phase === 'over' ? rounds.length : rounds.indexOf(phase)
    const decided = round === 'vote' && quorum !== null ? progressAt(window, quorum) : null
    return {
      state: at < now ? 'past' : at === now ? 'now' : 'to-come',
      progress: decided ?? (block === null ? 0 : progressAt(window, block)),
      tick: place(ticks[round]),
      quorum: decided,
    }
  })
}

export interface VerdictCount {
  readonly malicious: number
  readonly benign: number
  readonly none: number
}

/** How my verdicts on the artifacts divide; null while not all are known. */
export function verdictCount(row: BountyRow): VerdictCount | null {
  const count = { malicious: 0, benign: 0, none: 0 }
  for (const { verdict } of row.artifacts) {
    if (verdict === null) return null
    count[verdict.is] += 1
  }
  return row.artifacts.length === 0 ? null : count
}

/** On how many artifacts I was right, of those I bid on; null until the arbiters' word is known. */
export function rightCount(row: BountyRow): { readonly right: number; readonly of: number } | null {
  const bid = row.artifacts.filter((item) => item.verdict !== null && item.verdict.is !== 'none')
  if (bid.length === 0 || bid.some((item) => item.truth === null)) return null
  return { right: bid.filter((item) => (item.verdict?.is === 'malicious') === item.truth).length, of: bid.length }
}
