import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Clock } from '../../runtime/clock.ts'
import { type Endpoints, endpoints, readAddress } from '../address.ts'
import type { Exchange } from './fixtures.ts'

/** What a request looked like to the server. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}
export type Answer = (request: SeenRequest, response: http.ServerResponse) => void

/** A real HTTP(S) server on an ephemeral port that answers as a test says and remembers what it was asked. */
export class DaemonServer {
  readonly seen: SeenRequest[] = []
  readonly #server: http.Server
  readonly #sockets = new Set<Socket>()
  readonly #tls: boolean
  #port = 0

  constructor(answer: Answer, tls?: https.ServerOptions) {
    this.#tls = tls !== undefined
    const handle: http.RequestListener = (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        const seen = { method, path: url, headers, body: Buffer.concat(chunks).toString() }
        this.seen.push(seen)
        answer(seen, response)
      })
    }
    this.#server = tls ? https.createServer(tls, handle) : http.createServer(handle)
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  /** For a WebSocket server on the same port. */
  get http(): http.Server {
    return this.#server
  }
  /** Stays the same after a stop. */
  get port(): number {
    return this.#port
  }
  get connections(): number {
    return this.#sockets.size
  }
  endpoints(): Endpoints {
    return endpoints(readAddress(`localhost:${this.port}`).address, !this.#tls)
  }
  start(port = 0): Promise<this> {
    return new Promise((resolve) => {
      this.#server.listen(port, 'localhost', () => {
        this.#port = (this.#server.address() as AddressInfo).port
        resolve(this)
      })
    })
  }
  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.cut()
    })
  }
}

export function answerJson(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

export function answerExchange(response: http.ServerResponse, exchange: Exchange): void {
  response.writeHead(exchange.status, { 'content-type': exchange.contentType })
  response.end(exchange.body)
}

/**
 * Real time for the limits of a request, but waits between two tries pass at once and are written down: a test then needs no time and no
 * sleep, and sockets stay real.
 */
export class HastyClock implements Clock {
  readonly waits: number[] = []
  readonly #shortestLimitMs: number
  /** Waits from `shortestLimitMs` on are limits of a request and take their time. */
  constructor(shortestLimitMs = 10_000) {
    this.#shortestLimitMs = shortestLimitMs
  }
  now(): number {
    return Date.now()
  }
  after(ms: number, f: () => void): () => void {
    if (ms >= this.#shortestLimitMs) {
      const timer = setTimeout(f, ms)
      return () => clearTimeout(timer)
    }
    this.waits.push(ms)
    const immediate = setImmediate(f)
    return () => clearImmediate(immediate)
  }
}
