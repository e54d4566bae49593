import type { BidStrategy } from './engine.ts'

/** The registry's bounds for one bid, NCT base units. */
export interface BidRange {
  readonly minimum: bigint
  readonly maximum: bigint
}

const CONFIDENCE_ONE = 1_000_000n

/**
 * The bid on one artifact: `low + (high - low) · confidence`, inside the registry's bounds.
 * The strategies set low and high as multiples of the registry's minimum, as the Python `microengine` does:
 * default from the minimum to the maximum, conservative always the minimum, aggressive from 8 times the minimum to the maximum.
 * @param confidence parts per million, 0 to 1,000,000
 * @returns NCT base units, rounded down
 */
export function bidFor(strategy: BidStrategy, confidence: number, range: BidRange): bigint {
  const low = clamp(strategy === 'aggressive' ? range.minimum * 8n : range.minimum, range)
  const high = strategy === 'conservative' ? range.minimum : range.maximum
  return clamp(low + ((high - low) * BigInt(confidence)) / CONFIDENCE_ONE, range)
}

const clamp = (value: bigint, { minimum, maximum }: BidRange): bigint => (value < minimum ? minimum : value > maximum ? maximum : value)

/** A bid on one artifact and how sure the scanner was of it, parts per million. */
export interface WishedBid {
  readonly artifact: number
  readonly amount: bigint
  readonly confidence: number
}

/**
 * Brings the bids of one bounty under a limit for their sum: each gives up the same part of what it has above the minimum; when even the
 * minimums are too much, the artifacts the scanner is least sure of are left out (of equals the later ones).
 * @param limit NCT base units; null = no limit
 * @param minimum the registry's lowest bid; every wish is at least that
 * @returns the bids that are left, in the order of `wishes`; empty when not even one fits
 */
export function fitBids(wishes: readonly WishedBid[], limit: bigint | null, minimum: bigint): readonly WishedBid[] {
  const total = wishes.reduce((sum, { amount }) => sum + amount, 0n)
  if (limit === null || total <= limit) return wishes
  const room = minimum === 0n ? BigInt(wishes.length) : limit / minimum
  if (room <= 0n || limit < 0n) return []
  if (room < BigInt(wishes.length)) {
    const surest = wishes.toSorted((a, b) => b.confidence - a.confidence || a.artifact - b.artifact).slice(0, Number(room))
    return fitBids(
      wishes.filter((wish) => surest.includes(wish)),
      limit,
      minimum,
    )
  }
  const least = minimum * BigInt(wishes.length)
  return wishes.map((wish) => ({ ...wish, amount: minimum + ((wish.amount - minimum) * (limit - least)) / (total - least) }))
}
