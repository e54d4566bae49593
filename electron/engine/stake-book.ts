import type { BountyRow, MyState } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import { hasEnded, isMine, isRevealed } from '../journal/tally.ts'

const owesReveal: ReadonlySet<MyState> = new Set(['revealing', 'reveal-owed', 'reveal-held', 'reveal-sent', 'reveal-not-seen'])

/** Revealed, or with nothing to reveal because nobody votes: one more signature brings it home. */
const settles: ReadonlySet<MyState> = new Set(['revealed', 'waiting', 'settling', 'settle-owed'])

/** Assertions that the Community does not know any more, amounts in base units. */
export interface MissingStakes {
  readonly count: number
  readonly bids: bigint
  readonly fees: bigint
  /** Where it is one. */
  readonly only: Guid | null
}

interface Stake {
  readonly bid: bigint
  /** Nothing once it was paid out, though it is still being asked what for. */
  readonly atRisk: bigint
  readonly fee: bigint
  readonly revealed: boolean
  readonly owesReveal: boolean
  readonly owesSettle: boolean
  readonly toSettle: boolean
  readonly lastRevealBlock: number
}

/** What is at risk and what is owed, kept in step with the rows: asked for many times a second while a thousand stakes are open. */
export class StakeBook {
  readonly #stakes = new Map<Guid, Stake>()
  /** The few whose window is open. */
  readonly #owed = new Map<Guid, Stake>()
  /** Those that can still be revealed, window open or not. */
  readonly #hidden = new Map<Guid, Stake>()
  /** Those that the Community does not know any more. */
  readonly #missing = new Map<Guid, Stake>()
  #atRisk = 0n
  #unrevealed = 0n
  #unrevealedCount = 0
  #owedSettles = 0
  #toSettle = 0

  put(row: BountyRow): void {
    this.#remove(row.guid)
    if (!isMine(row) || hasEnded(row)) return
    const stake: Stake = {
      bid: row.bid ?? 0n,
      atRisk: row.payout === null ? (row.bid ?? 0n) : 0n,
      fee: row.assertionFee ?? 0n,
      // Its windows are over, or its chain is gone: nothing waits for a key of ours until it is back.
      revealed: isRevealed(row) || settles.has(row.state) || row.state === 'settle-sent' || row.state === 'missing',
      owesReveal: owesReveal.has(row.state),
      owesSettle: row.state === 'settling' || row.state === 'settle-owed',
      toSettle: settles.has(row.state),
      lastRevealBlock: row.expiration + row.revealWindow - 1,
    }
    this.#stakes.set(row.guid, stake)
    if (stake.owesReveal) this.#owed.set(row.guid, stake)
    // Where nobody knows what the chain has, its window may be over: the deadline of another would be hidden by it.
    if (!stake.revealed && row.state !== 'unknown') this.#hidden.set(row.guid, stake)
    if (row.state === 'missing') this.#missing.set(row.guid, stake)
    this.#count(stake, 1)
  }

  summary(): CommunityState['stake'] {
    let owedRevealsAmount = 0n
    let firstWindowCloses: number | null = null
    for (const { bid, lastRevealBlock } of this.#owed.values()) {
      owedRevealsAmount += bid
      firstWindowCloses = Math.min(firstWindowCloses ?? Number.POSITIVE_INFINITY, lastRevealBlock)
    }
    let firstLastReveal: number | null = null
    for (const { lastRevealBlock } of this.#hidden.values()) firstLastReveal = Math.min(firstLastReveal ?? lastRevealBlock, lastRevealBlock)
    return {
      atRisk: this.#atRisk,
      open: this.#stakes.size,
      unrevealed: this.#unrevealed,
      unrevealedCount: this.#unrevealedCount,
      owedReveals: this.#owed.size,
      owedRevealsAmount,
      owedSettles: this.#owedSettles,
      firstWindowCloses,
      firstLastReveal,
      toSettle: this.#toSettle,
    }
  }

  missing(): MissingStakes {
    const [only] = this.#missing.keys()
    let bids = 0n
    let fees = 0n
    for (const { bid, fee } of this.#missing.values()) {
      bids += bid
      fees += fee
    }
    return { count: this.#missing.size, bids, fees, only: this.#missing.size === 1 ? (only ?? null) : null }
  }

  #remove(guid: Guid): void {
    const before = this.#stakes.get(guid)
    if (!before) return
    this.#stakes.delete(guid)
    this.#owed.delete(guid)
    this.#hidden.delete(guid)
    this.#missing.delete(guid)
    this.#count(before, -1)
  }

  #count({ bid, atRisk, revealed, owesSettle, toSettle }: Stake, sign: 1 | -1): void {
    this.#atRisk += sign === 1 ? atRisk : -atRisk
    if (!revealed) {
      this.#unrevealed += sign === 1 ? bid : -bid
      this.#unrevealedCount += sign
    }
    if (owesSettle) this.#owedSettles += sign
    if (toSettle) this.#toSettle += sign
  }
}
