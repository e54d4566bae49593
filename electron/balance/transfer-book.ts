import { assertNever } from '../../shared/domain/assert-never.ts'
import { type Address, type Chain, type CommunityId, sameAddress } from '../../shared/domain/identifiers.ts'
import { RULE_DAY_MS, type RuleMove } from '../../shared/domain/maintain.ts'
import type { Transfer, TransferDirection } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { EventLine, NewEventLine } from '../../shared/state/state.ts'
import type { Journal, JournalOp, NewLedgerEntry } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { intentKey, type TransactionNews } from '../transactions/port.ts'
import type { GasSpender } from './gas-statement.ts'
import type { Expected, Movement, Pending } from './statement.ts'
import {
  arrivedTransfer,
  chainsOf,
  countedTransfer,
  failedTransfer,
  hasEnded,
  hasLeft,
  type KeptTransfer,
  minedTransfer,
  netOf,
  pendingOf,
  recordFromJson,
  recordToJson,
  sentTransfer,
  withFee,
  writtenOffTransfer,
} from './transfer-life.ts'

export interface TransferBookOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly homeBook: string
  readonly journal: Pick<Journal, 'transfers'>
  readonly clock: Clock
  /** Hands ops to the journal; they become durable together. */
  readonly write: (ops: readonly JournalOp[]) => void
  readonly say: (line: NewEventLine) => void
  /** An entry on this chain was handed to the journal: the balance is compared with it from now on. */
  readonly booked: (chain: Chain, movement: Movement) => void
  /** The highest block really seen, and one that the chain cannot have passed; null before any was seen. */
  readonly blockNow: (chain: Chain) => { readonly seen: number; readonly atMost: number } | null
  readonly changed: () => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** Ended transfers that are taken up: to be shown, and because one that was written off may still arrive. */
const ENDED_KEPT = 64
/** A transfer that was written off longer ago than this is not looked for any more. */
const LATE_MS = 30 * 86_400_000

/** Every transfer of one account in one Community, from its signature to its end. */
export class TransferBook {
  readonly #options: TransferBookOptions
  readonly #transfers = new Map<string, KeptTransfer>()
  /** All that was signed from this moment on is here, ms. */
  #since = Number.POSITIVE_INFINITY
  #isReading = false

  constructor(options: TransferBookOptions) {
    this.#options = options
  }

  /** @throws ConsoleError of the journal */
  async load(): Promise<void> {
    const { journal, community, clock } = this.#options
    // The limit of a day is counted from these: on a quick chain a rule makes more than are kept to be shown.
    const since = clock.now() - RULE_DAY_MS
    for (const { transfer, record } of await journal.transfers(community, ENDED_KEPT, since)) {
      // What is here already goes on here.
      if (!this.#isMine(transfer) || this.#transfers.has(transfer.id)) continue
      this.#transfers.set(transfer.id, { transfer, record: recordFromJson(record) })
    }
    this.#since = since
  }

  /**
   * Whether all that a rule moved in the day that ends now is here. A clock that was ahead at the start and was set right has not read what is
   * in the day now: that is read then, and until it is there nothing is known.
   */
  get knowsDay(): boolean {
    if (this.#options.clock.now() - RULE_DAY_MS >= this.#since) return true
    if (!this.#isReading) this.#readAgain()
    return false
  }

  /** Newest first. */
  get all(): readonly Transfer[] {
    return [...this.#transfers.values()].map(({ transfer }) => transfer).sort((a, b) => b.signedAt - a.signedAt)
  }

  find(id: string): Transfer | null {
    return this.#transfers.get(id)?.transfer ?? null
  }

  /** What the rule has moved; what failed moved nothing. */
  movedByRule(): readonly RuleMove[] {
    return [...this.#transfers.values()]
      .filter(({ transfer: { by, stage } }) => by === 'maintain' && stage !== 'failed')
      .map(({ transfer }) => ({ at: transfer.signedAt, amount: transfer.amount }))
  }

  inFlight(direction: TransferDirection): Transfer | null {
    return this.all.find((transfer) => transfer.direction === direction && !hasEnded(transfer)) ?? null
  }

  /** Has just become durable. */
  add(kept: KeptTransfer): void {
    this.#transfers.set(kept.transfer.id, kept)
    this.#line(kept.transfer, `${kept.transfer.direction}-sent`, 'flight', kept.transfer.amount)
    this.#options.changed()
  }

  toOp({ transfer, record }: KeptTransfer): JournalOp {
    return { is: 'put-transfer', transfer, record: recordToJson(record) }
  }

  /** What the queue of the transfer's source chain tells. */
  hear(news: TransactionNews): void {
    const kept = this.#transfers.get(news.key.slice('transfer:'.length))
    if (!kept || news.key !== intentKey.transfer(kept.transfer.id)) return
    const { clock } = this.#options
    switch (news.is) {
      case 'signed':
      case 'not-seen':
        return
      case 'sent':
        this.#put(sentTransfer(kept, clock.now()))
        return
      case 'mined':
        this.#mined(kept, news.block)
        return
      case 'failed':
        this.#fail(kept, news.text, true)
        return
      case 'refused':
        this.#fail(kept, news.problem.detail ?? news.problem.code, false)
        return
      case 'expired':
        this.#fail(kept, 'it was not signed in time', false)
        return
      default:
        assertNever(news)
    }
  }

  /** Those that their queue does not know after it took up the journal: it was told, before the console ended, that they never left. */
  dropUnknown(knows: (transfer: Transfer) => boolean): void {
    for (const kept of [...this.#transfers.values()]) {
      if (pendingOf(kept) && !knows(kept.transfer)) this.#fail(kept, 'it was refused and never left', false)
    }
  }

  /** The clocks moved. `seen`: the highest block really seen. */
  count(seen: (chain: Chain) => number | null): void {
    const at = this.#options.clock.now()
    for (const kept of [...this.#transfers.values()]) {
      const counted = countedTransfer(kept, seen(chainsOf(kept.transfer.direction).source), at)
      if (counted === kept) continue
      this.#put(counted)
      if (counted.transfer.overdue && !kept.transfer.overdue) this.#line(kept.transfer, 'transfer-overdue', 'loss', netOf(kept.transfer))
    }
  }

  /** What the relay keeps now of what arrives on `target`. */
  feeIs(target: Chain, fee: bigint): void {
    for (const kept of [...this.#transfers.values()]) {
      if (chainsOf(kept.transfer.direction).target !== target || !this.#mayCome(kept)) continue
      const known = withFee(kept, fee)
      if (known !== kept) this.#put(known)
    }
  }

  /** @throws ConsoleError 'invalid-request' when it is not in flight */
  writeOff(id: string): void {
    const kept = this.#transfers.get(id)
    if (!kept || hasEnded(kept.transfer)) throw new ConsoleError('invalid-request', 'this transfer is not in flight')
    this.#put(writtenOffTransfer(kept))
    this.#line(kept.transfer, 'transfer-written-off', 'faint', netOf(kept.transfer))
  }

  pending(chain: Chain): readonly Pending[] {
    return this.#ofSource(chain).flatMap((kept) => pendingOf(kept) ?? [])
  }

  /** Those that may arrive on this chain; the ones that nobody has written off first, then by age. */
  expected(target: Chain): readonly Expected[] {
    const coming = [...this.#transfers.values()].filter(
      (kept) => chainsOf(kept.transfer.direction).target === target && this.#mayCome(kept),
    )
    const rank = ({ transfer }: KeptTransfer): number => (hasEnded(transfer) ? 1 : 0)
    return coming
      .sort((a, b) => rank(a) - rank(b) || a.transfer.signedAt - b.transfer.signedAt)
      .map(({ transfer, record }) => ({
        id: transfer.id,
        nets: record.fees.filter((fee) => fee < transfer.amount).map((fee) => transfer.amount - fee),
        ready: hasLeft(transfer),
      }))
  }

  spenders(): readonly GasSpender[] {
    return this.#ofSource('home').flatMap(({ transfer, record }) => {
      if (record.gasBooked || record.gas === null) return []
      return [{ id: transfer.id, ...record.gas, doneAt: record.overAt }]
    })
  }

  /** It is there: what the journal has to take down. null when it is none of this Community's. */
  arrived(id: string, net: bigint): readonly JournalOp[] | null {
    const kept = this.#transfers.get(id)
    if (!kept) return null
    const arrived = arrivedTransfer(kept, net, this.#options.clock.now())
    this.#transfers.set(id, arrived)
    const { transfer } = arrived
    const { target } = chainsOf(transfer.direction)
    this.#line(transfer, `${transfer.direction}-arrived`, 'flight', net)
    this.#options.changed()
    const entry = (kind: 'arrival' | 'relay-fee', amount: bigint, ref: string): JournalOp => ({
      is: 'put-ledger',
      entry: this.entry(target, { kind, amount, hash: transfer.hash, ref: `transfer:${id}:${ref}` }),
    })
    const fee = transfer.fee === 0n ? [] : [entry('relay-fee', -transfer.fee, 'fee')]
    return [this.toOp(arrived), entry('arrival', transfer.amount, 'in'), ...fee]
  }

  /** Its gas was found. null when it is none of this Community's. */
  gasPaid(id: string): { readonly ops: readonly JournalOp[]; readonly hash: string } | null {
    const kept = this.#transfers.get(id)
    if (!kept) return null
    const paid = { ...kept, record: { ...kept.record, gasBooked: true } }
    this.#transfers.set(id, paid)
    return { ops: [this.toOp(paid)], hash: kept.transfer.hash }
  }

  /** A line of this account's ledger. */
  entry(
    chain: Chain,
    line: Pick<NewLedgerEntry, 'kind' | 'amount' | 'ref'> & Partial<Pick<NewLedgerEntry, 'currency' | 'hash' | 'subject'>>,
  ): NewLedgerEntry {
    const { community, account, clock, homeBook } = this.#options
    const book = chain === 'home' ? { book: homeBook } : {}
    return { at: clock.now(), community, account, chain, currency: 'NCT', guid: null, hash: null, subject: null, ...line, ...book }
  }

  #readAgain(): void {
    const { changed, onTrouble } = this.#options
    this.#isReading = true
    this.load()
      .then(changed, (error: unknown) => onTrouble('transfers', error))
      .finally(() => {
        this.#isReading = false
      })
  }

  #mined(kept: KeptTransfer, block: number | null): void {
    const { transfer, record } = kept
    if (hasLeft(transfer)) return
    const { write, booked, blockNow, clock, changed } = this.#options
    const { source } = chainsOf(transfer.direction)
    const now = blockNow(source)
    // A receipt says that it is mined and not where: between its signature and now.
    const between = block === null ? { from: record.signedBlock ?? 0, until: now?.atMost ?? 0 } : { from: block, until: block }
    const moved = minedTransfer(kept, block ?? now?.seen ?? null, clock.now())
    this.#transfers.set(transfer.id, moved)
    const ref = `transfer:${transfer.id}:out`
    const entry = this.entry(source, { kind: transfer.direction, amount: -transfer.amount, hash: transfer.hash, ref })
    write([this.toOp(moved), { is: 'put-ledger', entry }])
    booked(source, { amount: -transfer.amount, ...between })
    changed()
  }

  #fail(kept: KeptTransfer, reason: string, reverted: boolean): void {
    if (kept.transfer.stage === 'failed' || hasLeft(kept.transfer)) return
    this.#put(failedTransfer(kept, reason, reverted, this.#options.clock.now()))
    this.#line(kept.transfer, 'transfer-failed', 'loss', kept.transfer.amount)
  }

  #put(kept: KeptTransfer): void {
    const { write, changed } = this.#options
    if (this.#transfers.get(kept.transfer.id) === kept) return
    this.#transfers.set(kept.transfer.id, kept)
    write([this.toOp(kept)])
    changed()
  }

  #line({ direction, by }: Transfer, code: string, tone: EventLine['tone'], amount: bigint): void {
    const { say, clock, community } = this.#options
    const subject = code.startsWith(direction) ? null : direction
    say({ at: clock.now(), community, code, tone, mine: true, guid: null, subject, amount, by })
  }

  #mayCome({ transfer }: KeptTransfer): boolean {
    if (!hasEnded(transfer)) return true
    return transfer.stage === 'written-off' && transfer.signedAt > this.#options.clock.now() - LATE_MS
  }

  #ofSource(chain: Chain): readonly KeptTransfer[] {
    return [...this.#transfers.values()].filter(({ transfer }) => chainsOf(transfer.direction).source === chain)
  }

  /** The wallet of a Community may have been another one before. */
  #isMine({ account }: Transfer): boolean {
    return sameAddress(account, this.#options.account)
  }
}
