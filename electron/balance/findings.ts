import type { Leaving } from '../../shared/domain/available.ts'
import type { Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import type { JournalOp, NewLedgerEntry } from '../journal/port.ts'
import type { GasSpender } from './gas-statement.ts'
import type { Expected, Finding, Pending } from './statement.ts'

/** What one Community has on its way on an account that is read: its transfers. */
export interface AccountMember {
  readonly community: CommunityId
  pending(chain: Chain): readonly Pending[]
  expected(target: Chain): readonly Expected[]
  spenders(): readonly GasSpender[]
  /** Its deposits that are mined. */
  deposited(): readonly Leaving[]
  /** The ops that take an arrival down; null when the transfer is not this member's. */
  arrived(id: string, net: bigint): readonly JournalOp[] | null
  gasPaid(id: string): { readonly ops: readonly JournalOp[]; readonly hash: string } | null
  /** A line of the ledger in this Community's name. */
  entry(
    chain: Chain,
    line: Pick<NewLedgerEntry, 'kind' | 'amount' | 'ref'> & Partial<Pick<NewLedgerEntry, 'currency' | 'hash' | 'subject'>>,
  ): NewLedgerEntry
}

/**
 * What is written for what a reading showed.
 * @param noticed the member in whose name openings and differences are written
 */
export function findingOps(
  findings: readonly Finding[],
  chain: Chain,
  members: readonly AccountMember[],
  noticed: AccountMember,
): readonly JournalOp[] {
  return findings.flatMap((found): readonly JournalOp[] => {
    if (found.is === 'arrived') return members.flatMap((member) => member.arrived(found.id, found.net) ?? [])
    const { is: kind, amount } = found
    return [{ is: 'put-ledger', entry: noticed.entry(chain, { kind, amount, ref: null }) }]
  })
}

/** What the findings add to the sum of unexplained differences. */
export const unexplainedIn = (findings: readonly { readonly is: string; readonly amount?: bigint }[]): bigint =>
  findings.reduce((sum, found) => (found.is === 'unexplained' ? sum + (found.amount ?? 0n) : sum), 0n)
