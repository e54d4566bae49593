import { spawn as spawnProgram } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { Channel } from '../runtime/channel.ts'
import type { HelperName } from '../runtime/platform.ts'
import { nodeProcesses } from './node-processes.ts'

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const probe = file('./helper-probe.fixture.ts')
const missing = file('./no-such-helper.ts')

const started: Channel[] = []
afterEach(() => {
  for (const channel of started.splice(0)) channel.kill()
})

interface Told {
  readonly pid: number
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly execArgv: readonly string[]
}

/** A helper that has said hello, and everything it says after that. */
async function start(helper: HelperName, entry = probe) {
  const env = {
    ...process.env,
    PASSWORD: 'hunter2',
    API_KEY: 'k-123456',
    KEYFILE: '/secret',
    LANG: 'C.UTF-8',
    NODE_OPTIONS: '--no-warnings',
  }
  const channel = nodeProcesses({ entries: { signer: entry, scanner: entry, sandbox: entry, journal: entry }, env })(helper, [
    'one',
    'two words',
  ])
  started.push(channel)
  const exit = new Promise<string>((resolve) => channel.onExit((reason) => resolve(reasonText(reason))))
  const messages: unknown[] = []
  const waiting: ((message: unknown) => void)[] = []
  channel.onMessage((message) => {
    const next = waiting.shift()
    if (next) next(message)
    else messages.push(message)
  })
  const next = (): Promise<unknown> =>
    messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve))
  const told = entry === probe ? ((await next()) as Told) : null
  return { channel, exit, next, told: told as Told }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe.each<HelperName>(['signer', 'scanner', 'sandbox', 'journal'])('the %s under Node', (helper) => {
  it('gets its words, and of the environment nothing that is secret', async () => {
    const { told } = await start(helper)
    expect(told.args).toEqual(['one', 'two words'])
    expect(told.env.LANG).toBe('C.UTF-8')
    expect(Object.keys(told.env)).not.toEqual(expect.arrayContaining(['PASSWORD']))
    expect(JSON.stringify(told.env)).not.toMatch(/hunter2|k-123456|secret|NODE_OPTIONS/)
    expect(told.execArgv).toEqual(helper === 'signer' ? ['--disable-sigusr1'] : [])
  })

  it('exchanges bigints and bytes as they are', async () => {
    const { channel, next } = await start(helper)
    const message = { stake: 2n ** 200n, bytes: new Uint8Array([0, 255]), list: [null, 'x'] }
    channel.post(message)
    expect(await next()).toEqual(message)
  })

  it('tells its end once, whether it failed, left or was killed; a late listener hears it too', async () => {
    for (const [end, reason] of [
      ['fail', helper === 'journal' ? /failed on purpose/ : /code 1/],
      ['exit', /code 3/],
    ] as const) {
      const { channel, exit } = await start(helper)
      channel.post(end)
      expect(await exit).toMatch(reason)
      expect(reasonText(await new Promise<Reason>((resolve) => channel.onExit(resolve)))).toMatch(reason)
    }
    const { channel, exit } = await start(helper)
    channel.kill()
    expect(await exit).toMatch(helper === 'journal' ? /code 1/ : /SIGKILL/)
  })

  it('tells its end when its file is not there', async () => {
    const { exit } = await start(helper, missing)
    expect(await exit).toMatch(/code 1|Cannot find/)
  })
})

describe('a helper process', () => {
  it('lives on through Ctrl-C and a polite stop: the console decides', async () => {
    const { channel, next, told } = await start('signer')
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(told.pid, signal)
    channel.post('still there')
    expect(await next()).toBe('still there')
  })

  it('ends when the console was killed', async () => {
    const parent = spawnProgram(process.execPath, [file('./helper-parent.fixture.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })

  it('refuses what is posted after its end', async () => {
    const { channel, exit } = await start('scanner')
    channel.kill()
    await exit
    expect(() => channel.post('x')).toThrow('the channel is closed')
  })
})
