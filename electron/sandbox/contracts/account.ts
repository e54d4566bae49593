import { getAddress, getBytes, keccak256, Transaction, toUtf8Bytes } from 'ethers'
import { pointFromScalar, signRecoverable } from 'tiny-secp256k1'
import type { Address } from '../../../shared/domain/identifiers.ts'
import type { Hex } from '../chain/types.ts'

/** An account of the sandbox itself (deployer, ambassador, arbiter …). Its key is derived from the seed: it is worth nothing anywhere else. */
export interface SandboxAccount {
  /** EIP-55. */
  readonly address: Address
  readonly privateKey: Hex
}

/** A legacy (EIP-155) transaction to sign. */
export interface TransactionRequest {
  readonly chainId: number
  readonly nonce: number
  /** null creates a contract. */
  readonly to: Address | null
  readonly data: Hex
  readonly gasLimit: bigint
  /** Wei. */
  readonly gasPrice: bigint
  /** Wei. */
  readonly value?: bigint
}

/**
 * The account with this name in the sandbox of this seed; the same one each time. Its address is worked out when somebody asks for it: a
 * sandbox that goes on needs few of them before it runs.
 */
export function sandboxAccount(seed: number | string, name: string): SandboxAccount {
  const privateKey = keccak256(toUtf8Bytes(`polyswarm console sandbox/${seed}/${name}`)) as Hex
  let address: Address | undefined
  return {
    get address() {
      address ??= addressOf(privateKey)
      return address
    },
    privateKey,
  }
}

/** Through the same library that signs: ethers' own arithmetic takes milliseconds for each account, and there are a dozen. */
function addressOf(privateKey: Hex): Address {
  const point = pointFromScalar(getBytes(privateKey), false)
  if (!point) throw new Error('not a private key')
  return getAddress(`0x${keccak256(point.subarray(1)).slice(-40)}`) as Address
}

/** The raw signed transaction. */
export function signTransaction(account: SandboxAccount, request: TransactionRequest): Hex {
  const { to, ...rest } = request
  const transaction = Transaction.from({ type: 0, ...rest, ...(to === null ? {} : { to }) })
  const { signature, recoveryId } = signRecoverable(getBytes(transaction.unsignedHash), getBytes(account.privateKey))
  transaction.signature = {
    r: `0x${Buffer.from(signature.subarray(0, 32)).toString('hex')}`,
    s: `0x${Buffer.from(signature.subarray(32)).toString('hex')}`,
    yParity: (recoveryId & 1) as 0 | 1,
  }
  return transaction.serialized as Hex
}
