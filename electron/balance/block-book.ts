import type { Chain } from '../../shared/domain/identifiers.ts'
import type { BalanceReading } from '../../shared/state/state.ts'
import { BlockMarks } from './block-marks.ts'
import type { BlockTime } from './port.ts'
import type { Reading } from './statement.ts'

/** What both block clocks showed at which time: places balances, signatures and receipts between two blocks. */
export class BlockBook {
  readonly #marks: Readonly<Record<Chain, BlockMarks>> = { home: new BlockMarks(), side: new BlockMarks() }
  readonly #blocks: (chain: Chain) => BlockTime
  readonly #now: () => number

  constructor(blocks: (chain: Chain) => BlockTime, now: () => number) {
    this.#blocks = blocks
    this.#now = now
  }

  /** Looks at both clocks; often enough that every reading finds a look before and after it. */
  note(): void {
    this.#noteAt(this.#now())
  }

  /** The highest block really seen, and one that the chain cannot have passed; null before any was seen. */
  now(chain: Chain): { readonly seen: number; readonly atMost: number } | null {
    // One moment for all three: a millisecond later nothing is noted yet, and the receipt would stand in no block.
    const now = this.#now()
    this.#noteAt(now)
    const seen = this.#marks[chain].had(now)
    const atMost = this.#marks[chain].atMost(now)
    return seen === null || atMost === null ? null : { seen, atMost }
  }

  /** A balance with its place on the chain; null when that is not known. */
  place(chain: Chain, reading: BalanceReading, askedAt: number): Reading | null {
    if (!reading) return null
    const { value, at } = reading
    const lo = this.#marks[chain].had(askedAt)
    const hi = this.#marks[chain].atMost(at)
    return lo === null || hi === null ? null : { value, askedAt, at, lo, hi }
  }

  #noteAt(now: number): void {
    for (const chain of ['home', 'side'] as const) this.#marks[chain].note(this.#blocks(chain), now)
  }
}
