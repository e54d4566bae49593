import { RLP } from '@ethereumjs/rlp'
import { getAddress, getBytes, keccak256, toBeArray } from 'ethers'
import { type RecoveryIdType, recover } from 'tiny-secp256k1'
import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import type { Hex } from '../chain/types.ts'

/** A signed legacy transaction, taken apart. */
export interface SignedTransaction {
  readonly raw: Hex
  readonly hash: Hash
  /** Recovered from the signature, whatever chain it was signed for. */
  readonly sender: Address
  /** EIP-155 chain id; null when the signature has none. */
  readonly chainId: bigint | null
  readonly nonce: bigint
  readonly to: Address | null
  readonly value: bigint
  readonly data: Hex
}

/**
 * Takes one signed legacy transaction apart and recovers its sender.
 * @param raw the transaction's RLP, hexadecimal with or without `0x`
 * @throws Error when it is no signed legacy transaction (polyswarmd takes no typed ones)
 */
export function parseSignedTransaction(raw: string): SignedTransaction {
  const hex: Hex = raw.startsWith('0x') ? `0x${raw.slice(2)}` : `0x${raw}`
  const fields = RLP.decode(hex)
  if (!Array.isArray(fields) || fields.length !== 9) throw new Error('not a transaction')
  const [nonce, , , to, value, data, v, r, s] = fields.map((field) => bytesOf(field)) as Nine
  const { chainId, recoveryId } = readV(integer(v))
  const signed = [...fields.slice(0, 6), ...(chainId === null ? [] : [toBeArray(chainId), EMPTY, EMPTY])]
  const signature = new Uint8Array(64)
  signature.set(word(r), 0)
  signature.set(word(s), 32)
  const point = recover(getBytes(keccak256(RLP.encode(signed))), signature, recoveryId, false)
  if (!point) throw new Error('bad signature')
  return {
    raw: hex,
    hash: keccak256(hex),
    sender: addressOfPoint(point),
    chainId,
    nonce: integer(nonce),
    to: to.length === 0 ? null : getAddress(hexOf(to)),
    value: integer(value),
    data: hexOf(data),
  }
}

type Nine = [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
const EMPTY = new Uint8Array(0)

function bytesOf(field: unknown): Uint8Array {
  if (!(field instanceof Uint8Array)) throw new Error('not a transaction')
  return field
}

/** The account of an uncompressed public key (65 bytes), in EIP-55 form. */
export const addressOfPoint = (point: Uint8Array): Address => getAddress(`0x${keccak256(point.subarray(1)).slice(-40)}`)

const hexOf = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`
const integer = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(hexOf(bytes)))

function readV(v: bigint): { chainId: bigint | null; recoveryId: RecoveryIdType } {
  const parity = v >= 35n ? (v - 35n) % 2n : v - 27n
  if (parity !== 0n && parity !== 1n) throw new Error('bad signature')
  return { chainId: v >= 35n ? (v - 35n) / 2n : null, recoveryId: parity === 1n ? 1 : 0 }
}

function word(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 32) throw new Error('bad signature')
  const padded = new Uint8Array(32)
  padded.set(bytes, 32 - bytes.length)
  return padded
}
