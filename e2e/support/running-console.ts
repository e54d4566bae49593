import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type Browser, type ElectronApplication, type Page } from '@playwright/test'
import { watchErrors } from './page-errors.ts'

export type HostName = 'electron' | 'headless'

/** What a spec needs to start Electron; found and built once, see find-electron.ts. */
export interface ElectronFacts {
  readonly executable: string
  readonly app: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface StartOptions {
  /** Of journal, settings and secrets; kept over restarts. */
  readonly dataDir: string
  readonly env?: Readonly<Record<string, string>>
}

/** A console as an operator runs it, and its page. */
export interface RunningConsole {
  readonly host: HostName
  readonly page: Page
  readonly dataDir: string
  /** Electron's main process; null in the headless host. */
  readonly app: ElectronApplication | null
  readonly pid: number
  /** Everything it printed so far. */
  output(): string
  /** What its page complained about so far. */
  errors(): readonly string[]
  /** Ends it as an operator would. @returns the exit code */
  stop(): Promise<number | null>
  /** Ends it without a warning, as a power cut would. */
  kill(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../..')
const START_LIMIT_MS = 20_000
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/

export async function startHeadless(browser: Browser, { dataDir, env = {} }: StartOptions): Promise<RunningConsole> {
  const child = spawn(process.execPath, [join(ROOT, 'out/main/headless.js'), '--data-dir', dataDir], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const output = collect(child)
  const address = await printedAddress(child, output)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const complaints = watchErrors(page)
  await page.goto(address)
  return {
    host: 'headless',
    page,
    dataDir,
    app: null,
    pid: child.pid ?? 0,
    output,
    errors: complaints.list,
    stop: async () => {
      complaints.end()
      child.kill('SIGINT')
      const code = await exitOf(child)
      await context.close()
      return code
    },
    kill: async () => {
      complaints.end()
      child.kill('SIGKILL')
      await exitOf(child)
      await context.close()
    },
  }
}

export async function startElectron(electron: ElectronFacts, { dataDir, env = {} }: StartOptions): Promise<RunningConsole> {
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [
      '-r',
      join(import.meta.dirname, 'held.cjs'),
      ...electron.args,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${dataDir}`,
      electron.app,
    ],
    env: { ...definedOnly(process.env), ...electron.env, ...env },
    timeout: START_LIMIT_MS,
  })
  const child = app.process()
  const output = collect(child)
  const page = await app.firstWindow({ timeout: START_LIMIT_MS })
  const complaints = watchErrors(page)
  await page.waitForURL('app://**')
  await page.waitForLoadState('load')
  return {
    host: 'electron',
    page,
    dataDir,
    app,
    pid: child.pid ?? 0,
    output,
    errors: complaints.list,
    stop: async () => {
      complaints.end()
      const ended = exitOf(child)
      // The app's own way to quit; close() of Playwright would skip what we do before the end.
      await app.evaluate(({ app: desktop }) => desktop.quit()).catch(() => undefined)
      return ended
    },
    kill: async () => {
      complaints.end()
      child.kill('SIGKILL')
      await exitOf(child)
    },
  }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  return () => text
}

function printedAddress(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the headless console ${why}:\n${output()}`))
    const timer = setTimeout(() => fail('printed no address'), START_LIMIT_MS)
    child.once('exit', () => fail('ended at once'))
    child.stdout?.on('data', () => {
      const address = ADDRESS.exec(output())?.[0]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
