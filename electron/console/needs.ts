import { isLoss } from '../../shared/state/codes.ts'
import type { Need } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import { lossesTogether } from './losses-together.ts'
import type { SettingsStore } from './settings.ts'
import type { StateStore } from './store.ts'

/** How long a need that was put off stays away, unless it is solved before: a working day. */
const PUT_OFF_MS = 12 * 3_600_000
/** What is urgent comes back sooner: it can still be helped. */
const URGENT_PUT_OFF_MS = 3_600_000
/** Longer than a lost stake is told of: nothing can be done about it any more, so whoever has seen it has seen it. */
const SEEN_LOSS_MS = 25 * 3_600_000

/** What was shown for several is known for as long as a window may still name it. */
const SHOWN_KEPT = 200

/** What needs a person, from every source. A need leaves when its source drops it or the operator puts it off. */
export class Needs {
  readonly #store: StateStore
  readonly #settings: SettingsStore
  readonly #clock: Clock
  readonly #bySource = new Map<string, readonly Need[]>()
  /** By the id of what is, or was, shown for several: those that it stands for. Putting one off makes others of the rest. */
  #stoodFor: ReadonlyMap<string, readonly string[]> = new Map()

  constructor(store: StateStore, settings: SettingsStore, clock: Clock) {
    this.#store = store
    this.#settings = settings
    this.#clock = clock
  }

  /** Replaces all needs of one source (a Community's id, or a part of the console). */
  set(source: string, needs: readonly Need[]): void {
    const standing = new Set(needs.map(({ id }) => id))
    // A stake is lost once: told again by a Community that was opened anew, it is no news.
    const solved = (this.#bySource.get(source) ?? []).flatMap((need) => (standing.has(need.id) || isLoss(need) ? [] : need.id))
    this.#bySource.set(source, needs)
    this.#forget(solved)
    this.#publish()
  }

  drop(source: string): void {
    if (this.#bySource.delete(source)) this.#publish()
  }

  /** Hides a need that is for later; what is urgent cannot be put off for longer than an hour, and a loss that was seen stays away. */
  putOff(id: string): void {
    const ids = this.#stoodFor.get(id) ?? [id]
    const now = this.#clock.now()
    const until = now + putOffFor(this.#all().filter((need) => ids.includes(need.id)))
    this.#settings.update((settings) => {
      const running = Object.entries(settings.putOff).filter(([, end]) => end > now)
      return { ...settings, putOff: { ...Object.fromEntries(running), ...Object.fromEntries(ids.map((each) => [each, until])) } }
    })
    this.#publish()
  }

  /** What was solved and comes back is news: it is shown at once. */
  #forget(solved: readonly string[]): void {
    if (!solved.some((id) => id in this.#settings.value.putOff)) return
    this.#settings.update((settings) => {
      const left = Object.entries(settings.putOff).filter(([id]) => !solved.includes(id))
      return { ...settings, putOff: Object.fromEntries(left) }
    })
  }

  #all(): Need[] {
    return [...this.#bySource.values()].flat()
  }

  #publish(): void {
    const now = this.#clock.now()
    const { putOff } = this.#settings.value
    const { needs: shown, stoodFor } = lossesTogether(this.#all().filter(({ id }) => (putOff[id] ?? 0) <= now))
    const before = [...this.#stoodFor].filter(([id]) => !stoodFor.has(id))
    this.#stoodFor = new Map([...before.slice(-SHOWN_KEPT), ...stoodFor])
    const needs = shown.toSorted((a, b) => Number(b.urgency === 'now') - Number(a.urgency === 'now') || a.since - b.since).slice(0, 100)
    this.#store.update([{ kind: 'needs', needs }])
  }
}

/** How long (ms) it stays away when it is put off. */
function putOffFor(needs: readonly Need[]): number {
  if (needs.some(isLoss)) return SEEN_LOSS_MS
  return needs.some(({ urgency }) => urgency === 'now') ? URGENT_PUT_OFF_MS : PUT_OFF_MS
}
