import { integerToBits } from '../../shared/domain/bits.ts'
import type { Pins } from '../../shared/domain/community.ts'
import { type Address, type Chain, integerToGuid, sameAddress } from '../../shared/domain/identifiers.ts'
import { addressOfWord, wordAt } from './abi.ts'
import { encodeCall, selectors } from './encode.ts'
import type { Intent } from './port.ts'

/**
 * Reads a call as the intent it carries out. Bit lists get the least length that holds their highest bit, and `fee` is 0 (neither is in
 * the data). null when it is none of ours: another contract, another selector, or a byte that our own encoding would not have.
 */
export function decodeCall(
  call: { readonly to: Address; readonly data: string },
  chain: Chain,
  account: Address,
  pins: Pins,
): Intent | null {
  const intent = read(call, chain, account, pins)
  if (!intent) return null
  const again = encodeCall(intent, chain, account, pins)
  return sameAddress(again.to, call.to) && again.data === call.data.toLowerCase() ? intent : null
}

function read({ to, data }: { readonly to: Address; readonly data: string }, chain: Chain, account: Address, pins: Pins): Intent | null {
  const selector = data.slice(0, 10).toLowerCase()
  const nectar = chain === 'home' ? pins.homeNectar : pins.sideNectar
  const first = wordAt(data, 0)
  if (first === null) return null
  if (sameAddress(to, nectar)) return readToken(selector, data, chain, account, pins)
  if (chain === 'home' || !sameAddress(to, pins.registry)) return null
  const guid = integerToGuid(integerAt(data, 0))
  if (selector === selectors.settleBounty) return { is: 'settle', guid }
  if (selector === selectors.postAssertion) {
    const count = Number(integerAt(data, 4))
    if (count > 256) return null
    const bids = Array.from({ length: count }, (_, i) => integerAt(data, 5 + i))
    return { is: 'assert', guid, bids, mask: bits(integerAt(data, 2)), commitment: integerAt(data, 3), fee: 0n }
  }
  if (selector === selectors.revealAssertion) {
    const length = Number(integerAt(data, 5))
    if (length > data.length) return null
    const metadata = Buffer.from(data.slice(10 + 6 * 64, 10 + 6 * 64 + length * 2), 'hex').toString('utf8')
    const index = Number(integerAt(data, 1))
    return { is: 'reveal', guid, index, nonce: integerAt(data, 2), verdicts: bits(integerAt(data, 3)), metadata }
  }
  return null
}

function readToken(selector: string, data: string, chain: Chain, account: Address, _pins: Pins): Intent | null {
  const whom = addressOfWord(wordAt(data, 0))
  const amount = integerAt(data, 1)
  if (whom === null) return null
  if (selector === selectors.approve) return chain === 'side' ? { is: 'approve', amount } : null
  if (selector !== selectors.transfer) return null
  if (sameAddress(whom, account) && amount === 0n) return { is: 'fill' }
  return chain === 'home' ? { is: 'deposit', amount } : { is: 'withdraw', amount }
}

const integerAt = (data: string, index: number): bigint => BigInt(`0x${wordAt(data, index) ?? '0'}`)
const bits = (value: bigint): boolean[] => integerToBits(value, value.toString(2).length)
