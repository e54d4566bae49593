import { describe, expect, it } from 'vitest'
import { localMoment } from './local-moment.ts'

describe('a moment in a terminal', () => {
  it.each([
    ['UTC', '2026-11-29 20:04:05 UTC'],
    ['Asia/Tokyo', '2026-11-30 05:04:05 GMT+9'],
    ['America/New_York', '2026-11-29 15:04:05 EST'],
  ])('is local, with its zone: %s', (zone, told) => {
    expect(localMoment(Date.UTC(2026, 10, 29, 20, 4, 5, 999), zone)).toBe(told)
  })

  it('is of this computer where no zone is named', () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    expect(localMoment(1_700_000_000_000)).toBe(localMoment(1_700_000_000_000, timeZone))
  })
})
