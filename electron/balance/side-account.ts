import type { Chain } from '../../shared/domain/identifiers.ts'
import type { Journal } from '../journal/port.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import type { TransactionNews } from '../transactions/port.ts'
import { type AccountMember, findingOps, unexplainedIn } from './findings.ts'
import { StakesFeed, type StakesFeedOptions } from './stakes-feed.ts'
import { type Movement, type Reading, Statement } from './statement.ts'

export interface SideAccountOptions extends Omit<StakesFeedOptions, 'journal'> {
  readonly journal: Pick<Journal, 'write' | 'ledger' | 'ledgerBalance'>
  readonly member: AccountMember
  readonly now: () => number
  /** A block that the chain has not passed; null before any was seen. */
  readonly atMost: (chain: Chain) => number | null
  readonly changed: () => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** One account on a Community's side chain, where engine and transfers move the same balance. */
export class SideAccount {
  readonly #options: SideAccountOptions
  readonly #feed: StakesFeed
  #statement: Statement | null = null
  #looking: Promise<void> | null = null
  #again = false
  #unexplained = 0n

  constructor(options: SideAccountOptions) {
    this.#options = options
    this.#feed = new StakesFeed(options)
  }

  /** NCT that nobody explains; 0 when everything adds up. */
  get unexplained(): bigint {
    return this.#unexplained
  }

  /** A difference is being watched. */
  get isOdd(): boolean {
    return this.#statement?.isOdd === true
  }
  /** Its first balance is in the ledger. */
  get isOpened(): boolean {
    return this.#statement?.isOpened === true
  }
  /** One more reading would tell something. */
  get isCurious(): boolean {
    return this.#statement?.isCurious === true
  }

  /** NCT by the ledger; null before anything is in it. */
  get balance(): bigint | null {
    return this.#statement?.isOpened ? this.#statement.balance : null
  }

  /** @throws ConsoleError of the journal */
  async load(): Promise<void> {
    const { journal, community, account } = this.#options
    const { balance, opened } = await this.#feed.load()
    const { unexplained } = await journal.ledger({ community, kind: 'unexplained', from: null, to: null, before: null, limit: 1 })
    const mine = unexplained.find((each) => each.chain === 'side' && each.account.toLowerCase() === account.toLowerCase())
    this.#unexplained = mine?.amount ?? 0n
    this.#statement = new Statement(balance, opened)
  }

  hear(news: TransactionNews, from: number): void {
    this.#feed.hear(news, from, this.#options.now())
  }
  onDaemonEvent(event: DaemonEvent): void {
    this.#feed.onDaemonEvent(event)
  }
  booked(movement: Movement): void {
    this.#statement?.book(movement)
  }

  /** A balance came in; or, with null, those that wait are looked at again. */
  look(reading: Reading | null): void {
    if (!this.#statement) return
    if (reading) this.#statement.read(reading)
    if (this.#statement.waiting === 0) return
    if (this.#looking) {
      this.#again = true
      return
    }
    this.#again = false
    this.#looking = this.#judge()
      .catch((error: unknown) => this.#options.onTrouble('side account', error))
      .finally(() => {
        this.#looking = null
        if (this.#again) this.look(null)
      })
  }

  /** Resolves when nothing is being looked at. */
  async settled(): Promise<void> {
    while (this.#looking) await this.#looking
  }

  async #judge(): Promise<void> {
    const { member, journal, changed, now, atMost } = this.#options
    const statement = this.#statement
    const block = atMost('side')
    if (!statement || block === null) return
    for (const movement of await this.#feed.look(block)) statement.book(movement)
    const context = { pending: member.pending('side'), expected: member.expected('side'), unclearSince: this.#feed.unclearSince(now()) }
    const findings = statement.judge(context)
    if (findings.length === 0) return
    this.#unexplained += unexplainedIn(findings)
    const ops = findingOps(findings, 'side', [member], member)
    journal.write(ops).catch((error: unknown) => this.#options.onTrouble('side account', error))
    changed()
  }
}
