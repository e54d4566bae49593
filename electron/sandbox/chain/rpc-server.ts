import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { z } from 'zod'
import type { EvmChain } from './chain.ts'
import { ExecutionFailed } from './revert.ts'
import { type RpcMethod, rpcMethods } from './rpc-methods.ts'
import { rpcRequest } from './rpc-schemas.ts'

export interface RpcServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  close(): Promise<void>
}

type Id = string | number | null
type Answer =
  | { readonly jsonrpc: '2.0'; readonly id: Id; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0'
      readonly id: Id
      readonly error: { readonly code: number; readonly message: string; readonly data?: string }
    }

const LOOPBACK = '127.0.0.1'
const MAX_BODY = 2 * 1024 * 1024
const MAX_BATCH = 100
/** JSON-RPC's own codes, then geth's. */
const PARSE_ERROR = -32700
const INVALID_REQUEST = -32600
const METHOD_NOT_FOUND = -32601
const INVALID_PARAMS = -32602
const SERVER_ERROR = -32000
const REVERTED = 3

/** Serves a chain as plain Ethereum JSON-RPC over HTTP, on loopback only. `port` 0 takes a free one. */
export async function serveRpc(chain: EvmChain, port = 0): Promise<RpcServer> {
  const methods = rpcMethods(chain)
  const server = createServer((request, response) => {
    void handle(request, response, methods)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${LOOPBACK}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(request: IncomingMessage, response: ServerResponse, methods: ReadonlyMap<string, RpcMethod>): Promise<void> {
  try {
    // A page in a browser must not reach it by a name of its own, nor by a plain form.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return end(response, 403, null)
    if (request.method !== 'POST') return end(response, 405, null)
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return end(response, 415, null)
    const body = await readBody(request)
    if (body === null) return end(response, 413, null)
    end(response, 200, await answerBody(body, methods))
  } catch {
    if (!response.headersSent) end(response, 500, null)
    else response.destroy()
  }
}

function end(response: ServerResponse, status: number, answer: unknown): void {
  const text = answer === null ? '' : JSON.stringify(answer)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > MAX_BODY) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function answerBody(body: string, methods: ReadonlyMap<string, RpcMethod>): Promise<Answer | readonly Answer[]> {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return failure(null, PARSE_ERROR, 'parse error')
  }
  if (!Array.isArray(parsed)) return answerOne(parsed, methods)
  if (parsed.length === 0) return failure(null, INVALID_REQUEST, 'empty batch')
  if (parsed.length > MAX_BATCH) return failure(null, INVALID_REQUEST, 'batch too large')
  // In order, so that a batch that sends and then asks sees what it sent.
  const answers: Answer[] = []
  for (const one of parsed) answers.push(await answerOne(one, methods))
  return answers
}

async function answerOne(body: unknown, methods: ReadonlyMap<string, RpcMethod>): Promise<Answer> {
  const request = rpcRequest.safeParse(body)
  if (!request.success) return failure(null, INVALID_REQUEST, 'invalid request')
  const { id = null, method: name, params = [] } = request.data
  const method = methods.get(name)
  if (!method) return failure(id, METHOD_NOT_FOUND, `the method ${name} does not exist/is not available`)
  const checked = method.params.safeParse(params)
  if (!checked.success) return failure(id, INVALID_PARAMS, invalidParams(checked.error, params))
  try {
    return { jsonrpc: '2.0', id, result: await method.run(checked.data as never) }
  } catch (error) {
    if (error instanceof ExecutionFailed && error.reverted) {
      return { jsonrpc: '2.0', id, error: { code: REVERTED, message: error.message, data: error.data } }
    }
    return failure(id, SERVER_ERROR, error instanceof Error ? error.message : 'internal error')
  }
}

const failure = (id: Id, code: number, message: string): Answer => ({ jsonrpc: '2.0', id, error: { code, message } })

/** geth's words for parameters that do not fit. */
function invalidParams(error: z.ZodError, params: readonly unknown[]): string {
  const issue = error.issues[0]
  const at = issue?.path[0]
  if (typeof at === 'number' && params[at] !== undefined) return `invalid argument ${at}: ${issue?.message ?? 'does not fit'}`
  if (issue?.code === 'too_big') return `too many arguments, want at most ${issue.maximum}`
  return `missing value for required argument ${typeof at === 'number' ? at : params.length}`
}
