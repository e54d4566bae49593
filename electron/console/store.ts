import { applyChange, type Change, type Snapshot } from '../../shared/state/change.ts'
import type { ConsoleState } from '../../shared/state/state.ts'

/** Hears the changes of one update and the revision they led to. Must not throw. */
export type UpdateListener = (changes: readonly Change[], revision: number) => void

export interface StoreOptions {
  readonly initial: ConsoleState
  /** Writes down what must outlive the process (settings); runs before anybody hears of the change. Throwing takes the update back. */
  readonly persist?: (changes: readonly Change[], next: ConsoleState) => void
}

/** The console's one state. `update` is its only setter; whatever the window or the disk learn of it comes from there. */
export class StateStore {
  readonly #persist: StoreOptions['persist']
  readonly #listeners = new Set<UpdateListener>()
  #state: ConsoleState
  #revision = 0

  constructor(options: StoreOptions) {
    this.#state = options.initial
    this.#persist = options.persist
  }

  get state(): ConsoleState {
    return this.#state
  }

  /** Grows by one with each update that changes anything. */
  get revision(): number {
    return this.#revision
  }

  snapshot(): Snapshot {
    return { revision: this.#revision, state: this.#state }
  }

  /** Applies the changes in order, all or none, as one revision. An empty list changes nothing. */
  update(changes: readonly Change[]): void {
    if (changes.length === 0) return
    const next = changes.reduce(applyChange, this.#state)
    this.#persist?.(changes, next)
    this.#state = next
    this.#revision += 1
    for (const listener of [...this.#listeners]) listener(changes, this.#revision)
  }

  /** Hears every update; the returned function stops it. */
  watch(listener: UpdateListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
