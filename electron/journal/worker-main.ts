import '../../shared/without-code-generation.ts'
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { helperPort } from '../runtime/helper-port.ts'
import { serve } from '../runtime/protocol.ts'
import { type Database, isDamage, journalError, openJournal } from './database.ts'
import { journalProtocol } from './protocol.ts'
import { StoreReader } from './store-read.ts'
import { StoreWriter } from './store-write.ts'

/*
 * The journal's own process or thread: `worker-main PATH`. It alone knows SQLite, and every flush to the disk happens here. It takes one
 * request after the other; each answer to `write` is sent only when the disk has it.
 */

interface Store {
  readonly database: Database
  readonly writer: StoreWriter
  readonly reader: StoreReader
}

function openDatabase(path: string): Database {
  // Only the operator's own account may read it; SQLite would create it with the usual mode.
  closeSync(openSync(path, 'a', 0o600))
  return new DatabaseSync(path)
}

/** Opens the file at the first request, and again at the next one when that failed for a reason that passes. */
class JournalFile {
  readonly #path: string
  #store: Store | null = null
  #broken: ConsoleError | null = null

  constructor(path: string) {
    this.#path = path
  }

  use<T>(work: (store: Store) => T): T {
    if (this.#broken) throw this.#broken
    try {
      this.#store ??= this.#open()
      return work(this.#store)
    } catch (error) {
      const failure = journalError(error)
      const forGood = isDamage(error) || failure.code === 'journal-newer' || (this.#store === null && !failure.retry)
      if (forGood) this.#broken = failure
      throw failure
    }
  }

  close(): void {
    const store = this.#store
    this.#store = null
    this.#broken = new ConsoleError('journal-failed', 'the journal is closed')
    store?.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    store?.database.close()
  }

  #open(): Store {
    const database = openJournal(this.#path, openDatabase, () => Date.now())
    return { database, writer: new StoreWriter(database), reader: new StoreReader(database) }
  }
}

function main(path: string | undefined): void {
  if (path === undefined) throw new Error('the journal needs the path of its file')
  const port = helperPort()
  const file = new JournalFile(path)
  const read =
    <T, A>(work: (reader: StoreReader, params: A) => T) =>
    (params: A): T =>
      file.use(({ reader }) => work(reader, params))
  serve(port, journalProtocol, {
    write: ({ session, seq, ops }) => {
      file.use(({ writer }) => writer.write(session, seq, ops))
      return {}
    },
    openBounties: read((reader, params) => reader.openBounties(params)),
    bounty: read((reader, params) => reader.bounty(params)),
    pendingTransactions: read((reader, params) => reader.pendingTransactions(params)),
    endedTransactions: read((reader, params) => reader.endedTransactions(params)),
    transfers: read((reader, params) => reader.transfers(params)),
    assertions: read((reader, params) => reader.assertions(params)),
    assertionTotals: read((reader, params) => reader.assertionTotals(params)),
    forfeits: read((reader, params) => reader.forfeits(params)),
    pastBounties: read((reader, params) => reader.pastBounties(params)),
    events: read((reader, params) => reader.events(params)),
    lastEventId: read((reader) => reader.lastEventId()),
    ledger: read((reader, params) => reader.ledger(params)),
    transferCosts: read((reader, params) => reader.transferCosts(params)),
    ledgerBalance: read((reader, params) => reader.ledgerBalance(params)),
    results: read((reader, params) => reader.results(params)),
    facts: read((reader, params) => reader.facts(params)),
    close: () => {
      file.close()
      return {}
    },
  })
  port.onDisconnect(() => {
    file.close()
    process.exit(0)
  })
}

main(process.argv[2])
