import { type Common, createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common'
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx'
import { bytesToHex, hexToBytes, setLengthLeft } from '@ethereumjs/util'
import { recover } from 'tiny-secp256k1'
import type { Address, Hash } from '../../../shared/domain/identifiers.ts'
import type { Hex } from './types.ts'

/** A decoded transaction with what the pool needs of it at hand. */
export interface SignedTransaction {
  readonly raw: Hex
  readonly hash: Hash
  /** Lower case. */
  readonly from: Address
  readonly nonce: number
  /** The most the sender pays for one unit of gas, in wei. */
  readonly price: bigint
  readonly gasLimit: bigint
  readonly value: bigint
  readonly tx: TypedTransaction
}

/** geth's limit for one transaction. */
const MAX_BYTES = 128 * 1024
/** Besides legacy: EIP-2930 and EIP-1559. */
const SUPPORTED_TYPES: readonly number[] = [1, 2]

/** The chain's rules. Signatures are checked by libsecp256k1 (WASM), a tenth of the time of the pure JS one. */
export function chainRules(chainId: number): Common {
  return createCustomCommon({ chainId, name: `sandbox-${chainId}` }, Mainnet, {
    hardfork: Hardfork.Cancun,
    customCrypto: { ecrecover: recoverPublicKey },
  })
}

function recoverPublicKey(hash: Uint8Array, v: bigint, r: Uint8Array, s: Uint8Array, chainId?: bigint): Uint8Array {
  const parity = v === 0n || v === 1n ? v : chainId === undefined || v === 27n || v === 28n ? v - 27n : v - (chainId * 2n + 35n)
  if (parity !== 0n && parity !== 1n) throw new Error('invalid signature v value')
  const signature = Buffer.concat([setLengthLeft(r, 32), setLengthLeft(s, 32)])
  const key = recover(hash, signature, parity === 0n ? 0 : 1, false)
  if (!key) throw new Error('invalid signature')
  return key.slice(1)
}

/** Reads a raw signed transaction; throws Error with geth's text. */
export function decodeTransaction(raw: Hex, common: Common): SignedTransaction {
  const bytes = hexToBytes(raw)
  if (bytes.length === 0) throw new Error('typed transaction too short')
  if (bytes.length > MAX_BYTES) throw new Error('oversized data')
  const type = bytes[0] ?? 0
  if (type <= 0x7f && !SUPPORTED_TYPES.includes(type)) throw new Error('transaction type not supported')
  const tx = parse(bytes, common)
  if (!tx.isSigned()) throw new Error('invalid sender')
  let from: Address
  try {
    from = tx.getSenderAddress().toString()
  } catch {
    throw new Error('invalid sender')
  }
  const problem = tx.getValidationErrors()[0]
  if (problem !== undefined) throw new Error(/gas limit/i.test(problem) ? 'intrinsic gas too low' : problem)
  return {
    raw,
    hash: bytesToHex(tx.hash()),
    from,
    nonce: Number(tx.nonce),
    price: 'maxFeePerGas' in tx ? tx.maxFeePerGas : tx.gasPrice,
    gasLimit: tx.gasLimit,
    value: tx.value,
    tx,
  }
}

function parse(bytes: Uint8Array, common: Common): TypedTransaction {
  let tx: TypedTransaction
  try {
    tx = createTxFromRLP(bytes, { common })
  } catch (error) {
    const text = error instanceof Error ? error.message : ''
    // A signature for another chain id recovers to no account that geth would accept.
    if (/chain id/i.test(text)) throw new Error('invalid sender')
    throw new Error(`rlp: ${text.split(' (')[0]?.slice(0, 200) ?? 'invalid transaction'}`)
  }
  const v = 'gasPrice' in tx && tx.type === 0 ? tx.v : undefined
  if (v === 27n || v === 28n) throw new Error('only replay-protected (EIP-155) transactions allowed over RPC')
  return tx
}
