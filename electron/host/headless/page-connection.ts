import type { Exposed } from '../../../shared/contract/wire.ts'
import type { CallFrame, ConsoleFrame } from './frames.ts'

/** What is used of the browser's WebSocket. */
export interface PageSocket {
  send(text: string): void
  onopen: (() => void) | null
  onclose: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
}

export interface PageConnectionOptions {
  readonly open: () => PageSocket
  readonly after: (ms: number, f: () => void) => void
  /** The console cannot be reached any more: what the page shows is old from now on. */
  readonly onLost: () => void
  /** It can be reached again: the page must begin anew, it missed everything in between. */
  readonly onBack: () => void
}

const RETRY_MS = 1000

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The page's end of the loopback WebSocket: the same object that the desktop's preload exposes. */
export class PageConnection implements Exposed {
  readonly host = 'headless'
  readonly #options: PageConnectionOptions
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Set<(json: unknown) => void>>()
  /** Calls made before the socket was open. */
  #early: string[] | null = []
  #socket: PageSocket
  #lost = false
  #nextId = 1

  constructor(options: PageConnectionOptions) {
    this.#options = options
    this.#socket = options.open()
    this.#socket.onopen = () => this.#opened()
    this.#socket.onmessage = ({ data }) => this.#receive(data)
    this.#socket.onclose = () => this.#close()
  }

  call(name: string, inputJson: unknown): Promise<unknown> {
    if (typeof name !== 'string') return Promise.reject(new TypeError('a call has a name'))
    if (this.#lost) return Promise.reject(gone())
    return new Promise((resolve, reject) => {
      const frame: CallFrame = { id: this.#nextId++, name, input: inputJson }
      const text = JSON.stringify(frame)
      this.#waiting.set(frame.id, { resolve, reject })
      if (this.#early) this.#early.push(text)
      else this.#socket.send(text)
    })
  }

  on(name: string, listener: (json: unknown) => void): () => void {
    const own = (json: unknown): void => listener(json)
    const set = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, set.add(own))
    return () => set.delete(own)
  }

  #opened(): void {
    for (const text of this.#early ?? []) this.#socket.send(text)
    this.#early = null
  }

  #receive(data: unknown): void {
    const frame = JSON.parse(String(data)) as ConsoleFrame
    if ('notification' in frame) {
      for (const listener of [...(this.#listeners.get(frame.notification) ?? [])]) listener(frame.value)
      return
    }
    const waiting = this.#waiting.get(frame.id)
    this.#waiting.delete(frame.id)
    waiting?.resolve(frame.result)
  }

  #close(): void {
    this.#lost = true
    for (const waiting of this.#waiting.values()) waiting.reject(gone())
    this.#waiting.clear()
    this.#options.onLost()
    this.#retryLater()
  }

  #retryLater(): void {
    this.#options.after(RETRY_MS, () => {
      this.#socket = this.#options.open()
      this.#socket.onopen = () => this.#options.onBack()
      this.#socket.onclose = () => this.#retryLater()
    })
  }
}

const gone = (): Error => new Error('the console cannot be reached')
