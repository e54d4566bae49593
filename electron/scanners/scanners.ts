import { ConsoleError } from '../../shared/errors/errors.ts'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Channel } from '../runtime/channel.ts'
import type { Clock } from '../runtime/clock.ts'
import { SupervisedProcess } from '../runtime/supervised-process.ts'
import {
  ARTIFACT_LIMIT,
  type Measured,
  type Opinion,
  type ScanAnswer,
  type ScanJob,
  type ScannerProtocol,
  scannerProtocol,
} from './contract.ts'

/** 'starting': the process runs, its self test does not yet. 'down': it died or failed its self test and is being started again. */
export type ScannersState =
  | { readonly is: 'off' }
  | { readonly is: 'starting' }
  | { readonly is: 'ready' }
  /** `reason`: what `detail` says, where it is one of our own reasons. */
  | { readonly is: 'down'; readonly detail: string; readonly reason?: Reason }

/**
 * What came of a scan. 'timed-out': nothing within the job's budget, waiting in the queue included. 'failed': the scanner broke, or said
 * what it must not. 'down': there was no scanner process. 'cancelled': the caller's signal.
 */
export type ScanOutcome =
  | { readonly is: 'scanned'; readonly opinion: Opinion; readonly measured: Measured; readonly tookMs: number }
  | { readonly is: 'timed-out' }
  | { readonly is: 'failed'; readonly detail: string }
  | { readonly is: 'too-large' }
  | { readonly is: 'cancelled' }

/** The scanners of this console, as the engine sees them: one process for all Communities. */
export interface Scanners {
  readonly state: ScannersState
  /** Hears every change of state; the returned function stops it. */
  watch(watcher: (state: ScannersState) => void): () => void
  /** Jobs that wait for a place, and jobs that are being scanned. */
  readonly load: { readonly waiting: number; readonly scanning: number }
  /** Scans one artifact; never rejects. The job waits for a place, and for a scanner process that is starting again, within its budget. */
  scan(job: ScanJob, signal?: AbortSignal): Promise<ScanOutcome>
}

/** Scans handed to the scanner process at the same time; more would only make each one late. */
const AT_ONCE = 8

interface Waiting {
  readonly job: ScanJob
  readonly finish: (outcome: ScanOutcome) => void
}

export interface ScannerProcessOptions {
  readonly clock: Clock
  /** Starts the helper 'scanner'. */
  readonly spawn: () => Channel
  readonly atOnce?: number
  /** Told of each end of the process that was not asked for, and of each failed self test. */
  readonly onTrouble?: (detail: string) => void
}

/** Keeps the scanner process alive and hands it jobs, so many at a time. A crash fails the jobs inside; the ones that wait go on. */
export class ScannerProcess implements Scanners {
  readonly #process: SupervisedProcess<ScannerProtocol>
  readonly #clock: Clock
  readonly #atOnce: number
  readonly #onTrouble: (detail: string) => void
  readonly #waiting: Waiting[] = []
  readonly #watchers = new Set<(state: ScannersState) => void>()
  #scanning = 0
  #state: ScannersState = { is: 'off' }

  constructor(options: ScannerProcessOptions) {
    this.#clock = options.clock
    this.#atOnce = options.atOnce ?? AT_ONCE
    this.#onTrouble = options.onTrouble ?? (() => undefined)
    this.#process = new SupervisedProcess({
      protocol: scannerProtocol,
      clock: options.clock,
      spawn: options.spawn,
      unavailable: 'scanner-unavailable',
      restartOnTimeout: true,
      onLost: (reason) => this.#onTrouble(reasonText(reason)),
    })
    this.#process.watch((state) => {
      if (state.name === 'stopped') this.#change({ is: 'off' })
      else if (state.name === 'restarting') this.#change({ is: 'down', detail: reasonText(state.reason), reason: state.reason })
      else this.#prove(state.starts)
    })
  }

  get state(): ScannersState {
    return this.#state
  }

  get load(): { readonly waiting: number; readonly scanning: number } {
    return { waiting: this.#waiting.length, scanning: this.#scanning }
  }

  watch(watcher: (state: ScannersState) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  start(): void {
    this.#process.start()
  }

  /** Ends the process; jobs inside and waiting fail. */
  stop(): void {
    this.#process.stop()
    for (const { finish } of this.#waiting.splice(0)) finish({ is: 'failed', detail: 'the scanner was stopped' })
  }

  /** Ends the process and begins again, as the operator asked. Jobs that wait go on. */
  restart(): void {
    this.#process.stop()
    this.#process.start()
  }

  scan(job: ScanJob, signal?: AbortSignal): Promise<ScanOutcome> {
    if (job.content.byteLength > ARTIFACT_LIMIT) return Promise.resolve({ is: 'too-large' })
    if (signal?.aborted) return Promise.resolve({ is: 'cancelled' })
    if (this.#state.is === 'off') return Promise.resolve({ is: 'failed', detail: 'the scanner is off' })
    return new Promise((resolve) => {
      let over = false
      const finish = (outcome: ScanOutcome): void => {
        if (over) return
        over = true
        // Its artifact must not stay in memory until a scanner process is there again.
        const place = this.#waiting.indexOf(waiting)
        if (place >= 0) this.#waiting.splice(place, 1)
        cancelTimer()
        signal?.removeEventListener('abort', onAbort)
        resolve(outcome)
      }
      const waiting: Waiting = { job, finish }
      const onAbort = (): void => finish({ is: 'cancelled' })
      const cancelTimer = this.#clock.after(job.budgetMs, () => {
        finish({ is: 'timed-out' })
        this.#suspect()
      })
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(waiting)
      this.#pump()
    })
  }

  #pump(): void {
    while (this.#state.is === 'ready' && this.#scanning < this.#atOnce) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#run(next)
    }
  }

  /** The place is given back when the process answered, not when the caller stopped waiting: a slow scanner must not be flooded. */
  #run({ job, finish }: Waiting): void {
    this.#scanning += 1
    this.#process
      .call('scan', job)
      .then(
        (answer) => finish(scanned(answer)),
        (error: unknown) => finish({ is: 'failed', detail: error instanceof ConsoleError ? error.message : 'unexpected' }),
      )
      .finally(() => {
        this.#scanning -= 1
        this.#pump()
      })
      .catch(() => undefined)
  }

  /** A process that does not even answer a ping is hung: the call's own timeout ends and restarts it. */
  #suspect(): void {
    if (this.#scanning > 0) this.#process.call('ping', {}).catch(() => undefined)
  }

  #prove(start: number): void {
    this.#change({ is: 'starting' })
    this.#process.call('selfTest', {}).then(
      () => {
        const { state } = this.#process
        if (state.name === 'running' && state.starts === start) this.#change({ is: 'ready' })
      },
      (error: unknown) => this.#selfTestFailed(start, error),
    )
  }

  /** A scanner that cannot prove itself judges nothing; it is tried again as if it had died. */
  #selfTestFailed(start: number, error: unknown): void {
    const { state } = this.#process
    if (state.name !== 'running' || state.starts !== start) return
    const detail = error instanceof Error ? error.message : 'unexpected'
    const reason = error instanceof ConsoleError ? error.reason : null
    this.#change({ is: 'down', detail, ...(reason && { reason }) })
    this.#onTrouble(detail)
    this.#clock.after(SELF_TEST_RETRY_MS, () => {
      const now = this.#process.state
      if (now.name === 'running' && now.starts === start) this.restart()
    })
  }

  #change(state: ScannersState): void {
    this.#state = state
    for (const watcher of [...this.#watchers]) watcher(state)
    this.#pump()
  }
}

const SELF_TEST_RETRY_MS = 10_000

const scanned = ({ opinion, measured, took }: ScanAnswer): ScanOutcome => ({
  is: 'scanned',
  opinion,
  measured,
  tookMs: Math.ceil(took),
})
