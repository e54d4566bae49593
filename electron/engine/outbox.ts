import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { Need, NewEventLine } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import type { EngineChange, EngineView } from './port.ts'

const EVERY_MS = 100
/** Lines kept for one batch: under a flood the newest tell enough. */
const MOST_LINES = 200

export interface OutboxOptions {
  readonly clock: Clock
  /** Builds the row anew; null when the bounty has left. */
  readonly row: (guid: Guid) => BountyRow | null
  readonly view: () => EngineView
  readonly needs: () => readonly Need[]
  readonly onTrouble: (where: string, error: unknown) => void
}

/** Gathers changes and tells them at most ten times a second; rows are built once for each batch, however often they changed. */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #listeners = new Set<(change: EngineChange) => void>()
  readonly #dirty = new Set<Guid>()
  /** Built and not told yet. */
  readonly #built = new Map<Guid, BountyRow>()
  readonly #dropped = new Set<Guid>()
  #view: EngineView | null = null
  #lines: NewEventLine[] = []
  #viewChanged = false
  #cancel: (() => void) | null = null
  #ended = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  listen(listener: (change: EngineChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  row(guid: Guid): void {
    this.#dirty.add(guid)
    this.view()
  }

  drop(guid: Guid): void {
    this.#dirty.delete(guid)
    this.#built.delete(guid)
    this.#dropped.add(guid)
    this.view()
  }

  line(line: NewEventLine): void {
    this.#lines.push(line)
    if (this.#lines.length > MOST_LINES) this.#lines.shift()
    this.view()
  }

  /** Something of the view or of the needs may have changed. */
  view(): void {
    this.#viewChanged = true
    this.#view = null
    if (this.#ended) return
    this.#cancel ??= this.#options.clock.after(EVERY_MS, () => this.flush())
  }

  /** Builds the rows that wait, so that sums kept from them are up to date; they are told with the next batch all the same. */
  settle(): void {
    if (this.#dirty.size === 0) return
    for (const guid of this.#dirty) {
      const row = this.#options.row(guid)
      if (row) this.#built.set(guid, row)
    }
    this.#dirty.clear()
    this.#view = null
  }

  /** The view as it is now. */
  currentView(): EngineView {
    this.settle()
    this.#view ??= this.#options.view()
    return this.#view
  }

  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    this.settle()
    const change: EngineChange = {
      rows: { put: [...this.#built.values()], drop: [...this.#dropped] },
      view: this.#viewChanged ? this.currentView() : null,
      needs: this.#viewChanged ? this.#options.needs() : null,
      events: this.#lines,
    }
    this.#built.clear()
    this.#dropped.clear()
    this.#lines = []
    this.#viewChanged = false
    for (const listener of [...this.#listeners]) this.#tell(listener, change)
  }

  /** Tells what waits, and nothing after that: whoever listens writes it down while there is a journal to write to. */
  end(): void {
    this.#ended = true
    if (this.#cancel) this.flush()
  }

  /** A listener that fails must not keep the engine from its reveals. */
  #tell(listener: (change: EngineChange) => void, change: EngineChange): void {
    try {
      listener(change)
    } catch (error) {
      this.#options.onTrouble('change listener', error)
    }
  }
}
