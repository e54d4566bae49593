import type { Address, Chain } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { type ConsoleError, type Problem, toProblem } from '../../shared/errors/errors.ts'
import type { ConnectionState } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Log, silentLog } from '../runtime/log.ts'
import { Loop } from '../runtime/loop.ts'
import type { Endpoints } from './address.ts'
import { BlockClock, type BlockReading } from './block-clock.ts'
import { HttpPolyswarmdClient } from './client.ts'
import type { ReadEvent } from './convert-event.ts'
import { EventSocket } from './events.ts'
import type { PolyswarmdClient, PolyswarmdEvents } from './port.ts'
import type { DaemonEvent } from './port-events.ts'
import type { DaemonStatus } from './records.ts'
import type { RequestCounters } from './request-counters.ts'

export interface ConnectionOptions {
  readonly endpoints: Endpoints
  readonly account: Address
  readonly apiKey: string | null
  readonly clock: Clock
  /** 0 ≤ n < 1, for jitter. */
  readonly random: () => number
  readonly log?: Log
  /** Block times of an earlier run, ms a block: the clocks run from the first block on. */
  readonly blockTimeMs?: Readonly<Record<Chain, number | null>>
  /** PEM of one more certificate authority to trust. */
  readonly extraCa?: string
}

/** What the socket brought, in numbers. */
export interface EventCounters {
  readonly frames: number
  /** Kinds this version does not know. */
  readonly unknown: number
  /** Not of the known shape: dropped. */
  readonly refused: number
  readonly reconnects: number
}

const TICK_MS = 250
/** The home chain has no socket of its own here: its block, and whether both nodes answer, come from /status. */
const STATUS_EVERY_MS = 30_000
const STATUS_RETRY_MS = 2_000
/** Open and silent for the longer of these while the chain goes on: the socket is deaf. */
const DEAF_BLOCKS = 10
const DEAF_MS = 15_000

/**
 * One Community's polyswarmd: requests, live events and both block clocks. It owns one socket and one loop and nothing else; what was missed
 * while the socket was gone its owner catches up over HTTP, when `onConnected` says so.
 */
export class PolyswarmdConnection implements PolyswarmdEvents {
  readonly #options: ConnectionOptions
  readonly #log: Log
  readonly #client: HttpPolyswarmdClient
  readonly #clocks: Readonly<Record<Chain, BlockClock>>
  readonly #socket: EventSocket
  readonly #loop: Loop
  readonly #eventListeners = new Set<(event: DaemonEvent) => void>()
  readonly #connectedListeners = new Set<(again: boolean) => void>()
  readonly #stateListeners = new Set<(state: ConnectionState) => void>()
  #events = { frames: 0, unknown: 0, refused: 0, reconnects: 0 }
  #status: { readonly at: number; readonly status: DaemonStatus } | null = null
  #statusTriedAt: number | null = null
  #statusProblem: Problem | null = null
  #watchesHome = false

  /** @throws ConsoleError `insecure-api-key` before anything is opened */
  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#log = (options.log ?? silentLog).child({ room: 'polyswarmd' })
    this.#client = new HttpPolyswarmdClient({ ...options, onBlock: (chain, block) => this.observeBlock(chain, block) })
    this.#clocks = {
      home: new BlockClock({ blockTimeMs: options.blockTimeMs?.home ?? null }),
      side: new BlockClock({ blockTimeMs: options.blockTimeMs?.side ?? null }),
    }
    this.#socket = new EventSocket({
      ...options,
      chain: 'side',
      onFrame: (frame) => this.#hear(frame),
      onState: () => this.#told(),
      onOpen: (again) => this.#opened(again),
    })
    this.#loop = new Loop({ name: 'polyswarmd', clock: options.clock, everyMs: TICK_MS, round: ({ signal }) => this.#round(signal) })
  }

  get client(): PolyswarmdClient {
    return this.#client
  }
  get counters(): RequestCounters {
    return this.#client.counters
  }
  get eventCounters(): EventCounters {
    return this.#events
  }
  /** The last good answer of /status; null before the first. */
  get status(): { readonly at: number; readonly status: DaemonStatus } | null {
    return this.#status
  }
  /** Why the last /status failed; null after a good one. The socket may be open all the same. */
  get statusProblem(): Problem | null {
    return this.#statusProblem
  }

  /** As the window shows it; `latencyMs` is the median of the last plain requests. */
  get state(): ConnectionState {
    const state = this.#socket.state
    if (state.is === 'connected') return { ...state, latencyMs: this.#client.counters.latencyMs }
    if (state.is !== 'lost') return state
    const { error, ...rest } = state
    return { ...rest, code: error.code, detail: error.message.slice(0, 500), ...(error.reason && { reason: error.reason }) }
  }

  /** Which block is it now? */
  clock(chain: Chain): BlockReading {
    return this.#clocks[chain].read(this.#options.clock.now())
  }
  /** Milliseconds until that block is expected; 0 = it is there, null = the block time is not known yet. */
  until(chain: Chain, block: number): number | null {
    return this.#clocks[chain].until(block, this.#options.clock.now())
  }
  /** A block seen elsewhere; may be old. */
  observeBlock(chain: Chain, block: number): void {
    this.#clocks[chain].observe(block, this.#options.clock.now())
  }

  /** Something of ours is on its way on the home chain: asks for its block as often as its clock needs, instead of now and then. */
  watchHome(watched: boolean): void {
    this.#watchesHome = watched
  }

  start(): void {
    this.#socket.start()
    this.#loop.start()
  }
  /** Resolves when nothing of this connection runs any more. It can be started again. */
  async stop(): Promise<void> {
    this.#socket.stop()
    await this.#loop.stop()
    this.#client.close()
  }
  tryNow(): void {
    this.#socket.tryNow()
    this.#statusTriedAt = null
    this.#loop.wake()
  }

  onEvent(listener: (event: DaemonEvent) => void): () => void {
    return listen(this.#eventListeners, listener)
  }
  onConnected(listener: (again: boolean) => void): () => void {
    return listen(this.#connectedListeners, listener)
  }
  onState(listener: (state: ConnectionState) => void): () => void {
    return listen(this.#stateListeners, listener)
  }

  #hear(frame: ReadEvent): void {
    this.#events = {
      ...this.#events,
      frames: this.#events.frames + 1,
      unknown: this.#events.unknown + (frame.ok && frame.event.kind === 'other' ? 1 : 0),
      refused: this.#events.refused + (frame.ok ? 0 : 1),
    }
    if (frame.block !== null) this.observeBlock('side', frame.block)
    if (frame.ok) this.#tell(this.#eventListeners, frame.event)
    else this.#log.warn('An event was refused', { detail: frame.error.message })
  }

  #opened(again: boolean): void {
    if (again) this.#events = { ...this.#events, reconnects: this.#events.reconnects + 1 }
    this.#statusTriedAt = null
    this.#loop.wake()
    this.#tell(this.#connectedListeners, again)
  }

  #told(): void {
    const state = this.state
    if (state.is === 'lost' && state.nextTryAt !== null) this.#log.warn('No event socket', { code: state.code, detail: state.detail })
    this.#tell(this.#stateListeners, state)
  }

  async #round(signal: AbortSignal): Promise<void> {
    if (!this.#statusIsDue()) return
    const { clock } = this.#options
    const askedAt = clock.now()
    this.#statusTriedAt = askedAt
    try {
      const status = await this.#client.status(signal)
      if (signal.aborted) return
      const now = clock.now()
      this.#status = { at: now, status }
      this.#statusProblem = null
      for (const chain of ['home', 'side'] as const) {
        const block = status[chain]?.block ?? null
        if (block !== null) this.#clocks[chain].observeStatus(block, askedAt, now)
      }
      this.#replaceDeafSocket(now)
    } catch (error) {
      if (signal.aborted) return
      this.#statusProblem = toProblem(error)
      throw error
    }
  }

  #statusIsDue(): boolean {
    const { clock } = this.#options
    const triedAgo = this.#statusTriedAt === null ? Number.POSITIVE_INFINITY : clock.now() - this.#statusTriedAt
    if (this.#statusProblem !== null) return triedAgo >= STATUS_RETRY_MS || triedAgo < 0
    if (triedAgo >= STATUS_EVERY_MS || triedAgo < 0) return true
    return this.clock('side').wantsStatus || (this.#watchesHome && this.clock('home').wantsStatus)
  }

  #replaceDeafSocket(now: number): void {
    const heardAt = this.#socket.heardAt
    if (heardAt === null) return
    const { blockTimeMs, seenAt, stalled } = this.clock('side')
    const patience = Math.max(DEAF_MS, DEAF_BLOCKS * (blockTimeMs ?? 0))
    // A chain that stands still has nothing to tell: only blocks that came after the last frame prove the socket deaf.
    if (now - heardAt < patience || stalled || seenAt === null || seenAt - heardAt < patience / 2) return
    this.#socket.reconnect(because('no-events', { seconds: String(Math.round((now - heardAt) / 1000)) }))
  }

  #tell<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
    for (const listener of listeners) {
      try {
        listener(value)
      } catch (error) {
        // One listener's fault must neither close the socket nor keep the event from the others.
        this.#log.error('A listener failed', { error: error as ConsoleError })
      }
    }
  }
}

function listen<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
