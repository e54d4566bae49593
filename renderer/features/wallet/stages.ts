import type { Transfer, TransferStage } from '../../../shared/domain/transfer.ts'

/** The stages an operator sees; 'waiting' is the time between confirmation and arrival. */
export const shownStages = ['signed', 'sent', 'mined', 'confirmed', 'waiting', 'arrived'] as const
export type ShownStage = (typeof shownStages)[number]
export interface StageState {
  readonly stage: ShownStage
  readonly state: 'done' | 'now' | 'overdue' | 'failed' | 'to-come'
}

/** How many of the shown stages are over at a stage of the journal. */
const doneAt: Readonly<Record<TransferStage, number>> = {
  signed: 1,
  sent: 2,
  mined: 3,
  confirmed: 4,
  arrived: 6,
  failed: 0,
  'written-off': 0,
}

/** A transfer as its six stages. One that failed or was written off stands where it ended. */
export function stagesOf(transfer: Transfer): readonly StageState[] {
  const ended = transfer.stage === 'failed' || transfer.stage === 'written-off'
  const done = ended ? lastKnown(transfer) : doneAt[transfer.stage]
  return shownStages.map((stage, index) => {
    if (index < done) return { stage, state: 'done' }
    if (index > done) return { stage, state: 'to-come' }
    return { stage, state: ended ? 'failed' : transfer.overdue ? 'overdue' : 'now' }
  })
}

const lastKnown = ({ sentAt, minedBlock, confirmedAt }: Transfer): number =>
  confirmedAt !== null ? 4 : minedBlock !== null ? 3 : sentAt !== null ? 2 : 1

/** When the stage that runs now began, milliseconds. */
export const stageBegan = ({ confirmedAt, minedAt, sentAt, signedAt }: Transfer): number => confirmedAt ?? minedAt ?? sentAt ?? signedAt

/** Shorter waits are told in no figure: it would say "about 0 s". */
const SHORTEST_TOLD_MS = 1_000

/** Median of how long arrivals of a direction took after their confirmation; null before one was seen, and where it is nothing to speak of. */
export function usualWaitMs(transfers: readonly Transfer[], direction: Transfer['direction']): number | null {
  const waits = transfers
    .flatMap((each) =>
      each.direction === direction && each.arrivedAt !== null && each.confirmedAt !== null ? [each.arrivedAt - each.confirmedAt] : [],
    )
    .toSorted((a, b) => a - b)
  const usual = waits[Math.floor((waits.length - 1) / 2)]
  return usual === undefined || usual < SHORTEST_TOLD_MS ? null : usual
}

/** For how long a transfer that arrived is still shown. */
const KEEP_ARRIVED_MS = 60_000

/** What is shown: all that is in flight, the newest failure of each direction, and what has just arrived. Newest first. */
export function shownTransfers(transfers: readonly Transfer[], now: number): readonly Transfer[] {
  const newest = new Map<string, Transfer>()
  for (const transfer of transfers) {
    const key = `${transfer.community}:${transfer.direction}`
    const before = newest.get(key)
    if (before === undefined || transfer.signedAt >= before.signedAt) newest.set(key, transfer)
  }
  return transfers
    .filter((transfer) => {
      if (transfer.stage === 'written-off') return false
      if (transfer.stage === 'failed') return newest.get(`${transfer.community}:${transfer.direction}`) === transfer
      if (transfer.stage === 'arrived') return transfer.arrivedAt !== null && now - transfer.arrivedAt < KEEP_ARRIVED_MS
      return true
    })
    .toSorted((a, b) => b.signedAt - a.signedAt)
}
