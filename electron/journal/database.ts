import { existsSync, renameSync, statSync } from 'node:fs'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { ReasonCode } from '../../shared/errors/reason-codes.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import { migrations } from './schema.ts'

export type SqlValue = null | number | bigint | string | Uint8Array
export type SqlRow = Record<string, SqlValue>

/** What is used of SQLite: only the worker's entry knows which library it is. */
export interface Statement {
  run(...values: SqlValue[]): { readonly changes: number | bigint }
  get(...values: SqlValue[]): SqlRow | undefined
  all(...values: SqlValue[]): SqlRow[]
}
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

/** Above this size a full check at each start would cost an operator seconds; damage is then met where it is read. */
const CHECK_UP_TO_BYTES = 256 * 1024 * 1024

// Primary result codes of SQLite: https://www.sqlite.org/rescode.html
const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26
/** Busy, locked, out of memory, input or output error, disk full, cannot open: what may pass without anybody touching the file. */
const PASSING: ReadonlySet<number> = new Set([SQLITE_BUSY, 6, 7, 10, 13, 14])

/** By primary result code: what is said of it; of all others SQLite's own words are. */
const known: ReadonlyMap<number | null, ReasonCode> = new Map([
  [7, 'journal-no-memory'],
  [8, 'journal-read-only'],
  [10, 'journal-disk-error'],
  [SQLITE_CORRUPT, 'journal-damaged'],
  [13, 'journal-disk-full'],
  [14, 'journal-cannot-open'],
  [SQLITE_NOTADB, 'journal-damaged'],
])

const primaryCode = (error: unknown): number | null => {
  const code = (error as { readonly errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code & 0xff : null
}
/** The file cannot be read as a journal: nothing that passes. */
export const isDamage = (error: unknown): boolean => {
  const code = primaryCode(error)
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB
}

/**
 * Any error of SQLite as the console's own, with a reason. A full or slow disk passes; a damaged file does not.
 * Where the reason quotes SQLite: it names tables and conditions, never values.
 */
export function journalError(error: unknown): ConsoleError {
  if (error instanceof ConsoleError) return error
  const code = primaryCode(error)
  if (code === SQLITE_BUSY) return new ConsoleError('journal-in-use', undefined, { retry: true })
  return new ConsoleError('journal-failed', reasonOf(error, code), { cause: error, retry: code !== null && PASSING.has(code) })
}

function reasonOf(error: unknown, code: number | null): Reason {
  const said = known.get(code)
  if (said !== undefined) return because(said)
  if (error instanceof Error && code !== null) return because('journal-said', { text: error.message })
  const system = (error as { readonly code?: unknown } | null)?.code
  return because('journal-unusable', { text: String(system ?? 'unknown') })
}

/**
 * Opens the journal for this process alone, and brings it up to date.
 * @param now milliseconds since the epoch, for the name of a file that is put aside
 * @throws ConsoleError 'journal-newer' (the file is left as it is); 'journal-in-use' (retry); 'journal-failed': damaged: then the file was put
 *   aside beside the old place, never overwritten, and the error says where
 */
export function openJournal(path: string, open: (path: string) => Database, now: () => number): Database {
  const existed = existsSync(path) && statSync(path).size > 0
  let database: Database | null = null
  try {
    database = open(path)
    prepareDatabase(database, existed && statSync(path).size <= CHECK_UP_TO_BYTES)
    return database
  } catch (error) {
    database?.close()
    if (!isDamage(error) && !(error instanceof DamagedError)) throw journalError(error)
    throw putAside(path, now())
  }
}

class DamagedError extends Error {}

function prepareDatabase(database: Database, check: boolean): void {
  // Exclusive: one console at a time; the system gives the lock back however the process ends.
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('PRAGMA busy_timeout = 2000')
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (version > migrations.length) {
    throw new ConsoleError('journal-newer', `the journal has version ${version}, this console knows ${migrations.length}`)
  }
  database.exec('PRAGMA journal_mode = WAL')
  // FULL: a commit is on the disk itself when it returns, so that a power cut takes nothing that was acknowledged.
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA wal_autocheckpoint = 4000')
  database.exec('PRAGMA cache_size = -32000')
  if (check) {
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.quick_check
    if (verdict !== 'ok') throw new DamagedError('quick_check')
  }
  for (let step = version; step < migrations.length; step++) {
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(migrations[step] ?? '')
      database.exec(`PRAGMA user_version = ${step + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
}

/** Moves a damaged journal out of the way, write-ahead log and all, so that nothing ever writes over what may still be rescued. */
function putAside(path: string, now: number): ConsoleError {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  const aside = `${path}.damaged-${stamp}`
  try {
    for (const suffix of ['-wal', '-shm', '']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
    }
    return new ConsoleError('journal-failed', because('journal-kept-aside', { path: aside }))
  } catch {
    return new ConsoleError('journal-failed', because('journal-left', { path }))
  }
}
