import { fork } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { because } from '../../shared/errors/because.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Channel } from './channel.ts'

/** All of the environment a helper gets. */
export type Environment = Readonly<Record<string, string>>

/**
 * Forks a Node process. Its standard output is dropped, its standard error is ours.
 * @param entry `.ts` from the sources or `.js` from the build
 * @param execArgv flags of Node; never our own (inspector, loaders)
 */
export function processChannel(entry: string, args: readonly string[], env: Environment, execArgv: readonly string[] = []): Channel {
  const child = fork(entry, args, {
    env,
    // Bigints and bytes travel as they are.
    serialization: 'advanced',
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exit = exitListeners()
  child.once('error', (error) => exit.tell(because('helper-not-started', { text: error.message })))
  child.once('exit', (code, signal) => exit.tell(howEnded(code, signal)))
  return {
    post: (message) => {
      // Written but never read is no delivery: the exit event rejects what waits. The callback keeps the error from being thrown.
      if (child.connected) child.send(message as object, () => undefined)
      else throw new Error('the channel is closed')
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: exit.add,
    kill: () => child.kill('SIGKILL'),
  }
}

/** Starts a worker thread of this process, without our flags; `kill` terminates it. */
export function threadChannel(entry: string, args: readonly string[], env: Environment): Channel {
  const worker = new Worker(entry, { argv: [...args], env: { ...env }, execArgv: [] })
  const exit = exitListeners()
  let failure: string | null = null
  worker.once('error', (error) => {
    failure = error instanceof Error ? error.message : 'unknown error'
  })
  worker.once('exit', (code) => exit.tell(failure === null ? howEnded(code) : because('helper-failed', { text: failure })))
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
    onExit: exit.add,
    kill: () => {
      worker.terminate().catch(() => undefined)
    },
  }
}

/** By its exit code, or by the signal that ended it. */
export const howEnded = (code: number | null, signal: string | null = null): Reason =>
  signal === null ? because('helper-exit-code', { code: String(code) }) : because('helper-signal', { signal })

/** Tells every listener once, also one that comes after the end. */
function exitListeners(): { add(listener: (reason: Reason) => void): void; tell(reason: Reason): void } {
  const listeners: ((reason: Reason) => void)[] = []
  let ended: Reason | null = null
  return {
    add(listener) {
      if (ended === null) listeners.push(listener)
      else listener(ended)
    },
    tell(reason) {
      if (ended !== null) return
      ended = reason
      for (const listener of listeners.splice(0)) listener(reason)
    },
  }
}
