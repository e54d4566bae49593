import { z } from 'zod'
import { amount } from '../../shared/domain/amount.ts'
import { guid } from '../../shared/domain/identifiers.ts'
import type { Intent } from './port.ts'

const bits = z.array(z.boolean()).max(256)

const intentSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('approve'), amount }),
  z.object({ is: z.literal('assert'), guid, bids: z.array(amount), mask: bits, commitment: amount, fee: amount }),
  z.object({ is: z.literal('reveal'), guid, index: z.int().nonnegative(), nonce: amount, verdicts: bits, metadata: z.string() }),
  z.object({ is: z.literal('settle'), guid }),
  z.object({ is: z.literal('deposit'), amount }),
  z.object({ is: z.literal('withdraw'), amount }),
  z.object({ is: z.literal('fill') }),
])

/** An intent as the journal keeps it. */
export const intentToJson = (intent: Intent): string =>
  JSON.stringify(intent, (_, value) => (typeof value === 'bigint' ? value.toString() : value))

/** @throws ZodError when it was not written by `intentToJson` */
export const intentFromJson = (json: string): Intent => z.decode(intentSchema, JSON.parse(json))
