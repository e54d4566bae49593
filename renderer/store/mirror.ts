import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem } from '../../shared/errors/errors.ts'
import { applyChange } from '../../shared/state/change.ts'
import type { ConsoleState } from '../../shared/state/state.ts'
import type { Schedule, StateSink } from '../bridge/follow.ts'

/** The console's state as the window knows it. Written by notifications alone; no screen ever writes it. */
export interface Mirror {
  /** null until the first snapshot. */
  readonly state: ConsoleState | null
  readonly revision: number
  /** Why there is no snapshot; null once there is one. */
  readonly problem: Problem | null
  /** Since when (ms) there is no console behind the window: everything here is of that moment. null while there is one. */
  readonly goneAt: number | null
}
export type MirrorStore = StoreApi<Mirror>

/** Figures change at once, at most four times a second. */
const SHOW_EVERY_MS = 250

/** The mirror and the sink that writes it. Patches are applied as they come and shown together. */
export function createMirror(now: () => number, schedule: Schedule): { readonly store: MirrorStore; readonly sink: StateSink } {
  const store = createStore<Mirror>(() => ({ state: null, revision: 0, problem: null, goneAt: null }))
  let latest: Mirror = store.getState()
  let shownAt = Number.NEGATIVE_INFINITY
  let pending = false

  const show = () => {
    pending = false
    shownAt = now()
    store.setState(latest, true)
  }
  const showSoon = () => {
    const wait = shownAt + SHOW_EVERY_MS - now()
    if (pending) return
    if (wait <= 0) return show()
    pending = true
    schedule(show, wait)
  }
  const sink: StateSink = {
    replace({ revision, state }) {
      latest = { ...latest, state, revision, problem: null }
      show()
    },
    apply({ to, changes }) {
      if (latest.state === null) return
      latest = { ...latest, state: changes.reduce(applyChange, latest.state), revision: to, problem: null }
      showSoon()
    },
    failed(problem) {
      latest = { ...latest, problem }
      show()
    },
    gone(at) {
      latest = { ...latest, goneAt: at }
      show()
    },
  }
  return { store, sink }
}
