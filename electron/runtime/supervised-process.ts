import { because } from '../../shared/errors/because.ts'
import { ConsoleError, type ErrorCode } from '../../shared/errors/errors.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Channel } from './channel.ts'
import type { Clock } from './clock.ts'
import { type Answer, type CallName, Connection, type EventData, type EventName, type Params, type Protocol } from './protocol.ts'

/**
 * `running`: calls are taken. `restarting`: it ended without being asked to; the next start is at `nextStartAt` (ms since the epoch).
 * `stopped`: not started yet, or stopped by us.
 */
export type ProcessState =
  | { readonly name: 'stopped' }
  | { readonly name: 'running'; readonly since: number; readonly starts: number }
  | { readonly name: 'restarting'; readonly reason: Reason; readonly nextStartAt: number; readonly failures: number }

export interface SupervisedOptions<P extends Protocol> {
  readonly protocol: P
  readonly clock: Clock
  /** Starts the helper once; may throw. */
  readonly spawn: () => Channel
  /** The error of every call while the helper is not there. */
  readonly unavailable: ErrorCode
  /** Ends and restarts the helper when a call gets no answer in time: for helpers that can hang (a scanner in an endless loop). */
  readonly restartOnTimeout?: boolean
  /** Told of each end that was not asked for. */
  readonly onLost?: (reason: Reason) => void
}

const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 30_000
/** A helper that lived this long was well: the next restart begins with the shortest delay again. */
const WELL_AFTER_MS = 60_000

/** Keeps one helper process alive and speaks its protocol. Calls never wait for a restart: they fail at once and the caller decides. */
export class SupervisedProcess<P extends Protocol> {
  readonly #options: SupervisedOptions<P>
  readonly #watchers = new Set<(state: ProcessState) => void>()
  readonly #listeners: { readonly name: EventName<P>; readonly listener: (data: never) => void }[] = []
  #state: ProcessState = { name: 'stopped' }
  #connection: Connection<P> | null = null
  #cancelRestart: (() => void) | null = null
  #failures = 0
  #starts = 0

  constructor(options: SupervisedOptions<P>) {
    this.#options = options
  }

  get state(): ProcessState {
    return this.#state
  }

  /** Hears every change of state; the returned function stops it. */
  watch(watcher: (state: ProcessState) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Hears an event of the helper, over restarts. */
  on<N extends EventName<P>>(name: N, listener: (data: EventData<P, N>) => void): void {
    this.#listeners.push({ name, listener })
    this.#connection?.on(name, listener)
  }

  start(): void {
    if (this.#state.name === 'stopped') this.#launch()
  }

  /** Ends the helper for good; calls that wait are rejected. `start` begins again. */
  stop(): void {
    this.#cancelRestart?.()
    this.#cancelRestart = null
    const connection = this.#connection
    this.#connection = null
    this.#failures = 0
    this.#change({ name: 'stopped' })
    connection?.kill()
  }

  /** @throws ConsoleError as `Connection.call`; `unavailable` while the helper is not running or when it ends before it answered */
  async call<N extends CallName<P>>(name: N, params: Params<P, N>): Promise<Answer<P, N>> {
    const connection = this.#connection
    if (!connection) throw this.#unavailable(this.#state.name === 'restarting' ? this.#state.reason : because('helper-not-running'))
    try {
      return await connection.call(name, params)
    } catch (error) {
      const silent = error instanceof ConsoleError && error.code === 'timeout'
      if (silent && this.#options.restartOnTimeout && connection === this.#connection) connection.kill()
      throw error
    }
  }

  #launch(): void {
    this.#cancelRestart = null
    try {
      const channel = this.#options.spawn()
      const connection = new Connection(channel, this.#options.protocol, this.#options.clock, (reason) => this.#unavailable(reason))
      channel.onExit((reason) => this.#ended(connection, reason))
      for (const { name, listener } of this.#listeners) connection.on(name, listener as (data: unknown) => void)
      this.#connection = connection
      this.#starts += 1
      this.#change({ name: 'running', since: this.#options.clock.now(), starts: this.#starts })
    } catch (error) {
      this.#relaunchLater(because('helper-not-started', { text: error instanceof Error ? error.message : '?' }))
    }
  }

  #ended(connection: Connection<P>, reason: Reason): void {
    if (connection !== this.#connection) return
    this.#connection = null
    const wasWell = this.#state.name === 'running' && this.#options.clock.now() - this.#state.since >= WELL_AFTER_MS
    if (wasWell) this.#failures = 0
    this.#relaunchLater(reason)
    this.#options.onLost?.(reason)
  }

  #relaunchLater(reason: Reason): void {
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.#failures, MAX_DELAY_MS)
    this.#failures += 1
    this.#cancelRestart = this.#options.clock.after(delay, () => this.#launch())
    this.#change({ name: 'restarting', reason, nextStartAt: this.#options.clock.now() + delay, failures: this.#failures })
  }

  #unavailable(reason: Reason): ConsoleError {
    return new ConsoleError(this.#options.unavailable, reason)
  }

  #change(state: ProcessState): void {
    this.#state = state
    for (const watcher of [...this.#watchers]) watcher(state)
  }
}
