import { describe, expect, it } from 'vitest'
import type { EventLine } from '../../../shared/state/state.ts'
import { foldLines } from './folded.ts'

const line = (id: number, over: Partial<EventLine> = {}): EventLine => ({
  id,
  at: id * 1000,
  community: 'lima',
  code: 'reveal-try-failed',
  tone: 'stake',
  mine: true,
  guid: null,
  subject: '1: not in reveal window',
  amount: null,
  ...over,
})
const shown = (lines: readonly EventLine[]) => foldLines(lines).map(({ line, count, first }) => [line.id, count, first.id])

describe('equal lines in a row', () => {
  it('are one with their count, by its newest and its oldest', () => {
    expect(shown([line(9), line(8), line(7)])).toEqual([[9, 3, 7]])
    expect(shown([line(9)])).toEqual([[9, 1, 9]])
    expect(shown([])).toEqual([])
  })
  it('are so whichever try they are, and whichever bounty’s, which then is nobody’s', () => {
    const [a, b] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
    const same = foldLines([
      line(9, { subject: '3: not in reveal window', guid: a }),
      line(8, { subject: '2: not in reveal window', guid: a }),
    ])
    expect(same).toMatchObject([{ count: 2, line: { id: 9, guid: a, subject: '3: not in reveal window' } }])
    expect(foldLines([line(9, { guid: a }), line(8, { guid: b }), line(7, { guid: a })])).toMatchObject([
      { count: 3, line: { id: 9, guid: null } },
    ])
  })
  it('are not those with more than five minutes between them, each of which has a time of its own', () => {
    const minute = 60_000
    const connected = (id: number, at: number) => line(id, { at, code: 'connected', subject: 'Sandbox' })
    expect(shown([connected(9, 24 * minute), connected(8, 15 * minute), connected(7, 10 * minute), connected(6, 5 * minute - 1)])).toEqual([
      [9, 1, 9],
      [8, 2, 7],
      [6, 1, 6],
    ])
  })
  it('are not those between which something else happened', () => {
    expect(shown([line(9), line(8, { code: 'connected', subject: null }), line(7)])).toEqual([
      [9, 1, 9],
      [8, 1, 8],
      [7, 1, 7],
    ])
  })
  it.each<[string, Partial<EventLine>]>([
    ['what was said', { subject: '1: out of gas' }],
    ['the Community', { community: 'sandbox' }],
    ['the reason', { reason: { code: 'no-route', values: {} } }],
    ['whose it is', { mine: false }],
    ['an amount', { amount: 1n }],
    ['who started it', { by: 'maintain' }],
    ['what it counts', { counts: { reveals: 1 } }],
  ])('are not those that differ in %s', (_, over) => {
    expect(shown([line(9), line(8, over)])).toHaveLength(2)
  })
  it('are never two with amounts, nor two bounties that are told by name', () => {
    const deposit = { code: 'deposit-sent', subject: null, amount: 5n }
    expect(shown([line(9, deposit), line(8, deposit)])).toHaveLength(2)
    const named = { code: 'committed', subject: 'same.exe' }
    expect(shown([line(9, { ...named, guid: 'a' }), line(8, { ...named, guid: 'b' })])).toHaveLength(2)
  })
})
