import { describe, expect, it } from 'vitest'
import { eventCodes } from '../../../shared/state/codes.ts'
import type { EventLine } from '../../../shared/state/state.ts'
import { activityKinds, isOfKind, joinLines } from './kinds.ts'

const line = (id: number, code = 'committed'): EventLine => ({
  id,
  at: id,
  community: null,
  code,
  tone: 'soft',
  mine: true,
  guid: null,
  subject: null,
  amount: null,
})

describe('kinds of events', () => {
  it('hold every code once, and all of them together', () => {
    for (const code of [...eventCodes, 'of-a-newer-version']) {
      const kinds = activityKinds.filter((kind) => isOfKind({ code }, kind))
      expect(kinds, code).toHaveLength(2)
      expect(kinds).toContain('all')
    }
  })
  it('put a stake lost under results and a lock under the console', () => {
    expect(isOfKind({ code: 'forfeited' }, 'results')).toBe(true)
    expect(isOfKind({ code: 'wallet-locked' }, 'console')).toBe(true)
    expect(isOfKind({ code: 'wallet-locked' }, 'results')).toBe(false)
  })
})

describe('live lines and paged ones', () => {
  it('are one list, each line once, newest first', () => {
    expect(joinLines([line(5), line(4)], [line(4), line(3)]).map(({ id }) => id)).toEqual([5, 4, 3])
  })
})
