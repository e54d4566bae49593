import { isMainThread, parentPort as workerPort } from 'node:worker_threads'
import type { HelperPort } from './channel.ts'

/** What Electron gives a utility process; typed here so that this file needs no Electron. */
interface UtilityParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

/**
 * The port to whoever started this helper: Electron's utilityProcess, a Node worker thread or a forked Node process.
 * @throws Error when the file was started by hand
 */
export function helperPort(): HelperPort {
  const utility = (process as unknown as { readonly parentPort?: UtilityParentPort }).parentPort
  if (utility) return utilityPort(utility)
  if (!isMainThread && workerPort) return threadPort(workerPort)
  if (process.send) return processPort()
  throw new Error('this is a helper of the console: it is started by it, not by hand')
}

const utilityPort = (port: UtilityParentPort): HelperPort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', (event) => listener(event.data)),
  onDisconnect: (listener) => port.on('close', listener),
})

const threadPort = (port: NonNullable<typeof workerPort>): HelperPort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', listener),
  onDisconnect: (listener) => port.once('close', listener),
})

function processPort(): HelperPort {
  // Ctrl-C and a service manager's stop reach the whole group. The console decides when its helpers end; it may still need them to
  // reveal and to write. They end with it: the channel closes whatever way it dies.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  return {
    // After the parent's end there is nobody to tell, and an error thrown here would only hide that end.
    post: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => process.on('message', listener),
    onDisconnect: (listener) => process.once('disconnect', listener),
  }
}
