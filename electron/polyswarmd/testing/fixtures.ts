import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ExactJson, parseExact } from '../json.ts'

/* The recordings of the real daemon, as the tests need them. */

/** One exchange of http.json: request and raw answer. */
export interface Exchange {
  readonly label: string
  readonly method: string
  readonly path: string
  /** JSON as sent, '(raw)' for what was no JSON, null for none. */
  readonly request: ExactJson
  readonly status: number
  readonly contentType: string
  /** Raw text of the answer. */
  readonly body: string
}

interface RecordedExchange extends Omit<Exchange, 'body'> {
  readonly body?: string
  readonly bodyText?: string
}
interface PeerRequest {
  readonly method: string
  readonly path: string
  readonly req?: ExactJson
  readonly status: number
  readonly resType: string
  readonly res: ExactJson
}

const read = (name: string): ExactJson =>
  parseExact(readFileSync(fileURLToPath(new URL(`../../../resources/fixtures/polyswarmd/${name}`, import.meta.url)), 'utf8'))

export function readExchanges(): readonly Exchange[] {
  const { exchanges } = read('http.json') as unknown as { readonly exchanges: readonly RecordedExchange[] }
  return exchanges.map(({ body, bodyText, ...rest }) => ({ ...rest, body: body ?? bodyText ?? '' }))
}

/** The requests of a Python engine as exchanges. */
export function readPeerExchanges(): readonly Exchange[] {
  const { requests } = read('peer-microengine.json') as unknown as { readonly requests: readonly PeerRequest[] }
  return requests.map((request) => ({
    label: 'peer',
    method: request.method,
    path: request.path,
    request: request.req ?? null,
    status: request.status,
    contentType: request.resType,
    body: typeof request.res === 'string' ? request.res : writeExact(request.res),
  }))
}

/** The messages of events.json as the frames they were, with their milliseconds since the socket opened. */
export function readFrames(): readonly { readonly ms: number; readonly frame: string; readonly message: ExactJson }[] {
  const { messages } = read('events.json') as unknown as {
    readonly messages: readonly { readonly ms: number; readonly message: ExactJson }[]
  }
  return messages.map(({ ms, message }) => ({ ms, frame: writeExact(message), message }))
}

/** JSON text in which a bigint stands as a bare integer: how polyswarmd writes it. */
export function writeExact(value: ExactJson): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(writeExact).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeExact(item)}`)
  return `{${entries.join(',')}}`
}
