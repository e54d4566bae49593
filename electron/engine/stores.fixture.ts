import { z } from 'zod'
import { type BountyRow, bountyRow } from '../../shared/domain/bounty.ts'
import type { Chain, Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { Results } from '../../shared/state/state.ts'
import type { Journal, JournalOp, JournalState, NewLedgerEntry, ReadTransaction, RevealSecret, StoredBounty } from '../journal/port.ts'
import { addTally, type Counted, emptyTally, endTally, hasEnded, isMissed, isRevealed, partOf, seenTally } from '../journal/tally.ts'
import type { Intent, QueueState, Submission, TransactionNews, TransactionQueue } from '../transactions/port.ts'
import { hashOf, ME, type ModelChain } from './world.fixture.ts'

/* For tests: what survives a crash (journal), and a queue that sends to the model's chain with all its faults. */

interface Kept {
  account: string | null
  row: BountyRow
  record: string
  open: boolean
  secret: RevealSecret | null
}

/** The journal's promises over a map; `unlocked` says whether secrets can be read. */
export class MemoryJournal
  implements Pick<Journal, 'openBounties' | 'bounty' | 'write' | 'results' | 'facts' | 'forfeits' | 'pendingTransactions' | 'watch'>
{
  state: JournalState = { is: 'saved' }
  readonly bounties = new Map<Guid, Kept>()
  readonly ledger = new Map<string, NewLedgerEntry>()
  readonly signed = new Map<string, { hash: Hash; intent: Intent; over: boolean }>()
  readonly #facts = new Map<string, string>()
  unlocked = true
  /** Every secret ever written for a bounty: one that changes would be a lost stake. */
  readonly secrets = new Map<Guid, Set<bigint>>()

  watch(): () => void {
    return () => undefined
  }

  async write(ops: readonly JournalOp[]): Promise<void> {
    this.writeNow(ops)
  }

  /** A real journal that gets every write too, and answers every read. */
  mirror: Journal | null = null

  writeNow(ops: readonly JournalOp[]): void {
    this.mirror?.write(ops).catch((error: unknown) => {
      throw error
    })
    for (const op of ops) {
      if (op.is === 'put-bounty') this.#put(op)
      else if (op.is === 'put-ledger' && op.entry.ref !== null && !this.ledger.has(op.entry.ref)) this.ledger.set(op.entry.ref, op.entry)
      else if (op.is === 'put-fact' && op.value !== null) this.#facts.set(op.name, op.value)
      else if (op.is === 'put-fact') this.#facts.delete(op.name)
    }
  }

  #put(op: Extract<JournalOp, { is: 'put-bounty' }>): void {
    const before = this.bounties.get(op.row.guid)
    const { account, row, record, open, secret } = op
    // What the window's schema would refuse, must not come out of the engine.
    z.encode(bountyRow, row)
    this.bounties.set(row.guid, { account, row, record, open, secret: secret ?? before?.secret ?? null })
    if (secret) this.secrets.set(row.guid, (this.secrets.get(row.guid) ?? new Set()).add(secret.nonce))
  }

  async openBounties(): Promise<readonly StoredBounty[]> {
    return [...this.bounties.values()].filter(({ open }) => open).map((kept) => this.#read(kept))
  }

  async bounty(_community: string, guid: Guid): Promise<StoredBounty | null> {
    const kept = this.bounties.get(guid)
    return kept ? this.#read(kept) : null
  }

  #read({ account, row, record, secret }: Kept): StoredBounty {
    return { account, row, record, secret: this.unlocked ? secret : null, sealed: secret !== null && !this.unlocked }
  }

  async results(_community: string, since: number): Promise<Results> {
    let sums = emptyTally()
    for (const { row } of this.bounties.values()) {
      const counted: Counted = {
        state: row.state,
        part: partOf(row),
        bid: row.bid,
        fee: row.assertionFee,
        payout: row.payout,
        firstSeenAt: row.firstSeenAt,
        endedAt: hasEnded(row) ? row.settledAt : null,
        revealed: isRevealed(row),
        missed: isMissed(row),
      }
      if (counted.firstSeenAt >= since) sums = addTally(sums, seenTally(counted))
      if ((counted.endedAt ?? -1) >= since) sums = addTally(sums, endTally(counted))
    }
    return { ...sums, since }
  }

  async facts(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(this.#facts)
  }

  async forfeits(_community: string, offset: number, limit: number): Promise<readonly BountyRow[]> {
    const rows = [...this.bounties.values()].map(({ row }) => row).filter(({ state }) => state === 'forfeited')
    return rows.toSorted((a, b) => (b.settledAt ?? 0) - (a.settledAt ?? 0)).slice(offset, offset + limit)
  }

  async pendingTransactions(_account: string, chain: Chain): Promise<readonly ReadTransaction[]> {
    const open = chain === 'side' ? [...this.signed].filter(([, { over }]) => !over) : []
    return open.map(([key, { hash }]) => ({ readable: false, transaction: { key, hash } }) as ReadTransaction)
  }

  /** As one life of a console sees it: nothing that it writes after its end arrives. */
  asJournal(isAlive: () => boolean): Journal {
    const { mirror } = this
    const from = mirror ?? this
    const reads: Pick<Journal, 'openBounties' | 'bounty' | 'results' | 'facts' | 'forfeits' | 'pendingTransactions'> = {
      openBounties: (community) => from.openBounties(community),
      bounty: (community, guid) => from.bounty(community, guid),
      results: (community, since) => from.results(community, since),
      facts: (community) => from.facts(community),
      forfeits: (...query) => from.forfeits(...query),
      // The model's queue keeps them here.
      pendingTransactions: (account, chain) => this.pendingTransactions(account, chain),
    }
    const write: Journal['write'] = (ops) => (isAlive() ? this.write(ops) : new Promise(() => undefined))
    return { ...reads, write, state: from.state, watch: () => () => undefined } as unknown as Journal
  }
}

export interface QueueFaults {
  /** The transaction never reaches the pool this time; it is sent again with the next block. */
  readonly lost: () => boolean
  /** News of this kind are not told. */
  readonly mute: () => boolean
  readonly connected: () => boolean
  readonly unlocked: () => boolean
}

let nextHash = 1

/** The send queue's promises: durable before sent, one signature for a key, sent again until mined, news of every end. */
export class ModelQueue implements TransactionQueue {
  readonly account = ME
  readonly chain = 'side'
  readonly state: QueueState = { waiting: 0, leaving: 0, unconfirmed: 0, held: null }
  readonly sent: Intent[] = []
  readonly #chain: ModelChain
  readonly #journal: MemoryJournal
  readonly #faults: QueueFaults
  readonly #listeners = new Set<(news: TransactionNews) => void>()
  readonly #waiting = new Map<string, Submission>()
  #stopped = false

  constructor(chain: ModelChain, journal: MemoryJournal, faults: QueueFaults) {
    this.#chain = chain
    this.#journal = journal
    this.#faults = faults
  }

  watch(): () => void {
    return () => undefined
  }
  onNews(listener: (news: TransactionNews) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  async start(): Promise<void> {
    this.pump()
  }
  async stop(): Promise<void> {
    this.#stopped = true
  }

  submit(submission: Submission): void {
    const { key } = submission
    const known = this.#journal.signed.get(key)
    if (known && !known.over) {
      this.#later({ is: 'signed', key, hash: known.hash, nonce: 0 })
      return
    }
    const mined = known && this.#chain.mined.get(known.hash)
    if (known && mined?.ok) {
      this.#later({ is: 'mined', key, hash: known.hash, block: mined.block })
      return
    }
    this.#waiting.set(key, submission)
    queueMicrotask(() => this.pump())
  }

  withdraw(key: string): boolean {
    return this.#waiting.delete(key)
  }
  find(key: string): 'waiting' | 'signed' | 'sent' | 'mined' | null {
    if (this.#waiting.has(key)) return 'waiting'
    const known = this.#journal.signed.get(key)
    if (!known) return null
    if (!known.over) return 'sent'
    return this.#chain.mined.get(known.hash)?.ok ? 'mined' : null
  }
  seen(): void {}
  blockIs(): void {
    this.pump()
  }
  wake(): void {
    this.pump()
  }
  hold(): void {}
  release(): void {}

  /** Signs what waits, sends what is signed, tells what was mined. */
  pump(): void {
    if (this.#stopped) return
    for (const [key, submission] of [...this.#waiting]) this.#sign(key, submission)
    for (const [key, one] of this.#journal.signed) if (!one.over) this.#follow(key, one)
  }

  #sign(key: string, submission: Submission): void {
    if (submission.notAfterBlock !== undefined && this.#chain.block > submission.notAfterBlock) {
      this.#waiting.delete(key)
      this.#later({ is: 'expired', key })
      return
    }
    if (!this.#faults.unlocked()) return
    this.#waiting.delete(key)
    const hash = hashOf(nextHash++)
    const signed = { key, hash, nonce: nextHash }
    // Durable first, in one go with what belongs to it.
    this.#journal.writeNow(submission.alongside?.(signed) ?? [])
    this.#journal.signed.set(key, { hash, intent: submission.intent, over: false })
    this.sent.push(submission.intent)
    this.#later({ is: 'signed', ...signed })
  }

  #follow(key: string, one: { hash: Hash; intent: Intent; over: boolean }): void {
    if (!this.#faults.connected()) return
    const mined = this.#chain.mined.get(one.hash)
    if (mined) {
      one.over = true
      if (mined.ok) this.#later({ is: 'mined', key, hash: one.hash, block: mined.block })
      else this.#later({ is: 'failed', key, hash: one.hash, block: mined.block, text: mined.text })
    } else if (!this.#chain.isPooled(one.hash) && !this.#faults.lost()) {
      this.#chain.send({ hash: one.hash, from: ME, intent: one.intent })
      this.#later({ is: 'sent', key, hash: one.hash })
    }
  }

  #later(news: TransactionNews): void {
    if (news.is === 'sent' && this.#faults.mute()) return
    queueMicrotask(() => {
      if (!this.#stopped) for (const listener of this.#listeners) listener(news)
    })
  }
}
