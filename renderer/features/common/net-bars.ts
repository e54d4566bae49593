import { DECIMALS } from '../../../shared/domain/amount.ts'
import { formatAmount } from '../../lib/amounts.ts'
import type { Bar } from '../../ui/Charts.tsx'

/** Bars of net and the lines behind them; heights in millionths of the whole scale. */
export interface NetBars {
  readonly bars: readonly Bar[]
  readonly min: number
  readonly max: number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
}

/** Between the lines of a scale, at most; a line more than that. */
const MOST_STEPS = 5
/** A hundred-thousandth of an NCT: finer lines would say less than their labels take room. */
const FINEST = 10n ** 13n
const HEIGHT = 1_000_000n
const NCT = 10n ** BigInt(DECIMALS)

/**
 * Bars of net over time. The scale is made of whole steps of 1, 2 or 5 times a power of ten NCT, below zero too, so that each line stands
 * exactly where its label says.
 */
export function netBars(net: readonly { readonly at: number; readonly net: bigint }[]): NetBars {
  const { step, below, above } = scaleOf(net.map((each) => each.net))
  const [min, span] = [-step * below, step * (above + below)]
  const heightOf = (value: bigint): number => Number(((value - min) * HEIGHT) / span)
  const zero = heightOf(0n)
  const decimals = decimalsOf(step)
  return {
    bars: net.map((each) => ({ id: each.at, value: heightOf(each.net) - zero, bad: each.net < 0n })),
    min: 0 - zero,
    max: heightOf(step * above) - zero,
    ticks: Array.from({ length: Number(above + below) + 1 }, (_, index) => {
      const value = min + step * BigInt(index)
      return { value: heightOf(value) - zero, text: formatAmount(value, { decimals }) }
    }).reverse(),
  }
}

/** The finest step that holds all values and zero, and how many of them there are below and above it. */
export function scaleOf(values: readonly bigint[]): { readonly step: bigint; readonly below: bigint; readonly above: bigint } {
  const top = values.reduce((most, value) => (value > most ? value : most), 0n)
  const bottom = values.reduce((least, value) => (value < least ? value : least), 0n)
  if (top === bottom) return { step: NCT, below: 0n, above: 1n }
  for (let power = FINEST; ; power *= 10n) {
    for (const lead of [1n, 2n, 5n]) {
      const step = lead * power
      const [below, above] = [ceilingOf(-bottom, step), ceilingOf(top, step)]
      if (below + above <= MOST_STEPS) return { step, below, above }
    }
  }
}

const ceilingOf = (value: bigint, step: bigint): bigint => (value + step - 1n) / step

/** Of the labels: as many as the step has. */
function decimalsOf(step: bigint): number {
  let [decimals, left] = [DECIMALS, step]
  while (decimals > 0 && left % 10n === 0n) {
    left /= 10n
    decimals -= 1
  }
  return decimals
}
