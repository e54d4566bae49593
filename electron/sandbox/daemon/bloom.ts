import { getBytes, keccak256, toUtf8Bytes } from 'ethers'

const WORDS = 8
const BITS = WORDS * 256
const HASH_FUNCTIONS = 8

/**
 * The bloom filter a bounty carries over its artifacts' content hashes: 2,048 bits, eight of them for each hash, taken from the first
 * sixteen bytes of the hash text's keccak. Source: polyswarmd's `POST /bounties`, `postBounty(…, uint256[8] bloom, …)`.
 * @param hashes the artifacts' content hashes as text (`Qm…`)
 * @returns eight words, most significant first
 */
export function artifactBloom(hashes: readonly string[]): bigint[] {
  let filter = 0n
  for (const hash of hashes) {
    const digest = getBytes(keccak256(toUtf8Bytes(hash)))
    for (let i = 0; i < HASH_FUNCTIONS; i++) {
      const chunk = ((digest[2 * i] ?? 0) << 8) | (digest[2 * i + 1] ?? 0)
      filter |= 1n << BigInt(chunk & (BITS - 1))
    }
  }
  return Array.from({ length: WORDS }, (_, i) => BigInt.asUintN(256, filter >> BigInt(256 * (WORDS - 1 - i))))
}
