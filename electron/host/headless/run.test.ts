import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { errorSentences } from '../../../shared/errors/sentences.ts'
import { emptyState } from '../../../shared/state/samples.ts'
import type { ConsoleCore, QuitInfo, StartConsole } from '../../console/core.ts'
import type { Platform } from '../../runtime/platform.ts'
import { layout } from '../entries.ts'
import { dataFolder } from './folders.ts'
import { namedKeyfile } from './named-file.ts'
import type { ScriptedRun } from './options.ts'
import { type HeadlessParts, runHeadless } from './run.ts'
import { readSecret } from './secret.ts'
import { NOTHING_JOINED } from './standing.ts'

/** A console that does nothing but be started, asked to quit and closed. */
class Core implements ConsoleCore {
  closed = 0
  quit: () => void = () => undefined
  readonly state = emptyState
  dispatch = (): Promise<unknown> => Promise.resolve({ ok: true, value: {} })
  subscribe = () => () => undefined
  quitInfo = (): QuitInfo => ({ openAssertions: 0, unrevealed: 0, reveals: [], transfersInFlight: 0, engines: 0 })
  onQuit = (listener: () => void) => {
    this.quit = listener
    return () => undefined
  }
  close = () => {
    this.closed += 1
    return Promise.resolve()
  }
}

let folder: string
let core: Core
let platforms: Platform[]
/** Whether engines of an earlier run were held, by start. */
let held: (boolean | undefined)[]
let out: string[]
let errors: string[]
let enter: () => void
let stop: AbortController
/** As at a Ctrl-C in a terminal; null: nobody would be asked. */
let warn: (() => boolean) | null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headless-'))
  mkdirSync(join(folder, 'out/renderer'), { recursive: true })
  writeFileSync(join(folder, 'out/renderer/index.html'), '<html><head></head></html>')
  core = new Core()
  platforms = []
  held = []
  out = []
  errors = []
  enter = () => undefined
  stop = new AbortController()
  warn = null
})
afterEach(() => rmSync(folder, { recursive: true }))

function run(line: string, own: Partial<HeadlessParts> = {}): Promise<number> {
  const startConsole: StartConsole = (platform, _log, options) => {
    platforms.push(platform)
    held.push(options?.holdEngines)
    return Promise.resolve(core)
  }
  return runHeadless({
    args: `--data-dir ${join(folder, 'data')} ${line}`.trim().split(' '),
    env: {},
    version: '1.2.3',
    layout: layout(join(folder, 'electron'), true),
    startConsole,
    scriptedRun: () => Promise.resolve(0),
    moneyRun: () => Promise.resolve(0),
    terminal: { out: (text) => out.push(text), error: (text) => errors.push(text) },
    stop: stop.signal,
    beforeStop: (next) => {
      warn = next
      return () => {
        warn = null
      }
    },
    onEnter: (listener) => {
      enter = listener
      return () => {
        enter = () => undefined
      }
    },
    ...own,
  })
}

const addresses = () => out.flatMap((line) => /http:\S+/.exec(line)?.[0] ?? [])

describe('runHeadless', () => {
  it('answers --help and --version without starting anything', async () => {
    expect(await run('--help')).toBe(0)
    expect(await run('--version')).toBe(0)
    expect(out[0]).toContain('--polyswarmd-addr')
    expect(out[1]).toBe('1.2.3')
    expect(platforms).toEqual([])
  })

  it('lets no engine of an earlier run answer beside a command about money or about so many bounties', async () => {
    await run('', { args: ['view-balance', '--sandbox', '--data-dir', join(folder, 'data')] })
    for (const line of ['--no-ui --sandbox --testing 2', '--no-ui --sandbox']) await run(line)
    expect(held).toEqual([true, true, false])
  })

  it('ends with 2 and one line on wrong options', async () => {
    expect(await run('--port x')).toBe(2)
    expect(errors).toHaveLength(1)
    expect(out).toEqual([])
    expect(platforms).toEqual([])
  })

  it('serves the window at the address it prints, and at a new one for each Enter, until the window asks to quit', async () => {
    const ended = run('')
    await expect.poll(addresses).toHaveLength(1)
    enter()
    expect(addresses()).toHaveLength(2)
    expect((await fetch(addresses()[0]!, { redirect: 'manual' })).status).toBe(401)
    expect((await fetch(addresses()[1]!, { redirect: 'manual' })).status).toBe(303)
    core.quit()
    expect(await ended).toBe(0)
    expect(core.closed).toBe(1)
    await expect(fetch(addresses()[0]!)).rejects.toThrow()
  })

  it('ends in good order when it is told to stop', async () => {
    const ended = run('')
    await expect.poll(addresses).toHaveLength(1)
    stop.abort()
    expect(await ended).toBe(0)
    expect(core.closed).toBe(1)
  })

  it('says what is left open when it is told to stop, and nothing when nothing is', async () => {
    const idle = run('')
    await expect.poll(addresses).toHaveLength(1)
    stop.abort()
    await idle
    expect(errors.join('\n')).not.toContain('assertion')
    stop = new AbortController()
    core.quitInfo = () => ({ openAssertions: 15, unrevealed: 10, reveals: [], transfersInFlight: 0, engines: 1 })
    const staked = run('')
    await expect.poll(addresses).toHaveLength(2)
    stop.abort()
    expect(await staked).toBe(0)
    expect(errors.at(-1)).toBe(
      'The console ends.\n10 assertions are not revealed. If the console is closed while the reveal window passes, the stake is lost.\n5 assertions wait to be settled: done at the next start, nothing is lost.',
    )
  })

  it('says at a Ctrl-C what the desktop would ask, and runs on', async () => {
    core.quitInfo = () => ({
      openAssertions: 3,
      unrevealed: 1,
      reveals: [{ community: 'Lima', lastBlock: 1_024, block: 1_017 }],
      transfersInFlight: 0,
      engines: 1,
    })
    const staked = run('')
    await expect.poll(addresses).toHaveLength(1)
    await expect.poll(() => warn?.()).toBe(true)
    expect(errors.at(-1)?.split('\n')).toEqual([
      'The console still runs. Ctrl-C once more within 10 seconds ends it.',
      '1 assertion is not revealed. If the console is closed while the reveal window passes, the stake is lost. At Lima the first must be revealed by block 1,024 (now 1,017).',
      '2 assertions wait to be settled: done at the next start, nothing is lost.',
    ])
    expect(core.closed).toBe(0)
    core.quitInfo = () => ({ openAssertions: 0, unrevealed: 0, reveals: [], transfersInFlight: 0, engines: 1 })
    expect(warn?.()).toBe(false)
    stop.abort()
    await staked
    expect(warn).toBeNull()
  })

  it('says in the same line why there is no desktop', async () => {
    const ended = run('', { env: { POLYSWARM_CONSOLE_NO_DESKTOP: 'there is no display' } })
    await expect.poll(addresses).toHaveLength(1)
    expect(out).toHaveLength(1)
    expect(out[0]).toMatch(/^No desktop window: there is no display\. Open .* http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]{43}$/)
    stop.abort()
    await ended
  })

  it('says plainly why the console cannot start, and ends with 1', async () => {
    const startConsole = () => Promise.reject(new ConsoleError('journal-failed', 'the journal is used by another console'))
    expect(await run('', { startConsole })).toBe(1)
    expect(errors).toEqual([`polyswarm-console: ${errorSentences['journal-failed']} (the journal is used by another console)`])
  })

  it('serves the window while the core is still being started', async () => {
    const { promise, resolve } = Promise.withResolvers<ConsoleCore>()
    const ended = run('', { startConsole: () => promise })
    await expect.poll(addresses).toHaveLength(1)
    expect((await fetch(addresses()[0]!, { redirect: 'manual' })).status).toBe(303)
    resolve(core)
    stop.abort()
    expect(await ended).toBe(0)
    expect(core.closed).toBe(1)
  })

  it('says plainly that the port is taken, before any of the core is started', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await expect.poll(() => other.listening).toBe(true)
    expect(await run(`--port ${(other.address() as AddressInfo).port}`)).toBe(1)
    expect(errors[0]).toContain('the port is taken')
    expect(platforms).toEqual([])
    other.close()
  })

  it('ends at a Ctrl-C while it asks a Community that does not answer for balances, beside another console', async () => {
    const asked: string[] = []
    const silent = createServer(({ url }) => asked.push(url ?? '')).listen(0, '127.0.0.1')
    await expect.poll(() => silent.listening).toBe(true)
    const keyfile = fileURLToPath(new URL('../../../resources/fixtures/keyfiles/geth-light.json', import.meta.url))
    const place = ['--polyswarmd-addr', `127.0.0.1:${(silent.address() as AddressInfo).port}`, '--insecure-transport', '--keyfile', keyfile]
    const ended = run('', {
      args: ['view-balance', ...place, '--data-dir', join(folder, 'data')],
      env: { PASSWORD: 'unused' },
      startConsole: () => Promise.reject(new ConsoleError('journal-in-use')),
    })
    await expect.poll(() => asked.length).toBeGreaterThan(0)
    stop.abort()
    expect(await ended).toBe(130)
    silent.closeAllConnections()
    silent.close()
  })

  it('gives a run for scripts its options and ends with its code', async () => {
    const runs: ScriptedRun[] = []
    const code = await run('--sandbox --testing 3 --json --no-ui', {
      scriptedRun: (_core, options, terminal) => {
        runs.push(options)
        terminal.out('{"settled":3}')
        return Promise.resolve(7)
      },
    })
    expect(code).toBe(7)
    expect(runs).toMatchObject([{ sandbox: true, testing: 3, json: true }])
    expect(out).toEqual(['{"settled":3}'])
    expect(core.closed).toBe(1)
  })

  it('keeps stdout for the one line of totals when the window is served beside it', async () => {
    await run('--sandbox --testing 1 --json')
    expect(out).toEqual([])
    expect(errors.join()).toContain('http://127.0.0.1')
  })

  it('tells a run for scripts to stop', async () => {
    const ended = run('--sandbox --no-ui', {
      scriptedRun: (_core, _options, _terminal, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(130), { once: true })),
    })
    await expect.poll(() => platforms.length).toBe(1)
    stop.abort()
    expect(await ended).toBe(130)
    expect(core.closed).toBe(1)
  })

  it('says without window and command that it runs, where its state is, how it ends, and that nothing is joined', async () => {
    const ended = run('--no-ui')
    await expect.poll(() => out).toHaveLength(2)
    expect(out).toEqual([expect.stringMatching(new RegExp(`without a window.*${join(folder, 'data')}.*Ctrl-C`)), NOTHING_JOINED])
    stop.abort()
    expect(await ended).toBe(0)
    expect(errors).toEqual([])
  })

  it('serves without a built window only when none is asked for', async () => {
    rmSync(join(folder, 'out'), { recursive: true })
    expect(await run('')).toBe(1)
    expect(errors[0]).toContain('npm run build')
    expect(await run('--sandbox --no-ui')).toBe(0)
  })

  it('gives the console a platform with its own folder and leaves saving to the window', async () => {
    await run('--sandbox --no-ui')
    const [platform] = platforms
    expect(platform?.host).toBe('headless')
    expect(platform?.paths.data).toBe(join(folder, 'data'))
    platform?.settings.write({ version: 1 })
    expect(platform?.settings.read()).toEqual({ version: 1 })
    expect(await platform?.saveFile('a.csv', 'x')).toBe('content')
  })
})

describe('readSecret', () => {
  it('takes the first line of a file without its end, and a text as it is', async () => {
    const path = join(folder, 'password')
    writeFileSync(path, ' pass word \r\nsecond line\n')
    expect(readSecret({ file: path })).toBe(' pass word ')
    expect(readSecret({ text: 'pw' })).toBe('pw')
  })

  it('names the file that has none', async () => {
    const path = join(folder, 'password')
    expect(() => readSecret({ file: path })).toThrow(`the password file (--password-file) ${path} cannot be read: there is no such file`)
    writeFileSync(path, '\nsecond')
    expect(() => readSecret({ file: path })).toThrow(`${path} has nothing in its first line`)
  })

  it('is not what tells of a keyfile that cannot be read: that is named as such', () => {
    expect(() => namedKeyfile(folder)).toThrow(
      `the keyfile (--keyfile) ${folder} cannot be read: it is a folder. Name a file that you may read`,
    )
  })
})

describe('dataFolder', () => {
  it.each([
    ['linux', {}, '/home/op/.local/share/polyswarm-console'],
    ['linux', { XDG_DATA_HOME: '/x' }, '/x/polyswarm-console'],
    ['darwin', {}, '/home/op/Library/Application Support/polyswarm-console'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(dataFolder(platform, env, '/home/op')).toBe(expected)
  })
})
