import type { BountyRow } from '../../shared/domain/bounty.ts'
import { type Guid, sameAddress } from '../../shared/domain/identifiers.ts'
import type { JournalOp, StoredBounty } from '../journal/port.ts'
import { isStaked } from './bounty-state.ts'
import type { TakenUp } from './feed-lines.ts'
import { LATE, type LateWatch } from './late-watch.ts'
import type { Lives } from './lives.ts'
import { type Losses, SEEN_MS } from './losses.ts'
import { isMissing } from './missing.ts'
import type { EngineOptions } from './port.ts'
import type { Purse } from './purse.ts'
import { restoreBounty } from './record.ts'
import { midnightOf, type ResultsKeeper } from './results-keeper.ts'
import { SCAN_COUNTS, type ScanBook } from './scan-book.ts'
import { SILENCE, type Silence } from './silence.ts'

/** The name of the journal's fact that the engine had paused itself after repeated losses, and nobody has started it since. */
export const PAUSED_BY_LOSSES = 'engine.paused-by-losses'
/** The name of the journal's fact that an engine runs on it, or ended without having been closed. */
export const RUNNING = 'engine.running'
/** Losses of earlier runs that are read at once. */
const LOSSES_PAGE = 20

/** The name of the journal's fact that the registry takes no new bounties. */
export const DEPRECATED = 'engine.deprecated'

export interface ResumptionOptions extends Pick<EngineOptions, 'journal' | 'community' | 'account' | 'clock' | 'joinedAt' | 'onTrouble'> {
  readonly lives: Lives
  readonly purse: Purse
  readonly results: ResultsKeeper
  readonly losses: Losses
  readonly late: Pick<LateWatch, 'load'>
  readonly silence: Pick<Silence, 'load'>
  readonly book: Pick<ScanBook, 'load' | 'toKeep' | 'known' | 'unknown'>
  readonly unlocked: () => boolean
  readonly write: (op: JournalOp) => void
}

/** What is to be known of the run before. */
export interface Resumed {
  /** The registry was deprecated when last heard of. */
  readonly deprecated: boolean
  /** The engine had paused itself after losses. */
  readonly pausedByLosses: boolean
  readonly takenUp: TakenUp
}

/** Brings back what an earlier run left in the journal: stakes with their secrets, sums, the day's limit. */
export class Resumption {
  readonly #options: ResumptionOptions
  /** Asked of the journal, not answered yet. */
  readonly #asking = new Set<Guid>()
  /** The journal knows that the engine runs: one that could not be loaded leaves it as it was. */
  #isRunning = false

  constructor(options: ResumptionOptions) {
    this.#options = options
  }

  /** Stakes lost without a verdict, the last lost first: all that are still for the operator to see, however many, and perhaps some before them. */
  async #lost(): Promise<readonly BountyRow[]> {
    const { journal, community, clock } = this.#options
    const rows: BountyRow[] = []
    for (;;) {
      const page = await journal.forfeits(community, rows.length, LOSSES_PAGE)
      rows.push(...page)
      const oldest = page.at(-1)?.settledAt ?? 0
      if (page.length < LOSSES_PAGE || clock.now() - oldest >= SEEN_MS) return rows
    }
  }

  /** @throws ConsoleError of the journal; then nothing was brought back */
  async load(): Promise<Resumed> {
    const { journal, community, account, joinedAt, clock, results, purse, losses, late, silence } = this.#options
    const midnight = midnightOf(clock.now())
    const [side, home, stored, today, total, facts, lost] = await Promise.all([
      journal.pendingTransactions(account, 'side', community),
      journal.pendingTransactions(account, 'home', community),
      journal.openBounties(community),
      journal.results(community, midnight),
      journal.results(community, joinedAt),
      journal.facts(community),
      this.#lost(),
    ])
    results.begin({ ...today, since: midnight }, { ...total, since: joinedAt })
    purse.setDay(today.staked)
    losses.known(lost)
    late.load(facts[LATE])
    silence.load(facts[SILENCE])
    this.#loadCounts(facts[SCAN_COUNTS])
    // A stake of another account can only be revealed and settled by that account; its bounty waits in the journal for its wallet.
    for (const one of stored) if (one.account !== null && sameAddress(one.account, account)) this.restore(one)
    await this.#countEnded()
    this.#isRunning = true
    this.#write(RUNNING, 'yes')
    return {
      deprecated: facts[DEPRECATED] === 'yes',
      pausedByLosses: facts[PAUSED_BY_LOSSES] === 'yes',
      takenUp: { ...this.#owed(), transactions: side.length + home.length, afterCrash: facts[RUNNING] === 'yes' },
    }
  }

  /** The engine ends in order. */
  close(): void {
    if (!this.#isRunning) return
    this.#write(RUNNING, null)
    this.keepCounts()
  }

  /** Writes down what the scanners did, as far as that is news. */
  keepCounts(): void {
    const { book, lives } = this.#options
    const counts = book.toKeep((guid) => {
      // Also of one that was written off or is forgotten: it may be found again, and revealed only then.
      const bounty = lives.get(guid)
      return !(bounty?.answer?.revealed || (bounty?.answer === null && bounty.work.is === 'dropped'))
    })
    if (counts !== null) this.#write(SCAN_COUNTS, counts)
  }

  /** Figures alone: one that cannot be read keeps nothing else from being taken up. */
  #loadCounts(fact: string | undefined): void {
    try {
      this.#options.book.load(fact)
    } catch (error) {
      this.#options.onTrouble('scan counts', error)
    }
  }

  /** What was revealed and over before the counts were written again is not among the open bounties. Figures alone, as above. */
  async #countEnded(): Promise<void> {
    const { journal, community, book, onTrouble } = this.#options
    const count = async (guid: Guid): Promise<void> => {
      const stored = await journal.bounty(community, guid)
      if (stored) book.known(guid, restoreBounty(stored).judged)
    }
    await Promise.all(book.unknown.map((guid) => count(guid).catch((error: unknown) => onTrouble('scan counts', error))))
  }

  #write(name: string, value: string | null): void {
    this.#options.write({ is: 'put-fact', community: this.#options.community, name, value })
  }

  /** What is missing or lost is told apart. */
  #owed(): Pick<TakenUp, 'reveals' | 'settles'> {
    const owed = [...this.#options.lives.all()].filter((one) => isStaked(one) && !isMissing(one) && one.forfeitedAt === null)
    const reveals = owed.filter(({ answer }) => answer?.revealed === false).length
    const settles = owed.filter(({ answer }) => answer?.revealed === true && !answer.settled).length
    return { reveals, settles }
  }

  /** One bounty as it was kept. A record that cannot be read must not keep the others from being revealed. */
  restore(stored: StoredBounty): void {
    const { results, purse, lives, book, clock, unlocked, onTrouble } = this.#options
    try {
      const bounty = restoreBounty(stored)
      results.known(stored.row)
      purse.follow(bounty, clock.now(), true)
      lives.restore(bounty)
      book.known(bounty.facts.guid, bounty.judged)
      if (bounty.answer?.secret === 'sealed' && unlocked()) this.#unseal(bounty.facts.guid)
    } catch (error) {
      onTrouble(`restore ${stored.row.guid}`, error)
    }
  }

  /** The wallet is unlocked: every secret can be read again. Called with each block, for a journal that could not answer the first time. */
  unsealAll(): void {
    for (const bounty of this.#options.lives.all()) if (bounty.answer?.secret === 'sealed') this.#unseal(bounty.facts.guid)
  }

  #unseal(guid: Guid): void {
    const { journal, community, lives, book, onTrouble } = this.#options
    if (this.#asking.has(guid)) return
    this.#asking.add(guid)
    journal.bounty(community, guid).then(
      (stored) => {
        this.#asking.delete(guid)
        // Still sealed: the lock came back while we asked.
        if (stored?.sealed) return
        const judged = stored ? restoreBounty(stored).judged : []
        lives.apply(guid, { is: 'unsealed', secret: stored?.secret ?? null, judged })
        book.known(guid, judged)
      },
      (error: unknown) => {
        this.#asking.delete(guid)
        onTrouble('unseal', error)
      },
    )
  }
}
