import { because } from '../../shared/errors/because.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Channel, HelperPort } from './channel.ts'

/** A helper that lives in the test's own process, behind the same copies and turns as a real one. */
export interface MemoryHelper extends Channel {
  /** Ends it as a crash would. */
  die(reason?: Reason): void
}

/** @param run the helper's code: what its entry would do with its port */
export function memoryChannel(run: (port: HelperPort) => void): MemoryHelper {
  const toParent: ((message: unknown) => void)[] = []
  const toHelper: ((message: unknown) => void)[] = []
  const exits: ((reason: Reason) => void)[] = []
  const disconnects: (() => void)[] = []
  let alive = true
  const deliver = (listeners: readonly ((message: unknown) => void)[], message: unknown): void => {
    const copy = structuredClone(message)
    queueMicrotask(() => {
      if (alive) for (const listener of listeners) listener(copy)
    })
  }
  const die = (reason: Reason = because('helper-signal', { signal: 'SIGKILL' })): void => {
    if (!alive) return
    alive = false
    for (const listener of exits) listener(reason)
    for (const listener of disconnects) listener()
  }
  run({
    post: (message) => deliver(toParent, message),
    onMessage: (listener) => toHelper.push(listener),
    onDisconnect: (listener) => disconnects.push(listener),
  })
  return {
    post: (message) => {
      if (!alive) throw new Error('the channel is closed')
      deliver(toHelper, message)
    },
    onMessage: (listener) => toParent.push(listener),
    onExit: (listener) => exits.push(listener),
    kill: () => die(),
    die,
  }
}
