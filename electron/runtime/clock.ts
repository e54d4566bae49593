/** Wall time, injected everywhere: used for timeouts, for display and to advance the block clock, for nothing else. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `f` once after `ms`; the returned function cancels it. */
  after(ms: number, f: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, f) {
    const timer = setTimeout(f, ms)
    return () => clearTimeout(timer)
  },
}

/** A clock that moves only when a test says so; callbacks run in order of their time. */
export class ManualClock implements Clock {
  #now: number
  #next = 0
  /** How far the wall clock is ahead of the time that callbacks run by, ms: as when somebody sets it. */
  ahead = 0
  readonly #waiting = new Map<number, { at: number; f: () => void }>()
  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }
  now(): number {
    return this.#now + this.ahead
  }
  after(ms: number, f: () => void): () => void {
    const key = this.#next++
    this.#waiting.set(key, { at: this.#now + Math.max(0, ms), f })
    return () => this.#waiting.delete(key)
  }
  /** How many callbacks wait: lets a test wait for a loop to be asleep. */
  get waiting(): number {
    return this.#waiting.size
  }
  /** Moves time forward and runs what falls due, letting promises settle between two callbacks. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settle()
      const due = [...this.#waiting].filter(([, w]) => w.at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
      if (!due) break
      this.#waiting.delete(due[0])
      this.#now = Math.max(this.#now, due[1].at)
      due[1].f()
    }
    this.#now = end
    await settle()
  }
}

/** Lets everything that is ready run (promises and one turn of the event loop), without waiting for time. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
