import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerEntry } from '../../shared/contract/contract.ts'
import type { Chain } from '../../shared/domain/identifiers.ts'
import type { MaintainRule, Transfer, TransferDirection } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { NewEventLine } from '../../shared/state/state.ts'
import { forkWorker, type WorkerProcess } from '../journal/fixture.ts'
import { WorkerJournal } from '../journal/journal.ts'
import type { Journal, JournalOp } from '../journal/port.ts'
import { type Clock, ManualClock, systemClock } from '../runtime/clock.ts'
import { Allowance } from '../transactions/allowance.ts'
import { NonceOwner } from '../transactions/nonce-owner.ts'
import { intentKey, type TransactionNews } from '../transactions/port.ts'
import { probesFor } from '../transactions/probes.fixture.ts'
import type { QueueClient } from '../transactions/queue-parts.ts'
import { SendQueue } from '../transactions/send-queue.ts'
import { ACCOUNT, ASSERTION_FEE, Bank, guidOf, NCT, PINS, signOpenly } from './bank.fixture.ts'
import type { ContractsKnown } from './contracts-known.ts'
import { type HomeAccount, HomeAccounts } from './home-account.ts'
import type { TreasuryClient } from './port.ts'
import { Treasury } from './treasury.ts'

/* For tests: a treasury with the real send queues and the real journal worker, over as many lives as a test wants, before a model of both chains. */

export const MAINTAIN: MaintainRule = { on: true, minimum: 500n * NCT, refill: 400n * NCT, maximum: null, confirmations: 20, daily: null }

export interface MoneyWorldOptions {
  readonly rule?: MaintainRule | null
  readonly bank?: Bank
  /** How often balances are read, ms. */
  readonly readEveryMs?: number
}

/** One life of the console: what a power cut ends. */
interface Life {
  readonly number: number
  readonly journal: WorkerJournal
  readonly worker: () => WorkerProcess | null
  readonly queues: Readonly<Record<Chain, SendQueue>>
  readonly treasury: Treasury
  readonly home: HomeAccount
}

export class MoneyWorld {
  readonly clock = new ManualClock()
  readonly bank: Bank
  readonly lines: NewEventLine[] = []
  readonly trouble: unknown[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'money-'))
  readonly #options: MoneyWorldOptions
  readonly #journals: WorkerJournal[] = []
  rule: MaintainRule | null
  #life: Life | null = null
  #lives = 0
  /** Steps at which a power cut may come; at `cutAt` it does. */
  step = 0
  cutAt: number | null = null
  /** The daemon answers nobody. */
  down = false
  /** The signer does not answer: what is to be signed waits. */
  signerAway = false
  gasCeiling = 200n * 10n ** 9n
  /** Blocks until the engine's ledger has what was mined. */
  engineLag = 1
  /** What a life is told of the contracts when it begins. */
  contracts: ContractsKnown = 'pinned'
  #late: { readonly at: number; readonly ops: readonly JournalOp[] }[] = []

  constructor(options: MoneyWorldOptions = {}) {
    this.#options = options
    this.bank = options.bank ?? new Bank()
    this.rule = options.rule ?? null
  }

  get treasury(): Treasury {
    return this.#alive.treasury
  }
  get home(): HomeAccount {
    return this.#alive.home
  }
  get journal(): Journal {
    return this.#alive.journal
  }
  get isAlive(): boolean {
    return this.#life !== null
  }
  get #alive(): Life {
    if (!this.#life) throw new Error('the console is not running')
    return this.#life
  }

  /** A new life: what was not on disk is gone. */
  async start(): Promise<void> {
    this.#lives += 1
    const number = this.#lives
    const { journal, worker } = this.#openJournal(number)
    const queues = { home: this.#queue('home', number, journal), side: this.#queue('side', number, journal) }
    const onTrouble = (where: string, error: unknown): void => void this.trouble.push([where, error])
    const home = new HomeAccounts({ journal: this.#marked(number, journal), onTrouble }).of(ACCOUNT, PINS)
    const treasury = this.#treasury(number, journal, queues, home)
    const life = { number, journal, worker, queues, treasury, home }
    this.#life = life
    treasury.onChange(({ events }) => this.lines.push(...events))
    queues.side.onNews((news) => this.#engine(life, news))
    await treasury.load()
    await Promise.all([queues.home.start(), queues.side.start()])
    treasury.start()
    treasury.setUnlocked(true)
    treasury.setContracts(this.contracts)
    treasury.setConnected(true)
    this.#tellBlocks(life)
    await this.#settle()
  }

  /** Power cut: whatever that life still does reaches nobody. */
  cut(): void {
    const life = this.#life
    this.#life = null
    this.#late = []
    life?.worker()?.kill()
    for (const queue of Object.values(life?.queues ?? {})) queue.stop().catch(() => undefined)
    life?.treasury.close().catch(() => undefined)
  }

  async end(): Promise<void> {
    const life = this.#life
    this.#life = null
    await life?.treasury.close()
    await Promise.all([life?.queues.home.stop(), life?.queues.side.stop()])
    await life?.journal.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** So many blocks, one each second; balances are read now and then. */
  async pass(blocks: number): Promise<void> {
    for (let i = 0; i < blocks; i++) {
      const fresh = this.bank.mine()
      const life = this.#life
      if (life && !this.down) {
        // Home has no socket: only the side chain's events tell what was mined.
        for (const { hash, block, failed } of fresh.side) if (failed === null) life.queues.side.seen(hash, block)
        this.#tellBlocks(life)
        this.#engineWrites(life)
        if (this.bank.side.block % Math.round((this.#options.readEveryMs ?? 4_000) / 1_000) === 0) this.readBalances()
      }
      for (let tenth = 0; tenth < 4; tenth++) {
        await this.clock.advance(250)
        await this.#settle()
      }
    }
  }

  /** Blocks pass until something is so. @throws Error when it never is */
  async until(what: () => boolean, blocks = 200): Promise<void> {
    for (let i = 0; i < blocks && !what(); i++) await this.pass(1)
    if (!what()) throw new Error(`not so after ${blocks} blocks: ${what}`)
  }

  readBalances(): void {
    const life = this.#life
    if (!life || this.down) return
    const askedAt = this.clock.now()
    const { home, side } = this.bank
    const readings = [side.nct, home.nct, home.eth] as const
    this.clock.after(120, () => {
      if (this.#life !== life) return
      const at = this.clock.now()
      const [sideNct, homeNct, homeEth] = readings
      life.treasury.setBalances(
        { sideNct: { value: sideNct, at }, homeNct: { value: homeNct, at }, homeEth: { value: homeEth, at } },
        askedAt,
      )
    })
  }

  /** Plans and starts as an operator does. The model's time goes on while it is waited for. */
  async move(direction: TransferDirection, nct: bigint | 'all'): Promise<string> {
    const { treasury } = this
    const text = nct === 'all' ? '' : (nct / NCT).toString()
    const plan = await this.during(treasury.plan({ direction, text, denomination: 'nct', all: nct === 'all' }))
    return (await this.during(treasury.startTransfer(plan, 'operator'))).id
  }

  /** Waits for a promise while time goes on. */
  async during<T>(promise: Promise<T>): Promise<T> {
    let over = false
    const end = (): void => {
      over = true
    }
    promise.then(end, end)
    for (let i = 0; i < 400 && !over && this.#life; i++) {
      await this.clock.advance(100)
      await this.#settle()
    }
    if (!over && !this.#life) throw new ConsoleError('cancelled', 'a power cut')
    return promise
  }

  transfer(id: string): Transfer | null {
    return this.treasury.view.transfers.find((each) => each.id === id) ?? null
  }

  /** A bid of the engine; its payout comes with `settle`. */
  bid(i: number, bid: bigint): void {
    this.#alive.queues.side.submit({
      key: intentKey.assert('lima', guidOf(i)),
      intent: { is: 'assert', guid: guidOf(i), bids: [bid], mask: [true], commitment: 1n, fee: ASSERTION_FEE },
    })
  }
  settle(i: number, payout: bigint): void {
    this.bank.payouts.set(guidOf(i), payout)
    this.#alive.queues.side.submit({ key: intentKey.settle('lima', guidOf(i)), intent: { is: 'settle', guid: guidOf(i) } })
  }

  async ledger(): Promise<readonly LedgerEntry[]> {
    const entries: LedgerEntry[] = []
    for (;;) {
      const query = { community: 'lima', kind: null, from: null, to: null, before: entries.at(-1)?.id ?? null, limit: 500 }
      const page = await this.journal.ledger(query)
      entries.push(...page.entries)
      if (page.entries.length < 500) return entries.reverse()
    }
  }

  /** What the ledger says of the three balances. */
  async balances(): Promise<{ readonly side: bigint | null; readonly home: bigint | null; readonly eth: bigint | null }> {
    const book = `home:1337:${PINS.homeNectar}`
    const [side, home, eth] = await Promise.all([
      this.journal.ledgerBalance('lima', ACCOUNT, 'side', 'NCT'),
      this.journal.ledgerBalance(book, ACCOUNT, 'home', 'NCT'),
      this.journal.ledgerBalance(book, ACCOUNT, 'home', 'ETH'),
    ])
    return { side, home, eth }
  }

  #openJournal(number: number): { readonly journal: WorkerJournal; readonly worker: () => WorkerProcess | null } {
    let worker: WorkerProcess | null = null
    // A dead life's timers never fire: it must not open the file again beside the next one.
    const clock: Clock = {
      now: () => systemClock.now(),
      after: (ms, f) => systemClock.after(ms, () => (this.#lives === number ? f() : undefined)),
    }
    const journal = new WorkerJournal({
      spawn: () => {
        worker = forkWorker(join(this.#folder, 'journal.sqlite'))
        return worker
      },
      clock,
      keys: { journalKey: () => new Uint8Array(32).fill(7) },
    })
    this.#journals.push(journal)
    return { journal, worker: () => worker }
  }

  /** Counts a step of this life; the power cut comes here when it is its turn. @throws ConsoleError when that life is over */
  #mark(number: number): void {
    if (this.#life?.number === number || (this.#life === null && this.#lives === number && this.step === 0)) {
      this.step += 1
      if (this.step === this.cutAt) this.cut()
    }
    if (this.#lives !== number || (this.cutAt !== null && this.step >= this.cutAt && this.#life?.number !== number)) {
      throw new ConsoleError('cancelled', 'a power cut')
    }
  }

  #marked(number: number, journal: WorkerJournal): Journal {
    return new Proxy<Journal>(journal, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target) as unknown
        if (typeof value !== 'function') return value
        if (name !== 'write') return value.bind(target)
        return async (ops: readonly JournalOp[]) => {
          this.#mark(number)
          await target.write(ops)
          this.#mark(number)
        }
      },
    })
  }

  #queue(chain: Chain, number: number, journal: WorkerJournal): SendQueue {
    const bank = this.bank
    const nonces = new NonceOwner(chain)
    return new SendQueue({
      community: 'lima',
      account: ACCOUNT,
      chain,
      pins: PINS,
      client: this.#client(number),
      signer: {
        sign: async (_, transactions) => {
          if (this.signerAway) throw new ConsoleError('timeout', 'the signer does not answer', { retry: true })
          return signOpenly(transactions)
        },
      },
      journal: this.#marked(number, journal),
      nonces,
      clock: this.clock,
      allowance: chain === 'side' ? new Allowance('lima', ACCOUNT, PINS.registry, { limit: 1_000_000n * NCT }) : null,
      gas: () => (chain === 'side' ? { limit: 50_000_000n, price: 0n } : { limit: bank.gasLimit, price: bank.gasPrice }),
      ceilings: () => ({ price: chain === 'side' ? 0n : this.gasCeiling, limit: 50_000_000n }),
      onTrouble: (where, error) => this.trouble.push([where, error]),
    })
  }

  #treasury(number: number, journal: WorkerJournal, queues: Readonly<Record<Chain, SendQueue>>, home: HomeAccount): Treasury {
    const marked = this.#marked(number, journal)
    const onTrouble = (where: string, error: unknown): void => {
      this.trouble.push([where, error])
    }
    return new Treasury({
      community: 'lima',
      account: ACCOUNT,
      pins: PINS,
      client: this.#client(number),
      homeQueue: queues.home,
      sideQueue: queues.side,
      home,
      journal: marked,
      blocks: (chain) => ({ block: this.bank[chain].block, seenBlock: this.bank[chain].block, blockTimeMs: 1_000 }),
      clock: this.clock,
      rule: this.rule,
      ceilings: () => ({ price: this.gasCeiling, limit: 500_000n }),
      sideLeaving: () => 0n,
      readBalances: () => this.readBalances(),
      watchHome: () => undefined,
      onTrouble,
    })
  }

  #tellBlocks({ queues, treasury }: Life): void {
    for (const chain of ['home', 'side'] as const) queues[chain].blockIs(this.bank[chain].block)
    treasury.onBlock()
  }

  /** As the engine does: what was mined is in its ledger, a moment later. */
  #engine({ number, treasury }: Life, news: TransactionNews): void {
    const [of, , guid] = news.key.split(':')
    if (news.is !== 'mined' || guid === undefined || this.#life?.number !== number || (of !== 'assert' && of !== 'settle')) return
    const done = this.bank.side.done.find(({ hash }) => hash === news.hash)
    if (!done) return
    const entry = (kind: 'bid' | 'assertion-fee' | 'payout', amount: bigint): JournalOp => ({
      is: 'put-ledger',
      entry: {
        at: this.clock.now(),
        community: 'lima',
        chain: 'side',
        account: ACCOUNT,
        currency: 'NCT',
        kind,
        amount,
        guid,
        hash: news.hash,
        subject: null,
        ref: `${kind}:${guid}`,
      },
    })
    const ops =
      done.intent.is === 'assert'
        ? [entry('bid', -done.intent.bids.reduce((sum, bid) => sum + bid, 0n)), entry('assertion-fee', -ASSERTION_FEE)]
        : [entry('payout', this.bank.payouts.get(guid) ?? 0n)]
    void treasury
    this.#late.push({ at: this.bank.side.block + this.engineLag, ops })
  }

  #engineWrites({ journal }: Life): void {
    const due = this.#late.filter(({ at }) => at <= this.bank.side.block)
    this.#late = this.#late.filter(({ at }) => at > this.bank.side.block)
    if (due.length > 0) journal.write(due.flatMap(({ ops }) => ops)).catch((error: unknown) => this.trouble.push(['engine', error]))
  }

  #client(number: number): QueueClient & TreasuryClient {
    const reach = (): void => {
      this.#mark(number)
      if (this.down) throw new ConsoleError('unreachable', 'no route to host')
    }
    const chainOf = (chain: Chain) => this.bank[chain]
    const answer = async <T>(value: T, ms = 20): Promise<T> => {
      await new Promise<void>((resolve) => this.clock.after(ms, resolve))
      this.#mark(number)
      return value
    }
    return {
      account: ACCOUNT,
      balance: async (chain, token) => {
        reach()
        return answer(token === 'nct' ? chainOf(chain).nct : chainOf(chain).eth)
      },
      relayFee: async (chain) => {
        reach()
        return answer(this.bank.fees[chain])
      },
      buildDeposit: async (amount) => {
        reach()
        const built = await probesFor(ACCOUNT, PINS).buildDeposit(amount)
        return answer(built.map((each) => ({ ...each, gas: this.bank.gasLimit, gasPrice: this.bank.gasPrice })))
      },
      sendTransactions: async (chain, raws) => {
        reach()
        return answer(raws.map((raw) => chainOf(chain).take(raw)))
      },
      receipts: async (chain, hashes) => {
        reach()
        const outcomes = hashes.map((hash) => {
          const done = chainOf(chain).done.find((each) => each.hash === hash)
          if (!done) return { hash, outcome: { kind: 'timeout' } } as const
          if (done.failed === null) return { hash, outcome: { kind: 'mined' } } as const
          return { hash, outcome: { kind: 'failed', block: done.block, text: done.failed } } as const
        })
        return answer({ outcomes, events: { transfers: [], bounties: [], assertions: [], reveals: [], votes: [] } }, 500)
      },
      nonce: async (chain, options) => {
        reach()
        return answer(options?.ignorePending ? chainOf(chain).mined : chainOf(chain).nextFree())
      },
      pendingNonces: async (chain) => {
        reach()
        return answer([...chainOf(chain).pool.keys()].sort((a, b) => a - b))
      },
    }
  }

  /** Lets the journal's worker answer all that it was asked. */
  async #settle(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      const life = this.#life
      if (!life) return
      await Promise.race([life.journal.facts('lima').catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2_000))])
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
