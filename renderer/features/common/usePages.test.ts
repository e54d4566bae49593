import { describe, expect, it } from 'vitest'
import { withNewest } from './usePages.ts'

const rows = (...ids: readonly number[]) => ids.map((id) => ({ id }))

describe('newer rows before those that are here', () => {
  it('are joined where the pages meet, each row once', () => {
    expect(withNewest(rows(9, 8, 7), rows(7, 6, 5))).toEqual(rows(9, 8, 7, 6, 5))
    expect(withNewest(rows(7, 6), rows(7, 6, 5))).toEqual(rows(7, 6, 5))
  })
  it('stand alone where there is a gap that nobody has seen', () => {
    expect(withNewest(rows(9, 8), rows(5, 4))).toEqual(rows(9, 8))
  })
  it('are all there is at first', () => {
    expect(withNewest(rows(2, 1), [])).toEqual(rows(2, 1))
    expect(withNewest([], rows(2, 1))).toEqual(rows(2, 1))
  })
})
