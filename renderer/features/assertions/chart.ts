import { roundForDisplay } from '../../../shared/domain/amount.ts'
import type { Bar } from '../../ui/Charts.tsx'

/** Ten-thousandths of an NCT as a number: for heights of bars, never for a figure. */
// biome-ignore lint/plugin: a height on the screen.
const heightOf = (value: bigint): number => Number(roundForDisplay(value, 4) / 10n ** 14n) / 10_000

const STEPS = [1, 1.5, 2, 3, 5, 6, 8, 10]

/** A round number at or above `value`. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(value))
  return (STEPS.find((step) => step * power >= value) ?? 10) * power
}

interface NetBars {
  readonly bars: readonly Bar[]
  readonly min: number
  readonly max: number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
}

/** Bars of net over time with a scale of round numbers; what was lost hangs below the line. */
export function netBars(net: readonly { readonly at: number; readonly net: bigint }[]): NetBars {
  const bars = net.map((each) => ({ id: each.at, value: heightOf(each.net), bad: each.net < 0n }))
  const max = niceCeiling(Math.max(0, ...bars.map(({ value }) => value))) || 1
  const low = Math.min(0, ...bars.map(({ value }) => value))
  const min = low < 0 ? -niceCeiling(-low) : 0
  const values = [...new Set([max, max / 2, 0, ...(min < 0 ? [min] : [])])]
  return { bars, min, max, ticks: values.map((value) => ({ value, text: text(value) })) }
}

const text = (value: number): string => `${value < 0 ? '−' : ''}${Number(Math.abs(value).toPrecision(3))}`
