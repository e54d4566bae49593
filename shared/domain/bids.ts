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
