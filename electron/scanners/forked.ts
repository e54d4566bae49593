import { fork } from 'node:child_process'
import type { Channel } from '../runtime/channel.ts'
import { howEnded } from '../runtime/node-channel.ts'

/** A real scanner process for tests; the product's processes come from its host. */
export interface ForkedChannel extends Channel {
  readonly pid: number
}

export function forkScanner(entry: string, args: readonly string[] = [], cwd?: string): ForkedChannel {
  const child = fork(entry, args, {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: cwd === undefined ? {} : { TMPDIR: cwd },
    ...(cwd === undefined ? {} : { cwd }),
  })
  return {
    pid: child.pid ?? -1,
    post: (message) => {
      if (!child.connected) throw new Error('the channel is closed')
      child.send(message as object, () => undefined)
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code, signal) => listener(howEnded(code, signal))),
    kill: () => child.kill('SIGKILL'),
  }
}
