import type { Guid } from '../../shared/domain/identifiers.ts'

/** Which bounties want to be looked at in which block: so that a block costs only what it changes. */
export class Wakes {
  readonly #byBlock = new Map<number, Set<Guid>>()
  readonly #next = new Map<Guid, number>()
  /** No block at or before it holds anybody. */
  #done = -1

  /** An earlier block replaces a later one; null takes the bounty out. */
  set(guid: Guid, block: number | null): void {
    const before = this.#next.get(guid)
    if (before === block) return
    if (before !== undefined) this.#byBlock.get(before)?.delete(guid)
    if (block === null) {
      this.#next.delete(guid)
      return
    }
    this.#next.set(guid, block)
    const set = this.#byBlock.get(block)
    if (set) set.add(guid)
    else this.#byBlock.set(block, new Set([guid]))
    if (block <= this.#done) this.#done = block - 1
  }

  /**
   * Takes out everybody whose block has come. When the clock goes back, it had run ahead of the chain, and whoever was looked at meanwhile
   * looked at a block that was not there: then everybody is due.
   */
  due(block: number): readonly Guid[] {
    if (block === this.#done) return []
    const wentBack = block < this.#done
    const due: Guid[] = []
    for (const [at, guids] of this.#byBlock) {
      if (at > block && !wentBack) continue
      due.push(...guids)
      this.#byBlock.delete(at)
    }
    for (const guid of due) this.#next.delete(guid)
    this.#done = block
    return due
  }
}
