import type { WebSocket } from 'ws'
import { fail } from '../../../shared/errors/errors.ts'
import type { ConsoleCore } from '../../console/core.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Log } from '../../runtime/log.ts'
import { type CallFrame, type ConsoleFrame, callFrame } from './frames.ts'

/** The largest call is a test file of 4 MiB in base64. */
export const MAX_FRAME_BYTES = 6 * 1024 * 1024
/** A page has a handful of calls under way; more is a page gone wild. */
const MAX_CALLS = 64
/** A page that does not read gets no more patches: it sees the gap when it reads again, and asks for a snapshot. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024
const HEARTBEAT_MS = 30_000

/** RFC 6455 close codes. */
const CLOSE = { notText: 1003, notJson: 1007, notOurs: 1008 } as const

type Core = Pick<ConsoleCore, 'dispatch' | 'subscribe'>

/** Serves the contract to one authenticated page until it leaves. */
export function servePeer(socket: WebSocket, core: Core, clock: Clock, log: Log): void {
  let calls = 0
  const send = (frame: ConsoleFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }
  const run = async ({ id, name, input }: CallFrame): Promise<void> => {
    if (calls >= MAX_CALLS) return send({ id, result: fail('invalid-request', 'too many calls at once') })
    calls += 1
    try {
      send({ id, result: await core.dispatch(name, input) })
    } finally {
      calls -= 1
    }
  }
  const stopListening = core.subscribe((notification, value) => {
    if (socket.bufferedAmount <= MAX_WAITING_BYTES) send({ notification, value })
  })
  const stopHeartbeat = heartbeat(socket, clock)
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(CLOSE.notText)
    const json = parse(String(data))
    if (json === undefined) return socket.close(CLOSE.notJson)
    const frame = callFrame.safeParse(json)
    if (!frame.success) return socket.close(CLOSE.notOurs)
    run(frame.data).catch((error: unknown) => log.error('A call from the window failed', { error }))
  })
  socket.on('error', (error) => log.warn('A window broke its connection', { code: (error as NodeJS.ErrnoException).code ?? error.name }))
  socket.on('close', () => {
    stopListening()
    stopHeartbeat()
  })
}

/** Ends a connection whose other side is gone without a word (a cut tunnel). */
function heartbeat(socket: WebSocket, clock: Clock): () => void {
  let alive = true
  let cancel = (): void => undefined
  const beat = (): void => {
    if (!alive) {
      socket.terminate()
      return
    }
    alive = false
    socket.ping()
    cancel = clock.after(HEARTBEAT_MS, beat)
  }
  socket.on('pong', () => {
    alive = true
  })
  cancel = clock.after(HEARTBEAT_MS, beat)
  return () => cancel()
}

/** JSON as a value; undefined when it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
