import type { Answer, Params } from '../runtime/protocol.ts'
import type { Database, SqlRow, SqlValue, Statement } from './database.ts'
import type { journalProtocol, KeptBounty } from './protocol.ts'
import { countedOf } from './store-write.ts'
import { addTally, emptyTally, endTally, parts, STRETCH_MS, seenTally, type Tally } from './tally.ts'
import { TallyBook } from './tally-book.ts'

type P = typeof journalProtocol

const KEPT = 'account, guid, row, record, sealed_secret, sealed_verdicts'
const COUNTED = 'state, part, bid, fee, payout, first_seen_at, ended_at, revealed, missed'

/** Answers questions from the file. Pages are cut inside SQLite, group by group, so that a page costs the same in a long history. */
export class StoreReader {
  readonly #database: Database
  readonly #statements = new Map<string, Statement>()

  constructor(database: Database) {
    this.#database = database
  }

  openBounties({ community }: Params<P, 'openBounties'>): KeptBounty[] {
    return this.#all(`SELECT ${KEPT} FROM bounty WHERE community = ? AND open = 1 ORDER BY id`, community).map(keptOf)
  }

  bounty({ community, guid }: Params<P, 'bounty'>): KeptBounty | null {
    const row = this.#all(`SELECT ${KEPT} FROM bounty WHERE community = ? AND guid = ?`, community, guid)[0]
    return row ? keptOf(row) : null
  }

  pendingTransactions({ community, account, chain }: Params<P, 'pendingTransactions'>): Answer<P, 'pendingTransactions'> {
    const sql = `SELECT * FROM tx WHERE community = ? AND chain = ? AND account = ? AND state IN ('signed', 'sent') ORDER BY nonce, id`
    return this.#all(sql, community, chain, account.toLowerCase()).map((row) => ({
      hash: text(row, 'hash'),
      key: text(row, 'key'),
      community: text(row, 'community'),
      account: text(row, 'account'),
      chain: text(row, 'chain'),
      chainId: Number(row.chain_id),
      nonce: Number(row.nonce),
      raw: textOrNull(row, 'raw'),
      intent: textOrNull(row, 'intent'),
      sealed: bytesOrNull(row, 'sealed'),
      secret: row.secret === 1,
      guid: textOrNull(row, 'guid'),
      state: text(row, 'state'),
      urgency: Number(row.urgency),
      attempts: Number(row.attempts),
      minedBlock: intOrNull(row, 'mined_block'),
      error: textOrNull(row, 'error'),
      signedAt: Number(row.signed_at),
    }))
  }

  endedTransactions({ community, account, chain }: Params<P, 'endedTransactions'>): Answer<P, 'endedTransactions'> {
    const sql = `
      SELECT key, hash, nonce, state, mined_block, error FROM tx
      WHERE community = ?1 AND chain = ?2 AND account = ?3 AND state IN ('mined', 'failed') AND key IN (
        SELECT 'assert:' || community || ':' || guid FROM bounty WHERE community = ?1 AND open = 1
        UNION ALL SELECT 'reveal:' || community || ':' || guid FROM bounty WHERE community = ?1 AND open = 1
        UNION ALL SELECT 'settle:' || community || ':' || guid FROM bounty WHERE community = ?1 AND open = 1
        UNION ALL SELECT 'transfer:' || id FROM transfer WHERE community = ?1 AND ended = 0)
      ORDER BY id`
    const last = new Map<string, Answer<P, 'endedTransactions'>[number]>()
    for (const row of this.#all(sql, community, chain, account.toLowerCase())) {
      const state = row.state === 'mined' ? 'mined' : 'failed'
      last.set(text(row, 'key'), {
        key: text(row, 'key'),
        hash: text(row, 'hash'),
        nonce: Number(row.nonce),
        state,
        minedBlock: intOrNull(row, 'mined_block'),
        error: textOrNull(row, 'error'),
      })
    }
    return [...last.values()]
  }

  transfers({ community, ended, since }: Params<P, 'transfers'>): Answer<P, 'transfers'> {
    const sql = 'SELECT transfer, record FROM transfer WHERE community = ? AND ended = ? ORDER BY signed_at DESC LIMIT ?'
    const read = (is: 0 | 1, limit: number) =>
      this.#all(sql, community, is, limit).map((row) => ({ transfer: text(row, 'transfer'), record: text(row, 'record') }))
    const lately = 'SELECT COUNT(*) AS count FROM transfer WHERE community = ? AND ended = 1 AND signed_at >= ?'
    const young = since === null ? 0 : Number(this.#all(lately, community, since)[0]?.count ?? 0)
    return [...read(0, 10_000), ...read(1, Math.max(ended, young))]
  }

  assertions({ community, parts: wanted, words, since, offset, limit }: Params<P, 'assertions'>): Answer<P, 'assertions'> {
    const rows: KeptBounty[] = []
    let total = 0
    for (const part of wanted) {
      const { where, values } = partCondition(community, part, since, words)
      const count = Number(this.#all(`SELECT count(*) AS n FROM bounty WHERE ${where}`, ...values)[0]?.n ?? 0)
      const skip = Math.max(0, offset - total)
      const room = limit - rows.length
      if (skip < count && room > 0) {
        const order = part <= parts.open ? 'expiration, id' : 'ended_at DESC, id DESC'
        const sql = `SELECT ${KEPT} FROM bounty WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`
        rows.push(...this.#all(sql, ...values, room, skip).map(keptOf))
      }
      total += count
    }
    return { rows, total }
  }

  assertionTotals({ community, since, now }: Params<P, 'assertionTotals'>): Answer<P, 'assertionTotals'> {
    const count = (part: number): number => {
      const { where, values } = partCondition(community, part, since, [])
      return Number(this.#all(`SELECT count(*) AS n FROM bounty WHERE ${where}`, ...values)[0]?.n ?? 0)
    }
    const counts = { owed: count(parts.owed), open: count(parts.open), paid: count(parts.paid), lost: count(parts.lost) }
    const ends = new TallyBook(this.#database)
      .since(community, since ?? 0)
      .filter(({ tally }) => tally.settled + tally.forfeited + tally.writtenOff > 0)
    const from = since ?? ends[0]?.at ?? now
    const stretchMs = stretchLength(now - from)
    const net = netByStretch(ends, from, now, stretchMs)
    return { counts: { all: counts.owed + counts.open + counts.paid + counts.lost, ...counts }, net, stretchMs }
  }

  forfeits({ community, offset, limit }: Params<P, 'forfeits'>): KeptBounty[] {
    const { where, values } = partCondition(community, parts.lost, null, [])
    const sql = `SELECT ${KEPT} FROM bounty WHERE ${where} AND state = 'forfeited' ORDER BY ended_at DESC, id DESC LIMIT ? OFFSET ?`
    return this.#all(sql, ...values, limit, offset).map(keptOf)
  }

  pastBounties({ community, states, offset, limit }: Params<P, 'pastBounties'>): Answer<P, 'pastBounties'> {
    const inStates = states.length === 0 ? '' : ` AND state IN (${states.map(() => '?').join(', ')})`
    const where = `community = ? AND open = 0${inStates}`
    const total = Number(this.#all(`SELECT count(*) AS n FROM bounty WHERE ${where}`, community, ...states)[0]?.n ?? 0)
    const sql = `SELECT ${KEPT} FROM bounty WHERE ${where} ORDER BY first_seen_at DESC, id DESC LIMIT ? OFFSET ?`
    return { rows: this.#all(sql, community, ...states, limit, offset).map(keptOf), total }
  }

  events({ community, kind, mine, before, limit }: Params<P, 'events'>): string[] {
    const conditions: [string, SqlValue][] = [['id < ?', before ?? Number.MAX_SAFE_INTEGER]]
    if (kind !== null) conditions.push(['kind = ?', kind])
    if (community !== null) conditions.push(['community = ?', community])
    const { where, values } = allOf(conditions)
    // One index for each choice, named here: SQLite knows nothing of how many lines fit, and a wide one is read whole where few do.
    const parts = ['event', ...(mine ? ['mine'] : []), ...(kind === null ? [] : ['kind']), ...(community === null ? [] : ['community'])]
    const from = parts.length === 1 ? 'event' : `event INDEXED BY ${parts.join('_')}`
    const sql = `SELECT event FROM ${from} WHERE ${where}${mine ? ' AND mine = 1' : ''} ORDER BY id DESC LIMIT ?`
    return this.#all(sql, ...values, limit).map((row) => text(row, 'event'))
  }

  lastEventId(): number {
    return Number(this.#all('SELECT max(id) AS id FROM event')[0]?.id ?? 0)
  }

  ledger({ community, kind, from, to, before, limit }: Params<P, 'ledger'>): Answer<P, 'ledger'> {
    const conditions: [string, SqlValue][] = [['id < ?', before ?? Number.MAX_SAFE_INTEGER]]
    if (community !== null) conditions.push(['community = ?', community])
    if (kind !== null) conditions.push(['kind = ?', kind])
    if (from !== null) conditions.push(['at >= ?', from])
    if (to !== null) conditions.push(['at <= ?', to])
    const { where, values } = allOf(conditions)
    // An entry of a transfer names it, "transfer:ID:out", and the transfer knows who started it.
    const started = `SELECT transfer ->> '$.by' FROM transfer
      WHERE ref LIKE 'transfer:%' AND transfer.id = substr(ref, 10, instr(substr(ref, 10), ':') - 1)`
    const entries = this.#all(
      `SELECT *, (${started}) AS started FROM ledger WHERE ${where} ORDER BY id DESC LIMIT ?`,
      ...values,
      limit,
    ).map(ledgerOf)
    const sums =
      community === null
        ? this.#all(`SELECT * FROM balance WHERE unexplained <> '0'`)
        : this.#all(
            `SELECT * FROM balance WHERE unexplained <> '0' AND (community = ?1
               OR (community LIKE 'home:%' AND account IN (SELECT account FROM balance WHERE community = ?1)))`,
            community,
          )
    return { entries, unexplained: sums.map((row) => ({ ...placeOf(row), amount: BigInt(text(row, 'unexplained')) })) }
  }

  transferCosts({ from }: Params<P, 'transferCosts'>): Answer<P, 'transferCosts'> {
    const costs = new Map<string, { relayFees: bigint; gas: bigint }>()
    // Exactly the condition of the partial index.
    const sql = `SELECT community, kind, amount FROM ledger WHERE kind IN ('relay-fee', 'gas') AND at >= ? ORDER BY community`
    for (const row of this.#all(sql, from ?? 0)) {
      const community = text(row, 'community')
      const sum = costs.get(community) ?? { relayFees: 0n, gas: 0n }
      if (row.kind === 'gas') sum.gas -= BigInt(text(row, 'amount'))
      else sum.relayFees -= BigInt(text(row, 'amount'))
      costs.set(community, sum)
    }
    return [...costs].map(([community, sum]) => ({ community, ...sum }))
  }

  ledgerBalance({ community, account, chain, currency }: Params<P, 'ledgerBalance'>): bigint | null {
    const sql = 'SELECT amount FROM balance WHERE community = ? AND account = ? AND chain = ? AND currency = ?'
    const row = this.#all(sql, community, account.toLowerCase(), chain, currency)[0]
    return row ? BigInt(text(row, 'amount')) : null
  }

  results({ community, since }: Params<P, 'results'>): Tally {
    const book = new TallyBook(this.#database)
    if (since <= book.beginning(community)) return book.allTime(community)
    const whole = Math.ceil(since / STRETCH_MS) * STRETCH_MS
    let sum = this.#partOfStretch(community, since, whole)
    for (const { tally } of book.since(community, whole)) sum = addTally(sum, tally)
    return sum
  }

  facts({ community }: Params<P, 'facts'>): Record<string, string> {
    const rows = this.#all('SELECT name, value FROM fact WHERE community = ?', community)
    return Object.fromEntries(rows.map((row) => [text(row, 'name'), text(row, 'value')]))
  }

  /** The moments before the first whole stretch, counted row by row. */
  #partOfStretch(community: string, since: number, until: number): Tally {
    let sum = emptyTally()
    if (since === until) return sum
    const seen = `SELECT ${COUNTED} FROM bounty WHERE community = ? AND first_seen_at >= ? AND first_seen_at < ?`
    for (const row of this.#all(seen, community, since, until)) sum = addTally(sum, seenTally(countedOf(row)))
    const ended = `SELECT ${COUNTED} FROM bounty WHERE community = ? AND part < 4 AND part >= 2 AND ended_at >= ? AND ended_at < ?`
    for (const row of this.#all(ended, community, since, until)) sum = addTally(sum, endTally(countedOf(row)))
    return sum
  }

  #all(sql: string, ...values: SqlValue[]): SqlRow[] {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement.all(...values)
  }
}

function partCondition(
  community: string,
  part: number,
  since: number | null,
  words: readonly string[],
): { where: string; values: SqlValue[] } {
  // `part < 4` is what lets SQLite use the partial index.
  const conditions = ['community = ?', 'part = ?', 'part < 4']
  const values: SqlValue[] = [community, part]
  if (since !== null && part >= parts.paid) {
    conditions.push('ended_at >= ?')
    values.push(since)
  }
  for (const word of words) {
    conditions.push('instr(words, ?) > 0')
    values.push(word)
  }
  return { where: conditions.join(' AND '), values }
}

const MINUTE = 60_000
/** Lengths of a stretch on the chart; all are multiples of what is stored. */
const LENGTHS = [6, 15, 30, 60, 180, 360, 1440, 10_080, 43_200].map((minutes) => minutes * MINUTE)
const STRETCHES_SHOWN = 60

const stretchLength = (span: number): number => LENGTHS.find((length) => span / length <= STRETCHES_SHOWN) ?? LENGTHS.at(-1) ?? MINUTE

function netByStretch(
  ends: readonly { at: number; tally: Tally }[],
  from: number,
  now: number,
  length: number,
): { at: number; net: bigint }[] {
  const count = Math.max(1, Math.min(200, Math.ceil((now - from + 1) / length)))
  const net = Array.from({ length: count }, (_, i) => ({ at: from + i * length, net: 0n }))
  for (const { at, tally } of ends) {
    const slot = net[Math.min(count - 1, Math.max(0, Math.floor((at - from) / length)))]
    if (slot) slot.net += tally.net
  }
  return net
}

/** Conditions with one value each, all of which must hold. */
const allOf = (conditions: readonly (readonly [sql: string, value: SqlValue])[]) => ({
  where: conditions.map(([sql]) => sql).join(' AND '),
  values: conditions.map(([, value]) => value),
})

const text = (row: SqlRow, name: string): string => String(row[name])
const textOrNull = (row: SqlRow, name: string): string | null => (row[name] === null ? null : String(row[name]))
const intOrNull = (row: SqlRow, name: string): number | null => (row[name] === null ? null : Number(row[name]))
const bytesOrNull = (row: SqlRow, name: string): Uint8Array | null => {
  const value = row[name]
  return value instanceof Uint8Array ? value : null
}

const keptOf = (row: SqlRow): KeptBounty => ({
  account: textOrNull(row, 'account'),
  guid: text(row, 'guid'),
  row: text(row, 'row'),
  record: text(row, 'record'),
  sealedSecret: bytesOrNull(row, 'sealed_secret'),
  sealedVerdicts: bytesOrNull(row, 'sealed_verdicts'),
})

const placeOf = (row: SqlRow) => ({
  // A home account that Communities share keeps its balance under `home:…`.
  community: row.community === '' || text(row, 'community').startsWith('home:') ? null : text(row, 'community'),
  account: text(row, 'account'),
  chain: row.chain === 'home' ? ('home' as const) : ('side' as const),
  currency: row.currency === 'ETH' ? ('ETH' as const) : ('NCT' as const),
})

const ledgerOf = (row: SqlRow) => ({
  ...placeOf(row),
  id: Number(row.id),
  at: Number(row.at),
  kind: text(row, 'kind'),
  amount: BigInt(text(row, 'amount')),
  balance: BigInt(text(row, 'balance')),
  guid: textOrNull(row, 'guid'),
  hash: textOrNull(row, 'hash'),
  subject: textOrNull(row, 'subject'),
  by: textOrNull(row, 'started'),
})
