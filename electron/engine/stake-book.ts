import type { BountyRow, MyState } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import { hasEnded, isMine, isRevealed } from '../journal/tally.ts'

const owesReveal: ReadonlySet<MyState> = new Set(['reveal-owed', 'reveal-held', 'reveal-sent', 'reveal-not-seen'])

interface Stake {
  readonly bid: bigint
  readonly revealed: boolean
  readonly owesReveal: boolean
  readonly owesSettle: boolean
  readonly lastRevealBlock: number
}

/** What is at risk and what is owed, from the rows as they change. */
export class StakeBook {
  readonly #stakes = new Map<Guid, Stake>()

  put(row: BountyRow): void {
    if (!isMine(row) || hasEnded(row)) {
      this.#stakes.delete(row.guid)
      return
    }
    this.#stakes.set(row.guid, {
      bid: row.bid ?? 0n,
      revealed: isRevealed(row),
      owesReveal: owesReveal.has(row.state),
      owesSettle: row.state === 'settle-owed',
      lastRevealBlock: row.expiration + row.revealWindow - 1,
    })
  }

  summary(): CommunityState['stake'] {
    let atRisk = 0n
    let unrevealed = 0n
    let unrevealedCount = 0
    let owedReveals = 0
    let owedRevealsAmount = 0n
    let owedSettles = 0
    let firstWindowCloses: number | null = null
    for (const stake of this.#stakes.values()) {
      atRisk += stake.bid
      if (!stake.revealed) {
        unrevealed += stake.bid
        unrevealedCount += 1
      }
      if (stake.owesSettle) owedSettles += 1
      if (!stake.owesReveal) continue
      owedReveals += 1
      owedRevealsAmount += stake.bid
      firstWindowCloses = Math.min(firstWindowCloses ?? Number.POSITIVE_INFINITY, stake.lastRevealBlock)
    }
    const open = this.#stakes.size
    return { atRisk, open, unrevealed, unrevealedCount, owedReveals, owedRevealsAmount, owedSettles, firstWindowCloses }
  }
}
