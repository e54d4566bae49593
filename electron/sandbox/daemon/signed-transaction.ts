import { decodeRlp, encodeRlp, getAddress, getBytes, hexlify, keccak256, toBeArray } from 'ethers'
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
  const fields = decodeRlp(hex)
  if (!Array.isArray(fields) || fields.length !== 9 || !fields.every((f) => typeof f === 'string')) throw new Error('not a transaction')
  const [nonce, gasPrice, gas, to, value, data, v, r, s] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const { chainId, recoveryId } = readV(integer(v))
  const signed = [nonce, gasPrice, gas, to, value, data, ...(chainId === null ? [] : [hexlify(toBeArray(chainId)), '0x', '0x'])]
  const signature = new Uint8Array(64)
  signature.set(word(r), 0)
  signature.set(word(s), 32)
  const point = recover(getBytes(keccak256(encodeRlp(signed))), signature, recoveryId, false)
  if (!point) throw new Error('bad signature')
  return {
    raw: hex,
    hash: keccak256(hex),
    sender: addressOfPoint(point),
    chainId,
    nonce: integer(nonce),
    to: to === '0x' ? null : getAddress(to),
    value: integer(value),
    data: data.startsWith('0x') ? `0x${data.slice(2)}` : '0x',
  }
}

/** The account of an uncompressed public key (65 bytes), in EIP-55 form. */
export const addressOfPoint = (point: Uint8Array): Address => getAddress(`0x${keccak256(point.subarray(1)).slice(-40)}`)

const integer = (hex: string): bigint => (hex === '0x' ? 0n : BigInt(hex))

function readV(v: bigint): { chainId: bigint | null; recoveryId: RecoveryIdType } {
  const parity = v >= 35n ? (v - 35n) % 2n : v - 27n
  if (parity !== 0n && parity !== 1n) throw new Error('bad signature')
  return { chainId: v >= 35n ? (v - 35n) / 2n : null, recoveryId: parity === 1n ? 1 : 0 }
}

function word(hex: string): Uint8Array {
  const bytes = getBytes(hex)
  if (bytes.length > 32) throw new Error('bad signature')
  const padded = new Uint8Array(32)
  padded.set(bytes, 32 - bytes.length)
  return padded
}
