import { type ClientOptions, WebSocket } from 'ws'

export interface SocketEvent {
  readonly event: string
  readonly data: Record<string, unknown>
  readonly block_number?: number
  readonly txhash?: string
}

/** A listening client of `/events`: keeps what it hears, raw and parsed. */
export class EventSocket {
  readonly raw: string[] = []
  readonly events: SocketEvent[] = []
  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const text = data.toString()
      this.raw.push(text)
      this.events.push(JSON.parse(text) as SocketEvent)
      for (const check of [...this.#waiting]) check()
    })
  }

  /** Resolves once the daemon has said `connected`; rejects with the HTTP status when it declines. */
  static open(url: string, options: ClientOptions = {}): Promise<EventSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, options)
      const client = new EventSocket(socket)
      socket.on('error', reject)
      socket.on('unexpected-response', (_, response) => reject(new Error(`status ${response.statusCode}`)))
      client.until((events) => events.some((e) => e.event === 'connected')).then(() => resolve(client), reject)
    })
  }

  /** Resolves when what was heard so far satisfies `done`. */
  until(done: (events: readonly SocketEvent[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!done(this.events)) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }

  of(name: string): readonly SocketEvent[] {
    return this.events.filter((e) => e.event === name)
  }

  closed(): Promise<void> {
    return new Promise((resolve) => this.#socket.once('close', () => resolve()))
  }

  close(): void {
    this.#socket.terminate()
  }
}
