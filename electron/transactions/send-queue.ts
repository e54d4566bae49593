import type { Address, Chain, Hash } from '../../shared/domain/identifiers.ts'
import { ConsoleError, type Problem, toProblem } from '../../shared/errors/errors.ts'
import { Announcements } from './announcements.ts'
import { BatchSigner } from './batch-signer.ts'
import { Confirmer } from './confirmer.ts'
import { EndedKeys } from './ended-keys.ts'
import { type Flight, FlightBook } from './flight.ts'
import { Holds } from './holds.ts'
import { Outcomes } from './outcomes.ts'
import type { QueueState, Submission, TransactionNews, TransferQueue } from './port.ts'
import { defaultTuning, type QueueContext, type SendQueueOptions, type Tuning } from './queue-parts.ts'
import { Restorer } from './restorer.ts'
import { Sender } from './sender.ts'
import { type SigningFacts, scopeOf, untilSigned } from './signing-turn.ts'
import { type WaitingItem, WaitingList } from './waiting-list.ts'

/** A wider gap means that the chain is another one: it is not worth filling. */
const MOST_FILLED = 20
const STOP_WITHIN_MS = 5_000

/**
 * The way of one account onto one chain. It keeps three places: what waits for a signature, what is durable and in flight, what is over.
 * Every step is started by `stir`, which looks at all of it and is called whenever anything moved; nothing else drives it.
 */
export class SendQueue implements TransferQueue {
  readonly account: Address
  readonly chain: Chain
  readonly #options: SendQueueOptions
  readonly #tuning: Tuning
  readonly #waiting = new WaitingList()
  readonly #flights = new FlightBook()
  readonly #ended = new EndedKeys()
  readonly #holds: Holds
  readonly #outcomes: Outcomes
  readonly #signer: BatchSigner
  readonly #sender: Sender
  readonly #confirmer: Confirmer
  readonly #restorer: Restorer
  readonly #abort = new AbortController()
  readonly #announcements: Announcements
  #started = false
  #block: number | null = null
  /** What is being signed now. */
  #inHand: readonly WaitingItem[] = []
  #signing: Promise<void> | null = null
  #cancelGather: (() => void) | null = null
  #stirring = false
  #fills = 0
  #unsealAgain = false

  constructor(options: SendQueueOptions) {
    this.#options = options
    this.account = options.account
    this.chain = options.chain
    this.#tuning = { ...defaultTuning, ...options.tuning }
    this.#announcements = new Announcements((where, error) => options.onTrouble?.(where, error))
    this.#holds = new Holds(options.clock, () => this.#stir())
    this.#outcomes = new Outcomes({
      options,
      tuning: this.#tuning,
      flights: this.#flights,
      waiting: this.#waiting,
      ended: this.#ended,
      holds: this.#holds,
      tell: (news) => this.#tell(news),
      stir: () => this.#stir(),
    })
    const context: QueueContext = {
      options,
      tuning: this.#tuning,
      flights: this.#flights,
      holds: this.#holds,
      block: () => this.#block,
      stopped: () => this.#abort.signal.aborted,
      signal: this.#abort.signal,
      tell: (news) => this.#tell(news),
      outcomes: this.#outcomes,
      stir: () => this.#stir(),
    }
    this.#signer = new BatchSigner(options)
    this.#sender = new Sender(context)
    this.#confirmer = new Confirmer(context)
    this.#restorer = new Restorer(context, this.#ended)
  }

  get state(): QueueState {
    return this.#announcements.state
  }
  watch(watcher: (state: QueueState) => void): () => void {
    return this.#announcements.watch(watcher)
  }
  onNews(listener: (news: TransactionNews) => void): () => void {
    return this.#announcements.onNews(listener)
  }

  async start(): Promise<void> {
    await this.#restorer.restore()
    this.#started = true
    this.#stir()
  }

  async stop(): Promise<void> {
    this.#abort.abort(new ConsoleError('cancelled'))
    this.#cancelGather?.()
    this.#sender.stop()
    this.#holds.clear()
    // A journal that cannot write now may never answer; what it was asked to write is then found or not found after the next start.
    let cancel = (): void => undefined
    const enough = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(STOP_WITHIN_MS, resolve)
    })
    await Promise.race([this.#signing, enough])
    cancel()
  }

  submit(submission: Submission): void {
    const { key } = submission
    const over = this.#ended.get(key)
    const flight = this.#flights.byKey(key)
    if (over) queueMicrotask(() => this.#tell(over))
    else if (flight) {
      flight.submission = submission
      queueMicrotask(() => this.#tellAgain(flight))
    } else if (!this.#waiting.has(key) && !this.#isInHand(key) && !this.#restorer.isSealed(key)) {
      this.#waiting.add(submission, this.#options.clock.now())
      this.#stir()
    }
  }

  withdraw(key: string): boolean {
    const item = this.#waiting.remove(key)
    if (item) this.#outcomes.dropReplaced(item)
    this.#stir()
    return item !== null
  }

  find(key: string): 'waiting' | 'signed' | 'sent' | 'mined' | null {
    if (this.#ended.get(key)) return 'mined'
    if (this.#waiting.has(key) || this.#isInHand(key)) return 'waiting'
    const flight = this.#flights.byKey(key)
    if (flight) return flight.where === 'pool' ? 'sent' : 'signed'
    return this.#restorer.isSealed(key) ? 'signed' : null
  }

  seen(hash: Hash, block: number): void {
    const flight = this.#flights.byHash(hash.toLowerCase())
    if (flight) this.#outcomes.mined(flight, block)
    else this.#restorer.seen(hash, block)
  }

  blockIs(block: number): void {
    if (this.#block !== null && block <= this.#block) return
    this.#block = block
    for (const item of this.#waiting.takeExpired(block)) this.#expire(item)
    if (this.#unsealAgain) this.#unseal()
    this.#confirmer.onBlock(block)
    this.#stir()
  }

  wake(): void {
    this.#holds.clear()
    if (this.#started) this.#unseal()
    this.#stir()
  }

  /** A journal that cannot be read now is read again with the next block: a sealed reveal has a window. */
  #unseal(): void {
    this.#unsealAgain = false
    this.#restorer.unseal().then(
      () => this.#stir(),
      (error: unknown) => {
        this.#unsealAgain = true
        this.#options.onTrouble?.('unsealing', error)
      },
    )
  }

  hold(problem: Problem): void {
    this.#holds.byOwner(problem)
    this.#stir()
  }
  release(): void {
    this.#holds.byOwner(null)
    this.#stir()
  }

  holdTransfers(held: boolean): void {
    this.#waiting.holdTransfers(held)
    this.#stir()
  }

  /** Looks at everything once, after the present turn: callers may stir as often as they like. */
  #stir(): void {
    if (this.#stirring || this.#abort.signal.aborted) return
    this.#stirring = true
    queueMicrotask(() => {
      this.#stirring = false
      if (this.#abort.signal.aborted) return
      if (this.#started) {
        this.#sender.pump()
        this.#confirmer.pump()
        this.#signSoon()
      }
      this.#publish()
    })
  }

  /** Signs what may be signed, together with what comes within a moment. */
  #signSoon(): void {
    const { clock, gas } = this.#options
    const terms = gas()
    const scope = scopeOf(this.#signingFacts(terms !== null), this.#tuning)
    if (terms === null || scope === 'nothing') return
    if (scope === 'all') this.#fillGap()
    const urgentOnly = scope === 'most-urgent'
    const since = this.#waiting.oldest(urgentOnly)
    if (since === null) return
    const wait = untilSigned(since, this.#waiting.count(urgentOnly), clock.now(), this.#tuning)
    if (wait > 0) {
      this.#cancelGather ??= clock.after(wait, () => {
        this.#cancelGather = null
        this.#stir()
      })
      return
    }
    this.#signing = this.#sign(urgentOnly, terms)
      .catch((error: unknown) => this.#options.onTrouble?.('signing', error))
      .finally(() => {
        this.#signing = null
        this.#inHand = []
        this.#stir()
      })
  }

  #signingFacts(hasTerms: boolean): SigningFacts {
    const holds = this.#holds
    return {
      barred: this.#signing !== null || !hasTerms || holds.has('owner', 'signer', 'journal'),
      connection: holds.has('connection') ? 'held' : holds.failing('connection') ? 'failing' : 'well',
      synced: this.#options.nonces.synced,
      outbox: this.#flights.count('outbox'),
      posting: this.#flights.count('posting'),
    }
  }

  async #sign(urgentOnly: boolean, terms: { readonly limit: bigint; readonly price: bigint }): Promise<void> {
    const { nonces, client } = this.#options
    if (!nonces.synced) {
      try {
        await nonces.sync(client)
      } catch (error) {
        this.#holds.add('connection', toProblem(error))
        return
      }
    }
    if (this.#abort.signal.aborted) return
    // Only now, so that what came in meanwhile and is more urgent gets the lower number.
    this.#inHand = this.#waiting.take(this.#tuning.batch, urgentOnly)
    const { flights, refused, held } = await this.#signer.sign(this.#inHand, terms)
    if (held) {
      this.#waiting.putBack(held.items)
      this.#holds.add(held.by, held.problem)
    } else if (flights.length > 0) {
      this.#holds.wentWell('signer')
      this.#holds.wentWell('journal')
    }
    for (const flight of flights) {
      this.#flights.add(flight)
      this.#tell({ is: 'signed', key: flight.key, hash: flight.hash, nonce: flight.nonce })
    }
    for (const { item, problem } of refused) {
      this.#outcomes.dropReplaced(item)
      this.#tell({ is: 'refused', key: item.submission.key, hash: null, problem })
    }
  }

  /** A number that came back would keep all higher ones waiting; if nothing else uses it, a transfer of nothing does. */
  #fillGap(): void {
    const { nonces, clock, chain, community } = this.#options
    if (this.#waiting.count(false) > 0 || !nonces.synced || clock.now() < this.#outcomes.noFillBefore) return
    const gaps = nonces.gaps().length
    if (gaps === 0 || gaps > MOST_FILLED) return
    const key = `fill:${community}:${chain}:${clock.now()}:${this.#fills++}`
    this.#waiting.add({ key, intent: { is: 'fill' } }, clock.now() - this.#tuning.gatherMs)
  }

  #expire(item: WaitingItem): void {
    this.#outcomes.dropReplaced(item)
    this.#tell({ is: 'expired', key: item.submission.key })
  }

  #tellAgain(flight: Flight): void {
    if (!this.#flights.holds(flight)) return
    this.#tell({ is: 'signed', key: flight.key, hash: flight.hash, nonce: flight.nonce })
    if (flight.where === 'pool') this.#tell({ is: 'sent', key: flight.key, hash: flight.hash })
  }

  #tell(news: TransactionNews): void {
    this.#announcements.tell(news)
  }

  #isInHand(key: string): boolean {
    return this.#inHand.some(({ submission }) => submission.key === key)
  }

  #publish(): void {
    this.#announcements.show({
      waiting: this.#waiting.size + this.#inHand.length,
      leaving: this.#flights.count('outbox', 'posting'),
      unconfirmed: this.#flights.count('pool', 'unsure') + this.#restorer.sealed,
      held: this.#holds.current,
    })
  }
}
