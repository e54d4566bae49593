/**
 * Lists of booleans as the contracts hold them: bit i of the integer is artifact i, least significant first.
 * Source: BountyRegistry `mask`, `verdicts`, `votes`, `quorumMask`.
 */
export function bitsToInteger(bits: readonly boolean[]): bigint {
  return bits.reduce((sum, bit, i) => (bit ? sum | (1n << BigInt(i)) : sum), 0n)
}

/** The first `length` bits of an on-chain integer as booleans; the inverse of `bitsToInteger`. */
export function integerToBits(value: bigint, length: number): boolean[] {
  return Array.from({ length }, (_, i) => ((value >> BigInt(i)) & 1n) === 1n)
}
