import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, type Change, coalesce } from './change.ts'
import { emptyState, sampleCommunity, sampleRow } from './samples.ts'

const community = fc.constantFrom('lima', 'sandbox')
const guid = fc.constantFrom(...['a', 'b', 'c'].map((c) => `${c.repeat(8)}-0000-0000-0000-000000000000`))
const row = fc.tuple(guid, fc.nat(1000)).map(([id, expiration]) => sampleRow(id, { expiration }))
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.nat(100).map((n): Change => ({ kind: 'app', app: { ...emptyState.app, startedAt: n } })),
  fc
    .tuple(community, fc.string({ minLength: 1, maxLength: 5 }))
    .map(([id, name]): Change => ({ kind: 'community', id, community: sampleCommunity(id, name) })),
  fc
    .tuple(community, fc.array(row, { maxLength: 3 }), fc.array(guid, { maxLength: 2 }))
    .map(([id, put, drop]): Change => ({ kind: 'bounties', id, put, drop })),
  fc.nat(1000).map(
    (id): Change => ({
      kind: 'events',
      events: [{ id, at: id, community: null, code: 'x', tone: 'soft', mine: true, guid: null, subject: null, amount: null }],
    }),
  ),
  community.map((id): Change => ({ kind: 'community-removed', id })),
)

const stateAfter = (changes: readonly Change[]) => changes.reduce(applyChange, emptyState)

describe('changes', () => {
  it('have the same result when they are gathered into few', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 30 }), (changes) => {
        expect(stateAfter(coalesce(changes))).toEqual(stateAfter(changes))
      }),
    )
  })
  it('leave what they do not touch as it was', () => {
    const before = stateAfter([{ kind: 'community', id: 'lima', community: sampleCommunity('lima', 'Lima') }])
    const next = applyChange(before, {
      kind: 'bounties',
      id: 'lima',
      put: [sampleRow('aaaaaaaa-0000-0000-0000-000000000000', {})],
      drop: [],
    })
    expect(next.communities).toBe(before.communities)
    expect(next.events).toBe(before.events)
  })
  it('keep the newest line of the feed first', () => {
    const line = (id: number) => ({
      id,
      at: id,
      community: null,
      code: 'x',
      tone: 'soft' as const,
      mine: true,
      guid: null,
      subject: null,
      amount: null,
    })
    expect(
      stateAfter([
        { kind: 'events', events: [line(1), line(2)] },
        { kind: 'events', events: [line(3)] },
      ]).events.map((e) => e.id),
    ).toEqual([3, 2, 1])
  })
})
