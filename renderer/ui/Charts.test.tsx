import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Histogram, type HistogramMark } from './Charts.tsx'

const drawn = (mark: HistogramMark) => {
  const { unmount } = render(<Histogram label="times" bins={[]} max={20} ticks={[]} marks={[mark]} badFrom={null} />)
  const anchor = screen.getByText(mark.text).getAttribute('text-anchor')
  unmount()
  return anchor === 'end' ? 'on its left' : 'on its right'
}

// Drawn 420 px wide, as long as nothing is measured.
describe('the words of a mark', () => {
  it.each<[HistogramMark, string]>([
    [{ at: 14, text: 'budget', note: '9 too late' }, 'on its right'],
    [{ at: 14, text: 'budget', note: '9 bounties too late, left out' }, 'on its left'],
    [{ at: 10, text: 'budget', note: '9 bounties too late, left out' }, 'on its right'],
    [{ at: 12, text: '持ち時間', note: '間に合わず除外' }, 'on its right'],
    [{ at: 12, text: '持ち時間', note: '間に合わず除外したバウンティ 9 件' }, 'on its left'],
  ])('stand where they have room: %j %s', (mark, side) => {
    expect(drawn(mark)).toBe(side)
  })
})
