import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { sandboxReady } from '../runtime/sandbox-protocol.ts'
import { HELP, readCommandLine } from './cli-options.ts'

const ADDRESS = `0x${'ab'.repeat(20)}`

describe('the command line', () => {
  it('runs with nothing said', () => {
    expect(readCommandLine([])).toEqual({
      do: 'run',
      json: false,
      tls: null,
      options: { port: 31_337, blockTimeMs: 1_000, bountyEvery: 2, fund: [] },
    })
  })

  it('takes every option', () => {
    const args = [
      '--port',
      '0',
      '--block-time',
      '250',
      '--seed',
      '9',
      '--bounty-every',
      '3',
      '--artifacts',
      '4',
      '--fund',
      ADDRESS,
      '--fund',
      ADDRESS,
    ]
    const more = ['--no-actors', '--api-key', 'k', '--tls-cert', 'c.pem', '--tls-key', 'k.pem', '--data-dir', 'd', '--json']
    expect(readCommandLine([...args, ...more])).toEqual({
      do: 'run',
      json: true,
      tls: { cert: 'c.pem', key: 'k.pem' },
      options: {
        port: 0,
        blockTimeMs: 250,
        seed: 9,
        bountyEvery: 3,
        artifacts: 4,
        fund: [ADDRESS, ADDRESS],
        actors: { ambassador: false, rivals: 0, arbiters: 0, verifiers: false },
        apiKey: 'k',
        dataDir: 'd',
      },
    })
  })

  it.each([
    [['--port', '70000'], '--port wants a whole number from 0 to 65535, not "70000"'],
    [['--block-time', '-1'], "Option '--block-time' argument is ambiguous"],
    [['--block-time=-1'], '--block-time wants a whole number from 0 to 3600000, not "-1"'],
    [['--seed', '1e3'], '--seed wants a whole number'],
    [['--bounty-every', '0'], '--bounty-every wants a whole number from 1'],
    [['--artifacts', '257'], '--artifacts wants a whole number from 1 to 256'],
    [['--fund', '0x12'], '--fund wants an Ethereum address'],
    [['--tls-cert', 'c.pem'], '--tls-cert and --tls-key go together'],
    [['--api-key', 'two words'], '--api-key wants a word without blanks'],
    [['--nope'], "Unknown option '--nope'"],
    [['word'], "Unexpected argument 'word'"],
    [['--port'], "Option '--port <value>' argument missing"],
  ])('says what is wrong with %j', (args, reason) => {
    const request = readCommandLine(args)
    expect(request).toMatchObject({ do: 'refuse', reason: expect.stringContaining(reason) })
  })

  it('explains every option', () => {
    expect(readCommandLine(['--port', 'x', '--help'])).toEqual({ do: 'help' })
    for (const name of [
      'port',
      'block-time',
      'seed',
      'bounty-every',
      'artifacts',
      'fund',
      'no-actors',
      'api-key',
      'tls-cert',
      'tls-key',
      'data-dir',
      'json',
    ]) {
      expect(HELP).toContain(`--${name} `)
    }
  })

  it('prints one line of JSON when the sandbox is ready, and ends with a signal', async () => {
    const child = spawn(process.execPath, ['electron/sandbox/cli.ts', '--port', '0', '--json', '--fund', ADDRESS], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const lines: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line)
      const ready = JSON.parse(line) as { funded: string[]; polyswarmd: string }
      expect(sandboxReady.safeParse(ready).success).toBe(true)
      expect(ready.funded).toEqual([ADDRESS])
      expect((await fetch(`http://${ready.polyswarmd}/status`)).status).toBe(200)
      child.kill('SIGTERM')
    }
    expect(lines).toHaveLength(1)
    expect(await exit).toBe(0)
  })
})
