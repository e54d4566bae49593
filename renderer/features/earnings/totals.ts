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

/** Thousandths of NCT, for the height of a bar alone. */
// biome-ignore lint/plugin: a height on the screen.
export const milliNct = (value: bigint): number => Number(value / 10n ** 15n)

/** Round numbers that hold all bars, below zero too: the ends of the chart's scale, in thousandths of NCT. */
export function scaleOf(values: readonly number[]): { readonly min: number; readonly max: number } {
  const top = Math.max(0, ...values)
  const bottom = Math.min(0, ...values)
  const step = niceStep(Math.max(top, -bottom))
  return {
    min: bottom === 0 ? 0 : -Math.ceil(-bottom / step) * step,
    max: top === 0 && bottom < 0 ? 0 : Math.max(step, Math.ceil(top / step) * step),
  }
}

/** 1, 2 or 5 times a power of ten, so that two or three steps reach `largest`. */
function niceStep(largest: number): number {
  if (largest <= 0) return 1000
  const power = 10 ** Math.floor(Math.log10(largest))
  const lead = largest / power
  return lead <= 2 ? power : lead <= 5 ? 2 * power : 5 * power
}
