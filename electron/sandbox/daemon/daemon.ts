import { timingSafeEqual } from 'node:crypto'
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Answer, failure, Refusal, webError } from './answer.ts'
import { type Community, Request } from './context.ts'
import { EventStream } from './event-stream.ts'
import { type Faults, noFaults, type RequestFault } from './faults.ts'
import { dispatch } from './routes/table.ts'

export interface DaemonOptions {
  readonly community: Community
  /** 0 picks a free one. */
  readonly port: number
  /** PEM texts; without them the daemon speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly faults?: Faults
  /** Told of what no route expected; the client gets a 500. */
  readonly onError?: (error: unknown) => void
}

/** A listening polyswarmd. */
export interface Daemon {
  readonly port: number
  /** `host:port`, as clients take it. */
  readonly address: string
  setFaults(faults: Faults): void
  close(): Promise<void>
}

const HOST = '127.0.0.1'
/** Open to everybody on a Community that asks for a key: so that funds can always be taken home. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/status', '/relay/withdrawal', '/transactions'])

/**
 * Starts a daemon that speaks polyswarmd 2.2's HTTP and WebSocket interface, on loopback only.
 * @throws Error when the port is taken
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  let faults = options.faults ?? noFaults
  const { community } = options
  const server: Server = options.tls ? createHttpsServer({ cert: options.tls.cert, key: options.tls.key }) : createHttpServer()
  // Clients keep connections for longer than Node's 5 s; a connection closed under a request costs them a retry.
  server.keepAliveTimeout = 65_000
  const events = new EventStream(community, () => faults)
  server.on('request', (incoming, response) => {
    respond(incoming, response, community, faults, options.onError).catch((error: unknown) => {
      options.onError?.(error)
      response.destroy()
    })
  })
  server.on('upgrade', (incoming, socket, head) => upgrade(incoming, socket, head, community, events))
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  return {
    port,
    address: `${HOST}:${port}`,
    setFaults: (next) => {
      faults = next
    },
    close: () => {
      events.close()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  community: Community,
  faults: Faults,
  onError: DaemonOptions['onError'],
): Promise<void> {
  const url = urlOf(incoming)
  const fault = faults.request?.({ method: incoming.method ?? 'GET', path: url.pathname }) ?? null
  if (fault && (await suffer(fault, response, community))) return
  const answer = await answerTo(incoming, url, community, onError)
  write(response, answer)
  // What a route did not read must not be taken for the next request on this connection.
  if (!incoming.readableEnded) incoming.resume()
}

/** True when the fault was the answer. */
async function suffer(fault: RequestFault, response: ServerResponse, community: Community): Promise<boolean> {
  if (fault.kind === 'delay') {
    await new Promise<void>((resolve) => community.clock.after(fault.ms, resolve))
    return false
  }
  if (fault.kind === 'hang-up') response.destroy()
  else write(response, { status: fault.status, contentType: fault.contentType ?? 'text/html', body: fault.body ?? '' })
  return true
}

async function answerTo(incoming: IncomingMessage, url: URL, community: Community, onError: DaemonOptions['onError']): Promise<Answer> {
  const authorized = isAuthorized(incoming, community)
  const request = new Request(incoming, url, community, authorized)
  if (!authorized && !OPEN_PATHS.has(request.path)) return failure('Unauthorized', 401)
  try {
    return await dispatch(request)
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    onError?.(error)
    return webError('500 Internal Server Error: The server encountered an internal error and was unable to complete your request.', 500)
  }
}

function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, community: Community, events: EventStream): void {
  const url = urlOf(incoming)
  const chain = url.searchParams.get('chain') ?? 'side'
  if (url.pathname.replace(/\/$/, '') !== '/events') decline(socket, '404 Not Found')
  else if (!isAuthorized(incoming, community)) decline(socket, '401 Unauthorized')
  else if (chain !== 'home' && chain !== 'side') decline(socket, '400 Bad Request')
  else events.accept(incoming, socket, head, chain)
}

function decline(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** `Authorization: <key>`, with or without a scheme word before it. */
function isAuthorized(incoming: IncomingMessage, community: Community): boolean {
  if (community.apiKey === null) return true
  const given = Buffer.from((incoming.headers.authorization ?? '').trim().split(/\s+/).at(-1) ?? '')
  const wanted = Buffer.from(community.apiKey)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function urlOf(incoming: IncomingMessage): URL {
  try {
    return new URL(incoming.url ?? '/', 'http://sandbox')
  } catch {
    return new URL('http://sandbox/')
  }
}

function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body
  response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': body.length })
  response.end(body)
}
