import { keccak256 } from 'ethers/crypto'
import { recoverAddress } from 'ethers/transaction'
import type { Address } from '../../shared/domain/identifiers.ts'

/** Keeps a proof from ever being a signature over anything else: no transaction begins with these bytes. */
const DOMAIN = Buffer.from('PolySwarm Console signer proof v1\n', 'utf8')

/** What the signer signs to prove that it holds a key. */
export function challengeDigest(challenge: Uint8Array): Uint8Array {
  return Buffer.from(keccak256(Buffer.concat([DOMAIN, challenge])).slice(2), 'hex')
}

/**
 * The account that answered a challenge, by another implementation than the one that signed.
 * @param proof 65 bytes: r, s, recovery id
 * @returns null when the proof is no signature
 */
export function provenAddress(challenge: Uint8Array, proof: Uint8Array): Address | null {
  const part = (from: number, to: number): string => `0x${Buffer.from(proof.subarray(from, to)).toString('hex')}`
  const yParity = proof[64]
  if (proof.length !== 65 || (yParity !== 0 && yParity !== 1)) return null
  try {
    return recoverAddress(challengeDigest(challenge), { r: part(0, 32), s: part(32, 64), yParity })
  } catch {
    return null
  }
}
