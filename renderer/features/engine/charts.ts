import type { EngineStatistics } from '../../../shared/state/state.ts'

/** A scale of four lines from 0 up to a number at or above `most` that divides by three. */
export function roundScale(most: number): {
  readonly max: number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
} {
  const steps = [1, 2, 3, 4, 5, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000]
  const step = steps.find((each) => each * 3 >= most) ?? Math.ceil(most / 3 / 1000) * 1000
  return { max: step * 3, ticks: [3, 2, 1, 0].map((line) => ({ value: line * step, text: String(line * step) })) }
}

/** Round moments from 0 up to `end`, five steps at most; ms. */
export function roundTimes(end: number): readonly number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000]
  const step = steps.find((each) => each * 5 >= end) ?? Math.ceil(end / 5 / 60_000) * 60_000
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, line) => line * step)
}

interface ScanBins {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  readonly count: number
  /** Upper bound of the last bin that holds anything, ms. */
  readonly max: number
}

/** Scan times as bins with both bounds; empty ones at the end are left out. */
export function scanBins(times: EngineStatistics['scanTimes']): ScanBins {
  const sorted = times.toSorted((a, b) => a.upToMs - b.upToMs)
  const last = sorted.findLastIndex(({ count }) => count > 0)
  const bins = sorted.slice(0, last + 1).map(({ upToMs, count }, index) => ({ from: sorted[index - 1]?.upToMs ?? 0, to: upToMs, count }))
  return { bins, count: bins.reduce((sum, bin) => sum + bin.count, 0), max: bins.at(-1)?.to ?? 0 }
}
