import { randomUUID } from 'node:crypto'
import { ledgerEntry } from '../../shared/contract/contract.ts'
import type { BountyRow, MyState } from '../../shared/domain/bounty.ts'
import type { Address, Chain, CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import type { EventLine, Results } from '../../shared/state/state.ts'
import type { Channel } from '../runtime/channel.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Answer, CallName, Params } from '../runtime/protocol.ts'
import { SupervisedProcess } from '../runtime/supervised-process.ts'
import { BatchWriter } from './batch-writer.ts'
import type {
  AssertionQuery,
  EndedTransaction,
  EventQuery,
  Journal,
  JournalOp,
  JournalState,
  LedgerQuery,
  ReadTransaction,
  StoredBounty,
  TransferCosts,
} from './port.ts'
import { journalProtocol } from './protocol.ts'
import { parts } from './tally.ts'
import { fromEvent, fromTransfer, type JournalKeys, JournalWire } from './wire.ts'

type P = typeof journalProtocol

export interface JournalOptions {
  /** Starts the worker on its file; `Platform.spawn('journal', [path])`. */
  readonly spawn: () => Channel
  readonly clock: Clock
  readonly keys: JournalKeys
}

const partsOf: Record<AssertionQuery['filter'], readonly number[]> = {
  all: [parts.owed, parts.open, parts.paid, parts.lost],
  owed: [parts.owed],
  open: [parts.open],
  paid: [parts.paid],
  lost: [parts.lost],
}

/** The journal as the console uses it: a worker that owns the file, kept alive, and one batch on its way at a time. */
export class WorkerJournal implements Journal {
  readonly #process: SupervisedProcess<P>
  readonly #writer: BatchWriter
  readonly #wire: JournalWire
  readonly #clock: Clock

  constructor({ spawn, clock, keys }: JournalOptions) {
    const session = randomUUID()
    this.#clock = clock
    this.#wire = new JournalWire(keys, () => clock.now())
    this.#process = new SupervisedProcess({ protocol: journalProtocol, clock, spawn, unavailable: 'journal-failed' })
    this.#writer = new BatchWriter({
      clock,
      send: (seq, ops) => this.#process.call('write', { session, seq, ops: [...ops] }),
      // A worker that is gone took nothing with it but the answer.
      passes: (error) => error.retry || error.code === 'timeout' || this.#process.state.name !== 'running',
    })
    this.#process.watch((state) => {
      if (state.name === 'running') this.#writer.wake()
    })
    this.#process.start()
  }

  get state(): JournalState {
    return this.#writer.state
  }

  watch(listener: (state: JournalState) => void): () => void {
    return this.#writer.watch(listener)
  }

  async write(ops: readonly JournalOp[]): Promise<void> {
    // Sealed before anything is queued: a write that cannot be sealed is refused as a whole, and nothing of it is kept.
    return this.#writer.write(ops.map((op) => this.#wire.toWire(op)))
  }

  async openBounties(community: CommunityId): Promise<readonly StoredBounty[]> {
    const kept = await this.#read('openBounties', { community })
    return kept.map((bounty) => this.#wire.fromBounty(community, bounty))
  }

  async bounty(community: CommunityId, guid: Guid): Promise<StoredBounty | null> {
    const kept = await this.#read('bounty', { community, guid: guid.toLowerCase() })
    return kept && this.#wire.fromBounty(community, kept)
  }

  async pendingTransactions(account: Address, chain: Chain, community: CommunityId): Promise<readonly ReadTransaction[]> {
    const kept = await this.#read('pendingTransactions', { account, chain, community })
    return kept.map((transaction) => this.#wire.fromTransaction(transaction))
  }

  endedTransactions(account: Address, chain: Chain, community: CommunityId): Promise<readonly EndedTransaction[]> {
    return this.#read('endedTransactions', { account, chain, community })
  }

  async transfers(community: CommunityId, ended: number, since: number | null) {
    const kept = await this.#read('transfers', { community, ended, since })
    return kept.map(({ transfer, record }) => ({ transfer: fromTransfer(transfer), record }))
  }

  async assertions(query: AssertionQuery): Promise<{ readonly rows: readonly BountyRow[]; readonly total: number }> {
    const { community, filter, search, since, offset, limit } = query
    const words = search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 20)
    const page = await this.#read('assertions', { community, parts: [...partsOf[filter]], words, since, offset, limit })
    return this.#page(community, page)
  }

  assertionTotals(community: CommunityId, since: number | null) {
    return this.#read('assertionTotals', { community, since, now: this.#clock.now() })
  }

  async forfeits(community: CommunityId, offset: number, limit: number): Promise<readonly BountyRow[]> {
    return (await this.#read('forfeits', { community, offset, limit })).map((kept) => this.#wire.fromRow(community, kept))
  }

  async pastBounties(community: CommunityId, states: readonly MyState[], offset: number, limit: number) {
    return this.#page(community, await this.#read('pastBounties', { community, states: [...states], offset, limit }))
  }

  async events(query: EventQuery): Promise<readonly EventLine[]> {
    return (await this.#read('events', query)).map(fromEvent)
  }

  lastEventId(): Promise<number> {
    return this.#read('lastEventId', {})
  }

  async ledger(query: LedgerQuery) {
    const { entries, unexplained } = await this.#read('ledger', query)
    const { kind, by } = ledgerEntry.shape
    return { entries: entries.map((entry) => ({ ...entry, kind: kind.parse(entry.kind), by: by.parse(entry.by) })), unexplained }
  }

  transferCosts(from: number | null): Promise<readonly TransferCosts[]> {
    return this.#read('transferCosts', { from })
  }

  ledgerBalance(community: CommunityId, account: Address, chain: Chain, currency: 'NCT' | 'ETH'): Promise<bigint | null> {
    return this.#read('ledgerBalance', { community, account, chain, currency })
  }

  async results(community: CommunityId, since: number): Promise<Results> {
    return { since, ...(await this.#read('results', { community, since })) }
  }

  facts(community: CommunityId): Promise<Readonly<Record<string, string>>> {
    return this.#read('facts', { community })
  }

  async close(): Promise<void> {
    await this.#writer.close()
    try {
      await this.#process.call('close', {})
    } catch {
      // The file is sound without it: closing only folds the write-ahead log into it.
    }
    this.#process.stop()
  }

  #page(community: CommunityId, { rows, total }: Answer<P, 'assertions'>) {
    return { rows: rows.map((kept) => this.#wire.fromRow(community, kept)), total }
  }

  /** Asks once everything that was handed over before is written, so that nobody reads behind their own writes. */
  async #read<N extends CallName<P>>(name: N, params: Params<P, N>): Promise<Answer<P, N>> {
    await this.#writer.flushed()
    return this.#process.call(name, params)
  }
}
