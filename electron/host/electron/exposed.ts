import type { Exposed } from '../../../shared/contract/wire.ts'

/** What the preload has of Electron's IPC. */
export interface PreloadIpc {
  invoke(name: string, inputJson: unknown): Promise<unknown>
  listen(listener: (notification: unknown, json: unknown) => void): void
}

/**
 * The object for the page. It names no schema: the page checks what it sends, the main process what it gets, and a preload without zod
 * starts in a millisecond. Whatever the page does wrong is a rejected promise, never a throw across the bridge.
 */
export function createExposed(ipc: PreloadIpc): Exposed {
  const listeners = new Map<string, Set<(json: unknown) => void>>()
  ipc.listen((notification, json) => {
    for (const listener of [...(listeners.get(String(notification)) ?? [])]) listener(json)
  })
  return {
    host: 'electron',
    // async: what cannot be cloned throws here and becomes a rejection.
    async call(name: unknown, inputJson: unknown) {
      if (typeof name !== 'string') throw new TypeError('a call has a name')
      return ipc.invoke(name, inputJson)
    },
    on(name: unknown, listener: unknown) {
      if (typeof name !== 'string' || typeof listener !== 'function') return () => undefined
      const own = (json: unknown): void => void listener(json)
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(own))
      return () => void set.delete(own)
    },
  }
}
