import type { BountyRow, MyState } from '../../../shared/domain/bounty.ts'
import { visibleText } from '../../lib/names.ts'
import { compareRows, isEnded, isStaked, isUnrevealed } from '../bounties/model.ts'

export type Period = 'today' | 'all'

/** Something of mine must be done: a reveal that is not on chain, a settlement that was not sent. */
export const isOwed = (row: BountyRow): boolean => isUnrevealed(row) || row.state === 'settling' || row.state === 'settle-owed'

/** My stake is out and nothing is owed now. */
export const isOpen = (row: BountyRow): boolean => isStaked(row) && !isEnded(row) && !isOwed(row)

const roundOrder: Readonly<Partial<Record<MyState, number>>> = { revealed: 0, 'assert-sent': 1, committed: 1 }

/** Open ones in the order of the field: about to be voted on, about to be revealed, voted on. */
function compareOpen(a: BountyRow, b: BountyRow, block: number | null): number {
  return (roundOrder[a.state] ?? 2) - (roundOrder[b.state] ?? 2) || compareRows(a, b, block)
}

/** Owed and open assertions as the state has them, live. */
export function standing(
  rows: Iterable<BountyRow>,
  search: string,
  block: number | null,
): { readonly owed: BountyRow[]; readonly open: BountyRow[] } {
  const fitting = [...rows].filter((row) => isStaked(row) && fits(row, search))
  return {
    owed: fitting.filter(isOwed).sort((a, b) => compareRows(a, b, block)),
    open: fitting.filter(isOpen).sort((a, b) => compareOpen(a, b, block)),
  }
}

/** Whether a row has the text in a name, its guid or a hash. */
export function fits(row: BountyRow, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return true
  return (
    row.guid.toLowerCase().includes(wanted) ||
    row.uri.toLowerCase().includes(wanted) ||
    row.artifacts.some(
      ({ name, sha256 }) => (name !== null && visibleText(name).toLowerCase().includes(wanted)) || sha256?.includes(wanted) === true,
    )
  )
}

/** The assertion fees that were paid for stakes that are still open: each what it cost then, whatever the fee is now. */
export const feesOfOpen = (rows: readonly BountyRow[]): bigint =>
  rows.reduce((sum, row) => (isOpen(row) || isOwed(row) ? sum + (row.assertionFee ?? 0n) : sum), 0n)

export const sumOfBids = (rows: readonly BountyRow[]): bigint => rows.reduce((sum, row) => sum + (row.bid ?? 0n), 0n)
