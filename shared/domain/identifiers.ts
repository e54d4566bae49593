import { z } from 'zod'

/** An Ethereum account or contract: EIP-55 or plain hexadecimal; compare with `sameAddress`, never with `===`. */
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'not an Ethereum address')
export type Address = z.output<typeof address>

/** 32 bytes as hexadecimal with `0x`: transaction hashes, block hashes. */
export const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'not a 32-byte hash')
export type Hash = z.output<typeof hash>

/** A bounty's guid: a uuid in its usual text form, read as a uint128 on chain. */
export const guid = z.string().regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'not a guid')
export type Guid = string

/** The console's own name for a joined Community; never sent anywhere. */
export const communityId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
export type CommunityId = z.output<typeof communityId>

/** The two chains of a Community: Ethereum (gas in ETH) and the Community's own (free). */
export const chain = z.enum(['home', 'side'])
export type Chain = z.output<typeof chain>

export const sameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A guid as the registry's uint128. */
export const guidToInteger = (text: Guid): bigint => BigInt(`0x${text.replaceAll('-', '')}`)

/** The registry's uint128 as a guid in lower case. */
export function integerToGuid(value: bigint): Guid {
  const hex = value.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
