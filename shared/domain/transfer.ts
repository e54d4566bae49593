import { z } from 'zod'
import { amount } from './amount.ts'
import { address, communityId, hash } from './identifiers.ts'

export const transferDirection = z.enum(['deposit', 'withdrawal'])
/** 'deposit': home chain to side chain; 'withdrawal': back. */
export type TransferDirection = z.output<typeof transferDirection>

/** The stages of a transfer, in order; 'overdue' is a view of 'waiting', 'failed' and 'written-off' are ends like 'arrived'. */
export const transferStage = z.enum(['signed', 'sent', 'mined', 'confirmed', 'arrived', 'failed', 'written-off'])
export type TransferStage = z.output<typeof transferStage>
/** Whether a transfer at this stage still moves money: it has neither arrived nor failed nor been written off. */
export const isInFlight = (stage: TransferStage): boolean => stage !== 'arrived' && stage !== 'failed' && stage !== 'written-off'

export const transfer = z.object({
  id: z.string(),
  community: communityId,
  account: address,
  direction: transferDirection,
  amount,
  /** What the relay keeps, as asked when it was signed. */
  fee: amount,
  by: z.enum(['operator', 'maintain', 'command']),
  stage: transferStage,
  hash,
  signedAt: z.int(),
  sentAt: z.int().nullable(),
  minedBlock: z.int().nullable(),
  minedAt: z.int().nullable(),
  confirmations: z.int(),
  confirmationsNeeded: z.int(),
  confirmedAt: z.int().nullable(),
  arrivedAt: z.int().nullable(),
  overdue: z.boolean(),
  /** Plain words for 'failed'. */
  reason: z.string().max(500).nullable(),
})
export type Transfer = z.output<typeof transfer>

/** Blocks for which the relay waits before it pays; it does not tell, and about 20 is what it was seen to do. */
const RELAY_BLOCKS = 20
/** Blocks on top before a transfer is overdue: its confirmations again, and time for the verifiers' own transactions. */
const OVERDUE_MARGIN = 10
/** Blocks after which a transfer that is not even mined is overdue. */
const UNMINED_BLOCKS = 60

/** Blocks of the source chain after which it is overdue: from its own block on, or from its signature on while it is in none. */
export const overdueAfter = ({ minedBlock, confirmationsNeeded }: Pick<Transfer, 'minedBlock' | 'confirmationsNeeded'>): number =>
  minedBlock === null ? UNMINED_BLOCKS : 2 * Math.max(confirmationsNeeded, RELAY_BLOCKS) + OVERDUE_MARGIN

/** The rule that keeps a side balance filled; NCT base units. */
export const maintainRule = z.object({
  on: z.boolean(),
  /** Below this, deposit. */
  minimum: amount,
  /** How much each deposit brings. */
  refill: amount,
  /** Above `above`, withdraw down to `target`; null = never withdraw. */
  maximum: z.object({ above: amount, target: amount }).nullable(),
  /** Blocks to wait on the source chain before a transfer counts as confirmed. */
  confirmations: z.int().min(1).max(1000),
  /** The most that the rule moves in 24 hours, deposits and withdrawals together; null = no limit. Rules kept by earlier builds have none. */
  daily: amount.nullable().default(null),
})
export type MaintainRule = z.output<typeof maintainRule>
