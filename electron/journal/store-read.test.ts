import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { migrations } from './schema.ts'
import { StoreReader } from './store-read.ts'

/** A reader whose every question says how SQLite finds its rows. */
function explained() {
  const database = new DatabaseSync(':memory:')
  for (const migration of migrations) database.exec(migration)
  const put = database.prepare('INSERT INTO event (id, community, at, mine, kind, event) VALUES (?, ?, ?, ?, ?, ?)')
  for (let id = 1; id <= 64; id++)
    put.run(id, ['lima', 'oslo', null][id % 3] ?? null, id, id % 2, id % 4 < 2 ? 'rounds' : 'transfers', String(id))
  const plans: string[] = []
  const seen: Database = {
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
    prepare: (sql) => {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      const statement = database.prepare(sql)
      return {
        run: (...values) => statement.run(...values),
        get: (...values) => statement.get(...values),
        all: (...values) => {
          plans.push(
            plan
              .all(...values)
              .map(({ detail }) => detail)
              .join('; '),
          )
          return statement.all(...values)
        },
      }
    },
  }
  return { reader: new StoreReader(seen), plans }
}

const filters = [null, 'rounds' as const].flatMap((kind) =>
  [null, 'oslo'].flatMap((community) => [false, true].map((mine) => ({ kind, community, mine }))),
)

describe('lines of the feed', () => {
  it.each(filters)('are found by an index that holds no others than are asked for: %o', ({ kind, community, mine }) => {
    const { reader, plans } = explained()
    const ids = reader.events({ kind, community, mine, before: 60, limit: 100 }).map(Number)
    const wanted = (id: number): boolean => (!mine || id % 2 === 1) && (kind === null || id % 4 < 2) && (community === null || id % 3 === 1)
    expect(ids).toEqual(Array.from({ length: 59 }, (_, i) => 59 - i).filter(wanted))
    const index = ['event', mine && 'mine', kind && 'kind', community && 'community'].filter(Boolean).join('_')
    const by = [...(kind ? ['kind=?'] : []), ...(community ? ['community=?'] : []), index === 'event' ? 'rowid<?' : 'id<?'].join(' AND ')
    const name = index === 'event' ? 'INTEGER PRIMARY KEY' : `INDEX ${index}`
    expect(plans).toEqual([`SEARCH event USING ${name} (${by})`])
  })
})
