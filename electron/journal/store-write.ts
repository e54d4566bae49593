import { assertNever } from '../../shared/domain/assert-never.ts'
import type { Database, SqlRow, Statement } from './database.ts'
import type { BountyRecord, LedgerRecord, TransactionRecord, WireOp } from './protocol.ts'
import { prune } from './store-prune.ts'
import { type Counted, countsDiffer, endTally, seenTally } from './tally.ts'
import { TallyBook } from './tally-book.ts'

/** Writes batches: each one transaction, applied once however often it is handed over. */
export class StoreWriter {
  readonly #database: Database
  readonly #tallies: TallyBook
  readonly #statements = new Map<string, Statement>()
  #applied: { readonly session: string; readonly seq: number } | null = null

  constructor(database: Database) {
    this.#database = database
    this.#tallies = new TallyBook(database)
    const stored = database.prepare(`SELECT value FROM meta WHERE name = 'applied'`).get()?.value
    if (typeof stored === 'string') this.#applied = JSON.parse(stored)
  }

  /** Durable when it returns. @throws SQLite's error, with nothing applied */
  write(session: string, seq: number, ops: readonly WireOp[]): void {
    if (this.#applied?.session === session && seq <= this.#applied.seq) return
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for (const op of ops) this.#apply(op)
      this.#tallies.flush()
      const applied = { session, seq }
      this.#prepared(`INSERT OR REPLACE INTO meta (name, value) VALUES ('applied', ?)`).run(JSON.stringify(applied))
      this.#database.exec('COMMIT')
      this.#applied = applied
    } catch (error) {
      this.#tallies.forget()
      this.#rollback()
      throw error
    }
  }

  #rollback(): void {
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // SQLite rolls back by itself on some errors (a full disk); then there is nothing left to roll back.
    }
  }

  #apply(op: WireOp): void {
    switch (op.is) {
      case 'bounty':
        this.#putBounty(op)
        return
      case 'transaction':
        this.#putTransaction(op)
        return
      case 'transaction-state':
        this.#setTransaction(op)
        return
      case 'transfer':
        this.#prepared(
          `INSERT INTO transfer (id, community, ended, signed_at, transfer, record) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, transfer = excluded.transfer, record = excluded.record`,
        ).run(op.id, op.community, op.ended ? 1 : 0, op.signedAt, op.transfer, op.record)
        return
      case 'event':
        this.#prepared('INSERT OR IGNORE INTO event (id, community, at, mine, kind, event) VALUES (?, ?, ?, ?, ?, ?)').run(
          op.id,
          op.community,
          op.at,
          op.mine ? 1 : 0,
          op.kind,
          op.event,
        )
        return
      case 'ledger':
        this.#putLedger(op)
        return
      case 'fact':
        this.#putFact(op)
        return
      case 'prune':
        prune(op, (sql) => this.#prepared(sql))
        return
      default:
        assertNever(op)
    }
  }

  #putBounty(op: BountyRecord): void {
    const old = this.#prepared(
      `SELECT id, state, part, bid, fee, payout, first_seen_at, ended_at, revealed, missed FROM bounty WHERE community = ? AND guid = ?`,
    ).get(op.community, op.guid)
    const before = old ? countedOf(old) : null
    const endedAt = op.endedAt !== null && !op.endedExactly && before?.endedAt ? before.endedAt : op.endedAt
    const after: Counted = {
      ...op,
      bid: toBigint(op.bid),
      fee: toBigint(op.fee),
      payout: toBigint(op.payout),
      // The first word about when it was seen stays: a bounty must not move from one day's results into another's.
      firstSeenAt: before?.firstSeenAt ?? op.firstSeenAt,
      endedAt,
    }
    // Most writes move a bounty on without changing what it counts for.
    if (!before || countsDiffer(before, after)) {
      this.#count(op.community, before, -1)
      this.#count(op.community, after, 1)
    }
    if (old) this.#updateBounty(op, after, Number(old.id))
    else this.#insertBounty(op, after)
  }

  #count(community: string, counted: Counted | null, sign: 1 | -1): void {
    if (!counted) return
    this.#tallies.add(community, counted.firstSeenAt, seenTally(counted), sign)
    if (counted.endedAt !== null) this.#tallies.add(community, counted.endedAt, endTally(counted), sign)
  }

  #insertBounty(op: BountyRecord, { endedAt, firstSeenAt }: Counted): void {
    this.#prepared(
      `INSERT INTO bounty (community, guid, account, row, record, sealed_secret, sealed_verdicts, open, state, part, bid, fee, payout,
         expiration, first_seen_at, ended_at, revealed, missed, words)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      op.community,
      op.guid,
      op.account,
      op.row,
      op.record,
      op.sealedSecret,
      op.sealedVerdicts,
      op.open ? 1 : 0,
      op.state,
      op.part,
      op.bid,
      op.fee,
      op.payout,
      op.expiration,
      firstSeenAt,
      endedAt,
      op.revealed ? 1 : 0,
      op.missed ? 1 : 0,
      op.words,
    )
  }

  #updateBounty(op: BountyRecord, { endedAt }: Counted, id: number): void {
    this.#prepared(
      `UPDATE bounty SET account = ?, row = ?, record = ?, sealed_secret = COALESCE(?, sealed_secret),
         sealed_verdicts = COALESCE(?, sealed_verdicts), open = ?, state = ?, part = ?, bid = ?, fee = ?,
         payout = ?, expiration = ?, ended_at = ?, revealed = ?, missed = ?, words = ?
       WHERE id = ?`,
    ).run(
      op.account,
      op.row,
      op.record,
      op.sealedSecret,
      op.sealedVerdicts,
      op.open ? 1 : 0,
      op.state,
      op.part,
      op.bid,
      op.fee,
      op.payout,
      op.expiration,
      endedAt,
      op.revealed ? 1 : 0,
      op.missed ? 1 : 0,
      op.words,
      id,
    )
  }

  #putTransaction(op: TransactionRecord): void {
    this.#prepared(
      `INSERT INTO tx (hash, key, community, account, chain, chain_id, nonce, raw, intent, sealed, secret, guid, state, urgency, attempts,
         mined_block, error, signed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET key = excluded.key, raw = excluded.raw, intent = excluded.intent, sealed = excluded.sealed,
         state = excluded.state, urgency = excluded.urgency, attempts = excluded.attempts, mined_block = excluded.mined_block,
         error = excluded.error, signed_at = excluded.signed_at`,
    ).run(
      op.hash,
      op.key,
      op.community,
      op.account.toLowerCase(),
      op.chain,
      op.chainId,
      op.nonce,
      op.raw,
      op.intent,
      op.sealed,
      op.secret ? 1 : 0,
      op.guid,
      op.state,
      op.urgency,
      op.attempts,
      op.minedBlock,
      op.error,
      op.signedAt,
    )
  }

  #setTransaction(op: Extract<WireOp, { is: 'transaction-state' }>): void {
    const over = op.state !== 'signed' && op.state !== 'sent'
    // The bytes of what is over are of no use to anybody: the file stays small, and what was sealed is gone.
    this.#prepared(
      over
        ? 'UPDATE tx SET state = ?, mined_block = ?, error = ?, raw = NULL, intent = NULL, sealed = NULL WHERE hash = ?'
        : 'UPDATE tx SET state = ?, mined_block = ?, error = ? WHERE hash = ?',
    ).run(op.state, op.minedBlock, op.error, op.hash)
  }

  #putLedger(op: LedgerRecord): void {
    if (op.ref !== null) {
      const known = this.#prepared('SELECT 1 FROM ledger WHERE community = ? AND ref = ?').get(op.community, op.ref)
      if (known) return
    }
    const account = op.account.toLowerCase()
    const place = [op.book, account, op.chain, op.currency] as const
    const old = this.#prepared(
      'SELECT amount, unexplained FROM balance WHERE community = ? AND account = ? AND chain = ? AND currency = ?',
    ).get(...place)
    const balance = BigInt(String(old?.amount ?? '0')) + BigInt(op.amount)
    const unexplained = BigInt(String(old?.unexplained ?? '0')) + (op.kind === 'unexplained' ? BigInt(op.amount) : 0n)
    this.#prepared(
      'INSERT OR REPLACE INTO balance (community, account, chain, currency, amount, unexplained) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(...place, balance.toString(), unexplained.toString())
    this.#prepared(
      `INSERT INTO ledger (at, community, chain, account, currency, kind, amount, balance, guid, hash, subject, ref)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      op.at,
      op.community,
      op.chain,
      op.account,
      op.currency,
      op.kind,
      op.amount,
      balance.toString(),
      op.guid,
      op.hash,
      op.subject,
      op.ref,
    )
  }

  #putFact(op: Extract<WireOp, { is: 'fact' }>): void {
    if (op.value === null) this.#prepared('DELETE FROM fact WHERE community = ? AND name = ?').run(op.community, op.name)
    else this.#prepared('INSERT OR REPLACE INTO fact (community, name, value) VALUES (?, ?, ?)').run(op.community, op.name, op.value)
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

const toBigint = (text: string | null): bigint | null => (text === null ? null : BigInt(text))
const textAmount = (value: unknown): bigint | null => (typeof value === 'string' ? BigInt(value) : null)

/** A bounty's counted columns as they are stored. */
export const countedOf = (row: SqlRow): Counted => ({
  state: String(row.state),
  part: Number(row.part),
  bid: textAmount(row.bid),
  fee: textAmount(row.fee),
  payout: textAmount(row.payout),
  firstSeenAt: Number(row.first_seen_at),
  endedAt: row.ended_at === null ? null : Number(row.ended_at),
  revealed: row.revealed === 1,
  missed: row.missed === 1,
})
