import { RLP } from '@ethereumjs/rlp'
import { getAddress } from 'ethers/address'
import { keccak256 } from 'ethers/crypto'
import { isPrivate, pointFromScalar, recover, signRecoverable } from 'tiny-secp256k1'
import type { Address } from '../../shared/domain/identifiers.ts'
import type { SignedTransaction, UnsignedTransaction } from './signer-port.ts'

/** Whether 32 bytes are a private key: not zero and below the curve's order. */
export const isPrivateKey = (bytes: Uint8Array): boolean => isPrivate(bytes)

/** The account of a private key, EIP-55. */
export function addressOf(key: Uint8Array): Address {
  const point = pointFromScalar(key, false)
  if (!point) throw new Error('not a private key')
  return addressOfPoint(point)
}

/** 65 bytes r, s, recovery id over a 32-byte digest: RFC 6979, low s. */
export function signDigest(digest: Uint8Array, key: Uint8Array): Uint8Array {
  const { signature, recoveryId } = signRecoverable(digest, key)
  const joined = new Uint8Array(65)
  joined.set(signature)
  joined[64] = recoveryId
  return joined
}

/** Who made a signature of `signDigest`; null when nobody could have. */
export function recoverSigner(digest: Uint8Array, signature: Uint8Array): Address | null {
  const id = signature[64]
  if (signature.length !== 65 || id === undefined || id > 3) return null
  try {
    const point = recover(digest, signature.subarray(0, 64), id as 0 | 1 | 2 | 3, false)
    return point && addressOfPoint(point)
  } catch {
    return null
  }
}

/** Signs one legacy transaction for one chain (EIP-155). */
export function signTransaction(transaction: UnsignedTransaction, key: Uint8Array, from: Address): SignedTransaction {
  const { chainId, nonce, gasPrice, gas, to, value, data } = transaction
  const fields = [integer(BigInt(nonce)), integer(gasPrice), integer(gas), bytes(to), integer(value), bytes(data)]
  const digest = digestOf(RLP.encode([...fields, integer(BigInt(chainId)), NOTHING, NOTHING]))
  const { signature, recoveryId } = signRecoverable(digest, key)
  const v = BigInt(chainId) * 2n + 35n + BigInt(recoveryId)
  const raw = RLP.encode([...fields, integer(v), shortened(signature.subarray(0, 32)), shortened(signature.subarray(32, 64))])
  return { raw: `0x${Buffer.from(raw).toString('hex')}`, hash: keccak256(raw), from }
}

const NOTHING = new Uint8Array(0)

const digestOf = (encoded: Uint8Array): Uint8Array => bytes(keccak256(encoded))

const bytes = (hex: string): Uint8Array => Buffer.from(hex.slice(2), 'hex')

/** RLP's integers: big endian without leading zeros, zero is empty. */
function integer(value: bigint): Uint8Array {
  if (value === 0n) return NOTHING
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

function shortened(word: Uint8Array): Uint8Array {
  const start = word.findIndex((byte) => byte !== 0)
  return start === -1 ? NOTHING : word.subarray(start)
}

function addressOfPoint(point: Uint8Array): Address {
  return getAddress(`0x${keccak256(point.subarray(1)).slice(-40)}`)
}
