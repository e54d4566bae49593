import { createHash } from 'node:crypto'
import type { Pins } from '../../shared/domain/community.ts'
import { integerToGuid } from '../../shared/domain/identifiers.ts'
import { ConsoleError, type ErrorCode } from '../../shared/errors/errors.ts'
import type { EndedTransaction, JournalOp, ReadTransaction, StoredTransaction } from '../journal/port.ts'
import type { SendOutcome } from '../polyswarmd/records.ts'
import { ManualClock } from '../runtime/clock.ts'
import type { SignedTransaction, UnsignedTransaction } from '../wallet/signer-port.ts'
import { Allowance } from './allowance.ts'
import { NonceOwner } from './nonce-owner.ts'
import type { GasCeilings, GasTerms, Intent, TransactionNews } from './port.ts'
import type { QueueClient, SendQueueOptions, Tuning } from './queue-parts.ts'
import { SendQueue } from './send-queue.ts'

/* For tests: one account on one chain with a daemon before it, a journal and a signer that can fail and die at any moment. */

export const ACCOUNT = '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA'
export const PINS: Pins = {
  homeChainId: 1337,
  sideChainId: 1338,
  homeNectar: '0x1111111111111111111111111111111111111111',
  homeRelay: '0x2222222222222222222222222222222222222222',
  sideNectar: '0x3333333333333333333333333333333333333333',
  sideRelay: '0x4444444444444444444444444444444444444444',
  registry: '0x5555555555555555555555555555555555555555',
  pinnedAt: 0,
}
export const NCT = 10n ** 18n

export const guidOf = (i: number): string => integerToGuid(BigInt(i + 1))
export const settle = (i: number): Intent => ({ is: 'settle', guid: guidOf(i) })
export const assertion = (i: number, bid = NCT): Intent => ({
  is: 'assert',
  guid: guidOf(i),
  bids: [bid],
  mask: [true],
  commitment: BigInt(i),
  fee: 0n,
})
export const reveal = (i: number): Intent => ({ is: 'reveal', guid: guidOf(i), index: 0, nonce: 9n, verdicts: [true], metadata: '' })

interface Carried {
  readonly hash: string
  readonly nonce: number
  readonly to: string
  readonly data: string
  readonly foreign: boolean
}

const sha = (text: string): `0x${string}` => `0x${createHash('sha256').update(text).digest('hex')}`
const read = (raw: string): UnsignedTransaction & { readonly data: string } => JSON.parse(Buffer.from(raw.slice(2), 'hex').toString())

/** How the daemon treats the next POSTs. 'lost': taken, and the answer is lost. 'vanished': neither taken nor answered. */
export type DaemonMood = 'well' | 'down' | 'lost' | 'vanished'

/** The chain: a pool, blocks, and every transaction that was carried out, in order. */
export class FakeChain {
  readonly pool = new Map<number, Carried>()
  readonly done: Carried[] = []
  /** Hashes of what reverts when it is mined. */
  readonly reverting = new Map<string, string>()
  readonly failed = new Map<string, string>()
  /** Blocks come, and nothing of ours gets into them. */
  congested = false
  block = 100

  get mined(): number {
    return this.done.length
  }

  take(carried: Carried): SendOutcome {
    const there = this.pool.get(carried.nonce)
    if (this.done.some(({ hash }) => hash === carried.hash) || carried.nonce < this.mined) return { kind: 'nonce-too-low' }
    if (there) return there.hash === carried.hash ? { kind: 'already-known' } : { kind: 'underpriced' }
    this.pool.set(carried.nonce, carried)
    return { kind: 'sent', hash: carried.hash }
  }

  /** Another program uses the same key. */
  foreign(nonce = this.nextFree()): void {
    this.take({ hash: sha(`foreign ${nonce} ${this.block}`), nonce, to: PINS.registry, data: '0x', foreign: true })
  }

  /** A node forgets what it held for too long. */
  drop(): void {
    const last = [...this.pool.keys()].at(-1)
    if (last !== undefined && !this.pool.get(last)?.foreign) this.pool.delete(last)
  }

  /** Everything begins again from the first block. */
  beginAgain(): void {
    this.pool.clear()
    this.done.length = 0
  }

  nextFree(): number {
    let nonce = this.mined
    while (this.pool.has(nonce)) nonce++
    return nonce
  }

  /** Mines all that can be; returns what is new. */
  mine(): Carried[] {
    this.block += 1
    const fresh: Carried[] = []
    if (this.congested) return fresh
    for (let next = this.pool.get(this.mined); next; next = this.pool.get(this.mined)) {
      this.pool.delete(next.nonce)
      this.done.push(next)
      const text = this.reverting.get(next.hash)
      if (text) this.failed.set(next.hash, text)
      fresh.push(next)
    }
    return fresh
  }

  /** What was carried out with success and is not the queue's own. */
  executed(): string[] {
    return this.done.filter(({ foreign, hash }) => !foreign && !this.failed.has(hash)).map(({ data }) => data)
  }
}

/** A journal in memory. Writes reach the disk after a moment and are acknowledged after another; a crash comes between any of them. */
export class FakeJournal {
  readonly disk = new Map<string, StoredTransaction>()
  readonly facts = new Map<string, string>()
  readonly other: JournalOp[] = []
  failure: ConsoleError | null = null
  /** Why what is pending cannot be read. */
  unreadable: ConsoleError | null = null
  writes = 0
  delayMs = 4
  sealed = false
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  view(life: number): SendQueueOptions['journal'] {
    return {
      write: (ops) => this.#write(ops, life),
      facts: async () => Object.fromEntries(this.facts),
      pendingTransactions: () => (this.unreadable ? Promise.reject(this.unreadable) : Promise.resolve(this.#pending())),
      endedTransactions: async () => this.#ended(),
    }
  }

  #write(ops: readonly JournalOp[], life: number): Promise<void> {
    const { clock } = this.#world
    this.writes += 1
    if (this.failure) return Promise.reject(this.failure)
    return new Promise((resolve) => {
      clock.after(this.delayMs, () => {
        if (this.#world.life !== life) return
        for (const op of ops) this.#apply(op)
        clock.after(this.delayMs, () => {
          if (this.#world.life === life) resolve()
        })
      })
    })
  }

  #apply(op: JournalOp): void {
    if (op.is === 'put-transaction') this.disk.set(op.transaction.hash, op.transaction)
    else if (op.is === 'set-transaction') {
      const old = this.disk.get(op.hash)
      if (old) this.disk.set(op.hash, { ...old, state: op.state, minedBlock: op.minedBlock, error: op.error })
    } else if (op.is === 'put-fact') {
      if (op.value === null) this.facts.delete(op.name)
      else this.facts.set(op.name, op.value)
    } else this.other.push(op)
  }

  #pending(): ReadTransaction[] {
    return [...this.disk.values()]
      .filter(({ state }) => state === 'signed' || state === 'sent')
      .sort((a, b) => a.nonce - b.nonce)
      .map((transaction) => (this.sealed && transaction.secret ? { readable: false, transaction } : { readable: true, transaction }))
  }

  #ended(): EndedTransaction[] {
    return [...this.disk.values()]
      .filter(({ state }) => state === 'mined' || state === 'failed')
      .map(({ key, hash, nonce, state, minedBlock, error }) => ({ key, hash, nonce, state: state as 'mined', minedBlock, error }))
  }
}

export interface WorldOptions {
  readonly chain?: 'home' | 'side'
  readonly limit?: bigint
  readonly tuning?: Partial<Tuning>
  readonly ceilings?: GasCeilings
}

/** Everything around one queue, over as many lives as a test wants. */
export class World {
  readonly clock = new ManualClock()
  readonly chain = new FakeChain()
  readonly journal = new FakeJournal(this)
  readonly signed: UnsignedTransaction[][] = []
  readonly posts: string[][] = []
  readonly news: TransactionNews[] = []
  readonly trouble: unknown[] = []
  /** The laws as they are broken; must stay empty. */
  readonly broken: string[] = []
  readonly #options: WorldOptions
  life = 0
  mood: DaemonMood = 'well'
  signerFailure: ErrorCode | null = null
  loseEvents = false
  gas: GasTerms | null = { limit: 50_000_000n, price: 0n }
  receiptQuestions = 0
  outcomeOf: ((raw: string) => SendOutcome | null) | null = null
  queue!: SendQueue
  allowance!: Allowance
  nonces!: NonceOwner

  constructor(options: WorldOptions = {}) {
    this.#options = options
  }

  /** A new life of the console: what was not on disk is gone. */
  async start(): Promise<SendQueue> {
    this.life += 1
    const life = this.life
    const chain = this.#options.chain ?? 'side'
    this.nonces = new NonceOwner(chain)
    this.allowance = new Allowance('lima', ACCOUNT, PINS.registry, { limit: this.#options.limit ?? 1_000_000n * NCT })
    this.queue = new SendQueue({
      community: 'lima',
      account: ACCOUNT,
      chain,
      pins: PINS,
      client: this.#client(life),
      signer: { sign: (_, transactions) => this.#sign(transactions) },
      journal: this.journal.view(life),
      nonces: this.nonces,
      clock: this.clock,
      allowance: chain === 'side' ? this.allowance : null,
      gas: () => this.gas,
      ceilings: () => this.#options.ceilings ?? { price: 0n, limit: 50_000_000n },
      onTrouble: (where, error) => this.trouble.push([where, error]),
      ...(this.#options.tuning ? { tuning: this.#options.tuning } : {}),
    })
    this.queue.onNews((news) => {
      if (this.life === life) this.news.push(news)
    })
    await this.queue.start()
    this.queue.blockIs(this.chain.block)
    return this.queue
  }

  /** Power cut: whatever that life still does reaches nobody. */
  crash(): void {
    this.life += 1
    this.queue.stop().catch(() => undefined)
  }

  /** One block: mines, tells the events (unless they are lost) and the clock. */
  async mine(): Promise<void> {
    const fresh = this.chain.mine()
    if (!this.loseEvents) {
      for (const { hash } of fresh) if (!this.chain.failed.has(hash)) this.queue.seen(hash, this.chain.block)
    }
    this.queue.blockIs(this.chain.block)
    await this.clock.advance(1000)
  }

  /** What was told about a key, in order. */
  toldOf(key: string): string[] {
    return this.news.filter((news) => news.key === key).map(({ is }) => is)
  }

  async #sign(transactions: readonly UnsignedTransaction[]): Promise<readonly SignedTransaction[]> {
    if (this.signerFailure) throw new ConsoleError(this.signerFailure)
    this.signed.push([...transactions])
    for (const { nonce } of transactions) this.#checkNonce(nonce)
    return transactions.map((transaction) => {
      const text = JSON.stringify(transaction, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
      const raw = `0x${Buffer.from(text).toString('hex')}` as const
      return { raw, hash: sha(raw), from: ACCOUNT }
    })
  }

  /** Law 7: no number is given to a second transaction while a first one could still be mined. */
  #checkNonce(nonce: number): void {
    const dead = new Set(this.news.flatMap((news) => (news.is === 'refused' && news.hash ? [news.hash] : [])))
    for (const { nonce: other, state, hash } of this.journal.disk.values()) {
      if (other === nonce && (state === 'signed' || state === 'sent') && !dead.has(hash)) {
        this.broken.push(`law 7: nonce ${nonce} was given out twice`)
      }
    }
  }

  #client(life: number): QueueClient {
    const reach = (): void => {
      if (this.life !== life || this.mood === 'down') throw new ConsoleError('unreachable', 'no route to host')
    }
    return {
      sendTransactions: async (_, raws) => {
        reach()
        this.posts.push([...raws])
        const mood = this.mood
        const outcomes = raws.map((raw): SendOutcome => {
          const hash = sha(raw)
          if (!this.journal.disk.has(hash)) this.broken.push(`law 2: ${hash} left before it was durable`)
          const { nonce, to, data } = read(raw)
          const odd = this.outcomeOf?.(raw)
          if (odd) return odd
          if (mood === 'vanished') return { kind: 'unknown', text: 'no answer' }
          const outcome = this.chain.take({ hash, nonce, to, data, foreign: false })
          return mood === 'lost' ? { kind: 'unknown', text: 'no answer' } : outcome
        })
        await this.#delay(20)
        return outcomes
      },
      receipts: async (_, hashes) => {
        reach()
        this.receiptQuestions += 1
        const outcomes = hashes.map((hash) => {
          const failed = this.chain.failed.get(hash)
          if (failed) return { hash, outcome: { kind: 'failed', block: this.chain.block, text: failed } } as const
          if (this.chain.done.some((carried) => carried.hash === hash)) return { hash, outcome: { kind: 'mined' } } as const
          return { hash, outcome: { kind: 'timeout' } } as const
        })
        await this.#delay(50)
        return { outcomes, events: { transfers: [], bounties: [], assertions: [], reveals: [], votes: [] } }
      },
      nonce: async (_, options) => {
        reach()
        const answer = options?.ignorePending ? this.chain.mined : this.chain.nextFree()
        await this.#delay(5)
        return answer
      },
      pendingNonces: async () => {
        reach()
        const answer = [...this.chain.pool.keys()].sort((a, b) => a - b)
        await this.#delay(5)
        return answer
      },
    }
  }

  #delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve))
  }
}
