import { z } from 'zod'
import { type CommunityId, type Guid, guid, sameAddress } from '../../shared/domain/identifiers.ts'
import type { JournalOp } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Bounty, blocksOf, isOver } from './bounty-state.ts'
import type { Input, Question, Told } from './inputs.ts'

/** The name of the journal's fact that holds what is looked for. */
export const LATE = 'engine.written-off'
/** What was given up longer ago is not looked for any more; as with transfers. */
const LATE_MS = 30 * 86_400_000
/** Kept in one fact; beyond that the oldest leave. */
const MOST = 2_000
/** One of them is asked after no more often than this, and so many at once. */
const AGAIN_MS = 600_000
const AT_ONCE = 4

const entry = z.object({ guid, at: z.int(), from: z.int(), until: z.int() })
const entries = z.array(entry).max(MOST)
/** `at`: when it was given up (ms). A reveal would be mined in block `from` up to `until`, which is too late; both 0 when it is revealed. */
type Entry = z.output<typeof entry>

interface Watched extends Entry {
  askedAt: number
  /** By the block clock. */
  askedBlock: number
  /** A question is on its way. */
  pending: boolean
  /** Asked after while it could be revealed. */
  times: number
}
const unasked = { askedAt: 0, askedBlock: 0, pending: false, times: 0 }

export interface LateWatchOptions {
  readonly community: CommunityId
  readonly account: string
  readonly clock: Clock
  /** Resolves when it was answered or could not be. */
  readonly ask: (guid: Guid, question: Question) => Promise<void>
  /** To be durable together with the bounty that it is about. */
  readonly write: (op: JournalOp) => void
  /** It is there: brought back from the journal, then told. */
  readonly found: (guid: Guid, input: Input) => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/**
 * Looks for what was given up while the Community did not know it. A daemon may learn of a bounty again after days, and then the chain's word
 * counts: a reveal that is still in time is made, a settlement is taken. Over restarts, and also when the bounty has left the memory.
 */
export class LateWatch {
  readonly #options: LateWatchOptions
  readonly #watched = new Map<Guid, Watched>()
  #unsaved = false

  constructor(options: LateWatchOptions) {
    this.#options = options
  }

  /** What an earlier run left; a text that cannot be read is let go, for the bounties themselves are in the journal. */
  load(fact: string | undefined): void {
    if (fact === undefined) return
    try {
      for (const one of entries.parse(JSON.parse(fact))) this.#watched.set(one.guid, { ...one, ...unasked })
    } catch (error) {
      this.#options.onTrouble('written off', error)
    }
  }

  /** A bounty became another one: it is given up, or it is not any more. */
  follow(bounty: Bounty): void {
    const { guid: id } = bounty.facts
    const givenUp = isOver(bounty) && bounty.missing !== null && bounty.missing.recognizedAt !== null
    if (givenUp === this.#watched.has(id)) return
    if (givenUp) {
      const now = this.#options.clock.now()
      const { expiration, revealEnd } = blocksOf(bounty)
      const [from, until] = bounty.answer?.revealed ? [0, 0] : [expiration, revealEnd]
      this.#watched.set(id, { guid: id, at: now, from, until, ...unasked, askedAt: now })
    } else this.#watched.delete(id)
    this.#unsaved = true
    queueMicrotask(() => this.save())
  }

  isWatching(id: Guid): boolean {
    return this.#watched.has(id)
  }

  /**
   * Asks whose turn it is: those that could be revealed now in every block, for any question may be lost; of the others a few after a long
   * while. What a reveal would meet is judged by the highest block really seen, the pace by the block clock.
   */
  look(connected: boolean, block: number, seenBlock: number): void {
    if (!connected) return
    const now = this.#options.clock.now()
    let room = AT_ONCE
    for (const one of [...this.#watched.values()].sort((a, b) => a.askedAt - b.askedAt)) {
      const isUrgent = seenBlock + 2 >= one.from && seenBlock + 1 < one.until
      if (one.pending || (isUrgent ? block === one.askedBlock : room === 0 || now - one.askedAt < AGAIN_MS)) continue
      if (!isUrgent) room -= 1
      const urgent = isUrgent ? { until: one.until, givenUp: true, times: one.times } : null
      if (urgent) one.times += 1
      this.#ask(one, { assertions: true, votes: false, bounty: false, urgent }, block)
    }
  }

  #ask(one: Watched, question: Question, block: number): void {
    Object.assign(one, { askedAt: this.#options.clock.now(), askedBlock: block, pending: true })
    this.#options
      .ask(one.guid, question)
      .catch(() => undefined)
      .finally(() => {
        one.pending = false
      })
  }

  /** The daemon's answer about a bounty that is not in memory. */
  told(id: Guid, told: Told): void {
    const { account, found } = this.#options
    if (!this.#watched.has(id) || !told.assertions?.some(({ author }) => sameAddress(author, account))) return
    found(id, { is: 'told', told })
  }

  /** Hands over what is to be kept: many that are given up together are written once. */
  save(): void {
    if (!this.#unsaved) return
    this.#unsaved = false
    const { clock, community, write } = this.#options
    const since = clock.now() - LATE_MS
    for (const { guid: id, at } of this.#watched.values()) if (at < since) this.#watched.delete(id)
    for (const id of [...this.#watched.keys()].slice(0, -MOST)) this.#watched.delete(id)
    const kept = [...this.#watched.values()].map(({ guid: id, at, from, until }) => ({ guid: id, at, from, until }))
    write({ is: 'put-fact', community, name: LATE, value: kept.length === 0 ? null : JSON.stringify(kept) })
  }
}
