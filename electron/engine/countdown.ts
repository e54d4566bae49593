import type { Guid } from '../../shared/domain/identifiers.ts'
import { isMissed } from '../journal/tally.ts'
import { type Bounty, isOver, isStaked } from './bounty-state.ts'

/** 'open': more are taken on. 'full': no more, and some may still fail before they are signed. 'over': all of them are what they will be. */
export type Places = 'open' | 'full' | 'over'

/** 'may-fail': staked on, not signed. 'missed': its assertion was refused after all, or there never was one. */
type Place = 'may-fail' | 'kept' | 'missed'

/**
 * So many bounties are taken on, then no more. One takes a place when it is staked on. It keeps the place once its assertion is signed,
 * whatever becomes of it: it may be mined after all. What fails before that gives its place to another, unless the bounty was posted
 * meanwhile: one that we wanted to answer and missed counts, so that a count ends also where nothing can be answered. What is left for a
 * good reason (no opinion, another type, a pause) takes no place, nor what an earlier run or another program has staked.
 */
export class Countdown {
  readonly atMost: number
  #from: number
  readonly #earlier: Set<Guid>
  readonly #places = new Map<Guid, Place>()
  #isOver = false

  /**
   * @param from block: what was posted until then may be missed without our fault
   * @param known the bounties in memory: of those that are staked on or over, none counts
   */
  constructor(atMost: number, from: number, known: Iterable<Bounty>) {
    this.atMost = atMost
    this.#from = from
    this.#earlier = new Set([...known].filter((bounty) => isStaked(bounty) || isOver(bounty)).map(({ facts }) => facts.guid))
  }

  /** Of the places that are taken; all others have, or may still get, an assertion of ours on chain. */
  get missed(): number {
    return [...this.#places.values()].filter((place) => place === 'missed').length
  }

  /** Nothing is to be answered now: what was posted until `block` takes no place by being missed. */
  passOn(block: number): void {
    this.#from = Math.max(this.#from, block)
  }

  /** The journal brought it back: it was staked on before, and has its place if that was counted. */
  isOfBefore(guid: Guid): void {
    if (!this.#places.has(guid)) this.#earlier.add(guid)
  }

  /** Follows a bounty from one state to the next. */
  follow(bounty: Bounty): Places {
    const { guid } = bounty.facts
    if (this.#places.has(guid) || !(this.#isOver || this.#earlier.has(guid))) this.#put(guid, this.#placeOf(bounty))
    if (this.#isOver) return 'over'
    if (this.#places.size < this.atMost) return 'open'
    this.#isOver = [...this.#places.values()].every((place) => place !== 'may-fail')
    return this.#isOver ? 'over' : 'full'
  }

  #put(guid: Guid, place: Place | null): void {
    if (place === null) this.#places.delete(guid)
    else this.#places.set(guid, place)
  }

  #placeOf({ work, answer, facts: { guid, postedBlock } }: Bounty): Place | null {
    const before = this.#places.get(guid)
    const isOurs = answer !== null && answer.secret !== 'lost'
    if (before === 'kept' || (isOurs && (answer.assertTx !== null || answer.onChain))) return wasMissed(work) ? 'missed' : 'kept'
    if (before === 'missed') return 'missed'
    const isNew = postedBlock !== null && postedBlock > this.#from
    // What goes by while every place is taken was passed on.
    const hasRoom = before !== undefined || this.#places.size < this.atMost
    if (isNew && hasRoom && wasMissed(work)) return 'missed'
    return isOurs && work.is === 'staked' ? 'may-fail' : null
  }
}

const wasMissed = (work: Bounty['work']): boolean =>
  work.is === 'dropped' && isMissed({ state: work.drop.is, skipReason: work.drop.is === 'skipped' ? work.drop.reason : null })
