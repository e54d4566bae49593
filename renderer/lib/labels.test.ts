import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLabels, textWidth } from './labels.ts'

const wide = (...xs: number[]) => xs.map((x) => ({ x, width: 100 }))

describe('labels under the marks of a line', () => {
  it('stand under the middle of their marks where there is room', () => {
    expect(placeLabels(wide(100, 500), 1000)).toEqual([
      { left: 50, side: 'middle', row: 0 },
      { left: 450, side: 'middle', row: 0 },
    ])
  })

  it('begin or end at a mark at the edge instead of leaving it', () => {
    expect(placeLabels(wide(0, 1000), 1000)).toEqual([
      { left: 4, side: 'start', row: 0 },
      { left: 896, side: 'end', row: 0 },
    ])
  })

  it('stand left and right of two marks that are near each other', () => {
    expect(placeLabels(wide(500, 502), 1000)).toEqual([
      { left: 396, side: 'end', row: 0 },
      { left: 506, side: 'start', row: 0 },
    ])
  })

  it('go to a further row when there is no room, and never away from their marks', () => {
    const placed = placeLabels(wide(500, 502, 504), 1000)
    expect(placed.map(({ row }) => row).toSorted()).toEqual([0, 0, 1])
    const both = placeLabels(wide(998, 1000), 1000)
    expect(both.map(({ row }) => row).toSorted()).toEqual([0, 1])
  })

  it('stand at their own mark, cover no other label and stay inside the line, whatever the marks are', () => {
    const mark = fc.record({ x: fc.double({ min: 0, max: 1000, noNaN: true }), width: fc.integer({ min: 10, max: 160 }) })
    fc.assert(
      fc.property(fc.array(mark, { minLength: 1, maxLength: 5 }), (marks) => {
        const sorted = marks.toSorted((a, b) => a.x - b.x)
        const placed = placeLabels(sorted, 1000)
        expect(placed).toHaveLength(sorted.length)
        placed.forEach(({ left, row }, index) => {
          const { x, width } = sorted[index] ?? { x: 0, width: 0 }
          expect(left).toBeGreaterThanOrEqual(-1e-6)
          expect(left + width).toBeLessThanOrEqual(1000 + 1e-6)
          expect(x).toBeGreaterThanOrEqual(left - 4 - 1e-6)
          expect(x).toBeLessThanOrEqual(left + width + 4 + 1e-6)
          const inRow = placed.slice(0, index).findLast((other) => other.row === row)
          const before = inRow === undefined ? null : placed.indexOf(inRow)
          if (before !== null) expect(left).toBeGreaterThanOrEqual((placed[before]?.left ?? 0) + (sorted[before]?.width ?? 0))
        })
      }),
    )
  })

  it('keep a label that is wider than its line', () => {
    expect(placeLabels([{ x: 10, width: 300 }], 200)).toEqual([{ left: 0, side: 'middle', row: 0 }])
  })

  it('are measured by their letters', () => {
    expect(textWidth('now', 12)).toBe(23)
    expect(textWidth('現在', 12)).toBe(24)
  })
})
