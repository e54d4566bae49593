import { WebSocket } from 'ws'
import type { Chain } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Clock } from '../runtime/clock.ts'
import { checkApiKey, type Endpoints } from './address.ts'
import { type ReadEvent, readEvent } from './convert-event.ts'
import { statusError } from './http.ts'
import { networkFailure } from './network-failure.ts'
import { withExtraAuthority } from './tls-facts.ts'

export interface EventSocketOptions {
  readonly endpoints: Endpoints
  readonly chain: Chain
  readonly apiKey: string | null
  readonly clock: Clock
  /** 0 ≤ n < 1, for the jitter of reconnects. */
  readonly random: () => number
  /** PEM of one more certificate authority to trust. */
  readonly extraCa?: string
  /** Each frame, read, in the order of the socket. */
  readonly onFrame: (frame: ReadEvent) => void
  /** After every change of `state`. */
  readonly onState: () => void
  /** Open, the first time or again. What happened in between was not heard. */
  readonly onOpen: (again: boolean) => void
}

/** Times in ms since the epoch. `lost`: failing or cut, `since` the last sign of life where there was one; `nextTryAt` null = trying right now. */
export type SocketState =
  | { readonly is: 'off' }
  | { readonly is: 'connecting'; readonly since: number; readonly attempt: number }
  | { readonly is: 'connected'; readonly since: number }
  | {
      readonly is: 'lost'
      readonly since: number
      readonly attempt: number
      readonly nextTryAt: number | null
      readonly everConnected: boolean
      readonly error: ConsoleError
    }

/**
 * The longest frame taken. Far above the largest event the chain has room for (a reveal's metadata, about 2 MB in a full block), because a
 * frame above it closes the socket: nobody on the chain shall be able to do that to everybody.
 */
const MAX_FRAME_BYTES = 8 * 1024 * 1024
const CONNECT_MS = 10_000
const HEARTBEAT_MS = 10_000
/** Neither frame nor pong for so long: the line is dead, whatever the operating system believes. */
const DEAD_MS = 25_000
const BACKOFF_MS = 500
const BACKOFF_MAX_MS = 30_000
/** What only the operator can mend is tried again, but without hurry. */
const HOPELESS_MS = 15_000
const HOPELESS: ReadonlySet<string> = new Set(['unauthorized', 'tls-failed', 'not-polyswarmd'])

/** One `/events` socket that is kept open: one attempt at a time, capped backoff with jitter, a heartbeat, and a state that says why not. */
export class EventSocket {
  readonly #options: EventSocketOptions
  #state: SocketState = { is: 'off' }
  #socket: WebSocket | null = null
  #everConnected = false
  #attempt = 0
  #lostSince = 0
  #lastLifeAt = 0
  #lastFrameAt: number | null = null
  #cancelTimer: () => void = () => undefined

  constructor(options: EventSocketOptions) {
    checkApiKey(options.apiKey, !options.endpoints.secure)
    this.#options = options
  }

  get state(): SocketState {
    return this.#state
  }
  /** When the last frame of the present connection was heard (or it was opened); null when not connected. */
  get heardAt(): number | null {
    return this.#state.is === 'connected' ? this.#lastFrameAt : null
  }

  start(): void {
    if (this.#state.is !== 'off') return
    this.#attempt = 0
    this.#lostSince = this.#options.clock.now()
    this.#connect()
  }

  stop(): void {
    this.#cancelTimer()
    this.#drop()
    this.#change({ is: 'off' })
  }

  /** Tries at once instead of at `nextTryAt` (the operator's “Try now”). */
  tryNow(): void {
    if (this.#state.is !== 'lost' || this.#state.nextTryAt === null) return
    this.#cancelTimer()
    this.#connect()
  }

  /** Gives the connection up and makes a new one: it is open, and yet nothing comes. */
  reconnect(why: Reason): void {
    if (this.#state.is === 'connected') this.#lose(new ConsoleError('unreachable', why))
  }

  #connect(): void {
    const { clock, endpoints, chain, apiKey, extraCa } = this.#options
    this.#attempt += 1
    this.#change(
      this.#state.is === 'lost'
        ? { ...this.#state, attempt: this.#attempt, nextTryAt: null }
        : { is: 'connecting', since: clock.now(), attempt: this.#attempt },
    )
    const socket = new WebSocket(`${endpoints.webSocketBase}/events?chain=${chain}`, {
      followRedirects: false,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      headers: { 'user-agent': 'polyswarm-console', ...(apiKey === null ? {} : { authorization: apiKey }) },
      ...(extraCa === undefined ? {} : { ca: withExtraAuthority(extraCa) }),
    })
    this.#socket = socket
    this.#cancelTimer = clock.after(CONNECT_MS, () =>
      this.#lose(new ConsoleError('timeout', because('no-answer-within', { seconds: String(CONNECT_MS / 1000) }))),
    )
    this.#listen(socket)
  }

  #listen(socket: WebSocket): void {
    const mine = (f: () => void) => (): void => {
      if (this.#socket === socket) f()
    }
    socket.on(
      'open',
      mine(() => this.#opened()),
    )
    socket.on('message', (data, isBinary) => {
      if (this.#socket === socket) this.#hear(isBinary ? '' : data.toString())
    })
    socket.on(
      'pong',
      mine(() => this.#alive()),
    )
    socket.on(
      'ping',
      mine(() => this.#alive()),
    )
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      const status = response.statusCode ?? 0
      const error = statusError(status) ?? new ConsoleError('not-polyswarmd', because('no-event-socket', { status: String(status) }))
      if (this.#socket === socket) this.#lose(error)
    })
    // Without a listener an error of an abandoned socket would end the process.
    socket.on('error', (error) => {
      if (this.#socket === socket) this.#lose(socketError(error))
    })
    socket.on('close', (code) => {
      if (this.#socket !== socket) return
      // Whoever closes it lives.
      this.#alive()
      this.#lose(new ConsoleError('unreachable', because('closed-there', { close: String(code) })))
    })
  }

  #opened(): void {
    const { clock, onOpen } = this.#options
    this.#cancelTimer()
    const again = this.#everConnected
    this.#everConnected = true
    this.#lastFrameAt = clock.now()
    this.#alive()
    this.#change({ is: 'connected', since: clock.now() })
    this.#beat()
    onOpen(again)
  }

  #hear(frame: string): void {
    // A connection counts as good once it said something: one that is cut right after opening keeps its backoff.
    this.#attempt = 0
    this.#lastFrameAt = this.#options.clock.now()
    this.#alive()
    this.#options.onFrame(readEvent(frame))
  }

  #alive(): void {
    this.#lastLifeAt = this.#options.clock.now()
  }

  #beat(): void {
    const { clock } = this.#options
    this.#cancelTimer = clock.after(HEARTBEAT_MS, () => {
      const silent = clock.now() - this.#lastLifeAt
      if (silent >= DEAD_MS) {
        this.#lose(new ConsoleError('unreachable', because('no-sign-of-life', { seconds: String(Math.round(silent / 1000)) })))
        return
      }
      this.#socket?.ping()
      this.#beat()
    })
  }

  #lose(error: ConsoleError): void {
    const { clock, random } = this.#options
    this.#cancelTimer()
    this.#drop()
    if (this.#state.is === 'connected') this.#lostSince = this.#lastLifeAt
    const full = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** Math.min(10, Math.max(0, this.#attempt - 1)))
    const backoff = full / 2 + (random() * full) / 2
    const wait = Math.round(HOPELESS.has(error.code) ? Math.max(HOPELESS_MS, backoff) : backoff)
    this.#cancelTimer = clock.after(wait, () => this.#connect())
    this.#change({
      is: 'lost',
      since: this.#lostSince,
      attempt: this.#attempt,
      nextTryAt: clock.now() + wait,
      everConnected: this.#everConnected,
      error,
    })
  }

  /** Forgets the socket first, so that nothing it still says is heard. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    this.#lastFrameAt = null
    socket?.terminate()
  }

  #change(state: SocketState): void {
    this.#state = state
    this.#options.onState()
  }
}

function socketError(error: Error): ConsoleError {
  const { code } = error as { readonly code?: unknown }
  if (typeof code === 'string' && code.startsWith('WS_ERR_'))
    return new ConsoleError('bad-answer', because('odd-event-socket'), { cause: error })
  return networkFailure(error, 'perhaps')
}
