import { groupDigits } from './amounts.ts'

/** A count or a block with separators: `18,402,117`. */
export const formatCount = (value: number): string => (value < 0 ? '−' : '') + groupDigits(Math.abs(Math.trunc(value)).toString())

/** A block relative to the one a bounty was posted in: `+21`. */
export const formatOffset = (block: number, from: number): string => `${block < from ? '−' : '+'}${formatCount(Math.abs(block - from))}`

/** The last three digits of a block where the rest stands beside it: `18,402,048` after `18,402,029` → `048`. */
export function shortBlock(block: number, beside: number): string {
  const [text, other] = [formatCount(block), formatCount(beside)]
  const same = text.length === other.length && text.slice(0, -3) === other.slice(0, -3)
  return same && text.length > 3 ? text.slice(-3) : text
}

/** Confidence (parts per million) in per cent, as whole as a list needs it: `97%`. */
export const formatConfidence = (ppm: number): string => `${Math.round(ppm / 10_000)}%`

/** Bytes in decimal units, two or three digits: `31 kB`, `4.1 MB`, `612 kB`. */
export function formatSize(bytes: number): string {
  return sizeText(bytes, (value, unit) => unit > 0 && value < 100)
}

/** As `formatSize`, one figure finer, for the details of a bounty: `38.2 kB`. */
export function formatSizeFine(bytes: number): string {
  return sizeText(bytes, (value) => value < 100)
}

function sizeText(bytes: number, fine: (value: number, unit: number) => boolean): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB'] as const
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value.toFixed(fine(value, unit) ? 1 : 0)} ${units[unit]}`
}

/** Milliseconds as seconds with one decimal, as scan times are shown: `2.8 s`; what would be nearly zero stays in `12 ms`. */
export const formatSeconds = (ms: number, decimals = 1): string =>
  ms > 0 && ms < 100 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(decimals)} s`
