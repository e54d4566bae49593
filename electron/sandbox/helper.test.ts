import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Channel } from '../runtime/channel.ts'
import { systemClock } from '../runtime/clock.ts'
import { howEnded } from '../runtime/node-channel.ts'
import { Connection } from '../runtime/protocol.ts'
import { sandboxProtocol } from '../runtime/sandbox-protocol.ts'

const ACCOUNT = `0x${'cd'.repeat(20)}`

function channelOf(child: ChildProcess): Channel {
  return {
    post: (message) => {
      if (!child.connected) throw new Error('the channel is closed')
      child.send(message as object, () => undefined)
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code, signal) => listener(howEnded(code, signal))),
    kill: () => child.kill('SIGKILL'),
  }
}

describe('the helper process', () => {
  let folder: string
  let child: ChildProcess
  let exit: Promise<number | null>
  let sandbox: Connection<typeof sandboxProtocol>

  const begin = (): void => {
    child = fork('electron/sandbox/main.ts', [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    exit = new Promise((resolve) => child.once('exit', resolve))
    sandbox = new Connection(channelOf(child), sandboxProtocol, systemClock, (reason) => new ConsoleError('sandbox-failed', reason))
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
    begin()
  })
  afterEach(async () => {
    child.kill('SIGKILL')
    await exit
    await rm(folder, { recursive: true })
  })

  const balance = async (polyswarmd: string): Promise<unknown> =>
    (await fetch(`http://${polyswarmd}/balances/${ACCOUNT}/nct?account=${ACCOUNT}`)).json()

  it('starts, funds, stops the daemon and brings it back, and ends when asked', async () => {
    const ready = await sandbox.call('start', { blockTimeMs: 0, actors: { ambassador: false } })
    await sandbox.call('fund', { account: ACCOUNT })
    expect(await balance(ready.polyswarmd)).toEqual({ result: (10_000n * 10n ** 18n).toString(), status: 'OK' })
    await sandbox.call('setDaemon', { running: false })
    await expect(balance(ready.polyswarmd)).rejects.toThrow()
    await sandbox.call('setDaemon', { running: true })
    expect(await balance(ready.polyswarmd)).toMatchObject({ status: 'OK' })
    expect(await sandbox.call('usage', null)).toEqual({ cpuMs: expect.any(Number), rss: expect.any(Number), posted: 0 })
    await sandbox.call('stop', null)
    expect(await exit).toBe(0)
  })

  it('writes its state when its parent is gone, and goes on from there', async () => {
    const options = { blockTimeMs: 0, actors: { ambassador: false }, dataDir: folder }
    const first = await sandbox.call('start', options)
    await sandbox.call('fund', { account: ACCOUNT })
    child.disconnect()
    expect(await exit).toBe(0)
    begin()
    const second = await sandbox.call('start', options)
    expect(second.contracts).toEqual(first.contracts)
    expect(await balance(second.polyswarmd)).toMatchObject({ result: (10_000n * 10n ** 18n).toString() })
  })

  it('says why it cannot start, and can be started after that', async () => {
    const ready = await sandbox.call('start', { blockTimeMs: 0 })
    await expect(sandbox.call('start', { blockTimeMs: 0 })).rejects.toMatchObject({ code: 'sandbox-failed', message: 'started already' })
    const port = Number(ready.polyswarmd.split(':')[1])
    const other = sandbox
    const [otherChild, otherExit] = [child, exit]
    begin()
    await expect(sandbox.call('fund', { account: ACCOUNT })).rejects.toMatchObject({ message: 'not started yet' })
    await expect(sandbox.call('start', { blockTimeMs: 0, port })).rejects.toMatchObject({
      code: 'sandbox-failed',
      message: expect.stringContaining('EADDRINUSE'),
    })
    await sandbox.call('start', { blockTimeMs: 0 })
    await other.call('stop', null)
    otherChild.kill('SIGKILL')
    await otherExit
  })
})
