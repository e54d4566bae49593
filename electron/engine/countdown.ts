import type { Guid } from '../../shared/domain/identifiers.ts'
import { isMissed } from '../journal/tally.ts'
import { type Bounty, isOver, isStaked } from './bounty-state.ts'

/** 'open': more are taken on. 'full': no more, and some may still fail before they are signed. 'over': all of them are what they will be. */
export type Places = 'open' | 'full' | 'over'

/**
 * So many bounties are taken on, then no more. One takes a place when it is staked on. It keeps the place once its assertion is signed,
 * whatever becomes of it: it may be mined after all. What fails before that gives its place to another, unless the bounty was posted
 * meanwhile: one that we wanted to answer and missed counts, so that a count ends also where nothing can be answered. What is left for a
 * good reason (no opinion, another type, a pause) takes no place.
 */
export class Countdown {
  readonly atMost: number
  #from: number
  readonly #earlier: ReadonlySet<Guid>
  /** By bounty: whether the place is kept whatever comes. */
  readonly #places = new Map<Guid, boolean>()

  /**
   * @param from block: what was posted until then may be missed without our fault
   * @param known the bounties in memory: of those that are staked on or over, none counts
   */
  constructor(atMost: number, from: number, known: Iterable<Bounty>) {
    this.atMost = atMost
    this.#from = from
    this.#earlier = new Set([...known].filter((bounty) => isStaked(bounty) || isOver(bounty)).map(({ facts }) => facts.guid))
  }

  /** Nothing is to be answered now: what was posted until `block` takes no place by being missed. */
  passOn(block: number): void {
    this.#from = Math.max(this.#from, block)
  }

  /** Follows a bounty from one state to the next. */
  follow(bounty: Bounty): Places {
    const { guid } = bounty.facts
    if (!this.#earlier.has(guid)) this.#place(guid, bounty)
    if (this.#places.size < this.atMost) return 'open'
    return [...this.#places.values()].every(Boolean) ? 'over' : 'full'
  }

  #place(guid: Guid, { work, answer, facts }: Bounty): void {
    if (this.#places.get(guid) === true) return
    const isSigned = answer !== null && (answer.assertTx !== null || answer.onChain)
    const isNew = facts.postedBlock !== null && facts.postedBlock > this.#from
    if (isSigned || (isNew && wasMissed(work) && this.#hasRoomFor(guid))) this.#places.set(guid, true)
    else if (work.is === 'staked') this.#places.set(guid, false)
    else this.#places.delete(guid)
  }

  /** What goes by while every place is taken was passed on. */
  #hasRoomFor(guid: Guid): boolean {
    return this.#places.has(guid) || this.#places.size < this.atMost
  }
}

const wasMissed = (work: Bounty['work']): boolean =>
  work.is === 'dropped' && isMissed({ state: work.drop.is, skipReason: work.drop.is === 'skipped' ? work.drop.reason : null })
