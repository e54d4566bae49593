/** Runs what races one after another, in the order it was asked for; one that fails does not keep the next from running. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** @returns what the operation returns, or rejects with what it threw, once all that was asked for before has ended */
  take<T>(operation: () => Promise<T>): Promise<T> {
    const next = this.#last.then(operation)
    this.#last = next.catch(() => undefined)
    return next
  }
}
