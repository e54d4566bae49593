import type { Clock } from '../runtime/clock.ts'

/** While no block time is known, the clock is looked at this often. */
const LOOK_MS = 500
/** And this often while no block was ever seen: the answer that names the first one is on its way. */
const FIRST_LOOK_MS = 25
const SHORTEST_LOOK_MS = 20

export interface BlockWatchOptions {
  readonly clock: Clock
  /** The side chain's block as it is known or estimated now; null while none is. */
  readonly block: () => number | null
  /** Milliseconds until a block is due; null while nobody knows. */
  readonly until: (block: number) => number | null
  readonly isConnected: () => boolean
  /** At each look, after the block that it found was told. */
  readonly onLook: () => void
  readonly onMoved: (isFirst: boolean) => void
}

/** Tells when the side chain's block moves: events say so, and between them the clock runs on. */
export class BlockWatch {
  readonly #options: BlockWatchOptions
  #last: number | null = null
  #ended = false
  #cancel: () => void = () => undefined

  constructor(options: BlockWatchOptions) {
    this.#options = options
  }

  /** Looks now, and again whenever the next block is due. */
  look(): void {
    if (this.#ended) return
    this.hear()
    this.#options.onLook()
    this.#cancel()
    this.#cancel = this.#options.clock.after(this.#untilNextLook(), () => this.look())
  }

  /** Something was heard that may have moved the block. */
  hear(): void {
    const block = this.#options.block()
    if (block === null || block === this.#last) return
    const isFirst = this.#last === null
    this.#last = block
    this.#options.onMoved(isFirst)
  }

  close(): void {
    this.#ended = true
    this.#cancel()
  }

  #untilNextLook(): number {
    if (this.#last === null) return this.#options.isConnected() ? FIRST_LOOK_MS : LOOK_MS
    return Math.min(Math.max(this.#options.until(this.#last + 1) ?? LOOK_MS, SHORTEST_LOOK_MS), LOOK_MS)
  }
}
