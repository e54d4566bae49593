import { z } from 'zod'
import { amount } from '../../shared/domain/amount.ts'
import type { Leaving } from '../../shared/domain/available.ts'
import { isInFlight, overdueAfter, type Transfer } from '../../shared/domain/transfer.ts'
import type { GasTerms } from '../transactions/port.ts'
import type { Pending } from './statement.ts'

const block = z.int().nullable()

/** What a transfer's row does not hold, as JSON in the journal. */
const transferRecord = z.object({
  version: z.literal(1),
  gas: z.object({ limit: amount, price: amount }).nullable(),
  /** Its gas is in the ledger; true from the start where gas is free. */
  gasBooked: z.boolean(),
  /** When it was known to be in a block, mined or reverted (ms): from then on gas is spent. */
  overAt: z.int().nullable(),
  /** Every fee the relay asked since it was signed: it keeps the one of the moment it pays. */
  fees: z.array(amount).max(16),
  /** Of the source chain: in none of its balances before this block. */
  signedBlock: block,
})
export type TransferRecord = z.output<typeof transferRecord>

/** A transfer with what is remembered of it. */
export interface KeptTransfer {
  readonly transfer: Transfer
  readonly record: TransferRecord
}

export const recordToJson = (record: TransferRecord): string => JSON.stringify(z.encode(transferRecord, record))
/** @throws ZodError when it is not one of ours */
export const recordFromJson = (text: string): TransferRecord => transferRecord.parse(JSON.parse(text))

export const chainsOf = (direction: Transfer['direction']) =>
  direction === 'deposit' ? ({ source: 'home', target: 'side' } as const) : ({ source: 'side', target: 'home' } as const)

export const hasEnded = ({ stage }: Transfer): boolean => !isInFlight(stage)
/** It has left its source chain, whatever was thought of it since. */
export const hasLeft = ({ minedBlock, minedAt }: Transfer): boolean => minedBlock !== null || minedAt !== null
/**
 * Transfers of this direction that are known to be mined: from then on they count where they arrive. In which block is mostly not told, only
 * in which it is at the earliest: a reading has them for certain when it was asked for after that was heard.
 */
export const leftBy = (transfers: readonly Transfer[], direction: Transfer['direction']): readonly Leaving[] =>
  transfers.flatMap((transfer) =>
    transfer.direction === direction && transfer.minedAt !== null
      ? [{ amount: transfer.amount, landed: { at: transfer.minedAt, block: null } }]
      : [],
  )
export const netOf = ({ amount: sent, fee }: Pick<Transfer, 'amount' | 'fee'>): bigint => (sent > fee ? sent - fee : 0n)

export interface NewTransfer
  extends Pick<Transfer, 'id' | 'community' | 'account' | 'direction' | 'amount' | 'fee' | 'by' | 'hash' | 'confirmationsNeeded'> {
  readonly at: number
  readonly gas: GasTerms
  readonly signedBlock: number | null
}

export const signedTransfer = ({ at, gas, signedBlock, ...known }: NewTransfer): KeptTransfer => ({
  transfer: {
    ...known,
    stage: 'signed',
    signedAt: at,
    sentAt: null,
    minedBlock: null,
    minedAt: null,
    confirmations: 0,
    confirmedAt: null,
    arrivedAt: null,
    overdue: false,
    reason: null,
  },
  record: { version: 1, gas, gasBooked: gas.price === 0n, overAt: null, fees: [known.fee], signedBlock },
})

const withTransfer = (kept: KeptTransfer, change: Partial<Transfer>): KeptTransfer => ({
  ...kept,
  transfer: { ...kept.transfer, ...change },
})

/** The daemon has taken it. */
export const sentTransfer = (kept: KeptTransfer, at: number): KeptTransfer =>
  kept.transfer.stage === 'signed' ? withTransfer(kept, { stage: 'sent', sentAt: at }) : kept

/** It is in a block. One that was written off stays so, and still may arrive. */
export function minedTransfer(kept: KeptTransfer, inBlock: number | null, at: number): KeptTransfer {
  const { stage, sentAt } = kept.transfer
  const moved = withTransfer(kept, {
    stage: stage === 'signed' || stage === 'sent' ? 'mined' : stage,
    sentAt: sentAt ?? at,
    minedBlock: inBlock,
    minedAt: at,
    overdue: false,
  })
  return { ...moved, record: { ...moved.record, overAt: at } }
}

/** It never moved anything. `reverted`: it was in a block, and its gas is gone. */
export function failedTransfer(kept: KeptTransfer, reason: string, reverted: boolean, at: number): KeptTransfer {
  const failed = withTransfer(kept, { stage: 'failed', overdue: false, reason: reason.slice(0, 500) })
  const { record } = failed
  return { ...failed, record: { ...record, overAt: reverted ? at : null, gasBooked: record.gasBooked || !reverted } }
}

export const arrivedTransfer = (kept: KeptTransfer, net: bigint, at: number): KeptTransfer =>
  withTransfer(kept, {
    stage: 'arrived',
    fee: kept.transfer.amount - net,
    arrivedAt: at,
    // It is there, so the relay was content, however many blocks we counted.
    confirmations: kept.transfer.confirmationsNeeded,
    confirmedAt: kept.transfer.confirmedAt ?? at,
    overdue: false,
    reason: kept.transfer.stage === 'written-off' ? 'It arrived after it was written off.' : null,
  })

export const writtenOffTransfer = (kept: KeptTransfer): KeptTransfer =>
  withTransfer(kept, { stage: 'written-off', overdue: false, reason: 'Written off by the operator.' })

/** Another fee of the relay: it may be the one that it keeps. */
export function withFee(kept: KeptTransfer, fee: bigint): KeptTransfer {
  const { fees } = kept.record
  if (fees.at(-1) === fee) return kept
  return { ...kept, record: { ...kept.record, fees: [...fees.filter((known) => known !== fee), fee].slice(-16) } }
}

/** What the source chain's clock says of it: confirmations counted by blocks really seen, and whether it should have come by now. */
export function countedTransfer(kept: KeptTransfer, seenBlock: number | null, at: number): KeptTransfer {
  const { transfer, record } = kept
  const { minedBlock, minedAt, confirmationsNeeded, stage } = transfer
  if (seenBlock === null || hasEnded(transfer)) return kept
  // Heard of before any block was seen: counted from the first that is, as every other is from the highest seen when it was heard of.
  if (minedBlock === null && minedAt !== null) return withTransfer(kept, { minedBlock: seenBlock, overdue: false })
  if (minedBlock === null) {
    const overdue = record.signedBlock !== null && seenBlock >= record.signedBlock + overdueAfter(transfer)
    return overdue === transfer.overdue ? kept : withTransfer(kept, { overdue })
  }
  const deep = Math.max(0, seenBlock - minedBlock)
  const confirmations = Math.max(transfer.confirmations, Math.min(confirmationsNeeded, deep))
  const overdue = deep >= overdueAfter(transfer)
  if (confirmations === transfer.confirmations && overdue === transfer.overdue && stage !== 'mined') return kept
  const confirmed = confirmations >= confirmationsNeeded
  if (!confirmed && confirmations === transfer.confirmations && overdue === transfer.overdue) return kept
  return withTransfer(kept, {
    confirmations,
    overdue,
    ...(confirmed && stage === 'mined' ? { stage: 'confirmed', confirmedAt: at } : {}),
  })
}

/** What it would take from its source chain, while that is open; null when it is decided. */
export function pendingOf({ transfer, record }: KeptTransfer): Pending | null {
  const open = transfer.stage === 'signed' || transfer.stage === 'sent' || (transfer.stage === 'written-off' && !hasLeft(transfer))
  return open ? { amount: -transfer.amount, from: record.signedBlock ?? 0 } : null
}
