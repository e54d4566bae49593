import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { CommunityState, Results } from '../../../shared/state/state.ts'

export type Period = 'today' | 'total'

/** One line of the results: a Community, or the sum of all real NCT. */
export interface EarningsRow {
  readonly id: string
  readonly name: string
  readonly test: boolean
  readonly sum: boolean
  readonly results: Pick<
    Results,
    'won' | 'wonPart' | 'lost' | 'forfeited' | 'writtenOff' | 'returned' | 'bids' | 'fees' | 'payouts' | 'net'
  >
}

const SUM = 'sum'

/** Real Communities, their sum (where there is more than one), then test money, which is in no sum. */
export function earningsRows(communities: readonly CommunityState[], period: Period): readonly EarningsRow[] {
  const rowOf = (community: CommunityState): EarningsRow => ({
    id: community.settings.id,
    name: community.settings.name,
    test: community.settings.kind === 'sandbox',
    sum: false,
    results: community[period],
  })
  const rows = communities.map(rowOf)
  const real = rows.filter(({ test }) => !test)
  const sum = real.length > 1 ? [{ id: SUM, name: '', test: false, sum: true, results: sumOf(real.map(({ results }) => results)) }] : []
  return [...real, ...sum, ...rows.filter(({ test }) => test)]
}

function sumOf(list: readonly EarningsRow['results'][]): EarningsRow['results'] {
  const count = (pick: (results: EarningsRow['results']) => number): number => list.reduce((sum, each) => sum + pick(each), 0)
  const money = (pick: (results: EarningsRow['results']) => bigint): bigint => list.reduce((sum, each) => sum + pick(each), 0n)
  return {
    won: count(({ won }) => won),
    wonPart: count(({ wonPart }) => wonPart),
    lost: count(({ lost }) => lost),
    forfeited: count(({ forfeited }) => forfeited),
    writtenOff: count(({ writtenOff }) => writtenOff),
    returned: count(({ returned }) => returned),
    bids: money(({ bids }) => bids),
    fees: money(({ fees }) => fees),
    payouts: money(({ payouts }) => payouts),
    net: money(({ net }) => net),
  }
}

/** What transfers cost in one Community, or in all real ones together; base units. */
export interface CostRow {
  readonly id: string
  readonly name: string
  readonly test: boolean
  readonly sum: boolean
  readonly relayFees: bigint
  readonly gas: bigint
}

/** Communities whose transfers cost anything, in the order of the results; a Community that was left is in the ledger alone. */
export function costRows(communities: readonly CommunityState[], costs: CallOutput<'ledger.costs'>['costs']): readonly CostRow[] {
  const rows = communities.flatMap(({ settings: { id, name, kind } }): CostRow[] => {
    const cost = costs.find(({ community }) => community === id)
    return cost ? [{ id, name, test: kind === 'sandbox', sum: false, relayFees: cost.relayFees, gas: cost.gas }] : []
  })
  const real = rows.filter(({ test }) => !test)
  const total = (pick: (row: CostRow) => bigint): bigint => real.reduce((sum, row) => sum + pick(row), 0n)
  const sum: readonly CostRow[] =
    real.length > 1
      ? [{ id: SUM, name: '', test: false, sum: true, relayFees: total((row) => row.relayFees), gas: total((row) => row.gas) }]
      : []
  return [...real, ...sum, ...rows.filter(({ test }) => test)]
}
