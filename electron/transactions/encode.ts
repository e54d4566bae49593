import { assertNever } from '../../shared/domain/assert-never.ts'
import { bitsToInteger } from '../../shared/domain/bits.ts'
import type { Pins } from '../../shared/domain/community.ts'
import { type Address, type Chain, guidToInteger } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { UnsignedTransaction } from '../wallet/signer-port.ts'
import { addressWord, uint, uintArray, utf8 } from './abi.ts'
import type { GasTerms, Intent } from './port.ts'

/** First four bytes of keccak256 of each signature; see resources/fixtures/polyswarmd/interfaces.json. */
export const selectors = {
  /** approve(address,uint256) */
  approve: '0x095ea7b3',
  /** transfer(address,uint256) */
  transfer: '0xa9059cbb',
  /** postAssertion(uint128,uint256[],uint256,uint256): guid, bids, mask, commitment */
  postAssertion: '0xea11731e',
  /** revealAssertion(uint128,uint256,uint256,uint256,string): guid, index, nonce, verdicts, metadata */
  revealAssertion: '0xf8f32de6',
  /** settleBounty(uint128) */
  settleBounty: '0x5592d687',
} as const

/** The daemon's own limit for a reveal's metadata, characters. */
export const METADATA_LIMIT = 1024

/** The contracts' addresses, as pinned. */
export type ContractAddresses = Pick<Pins, 'homeNectar' | 'homeRelay' | 'sideNectar' | 'sideRelay' | 'registry'>

/** A call: which contract, and what it is told. */
export interface EncodedCall {
  readonly to: Address
  readonly data: `0x${string}`
}

/** The chain an intent belongs on; null when it may go on either. */
export function chainOf(intent: Intent): Chain | null {
  if (intent.is === 'fill') return null
  return intent.is === 'deposit' ? 'home' : 'side'
}

/**
 * An intent as the one call that carries it out, to a pinned contract.
 * @throws ConsoleError 'invalid-request' for values no contract could take, or an intent of the other chain
 */
export function encodeCall(intent: Intent, chain: Chain, account: Address, contracts: ContractAddresses): EncodedCall {
  if (chainOf(intent) !== null && chainOf(intent) !== chain)
    throw new ConsoleError('invalid-request', `${intent.is} is not for the ${chain} chain`)
  switch (intent.is) {
    case 'approve':
      return { to: contracts.sideNectar, data: `${selectors.approve}${addressWord(contracts.registry)}${uint(intent.amount)}` }
    case 'assert':
      return { to: contracts.registry, data: encodeAssertion(intent) }
    case 'reveal':
      return { to: contracts.registry, data: encodeReveal(intent) }
    case 'settle':
      return { to: contracts.registry, data: `${selectors.settleBounty}${uint(guidToInteger(intent.guid), 128)}` }
    case 'deposit':
      return { to: contracts.homeNectar, data: encodeTransfer(contracts.homeRelay, intent.amount) }
    case 'withdraw':
      return { to: contracts.sideNectar, data: encodeTransfer(contracts.sideRelay, intent.amount) }
    case 'fill':
      return { to: chain === 'home' ? contracts.homeNectar : contracts.sideNectar, data: encodeTransfer(account, 0n) }
    default:
      return assertNever(intent)
  }
}

/** The whole transaction: pinned contract, pinned chain, nothing of it from anybody else but the gas terms. */
export function encodeTransaction(
  intent: Intent,
  chain: Chain,
  account: Address,
  pins: Pins,
  nonce: number,
  gas: GasTerms,
): UnsignedTransaction {
  const { to, data } = encodeCall(intent, chain, account, pins)
  const chainId = chain === 'home' ? pins.homeChainId : pins.sideChainId
  return { chainId, nonce, gasPrice: gas.price, gas: gas.limit, to, value: 0n, data }
}

const encodeTransfer = (to: Address, amount: bigint): `0x${string}` => `${selectors.transfer}${addressWord(to)}${uint(amount)}`

function encodeAssertion({ guid, bids, mask, commitment }: Extract<Intent, { is: 'assert' }>): `0x${string}` {
  if (mask.filter(Boolean).length !== bids.length || bids.length === 0)
    throw new ConsoleError('invalid-request', 'not one bid for each artifact')
  // The array stands behind the four words of the head, at byte 128.
  const head = uint(guidToInteger(guid), 128) + uint(128n) + uint(bitsToInteger(mask)) + uint(commitment)
  return `${selectors.postAssertion}${head}${uintArray(bids)}`
}

function encodeReveal({ guid, index, nonce, verdicts, metadata }: Extract<Intent, { is: 'reveal' }>): `0x${string}` {
  if (metadata.length > METADATA_LIMIT) throw new ConsoleError('invalid-request', 'metadata is too long')
  // The text stands behind the five words of the head, at byte 160.
  const head = uint(guidToInteger(guid), 128) + uint(BigInt(index)) + uint(nonce) + uint(bitsToInteger(verdicts)) + uint(160n)
  return `${selectors.revealAssertion}${head}${utf8(metadata)}`
}
