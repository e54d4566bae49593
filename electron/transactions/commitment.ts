import { randomBytes } from 'node:crypto'
import { keccak256 } from 'ethers/crypto'
import { bitsToInteger } from '../../shared/domain/bits.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import { uint } from './abi.ts'

/** A fresh reveal nonce: 256 bits of the system's randomness, never zero (on chain, zero means "not revealed"). */
export function randomNonce(random: (size: number) => Uint8Array = randomBytes): bigint {
  for (;;) {
    const nonce = BigInt(`0x${Buffer.from(random(32)).toString('hex')}`)
    if (nonce !== 0n) return nonce
  }
}

/**
 * What an assertion puts on chain instead of its verdicts: keccak256(be32(verdicts XOR keccak256(be32(nonce)) XOR account)).
 * Source: BountyRegistry.revealAssertion.
 * @param verdicts by artifact of the bounty
 * @returns a uint256
 */
export function commitmentOf(account: Address, nonce: bigint, verdicts: readonly boolean[]): bigint {
  const hidden = bitsToInteger(verdicts) ^ BigInt(keccak256(`0x${uint(nonce)}`)) ^ BigInt(account)
  return BigInt(keccak256(`0x${uint(hidden)}`))
}
