const two = (value: number): string => value.toString().padStart(2, '0')

/** Local wall time: `03:12:47`. */
export function formatClock(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Local wall time without seconds: `03:12`. */
export const formatHourMinute = (at: number): string => formatClock(at).slice(0, 5)

/** A day as the language writes it, short: `2 Sep`, `9月2日`. */
export function formatDay(at: number, language: string): string {
  if (language === 'ja') return new Intl.DateTimeFormat('ja-JP', { day: 'numeric', month: 'short' }).format(at)
  return `${new Date(at).getDate()} ${new Intl.DateTimeFormat('en-US', { month: 'short' }).format(at)}`
}

/** Time of the day, and the day before it unless it is today: `03:12:47`, `2 Sep 03:12:47`. */
export function formatMoment(at: number, now: number, language: string): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString()
  return sameDay ? formatClock(at) : `${formatDay(at, language)} ${formatClock(at)}`
}

/** Midnight of the day `now` is in, local time. */
export function startOfDay(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** A length of time in its one or two largest units; the words are the catalogue's. */
export type DurationParts = readonly { readonly value: number; readonly unit: 'd' | 'h' | 'min' | 's' }[]

/** `376000` → 6 min 16 s; `540000000` → 6 d 6 h. Zero is `0 s`; a negative length counts as zero. */
export function durationParts(ms: number): DurationParts {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts = [
    { value: Math.floor(seconds / 86_400), unit: 'd' },
    { value: Math.floor(seconds / 3600) % 24, unit: 'h' },
    { value: Math.floor(seconds / 60) % 60, unit: 'min' },
    { value: seconds % 60, unit: 's' },
  ] as const
  const first = parts.findIndex(({ value }) => value > 0)
  if (first === -1) return [{ value: 0, unit: 's' }]
  return parts.slice(first, first + 2).filter(({ value }) => value > 0)
}
