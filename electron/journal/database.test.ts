import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { because } from '../../shared/errors/because.ts'
import { journalError } from './database.ts'

/** What SQLite itself throws. */
function thrownBy(...steps: readonly string[]): unknown {
  const database = new DatabaseSync(':memory:')
  try {
    for (const step of steps) database.exec(step)
  } catch (error) {
    return error
  } finally {
    database.close()
  }
  throw new Error('SQLite threw nothing')
}

describe('an error of SQLite', () => {
  it('that says that the disk is full is that reason, and passes', () => {
    const full = thrownBy('PRAGMA max_page_count = 2', 'CREATE TABLE a (x)', 'CREATE TABLE b (x)')
    expect(journalError(full)).toMatchObject({
      code: 'journal-failed',
      retry: true,
      reason: because('journal-disk-full'),
      message: 'the disk is full',
    })
  })

  it('that may not be written is that reason, and does not pass', () => {
    const refused = thrownBy('PRAGMA query_only = 1', 'CREATE TABLE a (x)')
    expect(journalError(refused)).toMatchObject({ retry: false, reason: because('journal-read-only') })
  })

  it('of any other kind is quoted', () => {
    const odd = thrownBy('SELECT * FROM nowhere')
    expect(journalError(odd)).toMatchObject({ reason: because('journal-said', { text: 'no such table: nowhere' }) })
    expect(journalError(new TypeError('x'))).toMatchObject({ reason: because('journal-unusable', { text: 'unknown' }) })
  })
})
