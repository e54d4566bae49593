import { utilityProcess } from 'electron'
import type { Reason } from '../../../shared/errors/reasons.ts'
import type { Channel } from '../../runtime/channel.ts'
import { howEnded } from '../../runtime/node-channel.ts'

/** Starts a helper as a process of Electron's own: without a window, without the main process's environment. */
export function utilityChannel(entry: string, args: readonly string[], env: Readonly<Record<string, string>>, name: string): Channel {
  const child = utilityProcess.fork(entry, [...args], {
    serviceName: `polyswarm-${name}`,
    env: { ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let ended: Reason | null = null
  const listeners: ((reason: Reason) => void)[] = []
  child.once('exit', (code) => {
    ended = howEnded(code)
    for (const listener of listeners.splice(0)) listener(ended)
  })
  return {
    post: (message) => {
      if (ended !== null) throw new Error('the channel is closed')
      child.postMessage(message)
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      if (ended === null) listeners.push(listener)
      else listener(ended)
    },
    kill: () => kill(child.pid, () => child.kill()),
  }
}

/** A scanner in an endless loop hears no polite request. */
function kill(pid: number | undefined, politely: () => void): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {
    politely()
  }
}
