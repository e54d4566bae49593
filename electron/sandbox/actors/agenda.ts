/** Blocks after which an actor asks whether its own transaction came through, and sends it again when it did not. */
export const RETRY_BLOCKS = 4
/** Blocks after the end of a bounty's votes in which an actor still tries to settle. A bounty that refuses for so long refuses for ever. */
export const SETTLE_PATIENCE_BLOCKS = 60

/** What is to be done at which block; an entry is found by its block, never searched for. */
export class Agenda<T> {
  readonly #due = new Map<number, T[]>()
  #done: number

  /** @param now the block up to which everything is over */
  constructor(now: number) {
    this.#done = now
  }

  /** Plans something for a block; for the next one when that block is over. */
  add(block: number, entry: T): void {
    const at = Math.max(block, this.#done + 1)
    const entries = this.#due.get(at)
    if (entries) entries.push(entry)
    else this.#due.set(at, [entry])
  }

  /** Takes everything due up to and including this block, in the order of blocks and then of planning. */
  take(block: number): readonly T[] {
    const taken: T[] = []
    for (let at = this.#done + 1; at <= block; at++) {
      taken.push(...(this.#due.get(at) ?? []))
      this.#due.delete(at)
    }
    this.#done = Math.max(this.#done, block)
    return taken
  }
}
