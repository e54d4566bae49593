import { describe, expect, it } from 'vitest'
import { wellState } from '../../bridge/fake/moments.ts'
import { BLOCK, NOW } from '../../bridge/fake/row-of.ts'
import { rows } from '../../bridge/fake/rows.ts'
import { groupKey, liveList, movedRows } from './groups.ts'

const known = wellState.bounties.lima ?? {}
const list = (now: typeof known) =>
  liveList(Object.values(now), { which: 'mine', search: '', files: true, urls: true }, BLOCK, NOW).flatMap(({ id, rows }) => [
    { kind: 'group' as const, id: groupKey(id) },
    ...rows.map(({ guid }) => ({ kind: 'row' as const, id: guid })),
  ])

describe('rows that stand where they stood', () => {
  it('have not moved as long as their headings are right', () => {
    expect(movedRows(list(known), known, BLOCK, NOW).size).toBe(0)
  })

  it('say which group they belong to by now, and that they ended when nothing is known of them any more', () => {
    const lines = list(known)
    const { [rows.photo.guid]: _gone, ...rest } = known
    const later = { ...rest, [rows.curl.guid]: { ...rows.curl, state: 'won' as const, payout: 1n, settledAt: NOW } }
    expect([...movedRows(lines, later, BLOCK, NOW)]).toEqual(
      expect.arrayContaining([
        [rows.curl.guid, 'settled'],
        [rows.photo.guid, 'ended'],
      ]),
    )
    expect(movedRows(lines, later, BLOCK, NOW).size).toBe(2)
    expect(movedRows(list(later), later, BLOCK, NOW).size).toBe(0)
  })

  it('move with the block alone', () => {
    const moved = movedRows(list(known), known, BLOCK + 12, NOW)
    expect(moved.get(rows.curl.guid)).toBe('reveal')
  })
})
