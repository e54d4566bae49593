/** Blocks whose time is remembered: some hours of a busy chain. */
const MOST = 4_096

/** When blocks were first heard of, ms since the epoch: nearly their time, as events come within seconds. */
export class BlockTimes {
  readonly #times = new Map<number, number>()

  heard(block: number, at: number): void {
    if (this.#times.has(block)) return
    this.#times.set(block, at)
    const oldest = this.#times.keys().next().value
    if (this.#times.size > MOST && oldest !== undefined) this.#times.delete(oldest)
  }

  /** Those of the blocks that were heard of in this run. */
  of(blocks: readonly (number | null)[]): { readonly block: number; readonly at: number }[] {
    return [...new Set(blocks)].flatMap((block) => {
      const at = block === null ? undefined : this.#times.get(block)
      return block === null || at === undefined ? [] : [{ block, at }]
    })
  }
}
