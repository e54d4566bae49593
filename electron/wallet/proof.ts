import { secp256k1 } from '@noble/curves/secp256k1.js'
import { getAddress } from 'ethers/address'
import { keccak256 } from 'ethers/crypto'
import type { Address } from '../../shared/domain/identifiers.ts'

/** Keeps a proof from ever being a signature over anything else: no transaction begins with these bytes. */
const DOMAIN = Buffer.from('PolySwarm Console signer proof v1\n', 'utf8')

/** What the signer signs to prove that it holds a key. */
export function challengeDigest(challenge: Uint8Array): Uint8Array {
  return Buffer.from(keccak256(Buffer.concat([DOMAIN, challenge])).slice(2), 'hex')
}

/**
 * The account that answered a challenge, by another implementation than the one that signed. Not by ethers' recovery: it runs in the main
 * process, and ethers' older curve builds its tables there at the first use, for up to a tenth of a second.
 * @param proof 65 bytes: r, s, recovery id
 * @returns null when the proof is no signature
 */
export function provenAddress(challenge: Uint8Array, proof: Uint8Array): Address | null {
  const yParity = proof[64]
  if (proof.length !== 65 || (yParity !== 0 && yParity !== 1)) return null
  try {
    const signature = secp256k1.Signature.fromBytes(proof.subarray(0, 64), 'compact').addRecoveryBit(yParity)
    const key = signature.recoverPublicKey(challengeDigest(challenge)).toBytes(false)
    return getAddress(`0x${keccak256(key.subarray(1)).slice(-40)}`)
  } catch {
    return null
  }
}
