import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { ConsoleCore } from '../../console/core.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Log } from '../../runtime/log.ts'
import type { Content, ContentFile } from '../content.ts'
import { securityHeaders } from '../security.ts'
import { SOCKET_PATH } from './frames.ts'
import { MAX_FRAME_BYTES, servePeer } from './peer.ts'
import { cookie, isLoopbackHost, isOwnOrigin } from './request-checks.ts'
import { Sessions } from './sessions.ts'

export interface LoopbackServerOptions {
  readonly core: Pick<ConsoleCore, 'dispatch' | 'subscribe'>
  readonly content: Content
  /** 0 = any free one. */
  readonly port: number
  readonly clock: Clock
  readonly log: Log
}

const ENTER_PATH = '/enter'
const MAX_CONNECTIONS = 64
const MAX_WINDOWS = 16

/** The window over HTTP and WebSocket, for this computer and for whoever holds the one-time token; see docs/security.md. */
export class LoopbackServer {
  readonly #options: LoopbackServerOptions
  readonly #sessions = new Sessions()
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
  readonly #server: Server
  #port = 0

  constructor(options: LoopbackServerOptions) {
    this.#options = options
    this.#server = createServer({ maxHeaderSize: 16_384 }, (request, response) => this.#answer(request, response))
    this.#server.maxConnections = MAX_CONNECTIONS
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** @throws Error with the code of `listen` (EADDRINUSE, EACCES) */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#options.port, '127.0.0.1', () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    this.#port = (this.#server.address() as AddressInfo).port
  }

  get port(): number {
    return this.#port
  }

  /** The address that lets one browser in, once; an earlier one that was not used is void. Never log it. */
  newAddress(): string {
    return `http://127.0.0.1:${this.#port}${ENTER_PATH}?token=${this.#sessions.newToken()}`
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { status, headers, body } = this.#reply(request)
    response.writeHead(status, { ...securityHeaders, 'Cache-Control': 'no-store', 'Content-Length': body.length, ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  #reply(request: IncomingMessage): Reply {
    const refused = this.#refusal(request, false)
    if (refused) return page(refused, `${refused} ${STATUS_CODES[refused]}`)
    if (request.method !== 'GET' && request.method !== 'HEAD') return page(405, 'Only GET is served here.')
    const url = urlOf(request)
    if (url.pathname === ENTER_PATH) return this.#enter(request, url.searchParams.get('token') ?? '')
    if (!this.#isLetIn(request)) return page(401, LOCKED_OUT)
    const file = this.#options.content(url.pathname)
    return file ? fileReply(file) : page(404, 'There is no such page.')
  }

  #enter(request: IncomingMessage, token: string): Reply {
    // A HEAD (a preview of the link) must not use the token up.
    const session = request.method === 'GET' ? this.#sessions.redeem(token) : null
    if (session === null) return page(401, LOCKED_OUT)
    this.#options.log.info('A browser was let in')
    const headers = { 'Set-Cookie': `${this.#cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`, Location: '/' }
    return { status: 303, headers, body: Buffer.alloc(0) }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const refused = this.#refusal(request, true) ?? this.#socketRefusal(request)
    if (refused) {
      socket.end(`HTTP/1.1 ${refused} ${STATUS_CODES[refused]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const { core, clock, log } = this.#options
    this.#sockets.handleUpgrade(request, socket, head, (peer) => servePeer(peer, core, clock, log))
  }

  /** The status for a request that is not ours to answer, whoever sends it. */
  #refusal(request: IncomingMessage, originRequired: boolean): number | null {
    if (!isLoopbackHost(request.headers.host)) return 421
    if (!isOwnOrigin(request.headers, originRequired)) return 403
    if (!URL.canParse(`http://localhost${request.url}`)) return 400
    return null
  }

  #socketRefusal(request: IncomingMessage): number | null {
    if (!this.#isLetIn(request)) return 401
    if (urlOf(request).pathname !== SOCKET_PATH) return 404
    return this.#sockets.clients.size >= MAX_WINDOWS ? 503 : null
  }

  #isLetIn(request: IncomingMessage): boolean {
    return this.#sessions.isOpen(cookie(request.headers, this.#cookieName))
  }

  /** Cookies know no ports: the name keeps two consoles on one computer apart. */
  get #cookieName(): string {
    return `polyswarm-console-${this.#port}`
  }
}

const LOCKED_OUT =
  'This address was used already, or this browser was never let in. Press Enter in the terminal of the console for a new one.'

/** Joined, not resolved: `//name/` and a whole address as the path stay paths, which do not exist. */
const urlOf = (request: IncomingMessage): URL => new URL(`http://localhost${request.url}`)

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const page = (status: number, text: string): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: Buffer.from(`<!doctype html><html lang="en"><meta charset="utf-8"><title>PolySwarm Console</title><p>${text}</p></html>\n`),
})

const fileReply = (file: ContentFile): Reply => ({
  status: 200,
  headers: { 'Content-Type': file.type, ...(file.hashed ? { 'Cache-Control': 'private, max-age=31536000, immutable' } : {}) },
  body: file.body,
})
