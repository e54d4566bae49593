import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT, guidOf, hashOf, rowOf, TestJournal, transactionOf } from './fixture.ts'
import type { WorkerJournal } from './journal.ts'
import { type JournalOp, KEEP_ENDED_MS, type StoredTransaction } from './port.ts'
import { migrations } from './schema.ts'
import { prune as pruneRows } from './store-prune.ts'

let files: TestJournal
let journal: WorkerJournal
beforeEach(() => {
  files = new TestJournal()
  journal = files.open()
})
afterEach(() => files.end())

describe('pruning', () => {
  const old = { signedAt: Date.now() - KEEP_ENDED_MS - 60_000 }
  const over = { ...old, state: 'mined', minedBlock: 7 } as const
  const prune = { is: 'prune', community: 'lima', seenBefore: 0 } as const
  const keptHashes = (): unknown[] => {
    const database = new DatabaseSync(files.path)
    const rows = database.prepare('SELECT hash FROM tx ORDER BY id').all()
    database.close()
    return rows.map(({ hash }) => hash)
  }

  it('drops old transactions that are over, and none that a restart asks for', async () => {
    const put = (i: number, change: Partial<StoredTransaction>): JournalOp => ({
      is: 'put-transaction',
      transaction: transactionOf(i, change),
    })
    await journal.write([
      { is: 'put-bounty', community: 'lima', account: ACCOUNT, row: rowOf(2), record: '{}', open: true },
      { is: 'put-bounty', community: 'lima', account: ACCOUNT, row: rowOf(1, { state: 'won' }), record: '{}', open: false },
      put(1, over),
      put(2, over),
      put(3, { ...over, key: 'transfer:ended', guid: null }),
      put(4, { ...over, signedAt: Date.now() - KEEP_ENDED_MS + 3_600_000 }),
      put(5, old),
      put(6, { ...over, community: 'cusco' }),
      put(7, { ...over, state: 'replaced' }),
    ])
    await journal.write([prune])
    expect(await journal.endedTransactions(ACCOUNT, 'side', 'lima')).toMatchObject([{ hash: hashOf(2), state: 'mined' }])
    expect(await journal.pendingTransactions(ACCOUNT, 'side', 'lima')).toHaveLength(1)
    expect(await journal.bounty('lima', guidOf(1))).not.toBeNull()
    await journal.close()
    expect(keptHashes()).toEqual([2, 4, 5, 6].map(hashOf))
  })

  it('reads no table over and over, so that a long history does not stop the journal', () => {
    const database = new DatabaseSync(':memory:')
    for (const sql of migrations) database.exec(sql)
    const plan: string[] = []
    const explain = (sql: string, values: readonly (string | number)[]): void => {
      for (const { detail } of database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values)) plan.push(String(detail))
    }
    pruneRows({ ...prune, endedBefore: 1 }, (sql) => ({
      run: (...values) => {
        explain(sql, values as string[])
        return { changes: 0 }
      },
      get: () => undefined,
      all: () => [],
    }))
    const repeated = plan.slice(plan.findIndex((step) => step.startsWith('CORRELATED')))
    expect(plan.join()).toContain('tx USING')
    expect(repeated.filter((step) => step.startsWith('SCAN'))).toEqual([])
    expect(plan.filter((step) => step.startsWith('SCAN transfer'))).toEqual([])
    database.close()
  })

  it('drops old lines of the feed, and goes on counting where they ended', async () => {
    const at = Date.now() - KEEP_ENDED_MS - 60_000
    const line = { community: null, code: 'x', tone: 'soft', mine: true, guid: null, subject: null, amount: null } as const
    const put = (id: number, when: number): JournalOp => ({ is: 'put-event', event: { ...line, id, at: when } })
    await journal.write([put(1, at), put(2, Date.now()), put(3, at), put(4, at)])
    await journal.write([prune])
    expect((await journal.events({ community: null, kind: null, mine: false, before: null, limit: 10 })).map(({ id }) => id)).toEqual([
      4, 2,
    ])
    expect(await journal.lastEventId()).toBe(4)
  })

  it('never drops the ledger or its balance', async () => {
    const entry = { at: 1, community: 'lima', chain: 'side', account: ACCOUNT, currency: 'NCT', kind: 'bid', amount: -5n } as const
    await journal.write([{ is: 'put-ledger', entry: { ...entry, guid: null, hash: null, subject: null, ref: null } }])
    await journal.write([{ ...prune, seenBefore: Number.MAX_SAFE_INTEGER }])
    const { entries } = await journal.ledger({ community: 'lima', kind: null, from: null, to: null, before: null, limit: 10 })
    expect(entries).toMatchObject([{ amount: -5n, balance: -5n }])
  })
})
