import { z } from 'zod'
import { address, hash } from '../../../shared/domain/identifiers.ts'
import type { Hex } from './types.ts'

/** Longest calldata that a request may carry, in characters. */
const MAX_DATA = 512 * 1024

export const data = z.custom<Hex>(
  (v) => typeof v === 'string' && v.length <= MAX_DATA && /^0x([0-9a-fA-F]{2})*$/.test(v),
  'cannot unmarshal hex string into Go value of type hexutil.Bytes',
)

/** geth's quantities: hexadecimal, no leading zeros. */
export const quantity = z
  .string()
  .regex(/^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,63})$/, 'invalid hex quantity')
  .transform((text) => BigInt(text))

export const blockTag = z.union([z.enum(['latest', 'pending', 'earliest', 'safe', 'finalized']), quantity])
export type BlockTag = z.output<typeof blockTag>

const callFields = z.object({
  from: address.optional(),
  to: address.nullable().optional(),
  gas: quantity.optional(),
  gasPrice: quantity.optional(),
  value: quantity.optional(),
  data: data.optional(),
  input: data.optional(),
})

/** A call's fields in the chain's shape; `input` is the newer name of `data`. */
export const callRequest = callFields.transform(({ from, to, value, data: old, input }) => ({
  to: to ?? null,
  data: input ?? old ?? ('0x' as Hex),
  ...(from === undefined ? {} : { from }),
  ...(value === undefined ? {} : { value }),
}))

const topic = z.custom<Hex>((v) => hash.safeParse(v).success, 'invalid topic')

export const logFilter = z.object({
  fromBlock: blockTag.optional(),
  toBlock: blockTag.optional(),
  blockHash: hash.optional(),
  address: z.union([address, z.array(address).max(100)]).optional(),
  topics: z
    .array(z.union([z.null(), topic, z.array(topic).max(100)]))
    .max(4)
    .optional(),
})

/** One request of a body; a body is one of them or a batch. */
export const rpcRequest = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string().max(100),
  params: z.array(z.unknown()).max(10).optional(),
})
