import type { BountyDetails, MoneyLine } from '../../../shared/domain/bounty.ts'
import { isEnded, paidTo } from '../bounties/model.ts'

const paidIn: ReadonlySet<MoneyLine['kind']> = new Set(['bid', 'assertion-fee'])
const size = (value: bigint) => (value < 0n ? -value : value)

export interface MoneyTable {
  readonly in: readonly {
    readonly id: string
    readonly kind: 'bid' | 'assertion-fee'
    readonly artifacts: readonly number[]
    readonly amount: bigint
  }[]
  readonly paidIn: bigint
  readonly out: readonly MoneyLine[]
  /** null while the bounty is not settled. */
  readonly paidOut: bigint | null
  readonly net: bigint | null
}

/** The lines of a bounty's money: what I paid in, what came back and why, what is left. null when I have no stake in it. */
export function moneyTable({ row, money }: BountyDetails): MoneyTable | null {
  if (row.bid === null) return null
  const bids = money.filter(({ kind }) => kind === 'bid')
  const fees = money.filter(({ kind }) => kind === 'assertion-fee')
  const sum = (lines: readonly MoneyLine[]) => lines.reduce((total, { amount }) => total + size(amount), 0n)
  const bid = bids.length > 0 ? sum(bids) : row.bid
  const fee = fees.length > 0 ? sum(fees) : (row.assertionFee ?? 0n)
  // The ledger keeps one line for the whole bid; which artifacts it stands on, the row knows.
  const named = bids.flatMap(({ artifact }) => (artifact === null ? [] : [artifact]))
  const artifacts = named.length > 0 ? named : row.artifacts.flatMap((item, index) => (item.bid === null ? [] : [index]))
  const paid = isEnded(row) ? paidTo(row) : null
  return {
    in: [
      { id: 'bid', kind: 'bid', artifacts, amount: -bid },
      { id: 'fee', kind: 'assertion-fee', artifacts: [], amount: -fee },
    ],
    paidIn: -(bid + fee),
    out: money.filter(({ kind }) => !paidIn.has(kind)),
    paidOut: paid,
    net: paid === null ? null : paid - bid - fee,
  }
}

/** What one artifact brought: everything paid out for it less my bid on it; null while that is not known. */
export function artifactNet({ row, money }: BountyDetails, index: number): bigint | null {
  const bid = row.artifacts[index]?.bid ?? null
  const lines = money.filter(({ artifact, kind }) => artifact === index && !paidIn.has(kind))
  if (bid === null || !isEnded(row) || lines.length === 0) return null
  return lines.reduce((total, { kind, amount }) => (kind === 'bid-lost' ? total : total + amount), 0n) - bid
}
