import { describe, expect, it } from 'vitest'
import { rightOfEnded, rightOfVerdicts } from './right.ts'

const counts = { won: 257, wonPart: 5, lost: 2, forfeited: 7, writtenOff: 0, returned: 0 }

describe('what was right', () => {
  it('is what was won in whole, of all that ended with a result', () => {
    expect(rightOfEnded(counts)).toEqual({ right: 257, of: 271, share: 948 })
    expect(rightOfEnded({ ...counts, writtenOff: 3, returned: 4 })).toEqual({ right: 257, of: 274, share: 938 })
  })
  it('has no share before anything ended', () => {
    expect(rightOfEnded({ won: 0, wonPart: 0, lost: 0, forfeited: 0, writtenOff: 0, returned: 2 })).toEqual({
      right: 0,
      of: 0,
      share: null,
    })
  })
  it('counts verdicts one by one', () => {
    expect(rightOfVerdicts(71, 1)).toEqual({ right: 71, of: 72, share: 986 })
  })
})
