/**
 * A moment as the clock on the wall shows it, with its zone, for a terminal: `2026-11-29 20:04:05 GMT+9`.
 * @param at ms since the epoch
 * @param timeZone left out: this computer's
 */
export function localMoment(at: number, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  const when = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', ...zone }).format(at)
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short', ...zone }).formatToParts(at)
  return `${when} ${parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''}`.trim()
}
