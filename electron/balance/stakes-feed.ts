import type { LedgerEntry } from '../../shared/contract/contract.ts'
import { type Address, type CommunityId, type Guid, sameAddress } from '../../shared/domain/identifiers.ts'
import type { Journal } from '../journal/port.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import type { TransactionNews } from '../transactions/port.ts'
import type { Movement } from './statement.ts'

export interface StakesFeedOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly journal: Pick<Journal, 'ledger' | 'ledgerBalance'>
}

/** A bid on its way out or a payout on its way in, of which the ledger does not know yet. */
interface Errand {
  readonly signedAt: number
  readonly from: number
  /** When it was known to be mined. */
  readonly overAt: number | null
}

/** After so long the engine does not learn any more what a mined transaction moved: what it moved is unexplained then. */
const LEARN_MS = 5 * 60_000
/** A transaction that is neither mined nor refused for so long must not keep every reading waiting. */
const STUCK_MS = 15 * 60_000
const PAGE = 200
const BLOCKS_KEPT = 4_000

/**
 * What the engine moves on the side chain, as its ledger entries tell it: bids, fees, payouts. The engine knows what it writes and nothing
 * of readings, so this follows the journal, and the queue's news say what is still to come.
 */
export class StakesFeed {
  readonly #options: StakesFeedOptions
  readonly #errands = new Map<string, Errand>()
  /** In which block a bid or payout was mined, where an event or the queue told. */
  readonly #blocks = new Map<string, number>()
  #lastId = 0

  constructor(options: StakesFeedOptions) {
    this.#options = options
  }

  /** The ledger so far. @throws ConsoleError of the journal */
  async load(): Promise<{ readonly balance: bigint | null; readonly opened: boolean }> {
    const { journal, community, account } = this.#options
    const query = { community, from: null, to: null, before: null }
    const [balance, openings, newest] = await Promise.all([
      journal.ledgerBalance(community, account, 'side', 'NCT'),
      journal.ledger({ ...query, kind: 'opening', limit: 500 }),
      journal.ledger({ ...query, kind: null, limit: 1 }),
    ])
    this.#lastId = newest.entries[0]?.id ?? 0
    return { balance, opened: openings.entries.some((entry) => this.#isMine(entry)) }
  }

  /** @param from a block that the chain had when it was signed */
  hear(news: TransactionNews, from: number, now: number): void {
    const key = errandKey(news.key, this.#options.community)
    if (key === null) return
    const errand = this.#errands.get(key)
    if (news.is === 'signed' && !errand) this.#errands.set(key, { signedAt: now, from, overAt: null })
    if (news.is === 'failed' || news.is === 'refused' || news.is === 'expired') this.#errands.delete(key)
    if (news.is === 'mined') {
      if (news.block !== null) this.#minedIn(key, news.block)
      if (errand && errand.overAt === null) this.#errands.set(key, { ...errand, overAt: now })
    }
  }

  onDaemonEvent(event: DaemonEvent): void {
    const { account } = this.#options
    if (event.kind === 'assertion' && sameAddress(event.author, account)) this.#minedIn(`bid:${event.bountyGuid}`, event.blockNumber)
    if (event.kind === 'settled_bounty' && sameAddress(event.settler, account))
      this.#minedIn(`payout:${event.bountyGuid}`, event.blockNumber)
  }

  /** Since when something is on its way that the ledger does not have; null when nothing is. */
  unclearSince(now: number): number | null {
    let since: number | null = null
    for (const [key, { signedAt, overAt }] of this.#errands) {
      if (now - signedAt > STUCK_MS || (overAt !== null && now - overAt > LEARN_MS)) this.#errands.delete(key)
      else since = since === null ? signedAt : Math.min(since, signedAt)
    }
    return since
  }

  /**
   * What the engine has written since the last look.
   * @param atMost a block that the chain has not passed
   * @throws ConsoleError of the journal
   */
  async look(atMost: number): Promise<readonly Movement[]> {
    const entries = await this.#newEntries()
    const keys = entries.map(({ kind, guid }) => `${kind === 'payout' ? 'payout' : 'bid'}:${guid?.toLowerCase()}`)
    const movements = entries.map(({ amount }, i) => {
      const block = this.#blocks.get(keys[i] ?? '')
      return { amount, from: block ?? this.#errands.get(keys[i] ?? '')?.from ?? 0, until: block ?? atMost }
    })
    // Only now: a bid and its fee are two entries of one errand.
    for (const key of keys) this.#errands.delete(key)
    return movements
  }

  /** Oldest first. */
  async #newEntries(): Promise<readonly LedgerEntry[]> {
    const { journal, community } = this.#options
    const found: LedgerEntry[] = []
    let before: number | null = null
    for (;;) {
      const { entries } = await journal.ledger({ community, kind: null, from: null, to: null, before, limit: PAGE })
      const fresh = entries.filter(({ id }) => id > this.#lastId)
      found.push(...fresh)
      if (fresh.length < PAGE) break
      before = fresh.at(-1)?.id ?? null
    }
    this.#lastId = found[0]?.id ?? this.#lastId
    return found.filter((entry) => this.#isMine(entry) && isStake(entry)).reverse()
  }

  #minedIn(key: string, block: number): void {
    this.#blocks.set(key.toLowerCase(), block)
    if (this.#blocks.size <= BLOCKS_KEPT) return
    const oldest = this.#blocks.keys().next().value
    if (oldest !== undefined) this.#blocks.delete(oldest)
  }

  #isMine({ account, chain, currency }: LedgerEntry): boolean {
    return chain === 'side' && currency === 'NCT' && sameAddress(account, this.#options.account)
  }
}

const isStake = ({ kind }: LedgerEntry): boolean => kind === 'bid' || kind === 'assertion-fee' || kind === 'payout'

/** `assert:COMMUNITY:GUID` and `settle:COMMUNITY:GUID` move money; reveals and approvals do not. */
function errandKey(key: string, of: CommunityId): string | null {
  const [is, community, guid] = key.split(':') as [string, CommunityId | undefined, Guid | undefined]
  if (community !== of || guid === undefined) return null
  if (is === 'assert') return `bid:${guid.toLowerCase()}`
  return is === 'settle' ? `payout:${guid.toLowerCase()}` : null
}
