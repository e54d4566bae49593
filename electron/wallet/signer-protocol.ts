import { z } from 'zod'
import { address, hash } from '../../shared/domain/identifiers.ts'
import { defineProtocol } from '../runtime/protocol.ts'
import { MAX_KEYFILE_LENGTH } from './keyfile-format.ts'

/** Transactions that one call signs at most. */
export const MAX_BATCH = 256

const bytesOf = (length: number) => z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length)
const word = z
  .bigint()
  .min(0n)
  .lt(2n ** 256n)
const hex = z.templateLiteral(['0x', z.string().regex(/^([0-9a-fA-F]{2})*$/)]).refine((text) => text.length <= 262_144)
const password = z.string().max(1024)

const unsignedTransaction = z.object({
  chainId: z.int().positive(),
  nonce: z.int().nonnegative(),
  gasPrice: word,
  gas: z
    .bigint()
    .positive()
    .lt(2n ** 64n),
  to: address,
  value: word,
  data: hex,
})
const signedTransaction = z.object({ raw: hex, hash, from: address })

/** Everything the signer can be asked. There is no call that gives a key out. */
export const signerProtocol = defineProtocol({
  calls: {
    /** Opens a keyfile and proves, by a signature over `challenge`, that its key is there. Several may wait for each other. */
    unlock: {
      params: z.object({ keyfile: z.string().max(MAX_KEYFILE_LENGTH), password, challenge: bytesOf(32) }),
      result: z.object({ address, proof: bytesOf(65), journalKey: bytesOf(32) }),
      timeoutMs: 120_000,
    },
    lock: { params: z.object({ address }), result: z.null(), timeoutMs: 10_000 },
    sign: {
      params: z.object({ address, transactions: z.array(unsignedTransaction).max(MAX_BATCH) }),
      result: z.array(signedTransaction).max(MAX_BATCH),
      timeoutMs: 20_000,
    },
    /** Makes a new key and gives it out as a keyfile only. */
    generate: {
      params: z.object({ password, cost: z.enum(['standard', 'throwaway']) }),
      result: z.object({ address, keyfile: z.string().max(MAX_KEYFILE_LENGTH) }),
      timeoutMs: 120_000,
    },
  },
  events: {},
})
export type SignerProtocol = typeof signerProtocol
