import type { ConsoleState } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import type { StateStore } from './store.ts'

/** Resolves when the state is so, at once if it is already, and after `atMostMs` in any case. */
export function untilState(store: StateStore, isSo: (state: ConsoleState) => boolean, clock: Clock, atMostMs: number): Promise<void> {
  if (isSo(store.state)) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      stop()
      cancel()
      resolve()
    }
    const stop = store.watch(() => {
      if (isSo(store.state)) done()
    })
    const cancel = clock.after(atMostMs, done)
  })
}
