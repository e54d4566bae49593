import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, test as base, expect, type Page, type TestInfo } from '@playwright/test'
import type { SandboxStart } from '../../electron/runtime/sandbox-protocol.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts'
import { decodeResult, encodeInput, exposedName } from '../../shared/contract/wire.ts'
import type { Result } from '../../shared/errors/errors.ts'
import { type ElectronFacts, type HostName, type RunningConsole, startElectron, startHeadless } from './running-console.ts'
import { FAST, type RunningSandbox, startSandbox } from './sandbox.ts'

interface Options {
  /** Which host this project's specs run on. */
  readonly host: HostName
  /** Set by the run for the project `electron`. */
  readonly electron: ElectronFacts | null
  /** The spec makes the page complain on purpose; any other spec fails when its page does. */
  readonly expectsErrors: boolean
}

interface Fixtures {
  /** A folder for journal, settings and secrets that outlives restarts within one spec. */
  readonly dataDir: string
  /** Starts a console on that folder; ended by itself at the end of the spec. */
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<RunningConsole>
  /** A console that was just started. */
  readonly running: RunningConsole
  /** Starts a Community in a process of its own, `FAST` but for what is said; ended by itself at the end of the spec. */
  readonly openSandbox: (options?: SandboxOptions) => Promise<RunningSandbox>
}

type SandboxOptions = Partial<SandboxStart> & { readonly bountyLimit?: number }

interface WorkerFixtures {
  /** A browser, started at the first call: Electron's specs need none, and there may be none. */
  readonly openBrowser: () => Promise<Browser>
}

/** The specs' test: the same on both hosts. */
export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  openBrowser: [
    async ({ playwright, launchOptions }, use) => {
      let browser: Promise<Browser> | null = null
      await use(() => {
        browser ??= playwright.chromium.launch(launchOptions)
        return browser
      })
      await (browser as Promise<Browser> | null)?.then((opened) => opened.close())
    },
    { scope: 'worker' },
  ],
  host: ['headless', { option: true }],
  electron: [null, { option: true }],
  expectsErrors: [false, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern.
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'polyswarm-console-'))
    await use(folder)
    // What was killed lets go of its files a moment later.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  },
  start: async ({ host, electron, expectsErrors, openBrowser, dataDir }, use, info) => {
    const started: RunningConsole[] = []
    await use(async (env = {}) => {
      if (host === 'electron' && electron === null) throw new Error('there is no Electron for these specs')
      const console =
        electron && host === 'electron'
          ? await startElectron(electron, { dataDir, env })
          : await startHeadless(await openBrowser(), { dataDir, env })
      started.push(console)
      return console
    })
    if (info.status !== info.expectedStatus) for (const console of started) await attachState(console, info)
    for (const console of started) await console.kill().catch(() => undefined)
    if (!expectsErrors) expect(started.flatMap((console) => console.errors())).toEqual([])
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern.
  openSandbox: async ({}, use) => {
    const started: RunningSandbox[] = []
    await use(async (options = {}) => {
      const sandbox = await startSandbox({ ...FAST, ...options })
      started.push(sandbox)
      return sandbox
    })
    for (const sandbox of started) await sandbox.stop()
  },
  running: async ({ start }, use) => {
    await use(await start())
  },
})
export { expect }

/** What a failed spec's console thought when it failed, and what it printed. */
async function attachState({ page, output }: RunningConsole, info: TestInfo): Promise<void> {
  const withText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
  const snapshot = page.isClosed() ? null : await call(page, 'app.snapshot', {}).catch((error: unknown) => String(error))
  await info.attach('state', { body: JSON.stringify(snapshot, withText, 1), contentType: 'application/json' })
  await info.attach('output', { body: output() })
}

/** Makes a call of the contract from the page, as the window's own code would. */
export async function call<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
  const json = await page.evaluate(
    ([object, callName, inputJson]) => {
      const exposed = (window as unknown as Record<string, { call(name: string, input: unknown): Promise<unknown> }>)[object]
      return exposed?.call(callName, inputJson)
    },
    [exposedName, name as string, encodeInput(name, input)] as const,
  )
  return decodeResult(name, json)
}
