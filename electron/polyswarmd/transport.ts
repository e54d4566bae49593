import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { checkApiKey, type Endpoints } from './address.ts'
import { NetworkFailure, networkFailure } from './network-failure.ts'
import { RequestCounter } from './request-counters.ts'
import { readTls, type TlsFacts, withExtraAuthority } from './tls-facts.ts'

/**
 * One HTTP request at a time to one polyswarmd, over kept-alive connections. node:http, because polyswarmd wants a GET with a body (fetch
 * cannot), because every Node of every Electron has it, and because it costs only 8 µs a request more than undici does.
 */

/** Requests that must not wait for each other have their own connections: a reveal never queues behind a receipt that takes a minute. */
export type Lane = 'ordinary' | 'send' | 'waiting' | 'artifacts'
const CONNECTIONS: Readonly<Record<Lane, number>> = { ordinary: 8, send: 4, waiting: 4, artifacts: 8 }
/** Idle connections are dropped early: a server that closes one just as it is used again would cost a transaction its answer. */
const IDLE_MS = 4_000
const CONNECT_MS = 10_000

export interface TransportOptions {
  readonly endpoints: Endpoints
  readonly apiKey: string | null
  readonly clock: Clock
  /** A certificate authority to trust besides the usual ones, PEM. */
  readonly extraCa?: string
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST'
  /** Template for the counters, without anything of the request in it. */
  readonly route: string
  /** Path and query, beginning with `/`, below the address's own path. */
  readonly path: string
  readonly json?: unknown
  readonly lane: Lane
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

export interface TransportAnswer {
  readonly status: number
  readonly contentType: string
  readonly retryAfterMs: number | null
  /** null when it was longer than `maxBytes`: reading stopped there. */
  readonly body: Buffer | null
}

export class Transport {
  readonly counter = new RequestCounter()
  readonly #options: TransportOptions
  readonly #agents: Readonly<Record<Lane, http.Agent>>
  #tls: TlsFacts | null = null

  /** @throws ConsoleError `insecure-api-key` before anything is opened */
  constructor(options: TransportOptions) {
    checkApiKey(options.apiKey, !options.endpoints.secure)
    this.#options = options
    this.#agents = {
      ordinary: agent(options, CONNECTIONS.ordinary),
      send: agent(options, CONNECTIONS.send),
      waiting: agent(options, CONNECTIONS.waiting),
      artifacts: agent(options, CONNECTIONS.artifacts),
    }
  }

  /** The encryption of the last connection made; null before the first and when insecure. */
  get tls(): TlsFacts | null {
    return this.#tls
  }

  /**
   * One exchange, never repeated, redirects not followed.
   * @throws NetworkFailure, or ConsoleError `cancelled`
   */
  request(request: TransportRequest): Promise<TransportAnswer> {
    this.counter.request(request.route)
    const exchange = new Exchange(request, this.#options, this.#agents[request.lane], {
      tls: (socket) => {
        this.#tls = readTls(socket)
      },
      firstByte: (ms) => {
        if (request.lane === 'ordinary') this.counter.latency(ms)
      },
    })
    return exchange.run().then(
      (answer) => {
        this.counter.answered(answer.status, answer.body?.length ?? request.maxBytes)
        return answer
      },
      (error: unknown) => {
        this.counter.failure()
        throw error
      },
    )
  }

  /** Closes every connection; requests in flight fail. */
  close(): void {
    for (const lane of Object.values(this.#agents)) lane.destroy()
  }
}

interface ExchangeWatch {
  tls(socket: TLSSocket): void
  firstByte(ms: number): void
}

/** The life of one request: its timers, its abort, its end; whichever comes first settles it. */
class Exchange {
  readonly #request: TransportRequest
  readonly #options: TransportOptions
  readonly #agent: http.Agent
  readonly #watch: ExchangeWatch
  readonly #cancels: (() => void)[] = []
  #arrived: 'no' | 'perhaps' = 'no'

  constructor(request: TransportRequest, options: TransportOptions, agent: http.Agent, watch: ExchangeWatch) {
    this.#request = request
    this.#options = options
    this.#agent = agent
    this.#watch = watch
  }

  run(): Promise<TransportAnswer> {
    const { signal, timeoutMs } = this.#request
    if (signal?.aborted) return Promise.reject(new ConsoleError('cancelled'))
    return new Promise<TransportAnswer>((resolve, reject) => {
      const sent = this.#send((answer) => {
        this.#end()
        resolve(answer)
      })
      const fail = (error: unknown): void => {
        this.#end()
        sent.destroy()
        reject(error instanceof ConsoleError ? error : networkFailure(error, this.#arrived))
      }
      sent.on('error', fail)
      this.#cancels.push(this.#options.clock.after(timeoutMs, () => fail(this.#silence(timeoutMs))))
      sent.once('socket', (socket) => this.#follow(socket, fail))
      if (signal) {
        const abort = (): void => fail(new ConsoleError('cancelled'))
        signal.addEventListener('abort', abort, { once: true })
        this.#cancels.push(() => signal.removeEventListener('abort', abort))
      }
    })
  }

  #send(done: (answer: TransportAnswer) => void): http.ClientRequest {
    const { endpoints, apiKey, clock } = this.#options
    const { method, path, json, maxBytes } = this.#request
    const body = json === undefined ? null : Buffer.from(JSON.stringify(json))
    const sent = (endpoints.secure ? https : http).request({
      host: endpoints.host,
      port: endpoints.port,
      path: `${endpoints.basePath}${path}`,
      method,
      agent: this.#agent,
      headers: {
        accept: 'application/json, */*;q=0.5',
        'user-agent': 'polyswarm-console',
        ...(apiKey === null ? {} : { authorization: apiKey }),
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
      },
    })
    const begun = clock.now()
    sent.once('response', (response) => {
      this.#watch.firstByte(clock.now() - begun)
      collect(response, maxBytes).then(done, (error: unknown) => sent.destroy(error as Error))
    })
    sent.end(body ?? undefined)
    return sent
  }

  /** A new socket has its own, shorter limit until it is connected; from then on the other side may have seen the request. */
  #follow(socket: Socket, fail: (error: unknown) => void): void {
    const { clock, endpoints } = this.#options
    if (!socket.connecting) {
      this.#arrived = 'perhaps'
      return
    }
    const cancel = clock.after(CONNECT_MS, () => fail(this.#silence(CONNECT_MS)))
    this.#cancels.push(cancel)
    socket.once(endpoints.secure ? 'secureConnect' : 'connect', () => {
      cancel()
      this.#arrived = 'perhaps'
      if (endpoints.secure) this.#watch.tls(socket as TLSSocket)
    })
  }

  #silence(ms: number): NetworkFailure {
    return new NetworkFailure('timeout', because('no-answer-within', { seconds: String(Math.round(ms / 1000)) }), this.#arrived)
  }

  #end(): void {
    for (const cancel of this.#cancels.splice(0)) cancel()
  }
}

function agent(options: TransportOptions, maxSockets: number): http.Agent {
  const shared = { keepAlive: true, maxSockets, timeout: IDLE_MS, scheduling: 'lifo' } as const
  if (!options.endpoints.secure) return new http.Agent(shared)
  return new https.Agent({
    ...shared,
    minVersion: 'TLSv1.2',
    ...(options.extraCa === undefined ? {} : { ca: withExtraAuthority(options.extraCa) }),
  })
}

/** Reads a body up to `maxBytes`; what is longer is not read to its end. */
function collect(response: http.IncomingMessage, maxBytes: number): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const finish = (body: Buffer | null): void =>
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        retryAfterMs: seconds(response.headers['retry-after']),
        body,
      })
    const tooLong = (): void => {
      finish(null)
      response.destroy()
    }
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
      tooLong()
      return
    }
    response.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > maxBytes) tooLong()
      else chunks.push(chunk)
    })
    response.on('end', () => finish(Buffer.concat(chunks, length)))
    response.on('error', reject)
    response.on('close', () => {
      if (!response.complete) reject(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }))
    })
  })
}

const seconds = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,4}$/.test(header) ? Number(header) * 1000 : null
