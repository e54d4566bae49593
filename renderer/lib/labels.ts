/** How a label stands to its mark: under its middle, beginning at it, or ending at it. */
export type LabelSide = 'middle' | 'start' | 'end'

export interface PlacedLabel {
  /** Left edge, pixels from the left of the line. */
  readonly left: number
  readonly side: LabelSide
  /** 0 = directly under the line; further rows only where labels would cover each other. */
  readonly row: number
}

/** Between two labels of one row, pixels. */
const GAP = 8
/** Between a mark and a label beside it: two labels of one place keep the gap. */
const ASIDE = GAP / 2
const SIDES: readonly LabelSide[] = ['middle', 'end', 'start']
/** A further row is worse than any number of labels that are not centred. */
const ROW_COST = 100

/**
 * Places labels under the marks of a line so that each stands at its own mark, none covers another and none leaves the line: centred where
 * there is room, else beginning or ending at the mark, else in a further row. At most a handful of marks: all ways are tried.
 * @param marks from left to right: `x` on the line, and the label's width, both in pixels
 */
export function placeLabels(marks: readonly { readonly x: number; readonly width: number }[], line: number): readonly PlacedLabel[] {
  let ways: readonly Way[] = [{ labels: [], ends: [], cost: 0 }]
  for (const { x, width } of marks) {
    const most = Math.max(0, line - width)
    ways = ways.flatMap((way) =>
      SIDES.flatMap((side): Way[] => {
        const left = x - { middle: width / 2, start: -ASIDE, end: width + ASIDE }[side]
        // A label as wide as the line stands where it can.
        const inside = Math.max(0, Math.min(most, left))
        if (Math.abs(inside - left) > 1e-6 && !(side === 'middle' && width >= line)) return []
        const free = way.ends.findIndex((end) => end + GAP <= inside)
        const row = free === -1 ? way.ends.length : free
        const ends = [...way.ends.slice(0, row), inside + width, ...way.ends.slice(row + 1)]
        return [{ labels: [...way.labels, { left: inside, side, row }], ends, cost: way.cost + row * ROW_COST + Number(side !== 'middle') }]
      }),
    )
  }
  return ways.toSorted((a, b) => a.cost - b.cost)[0]?.labels ?? []
}

/** Some labels of the line, placed; `ends`: where the last label of each row ends. */
interface Way {
  readonly labels: readonly PlacedLabel[]
  readonly ends: readonly number[]
  readonly cost: number
}

/** Widest of the usual letters and figures, in parts of the type size; one of Chinese or Japanese takes it whole. */
const LATIN_EM = 0.62

/** What a text takes at most, pixels, without asking the page: before it is drawn, and in every language alike. */
export function textWidth(text: string, typeSize: number): number {
  const ems = [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 1 : LATIN_EM), 0)
  return Math.ceil(ems * typeSize)
}
