import type { Guid } from '../../shared/domain/identifiers.ts'
import type { DaemonBounty } from '../polyswarmd/index.ts'
import type { EngineClient } from './port.ts'

const PAGE = 75
/** So many bounties in a row whose assertion window is over: older ones are over too. */
const OVER_IN_A_ROW = 25
/** Never asked for more than this many at once, however long we were away. */
const MOST_ASKED = 600
const AT_ONCE = 6

export interface CatchUpOptions {
  readonly client: Pick<EngineClient, 'bounties' | 'bounty'>
  readonly isKnown: (guid: Guid) => boolean
  readonly block: () => number
  /** A bounty that the socket did not tell of. */
  readonly found: (bounty: DaemonBounty) => void
}

/** Finds bounties that were posted while nobody listened and can still be answered, newest first. */
export class CatchUp {
  readonly #options: CatchUpOptions
  /** Where the last page was when we last looked. */
  #lastPage = 0

  constructor(options: CatchUpOptions) {
    this.#options = options
  }

  async missedBounties(signal?: AbortSignal): Promise<void> {
    let page = await this.#findLastPage()
    let over = 0
    let asked = 0
    while (page >= 0 && over < OVER_IN_A_ROW && asked < MOST_ASKED && !signal?.aborted) {
      const guids = (await this.#options.client.bounties(page, PAGE)).toReversed()
      for (let i = 0; i < guids.length && over < OVER_IN_A_ROW; i += AT_ONCE) {
        const some = guids.slice(i, i + AT_ONCE)
        const unknown = some.filter((guid) => !this.#options.isKnown(guid.toLowerCase()))
        asked += unknown.length
        over = await this.#look(unknown, over, unknown.length < some.length)
        if (signal?.aborted) return
      }
      page -= 1
    }
  }

  /** @returns how many in a row are over */
  async #look(guids: readonly Guid[], over: number, someKnown: boolean): Promise<number> {
    const { client, block, found } = this.#options
    const bounties = await Promise.all(guids.map((guid) => client.bounty(guid).catch(() => null)))
    let inARow = over
    for (const bounty of bounties) {
      if (!bounty) continue
      if (bounty.expiration <= block()) inARow += 1
      else {
        inARow = 0
        found(bounty)
      }
    }
    // What we know already was posted before the silence: it counts like something that is over.
    return someKnown && guids.length === 0 ? inARow + 1 : inARow
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
