import type { Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import type { MaintainRule, Transfer } from '../../shared/domain/transfer.ts'
import type { Fillers } from './fillers.ts'
import type { AccountMember } from './findings.ts'
import type { TreasuryView } from './port.ts'
import type { TransferBook } from './transfer-book.ts'
import { chainsOf, leftBy, netOf } from './transfer-life.ts'

/** Ended transfers that the window shows. */
const SHOWN = 64

/** What the Community's state shows of a treasury. Pure. */
export function viewOf(
  transfers: readonly Transfer[],
  maintain: MaintainRule | null,
  maintainNext: TreasuryView['maintainNext'],
  relayFeeHome: bigint | null,
): TreasuryView {
  const coming = (target: Chain): bigint =>
    transfers
      .filter(({ stage, direction }) => (stage === 'mined' || stage === 'confirmed') && chainsOf(direction).target === target)
      .reduce((sum, transfer) => sum + netOf(transfer), 0n)
  const arriving = { home: coming('home'), side: coming('side') }
  return { transfers: transfers.slice(0, SHOWN), maintain, maintainNext, relayFeeHome, arriving }
}

/** The transfers of a Community and the fillers of its home queue, as the accounts see them. */
export function memberOf(community: CommunityId, transfers: TransferBook, fillers: Fillers): AccountMember {
  return {
    community,
    pending: (chain) => transfers.pending(chain),
    expected: (target) => transfers.expected(target),
    spenders: () => [...transfers.spenders(), ...fillers.spenders],
    deposited: () => leftBy(transfers.all, 'deposit'),
    arrived: (id, net) => transfers.arrived(id, net),
    gasPaid: (id) => transfers.gasPaid(id) ?? fillers.gasPaid(id),
    entry: (chain, line) => transfers.entry(chain, line),
  }
}
