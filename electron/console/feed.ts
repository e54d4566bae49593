import type { NewEventLine } from '../../shared/state/state.ts'
import type { Journal } from '../journal/port.ts'
import type { Log } from '../runtime/log.ts'
import type { StateStore } from './store.ts'

/** So many lines wait at most for a journal that cannot write; further ones are shown and not kept. */
const WAITING_LINES = 5_000

/** The feed: numbers each line, shows it and writes it down. A line that cannot be written is shown all the same. */
export class Feed {
  readonly #store: StateStore
  readonly #journal: Journal
  readonly #log: Log
  #lastId = 0
  /** Said before the numbering is known; null from then on. */
  #early: NewEventLine[] | null = []
  #waiting = 0
  #lost = 0

  constructor(store: StateStore, journal: Journal, log: Log) {
    this.#store = store
    this.#journal = journal
    this.#log = log
  }

  /** Takes up the numbering and the newest lines of the last run. @throws ConsoleError of the journal */
  async load(count: number): Promise<void> {
    this.#lastId = await this.#journal.lastEventId()
    const newest = await this.#journal.events({ community: null, kind: null, mine: false, before: null, limit: count })
    if (newest.length > 0) this.#store.update([{ kind: 'events', events: newest.toReversed() }])
    const early = this.#early ?? []
    this.#early = null
    this.say(early)
  }

  /** Oldest first. What is said while the last run's lines are still being read waits for its number. */
  say(lines: readonly NewEventLine[]): void {
    if (lines.length === 0) return
    if (this.#early) {
      this.#early.push(...lines)
      return
    }
    const events = lines.map((line) => ({ ...line, id: ++this.#lastId }))
    this.#store.update([{ kind: 'events', events }])
    if (this.#waiting + events.length > WAITING_LINES) {
      this.#lost += events.length
      return
    }
    this.#waiting += events.length
    this.#journal
      .write(events.map((event) => ({ is: 'put-event', event })))
      .catch((error: unknown) => this.#log.warn('lines of the feed were not written down', { err: error }))
      .finally(() => this.#written(events.length))
  }

  #written(lines: number): void {
    this.#waiting -= lines
    if (this.#lost === 0) return
    this.#log.warn('lines of the feed were not written down: too many waited for the journal', { lines: this.#lost })
    this.#lost = 0
  }
}
