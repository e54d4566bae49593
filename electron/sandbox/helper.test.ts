import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Channel } from '../runtime/channel.ts'
import { systemClock } from '../runtime/clock.ts'
import { howEnded } from '../runtime/node-channel.ts'
import { Connection } from '../runtime/protocol.ts'
import { type SandboxReady, sandboxProtocol } from '../runtime/sandbox-protocol.ts'
import { type SandboxAccount, sandboxAccount, signTransaction } from './contracts/account.ts'

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

async function rpc(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return ((await answer.json()) as { readonly result?: unknown }).result
}

/** What a sandbox tells until its side chain has so many more blocks, with three transactions sent to each of them. */
async function heardUntil({ rpc: urls }: SandboxReady, sender: SandboxAccount, more: number) {
  const blocks = { home: new Map<string, string>(), side: new Map<string, string>() }
  const sent: string[] = []
  while (blocks.side.size < more) {
    const known = blocks.side.size
    for (const chain of ['home', 'side'] as const) {
      const { number, hash } = (await rpc(urls[chain], 'eth_getBlockByNumber', ['latest', false])) as { number: string; hash: string }
      blocks[chain].set(number, hash)
    }
    for (let i = 0; i < 3 && blocks.side.size > known; i++) {
      const nonce = Number(await rpc(urls.side, 'eth_getTransactionCount', [sender.address, 'pending']))
      const raw = signTransaction(sender, { chainId: 1338, nonce, to: sender.address, data: '0x', gasLimit: 21_000n, gasPrice: 0n })
      sent.push((await rpc(urls.side, 'eth_sendRawTransaction', [raw])) as string)
    }
  }
  return { blocks, sent }
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

  it('ends when its parent is gone, and goes on from where it was', async () => {
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

  it('killed at any moment, it goes on with all that it had told, several times over', async () => {
    const actors = { rivals: 1, arbiters: 1 }
    const options = { blockTimeMs: 50, bountyDuration: 4, revealWindow: 4, voteWindow: 8, actors, dataDir: folder }
    const sender = sandboxAccount('killed', 'sender')
    let ready = await sandbox.call('start', options)
    let sent = 0
    for (let life = 0; life < 4; life++) {
      const heard = await heardUntil(ready, sender, randomInt(2, 12))
      child.kill('SIGKILL')
      await exit
      begin()
      ready = await sandbox.call('start', options)
      for (const [chain, blocks] of Object.entries(heard.blocks) as ['home' | 'side', Map<string, string>][]) {
        for (const [number, hash] of blocks) {
          expect(await rpc(ready.rpc[chain], 'eth_getBlockByNumber', [number, false])).toMatchObject({ hash })
        }
      }
      sent += heard.sent.length
      for (const hash of heard.sent) expect(await rpc(ready.rpc.side, 'eth_getTransactionByHash', [hash])).toMatchObject({ hash })
    }
    await sandbox.call('stop', null)
    expect(await exit).toBe(0)
    begin()
    ready = await sandbox.call('start', { ...options, blockTimeMs: 0 })
    // Nothing was forgotten, and nothing came twice.
    expect(Number(await rpc(ready.rpc.side, 'eth_getTransactionCount', [sender.address, 'pending']))).toBe(sent)
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
