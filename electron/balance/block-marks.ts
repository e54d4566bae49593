import type { BlockTime } from './port.ts'

interface Mark {
  readonly at: number
  readonly seen: number
  readonly block: number
}

/** A balance question takes well under a minute; older marks place nothing any more. */
const KEPT = 512
/** How far the real chain may be ahead of the clock: events come late, and block times vary. */
const AHEAD_MS = 15_000
const AHEAD_BLOCKS = 5

/** What one block clock showed at which time, so that a reading can be placed between two blocks. Pure. */
export class BlockMarks {
  #marks: Mark[] = []
  #notedAt = Number.NEGATIVE_INFINITY

  /** Noted again and again, at least before and after each reading. */
  note({ block, seenBlock, blockTimeMs }: BlockTime, now: number): void {
    if (seenBlock === null) return
    const mark = { at: now, seen: seenBlock, block: Math.max(block ?? seenBlock, seenBlock) + slackOf(blockTimeMs) }
    const last = this.#marks.at(-1)
    // Time that went backwards, or a chain that began anew: what was noted before places nothing.
    if (last && (now < this.#notedAt || seenBlock < last.seen)) this.#marks = []
    this.#notedAt = now
    if (last?.seen === mark.seen && last.block === mark.block && this.#marks.length > 0) return
    this.#marks.push(mark)
    if (this.#marks.length > KEPT) this.#marks.shift()
  }

  /** A block that the chain certainly had at `time`; null when nothing was noted until then. */
  had(time: number): number | null {
    return this.#marks.findLast(({ at }) => at <= time)?.seen ?? null
  }

  /** A block beyond which the chain cannot have been at `time`; null when nothing was noted since. */
  atMost(time: number): number | null {
    const later = this.#marks.find(({ at }) => at >= time)
    if (later) return later.block
    return time <= this.#notedAt ? (this.#marks.at(-1)?.block ?? null) : null
  }
}

const slackOf = (blockTimeMs: number | null): number => Math.max(AHEAD_BLOCKS, blockTimeMs === null ? 0 : Math.ceil(AHEAD_MS / blockTimeMs))
