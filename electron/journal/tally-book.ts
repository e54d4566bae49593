import type { Database, Statement } from './database.ts'
import { addTally, emptyTally, STRETCH_MS, stretchOf, type Tally, tallyFromText, tallyToText } from './tally.ts'

/** The stretch that holds the sums of all time. */
const ALL_TIME = -1
/** Stretches kept in memory: a long run touches a new one every three minutes for each Community. */
const CACHED = 256

/** The stored sums of each stretch; changes gather in memory and are written with the batch that caused them. */
export class TallyBook {
  readonly #get: Statement
  readonly #put: Statement
  readonly #between: Statement
  readonly #first: Statement
  readonly #cache = new Map<string, { readonly community: string; readonly stretch: number; tally: Tally; changed: boolean }>()

  constructor(database: Database) {
    this.#get = database.prepare('SELECT counts FROM tally WHERE community = ? AND stretch = ?')
    this.#put = database.prepare('INSERT OR REPLACE INTO tally (community, stretch, counts) VALUES (?, ?, ?)')
    this.#first = database.prepare('SELECT min(stretch) AS stretch FROM tally WHERE community = ? AND stretch >= 0')
    this.#between = database.prepare(
      'SELECT stretch, counts FROM tally WHERE community = ? AND stretch >= ? AND stretch < ? ORDER BY stretch',
    )
  }

  add(community: string, time: number, tally: Tally, sign: 1 | -1): void {
    for (const stretch of [stretchOf(time), ALL_TIME]) {
      const entry = this.#entry(community, stretch)
      entry.tally = addTally(entry.tally, tally, sign)
      entry.changed = true
    }
  }

  /** Writes what changed; inside the caller's transaction. */
  flush(): void {
    for (const entry of this.#cache.values()) {
      if (!entry.changed) continue
      this.#put.run(entry.community, entry.stretch, tallyToText(entry.tally))
      entry.changed = false
    }
    if (this.#cache.size > CACHED) this.#cache.clear()
  }

  /** After a rollback: memory may hold what was never written. */
  forget(): void {
    this.#cache.clear()
  }

  /** Where the first stretch begins, ms; for ever from now when there is none. */
  beginning(community: string): number {
    const first = this.#first.get(community)?.stretch
    return typeof first === 'number' ? first * STRETCH_MS : Number.MAX_SAFE_INTEGER
  }

  allTime(community: string): Tally {
    const row = this.#get.get(community, ALL_TIME)
    return row ? tallyFromText(String(row.counts)) : emptyTally()
  }

  /** Whole stretches from `from` (ms) on; `from` must be the beginning of one. */
  since(community: string, from: number): { readonly at: number; readonly tally: Tally }[] {
    return this.#between
      .all(community, Math.max(0, stretchOf(from)), Number.MAX_SAFE_INTEGER)
      .map((row) => ({ at: Number(row.stretch) * STRETCH_MS, tally: tallyFromText(String(row.counts)) }))
  }

  #entry(community: string, stretch: number) {
    const key = `${stretch}:${community}`
    const known = this.#cache.get(key)
    if (known) return known
    const row = this.#get.get(community, stretch)
    const entry = { community, stretch, tally: row ? tallyFromText(String(row.counts)) : emptyTally(), changed: false }
    this.#cache.set(key, entry)
    return entry
  }
}
