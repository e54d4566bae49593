import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import type { Clock } from '../runtime/clock.ts'
import type { JournalState } from './port.ts'
import type { WireOp } from './protocol.ts'

export interface BatchWriterOptions {
  readonly clock: Clock
  /** Resolves when the batch is durable. A `seq` that was applied before is only acknowledged. */
  readonly send: (seq: number, ops: readonly WireOp[]) => Promise<unknown>
  /** Whether the same batch may succeed later. */
  readonly passes: (error: ConsoleError) => boolean
}

interface Waiting {
  /** ms since the epoch. */
  readonly since: number
  /** Empty: somebody only waits until everything before is durable. */
  readonly ops: readonly WireOp[]
  resolve(): void
  reject(error: ConsoleError): void
}

const FIRST_RETRY_MS = 200
const MAX_RETRY_MS = 10_000
/** What arrives within this time shares a message and a flush: each of them costs more than many ops, and blocks take a second. */
const LINGER_MS = 40
/** So many need not wait for more. */
const FULL = 200
/** More in one message would keep readers of the journal waiting. */
const MAX_OPS = 4_000

/**
 * Group commit: what arrives while a batch is being flushed leaves together as the next one, so a disk that needs 5 ms for a flush still
 * takes thousands of writes a second. A batch whose fate is unknown is handed over again under its number, so it is written exactly once.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions
  readonly #watchers = new Set<(state: JournalState) => void>()
  readonly #queue: Waiting[] = []
  #onWay: { readonly seq: number; readonly batch: readonly Waiting[] } | null = null
  #sending = false
  #waitingOps = 0
  #cancelLinger: (() => void) | null = null
  #seq = 0
  #failures = 0
  /** So many of the queue go one by one: one of them is bad, and the others must not suffer for it. */
  #singly = 0
  #closed: (() => void) | null = null
  #state: JournalState = { is: 'saved' }
  #cancelRetry: (() => void) | null = null

  constructor(options: BatchWriterOptions) {
    this.#options = options
  }

  get state(): JournalState {
    return this.#state
  }

  watch(watcher: (state: JournalState) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  write(ops: readonly WireOp[]): Promise<void> {
    if (this.#closed) return Promise.reject(stopping())
    return ops.length === 0 ? Promise.resolve() : this.#enqueue(ops)
  }

  /** Resolves when all that was written before is durable; rejects while that cannot be said. */
  flushed(): Promise<void> {
    if (this.#queue.length === 0 && !this.#onWay) return Promise.resolve()
    if (this.#state.is === 'failed')
      return Promise.reject(new ConsoleError('journal-failed', this.#state.reason ?? this.#state.detail, { retry: true }))
    return this.#enqueue([])
  }

  /** Tries again now: the worker is there. */
  wake(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    this.#pump()
  }

  /** Takes nothing more. Resolves when what waits is durable; what cannot be written now is given up and its writers are told. */
  async close(): Promise<void> {
    if (this.#closed) return
    const idle = new Promise<void>((resolve) => {
      this.#closed = resolve
    })
    if (this.#isIdle() || this.#state.is === 'failed') this.#giveUp(stopping())
    else {
      this.#pump(true)
      await idle
    }
    this.#cancelLinger?.()
    this.#cancelRetry?.()
  }

  #enqueue(ops: readonly WireOp[]): Promise<void> {
    if (this.#state.is === 'saved' && ops.length > 0) this.#change({ is: 'writing' })
    return new Promise((resolve, reject) => {
      this.#queue.push({ since: this.#options.clock.now(), ops, resolve, reject })
      this.#waitingOps += ops.length
      this.#pump()
    })
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && !this.#onWay
  }

  #pump(now = false): void {
    if (this.#sending || this.#cancelRetry) return
    if (!this.#onWay) {
      const [first] = this.#queue
      if (!first || (!now && this.#lingers(first))) return
      this.#cancelLinger?.()
      this.#cancelLinger = null
      this.#seq += 1
      this.#onWay = { seq: this.#seq, batch: this.#takeBatch() }
    }
    const { seq, batch } = this.#onWay
    this.#sending = true
    const ops = batch.flatMap((waiting) => waiting.ops)
    const sent = ops.length === 0 ? Promise.resolve() : this.#options.send(seq, ops)
    sent.then(
      () => this.#written(),
      (error: unknown) => this.#failed(error instanceof ConsoleError ? error : new ConsoleError('internal', 'the journal failed')),
    )
  }

  #lingers(first: Waiting): boolean {
    const { clock } = this.#options
    const wait = first.since + LINGER_MS - clock.now()
    const urgent = this.#closed || this.#singly > 0 || this.#waitingOps >= FULL || this.#queue.some(isAwaited)
    if (urgent || wait <= 0) return false
    this.#cancelLinger ??= clock.after(wait, () => {
      this.#cancelLinger = null
      this.#pump(true)
    })
    return true
  }

  #takeBatch(): Waiting[] {
    const batch = this.#cutBatch()
    for (const { ops } of batch) this.#waitingOps -= ops.length
    return batch
  }

  #cutBatch(): Waiting[] {
    if (this.#singly > 0) {
      this.#singly -= 1
      return this.#queue.splice(0, 1)
    }
    let ops = 0
    const end = this.#queue.findIndex((waiting, i) => {
      ops += waiting.ops.length
      return i > 0 && ops > MAX_OPS
    })
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end)
  }

  #written(): void {
    const batch = this.#finish()
    this.#failures = 0
    if (this.#isIdle()) this.#change({ is: 'saved' })
    else if (this.#state.is === 'failed') this.#change({ is: 'writing' })
    for (const waiting of batch) waiting.resolve()
    this.#next()
  }

  #failed(error: ConsoleError): void {
    this.#sending = false
    if (this.#closed) {
      this.#giveUp(stopping())
      return
    }
    if (this.#options.passes(error)) {
      this.#change(failedBy(error))
      this.#rejectReaders()
      this.#retryLater()
      return
    }
    const batch = this.#finish()
    if (batch.length > 1) {
      this.#queue.unshift(...batch)
      for (const { ops } of batch) this.#waitingOps += ops.length
      this.#singly = Math.max(this.#singly, batch.length)
    } else {
      const refused =
        error.code === 'invalid-request' || error.code === 'journal-newer' || error.code === 'journal-in-use'
          ? error
          : asJournalFailure(error)
      if (refused.code !== 'invalid-request') this.#change(failedBy(refused))
      for (const waiting of batch) waiting.reject(refused)
    }
    this.#next()
  }

  #finish(): readonly Waiting[] {
    const batch = this.#onWay?.batch ?? []
    this.#sending = false
    this.#onWay = null
    return batch
  }

  #next(): void {
    if (this.#isIdle()) {
      if (this.#state.is === 'writing') this.#change({ is: 'saved' })
      this.#closed?.()
    } else this.#pump()
  }

  #retryLater(): void {
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, MAX_RETRY_MS)
    this.#failures += 1
    this.#cancelRetry = this.#options.clock.after(delay, () => this.wake())
  }

  /** Who only wants to read is told at once; who wrote waits for as long as it takes. */
  #rejectReaders(): void {
    const isReader = ({ ops }: Waiting): boolean => ops.length === 0
    const readers = [...this.#queue, ...(this.#onWay?.batch ?? [])].filter(isReader)
    const writers = this.#queue.filter((waiting) => !isReader(waiting))
    this.#queue.splice(0, this.#queue.length, ...writers)
    if (this.#onWay) this.#onWay = { seq: this.#onWay.seq, batch: this.#onWay.batch.filter((waiting) => !isReader(waiting)) }
    for (const reader of readers) reader.reject(new ConsoleError('journal-failed', 'the journal cannot be written now', { retry: true }))
  }

  #giveUp(error: ConsoleError): void {
    for (const waiting of [...(this.#onWay?.batch ?? []), ...this.#queue.splice(0)]) waiting.reject(error)
    this.#onWay = null
    this.#closed?.()
  }

  #change(state: JournalState): void {
    if (state.is === this.#state.is && state.is !== 'failed') return
    this.#state = state
    for (const watcher of [...this.#watchers]) watcher(state)
  }
}

/** A reader waits for it, or signed transactions that may not leave before: at once, with all that waits already. */
const isAwaited = ({ ops }: Waiting): boolean => ops.length === 0 || ops.some((op) => op.is === 'transaction')

function failedBy({ code, message, reason: given }: ConsoleError): JournalState {
  const reason = given ?? (code === 'journal-in-use' ? because('journal-busy') : null)
  return { is: 'failed', detail: reason ? reasonText(reason) : message, ...(reason && { reason }) }
}
const stopping = (): ConsoleError => new ConsoleError('journal-failed', 'the console is stopping')
const asJournalFailure = (error: ConsoleError): ConsoleError =>
  new ConsoleError('journal-failed', error.reason ?? error.message, { cause: error })
