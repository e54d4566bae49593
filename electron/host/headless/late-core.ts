import type { ConsoleCore } from '../../console/core.ts'

/** What a window has of the core. */
export type WindowCore = Pick<ConsoleCore, 'dispatch' | 'subscribe'>

/** The core before it is there: calls wait for it, and whoever listens hears it from its start. A core that cannot start rejects the calls. */
export function lateCore(starting: Promise<WindowCore>): WindowCore {
  return {
    dispatch: async (name, inputJson) => (await starting).dispatch(name, inputJson),
    subscribe: (listener) => {
      let stop = (): void => undefined
      let ended = false
      starting.then(
        (core) => {
          if (!ended) stop = core.subscribe(listener)
        },
        () => undefined,
      )
      return () => {
        ended = true
        stop()
      }
    },
  }
}
