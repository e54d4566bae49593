import { describe, expect, it } from 'vitest'
import { eventCodes } from '../../../shared/state/codes.ts'
import type { EventLine } from '../../../shared/state/state.ts'
import { activityKinds, joinLines, liveReach, passes } from './kinds.ts'

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

const everything = { community: null, kind: null, mine: false }
const isOfKind = (code: string, kind: (typeof activityKinds)[number]) =>
  passes(line(1, code), { ...everything, kind: kind === 'all' ? null : kind })

describe('kinds of events', () => {
  it('hold every code once, and all of them together', () => {
    for (const code of [...eventCodes, 'of-a-newer-version', 'constructor']) {
      const kinds = activityKinds.filter((kind) => isOfKind(code, kind))
      expect(kinds, code).toHaveLength(2)
      expect(kinds).toContain('all')
    }
  })
  it('put a stake lost under results and a lock under the console', () => {
    expect(isOfKind('forfeited', 'results')).toBe(true)
    expect(isOfKind('wallet-locked', 'console')).toBe(true)
    expect(isOfKind('wallet-locked', 'results')).toBe(false)
  })
})

describe('live lines and paged ones', () => {
  it('are one list, each line once, newest first', () => {
    expect(joinLines([line(5), line(4)], [line(4), line(3)]).map(({ id }) => id)).toEqual([5, 4, 3])
  })
  it('ask the journal again when half of the window’s lines have moved on, and not before', () => {
    const window = (newest: number) => Array.from({ length: 200 }, (_, index) => line(newest - index))
    expect(liveReach(window(1250))).toBe(liveReach(window(1200)))
    expect(liveReach(window(1300))).not.toBe(liveReach(window(1200)))
  })
})
