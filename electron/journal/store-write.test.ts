import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { LedgerRecord } from './protocol.ts'
import { migrations } from './schema.ts'
import { StoreReader } from './store-read.ts'
import { StoreWriter } from './store-write.ts'

const entry: LedgerRecord = {
  is: 'ledger',
  at: 1,
  community: 'lima',
  chain: 'side',
  account: '0xa',
  currency: 'NCT',
  kind: 'bid',
  amount: '-5',
  guid: null,
  hash: null,
  subject: null,
  ref: null,
  book: 'lima',
}

describe('a batch', () => {
  it('that is handed over again under its number is acknowledged and left alone, also by a new worker', () => {
    const database = new DatabaseSync(':memory:')
    for (const migration of migrations) database.exec(migration)
    const balance = (): bigint | null =>
      new StoreReader(database).ledgerBalance({ community: 'lima', account: '0xA', chain: 'side', currency: 'NCT' })
    const first = new StoreWriter(database)
    first.write('session', 1, [entry])
    first.write('session', 1, [entry])
    expect(balance()).toBe(-5n)
    const second = new StoreWriter(database)
    second.write('session', 1, [entry])
    expect(balance()).toBe(-5n)
    second.write('session', 2, [entry])
    expect(balance()).toBe(-10n)
    new StoreWriter(database).write('next session', 1, [entry])
    expect(balance()).toBe(-15n)
    database.close()
  })
})
