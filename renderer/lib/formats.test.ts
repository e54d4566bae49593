import { describe, expect, it } from 'vitest'
import { toBase64 } from './files.ts'
import { shortAddress, shortHash } from './identifiers.ts'
import { formatConfidence, formatCount, formatOffset, formatSeconds, formatSize, formatSizeFine, shortBlock } from './numbers.ts'
import { durationParts, formatClock, formatDay, formatMoment, startOfDay } from './times.ts'

describe('blocks and counts', () => {
  it('have separators', () => {
    expect(formatCount(18_402_117)).toBe('18,402,117')
    expect(formatCount(999)).toBe('999')
    expect(formatCount(-1234)).toBe('−1,234')
  })
  it('are offsets within a bounty', () => {
    expect(formatOffset(18_402_050, 18_402_029)).toBe('+21')
    expect(formatOffset(1, 5)).toBe('−4')
  })
  it('are shortened only beside a block of the same thousand', () => {
    expect(shortBlock(18_402_048, 18_402_029)).toBe('048')
    expect(shortBlock(18_403_001, 18_402_999)).toBe('18,403,001')
    expect(shortBlock(7, 3)).toBe('7')
  })
})

describe('sizes', () => {
  it('take the decimal unit that needs the fewest digits', () => {
    expect([0, 999, 31_000, 218_000, 4_100_000, 28_700_000, 999_499, 999_500, 1_500_000_000].map(formatSize)).toEqual([
      '0 B',
      '999 B',
      '31 kB',
      '218 kB',
      '4.1 MB',
      '28.7 MB',
      '999 kB',
      '1.0 MB',
      '1.5 GB',
    ])
    expect([999, 1200, 38_200, 96_800, 218_400, 1_200_000].map(formatSizeFine)).toEqual([
      '999 B',
      '1.2 kB',
      '38.2 kB',
      '96.8 kB',
      '218 kB',
      '1.2 MB',
    ])
  })
})

describe('times', () => {
  const at = new Date(2026, 8, 2, 3, 4, 5).getTime()
  it('are local and of fixed width', () => expect(formatClock(at)).toBe('03:04:05'))
  it('name the day in the language', () => {
    expect(formatDay(at, 'en')).toBe('2 Sep')
    expect(formatDay(at, 'ja')).toBe('9月2日')
  })
  it('carry the day unless it is today', () => {
    expect(formatMoment(at, at + 1000, 'en')).toBe('03:04:05')
    expect(formatMoment(at, at + 86_400_000, 'en')).toBe('2 Sep 03:04:05')
  })
  it('know when the day began', () => expect(formatClock(startOfDay(at))).toBe('00:00:00'))
  it('are lengths in their two largest units', () => {
    expect(durationParts(532_800_000)).toEqual([
      { value: 6, unit: 'd' },
      { value: 4, unit: 'h' },
    ])
    expect(durationParts(0)).toEqual([{ value: 0, unit: 's' }])
    expect(durationParts(-5)).toEqual([{ value: 0, unit: 's' }])
    expect(durationParts(47 * 60_000)).toEqual([{ value: 47, unit: 'min' }])
  })
  it('of scans have decimals', () => expect([2849, 12.4, 0].map((ms) => formatSeconds(ms))).toEqual(['2.8 s', '12 ms', '0.0 s']))
})

describe('identifiers', () => {
  it('are shortened in the middle', () => {
    expect(shortAddress('0x7A3f02b9D64C1eE85aF37d20B19c04E6f8A2C91e')).toBe('0x7A3f…C91e')
    expect(shortHash(`551b438e${'0'.repeat(50)}9db452`)).toBe('551b438e…9db452')
    expect(shortHash('short')).toBe('short')
  })
  it('confidence is whole per cent', () => expect(formatConfidence(968_000)).toBe('97%'))
})

describe('files for the scanner', () => {
  it('become base64 of all their bytes', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256)
    const base64 = await toBase64(new Blob([bytes]))
    expect(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))).toEqual(bytes)
  })
})
