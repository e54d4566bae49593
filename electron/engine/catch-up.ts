import type { Guid } from '../../shared/domain/identifiers.ts'
import type { DaemonBounty } from '../polyswarmd/index.ts'
import { isNotKnown } from './enquiries.ts'
import type { EngineClient } from './port.ts'

const PAGE = 75
/** So many bounties in a row whose assertion window is over: older ones are over too. */
const OVER_IN_A_ROW = 25
/** Never asked for more than this many at once, however long we were away. */
const MOST_ASKED = 600
const AT_ONCE = 6
/** Looks in a row that may be incomplete before one is taken as it is: a daemon may fail on one bounty for ever. */
const MOST_TRIES = 5

export interface CatchUpOptions {
  readonly client: Pick<EngineClient, 'bounties' | 'bounty'>
  readonly isKnown: (guid: Guid) => boolean
  readonly block: () => number
  /** A bounty that the socket did not tell of. */
  readonly found: (bounty: DaemonBounty) => void
  /** One that was posted and over while nobody listened. */
  readonly missed: (bounty: DaemonBounty) => void
}

/** Until when bounties were heard of as they were posted: the last of them; null = none was there. */
interface Listened {
  readonly newest: Guid | null
}

/** One look through the list, newest first. */
interface Walk {
  /** Everything from here on is not newer than what was heard of. */
  isHeard: boolean
  /** Bounties in a row that are over, of those. */
  over: number
  asked: number
  /** The first question that found no answer. */
  failure: unknown
}

/**
 * Finds bounties that were posted while nobody listened: those that can still be answered, and after a silence within this run those that
 * cannot any more.
 */
export class CatchUp {
  readonly #options: CatchUpOptions
  /** Where the last page was when we last looked. */
  #lastPage = 0
  /** null: nothing was heard in this run, and nobody can tell what it missed. */
  #listened: Listened | null = null
  /** As it was before the silence that is not caught up with yet. */
  #before: Listened | null = null
  #tries = 0

  constructor(options: CatchUpOptions) {
    this.#options = options
  }

  /** A bounty was heard of when it was posted. */
  heard(guid: Guid): void {
    this.#listened = { newest: guid.toLowerCase() }
  }

  /** @throws ConsoleError when not everything was answered: then what is missing is found by the next look */
  async missedBounties(signal?: AbortSignal): Promise<void> {
    this.#before ??= this.#listened
    const before = this.#before
    const walk: Walk = { isHeard: before === null, over: 0, asked: 0, failure: null }
    const isLooking = (): boolean => (!walk.isHeard || walk.over < OVER_IN_A_ROW) && walk.asked < MOST_ASKED && !signal?.aborted
    let newest: Guid | null = null
    for (let page = await this.#findLastPage(); page >= 0 && isLooking(); page -= 1) {
      const guids = (await this.#options.client.bounties(page, PAGE)).map((guid) => guid.toLowerCase()).toReversed()
      newest ??= guids[0] ?? null
      for (let i = 0; i < guids.length && isLooking(); i += AT_ONCE) await this.#look(guids.slice(i, i + AT_ONCE), before, walk)
    }
    if (signal?.aborted) return
    this.#tries += 1
    if (walk.failure !== null && this.#tries < MOST_TRIES) throw walk.failure
    this.#tries = 0
    this.#before = null
    // Unless something was heard meanwhile, which is newer.
    if (this.#listened === before) this.#listened = { newest }
  }

  async #look(guids: readonly Guid[], before: Listened | null, walk: Walk): Promise<void> {
    const { client, isKnown, block, found, missed } = this.#options
    const isNew = new Map<Guid, boolean>()
    for (const guid of guids) {
      if (guid === before?.newest) walk.isHeard = true
      isNew.set(guid, !walk.isHeard)
    }
    const unknown = guids.filter((guid) => !isKnown(guid))
    walk.asked += unknown.length
    for (const answer of await Promise.allSettled(unknown.map((guid) => client.bounty(guid)))) {
      if (answer.status === 'rejected') {
        if (!isNotKnown(answer)) walk.failure ??= answer.reason
        continue
      }
      const bounty = answer.value
      if (bounty.expiration > block()) {
        walk.over = 0
        found(bounty)
      } else if (isNew.get(bounty.guid.toLowerCase())) missed(bounty)
      else walk.over += 1
    }
    // What we know already was posted before the silence: it counts like something that is over.
    if (unknown.length === 0) walk.over += 1
  }

  /** Pages are in order of posting and only grow: from where it was, doubling steps find the end in few questions. */
  async #findLastPage(): Promise<number> {
    const { client } = this.#options
    const isThere = async (page: number): Promise<boolean> => (await client.bounties(page, PAGE)).length > 0
    let low = (await isThere(this.#lastPage)) ? this.#lastPage : -1
    if (low < 0 && this.#lastPage > 0 && (await isThere(0))) low = 0
    if (low < 0) return -1
    let step = 1
    while (await isThere(low + step)) {
      low += step
      step *= 2
    }
    for (let high = low + step; high - low > 1; ) {
      const middle = Math.floor((low + high) / 2)
      if (await isThere(middle)) low = middle
      else high = middle
    }
    this.#lastPage = low
    return low
  }
}
