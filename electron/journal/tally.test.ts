import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BountyRow } from '../../shared/domain/bounty.ts'
import { rowOf } from './fixture.ts'
import { migrations } from './schema.ts'
import { StoreReader } from './store-read.ts'
import { StoreWriter } from './store-write.ts'
import { addTally, emptyTally, endTally, isMissed, isRevealed, partOf, STRETCH_MS, seenTally } from './tally.ts'
import { JournalWire } from './wire.ts'

const states = [
  'scanning',
  'committed',
  'reveal-sent',
  'revealed',
  'won',
  'won-part',
  'lost',
  'forfeited',
  'returned',
  'missing',
  'written-off',
  'not-answered',
  'skipped',
] as const
const endings: ReadonlySet<string> = new Set(['won', 'won-part', 'lost', 'forfeited', 'returned', 'written-off', 'not-answered', 'skipped'])

const write = fc.record({
  bounty: fc.integer({ min: 0, max: 5 }),
  state: fc.constantFrom(...states),
  bid: fc.option(fc.bigInt({ min: 0n, max: 2n ** 80n }), { nil: null }),
  payout: fc.option(fc.bigInt({ min: 0n, max: 2n ** 80n }), { nil: null }),
  seen: fc.integer({ min: 0, max: 5 * STRETCH_MS }),
  ended: fc.integer({ min: 0, max: 5 * STRETCH_MS }),
})

describe('results', () => {
  it('equal the sum over all bounties as last written, since any moment, however often each was written', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), fc.integer({ min: 0, max: 6 * STRETCH_MS }), (writes, since) => {
        const database = new DatabaseSync(':memory:')
        for (const migration of migrations) database.exec(migration)
        const writer = new StoreWriter(database)
        const wire = new JournalWire({ journalKey: () => null }, () => 0)
        const last = new Map<number, BountyRow>()
        writes.forEach(({ bounty, state, bid, payout, seen, ended }, i) => {
          const row = rowOf(bounty, {
            state,
            bid,
            payout,
            skipReason: state === 'skipped' ? 'too-late' : null,
            firstSeenAt: last.get(bounty)?.firstSeenAt ?? seen,
            settledAt: endings.has(state) ? ended : null,
          })
          last.set(bounty, row)
          const op = wire.toWire({ is: 'put-bounty', community: 'lima', account: null, row, record: '{}', open: true })
          writer.write('session', i + 1, [op])
        })
        let expected = emptyTally()
        for (const row of last.values()) {
          const counted = {
            state: row.state,
            part: partOf(row),
            bid: row.bid,
            fee: row.assertionFee,
            payout: row.payout,
            firstSeenAt: row.firstSeenAt,
            endedAt: row.settledAt,
            revealed: isRevealed(row),
            missed: isMissed(row),
          }
          if (row.firstSeenAt >= since) expected = addTally(expected, seenTally(counted))
          if (row.settledAt !== null && row.settledAt >= since) expected = addTally(expected, endTally(counted))
        }
        expect(new StoreReader(database).results({ community: 'lima', since })).toEqual(expected)
        database.close()
      }),
    )
  })

  it('a batch that fails changes no count', () => {
    const database = new DatabaseSync(':memory:')
    for (const migration of migrations) database.exec(migration)
    const writer = new StoreWriter(database)
    const wire = new JournalWire({ journalKey: () => null }, () => 0)
    const good = wire.toWire({ is: 'put-bounty', community: 'lima', account: null, row: rowOf(1), record: '{}', open: true })
    const bad = { is: 'fact', community: 'lima', name: 'x', value: {} as string } as const
    expect(() => writer.write('s', 1, [good, bad])).toThrow()
    writer.write('s', 2, [good])
    writer.write('s', 2, [good])
    expect(new StoreReader(database).results({ community: 'lima', since: 0 })).toMatchObject({ bounties: 1, asserted: 1 })
    database.close()
  })
})
