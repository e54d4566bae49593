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
  /** Wall time, ms. */
  readonly now: () => number
  /** The console cannot be reached any more since then (ms), and no window is there that would say so: what the page shows is old. */
  readonly onLost: (at: number) => void
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
  readonly #goneListeners = new Set<(at: number) => void>()
  #goneAt: number | null = null
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
    if (this.#goneAt !== null) return Promise.reject(gone())
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

  onGone(listener: (at: number) => void): () => void {
    const own = (at: number): void => listener(at)
    this.#goneListeners.add(own)
    if (this.#goneAt !== null) own(this.#goneAt)
    return () => this.#goneListeners.delete(own)
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
    const at = this.#options.now()
    this.#goneAt = at
    for (const waiting of this.#waiting.values()) waiting.reject(gone())
    this.#waiting.clear()
    for (const listener of this.#goneListeners) listener(at)
    if (this.#goneListeners.size === 0) this.#options.onLost(at)
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
