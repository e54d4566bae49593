import type { Leaving } from '../../shared/domain/available.ts'
import type { Pins } from '../../shared/domain/community.ts'
import { type Address, type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'
import type { Journal, JournalOp } from '../journal/port.ts'
import { type AccountMember, findingOps, unexplainedIn } from './findings.ts'
import { type GasFinding, GasStatement } from './gas-statement.ts'
import { type Movement, type Reading, Statement } from './statement.ts'

export interface HomeAccountsOptions {
  readonly journal: Pick<Journal, 'write' | 'ledger' | 'ledgerBalance'>
  readonly onTrouble: (where: string, error: unknown) => void
}

/** Balances of the home chain as one Community's daemon told them. */
export interface HomeReading {
  readonly nct: Reading
  readonly eth: Reading
}

/** A difference that nobody explains, in base units; 0 when everything adds up. */
export interface HomeUnexplained {
  readonly nct: bigint
  readonly eth: bigint
}

/** Communities read the same balance from their own daemons, which need not be equally far: one is listened to until it falls silent. */
const SILENCE_MS = 30_000

/**
 * One account on one home chain: the balance that the transfers of all Communities on that chain move. What arrives, what gas was burnt and
 * what is unexplained is found here, once.
 */
export class HomeAccount {
  readonly account: Address
  /** The name of its book in the ledger: chain and token. */
  readonly book: string
  readonly #options: HomeAccountsOptions
  readonly #members = new Set<AccountMember>()
  readonly #watchers = new Set<() => void>()
  #nct: Statement | null = null
  #eth: GasStatement | null = null
  #loading: Promise<void> | null = null
  #source: { readonly community: CommunityId; readonly at: number } | null = null
  #unexplained: HomeUnexplained = { nct: 0n, eth: 0n }

  constructor(account: Address, book: string, options: HomeAccountsOptions) {
    this.account = account
    this.book = book
    this.#options = options
  }

  get unexplained(): HomeUnexplained {
    return this.#unexplained
  }

  /** What left it by deposits, whichever Community's: a reading of it by any of them may not have that taken off. */
  get leaving(): readonly Leaving[] {
    return [...this.#members].flatMap((member) => member.deposited())
  }

  /** A difference of NCT is being watched. */
  get isOdd(): boolean {
    return this.#nct?.isOdd === true
  }
  /** Its first balances are in the ledger. */
  get isOpened(): boolean {
    return this.#nct?.isOpened === true && this.#eth?.isOpened === true
  }
  /** One more reading would tell something. */
  get isCurious(): boolean {
    return this.#nct?.isCurious === true
  }

  /** The ledger so far; a second call waits for the first. @throws ConsoleError of the journal: it may be called again */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null
      throw error
    })
    return this.#loading
  }

  /** A Community's transfers move this account. The returned function ends it. */
  join(member: AccountMember): () => void {
    this.#members.add(member)
    return () => this.#members.delete(member)
  }

  /** Hears in the same turn that something left: all who show this account tell it together. The returned function ends it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** A transfer's own entry was handed to the journal. */
  booked(movement: Movement): void {
    this.#nct?.book(movement)
    for (const watcher of [...this.#watchers]) watcher()
  }

  /** Balances came in; or, with null, something else moved and those that wait are looked at again. */
  look(member: AccountMember, reading: HomeReading | null): void {
    if (!this.#nct || !this.#eth || !this.#members.has(member)) return
    const members = [...this.#members]
    const heard = reading && this.#listensTo(member, reading) ? reading : null
    if (heard) this.#nct.read(heard.nct)
    const expected = members.flatMap((each) => each.expected('home'))
    const findings = this.#nct.judge({ pending: members.flatMap((each) => each.pending('home')), expected, unclearSince: null })
    const spent = heard
      ? this.#eth.read(
          heard.eth,
          members.flatMap((each) => each.spenders()),
        )
      : []
    if (findings.length + spent.length === 0) return
    this.#unexplained = {
      nct: this.#unexplained.nct + unexplainedIn(findings),
      eth: this.#unexplained.eth + unexplainedIn(spent),
    }
    const ops = [...findingOps(findings, 'home', members, member), ...spent.flatMap((found) => this.#gasOps(found, members, member))]
    this.#options.journal.write(ops).catch((error: unknown) => this.#options.onTrouble('home account', error))
  }

  #listensTo({ community }: AccountMember, { nct: { at } }: HomeReading): boolean {
    const source = this.#source
    if (source && source.community !== community && at - source.at < SILENCE_MS) return false
    // Another chain clock: what was said in the blocks of the former one is not comparable to the last block.
    if (source && source.community !== community) this.#nct?.forget()
    this.#source = { community, at }
    return true
  }

  #gasOps(found: GasFinding, members: readonly AccountMember[], noticed: AccountMember): readonly JournalOp[] {
    const { is: kind } = found
    if (kind !== 'gas')
      return [{ is: 'put-ledger', entry: noticed.entry('home', { kind, amount: found.amount, currency: 'ETH', ref: null }) }]
    const paid = found.ids.flatMap((id) =>
      members.flatMap((member) => {
        const taken = member.gasPaid(id)
        return taken ? [{ id, member, ...taken }] : []
      }),
    )
    const [first] = paid
    const subject = found.ids.length > 1 ? `gas of ${found.ids.length} transactions` : null
    const line = { kind, amount: -found.cost, currency: 'ETH', hash: first?.hash ?? null, subject } as const
    const entry = (first?.member ?? noticed).entry('home', { ...line, ref: first ? `transfer:${first.id}:gas` : null })
    return [...paid.flatMap(({ ops }) => ops), { is: 'put-ledger', entry }]
  }

  async #load(): Promise<void> {
    const { journal } = this.#options
    const [nct, eth, { unexplained }] = await Promise.all([
      journal.ledgerBalance(this.book, this.account, 'home', 'NCT'),
      journal.ledgerBalance(this.book, this.account, 'home', 'ETH'),
      journal.ledger({ community: null, kind: 'unexplained', from: null, to: null, before: null, limit: 1 }),
    ])
    const sum = (currency: 'NCT' | 'ETH'): bigint =>
      unexplained
        .filter(
          (each) =>
            each.community === null && each.chain === 'home' && each.currency === currency && sameAddress(each.account, this.account),
        )
        .reduce((total, { amount }) => total + amount, 0n)
    this.#nct = new Statement(nct, nct !== null)
    this.#eth = new GasStatement(eth, eth !== null)
    this.#unexplained = { nct: sum('NCT'), eth: sum('ETH') }
  }
}

/** Every home account of the console; made once, by the composition root. */
export class HomeAccounts {
  readonly #options: HomeAccountsOptions
  readonly #accounts = new Map<string, HomeAccount>()

  constructor(options: HomeAccountsOptions) {
    this.#options = options
  }

  of(account: Address, pins: Pins): HomeAccount {
    const book = `home:${pins.homeChainId}:${pins.homeNectar.toLowerCase()}`
    const key = `${account.toLowerCase()} ${book}`
    const known = this.#accounts.get(key) ?? new HomeAccount(account, book, this.#options)
    this.#accounts.set(key, known)
    return known
  }
}
