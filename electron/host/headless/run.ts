import { join } from 'node:path'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { ConsoleCore, StartConsole } from '../../console/core.ts'
import { aborted } from '../../runtime/aborted.ts'
import { systemClock } from '../../runtime/clock.ts'
import { createLog, type Log } from '../../runtime/log.ts'
import { builtContent } from '../content.ts'
import type { Layout } from '../entries.ts'
import { isExpected, plainReason } from '../plain-reason.ts'
import { quitQuestion } from '../quit-question.ts'
import { openInBrowser } from './browser.ts'
import { dataFolder, prepareFolder } from './folders.ts'
import { headlessPlatform } from './headless-platform.ts'
import { headlessKeychain } from './keychain.ts'
import { lateCore, type WindowCore } from './late-core.ts'
import { type MoneyRun, moneyHelp, type ParsedMoney, parseMoney } from './money-options.ts'
import { type HeadlessOptions, helpText, parseCommand, type ScriptedRun } from './options.ts'
import { ANSWER_MS } from './process.ts'
import { LoopbackServer } from './server.ts'

/** Does what the options of a run for scripts say; ends early, in good order, when `stop` aborts. @returns the exit code */
export type ScriptedRunner = (core: ConsoleCore, run: ScriptedRun, terminal: Terminal, stop: AbortSignal) => Promise<number>

/** The same for a command about money. */
export type MoneyRunner = (core: ConsoleCore, run: MoneyRun, terminal: Terminal, stop: AbortSignal) => Promise<number>

/** The terminal or whatever stands in for it. */
export interface Terminal {
  out(line: string): void
  error(line: string): void
}

export interface HeadlessParts {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly version: string
  readonly layout: Layout
  readonly startConsole: StartConsole
  readonly scriptedRun: ScriptedRunner
  readonly moneyRun: MoneyRunner
  readonly terminal: Terminal
  /** Aborts when the operator or the system asks the console to end. */
  readonly stop: AbortSignal
  /** What is asked at a Ctrl-C that could still be taken back; returns the function that asks no more. */
  readonly beforeStop: (warn: () => boolean) => () => void
  /** Calls back for each line the operator enters; returns the function that stops listening. */
  readonly onEnter: (listener: () => void) => () => void
}

/** The headless host from its command line to its exit code: 0 good, 1 failed, 2 wrong options, 130 interrupted. */
export async function runHeadless(parts: HeadlessParts): Promise<number> {
  const money = parseMoney(parts.args, parts.env)
  if (money) return runMoney(parts, money)
  const command = parseCommand(parts.args, parts.env)
  switch (command.is) {
    case 'help':
      parts.terminal.out(helpText)
      return 0
    case 'version':
      parts.terminal.out(parts.version)
      return 0
    case 'wrong':
      return refuse(parts, command.message)
    case 'run':
      return runConsole(parts, command.options, isCounted(command.options), (start, log, folder) =>
        serve(parts, command.options, start, log, folder),
      )
  }
}

async function runMoney(parts: HeadlessParts, money: ParsedMoney): Promise<number> {
  switch (money.is) {
    case 'help':
      parts.terminal.out(moneyHelp)
      return 0
    case 'wrong':
      return refuse(parts, money.message)
    case 'run':
      return runConsole(parts, money.run.host, true, async (start) => {
        const { place, command, json } = money.run
        const core = await start().catch((error: unknown) => {
          // Whoever only looks need not have the folder.
          if (command.is === 'view-balance' && error instanceof ConsoleError && error.code === 'journal-in-use') return null
          throw error
        })
        if (core) return untilEnded(parts, core, (stop) => parts.moneyRun(core, money.run, parts.terminal, stop))
        if (command.is !== 'view-balance') return 1
        const { balanceAlone } = await import('./balance-alone.ts')
        return balanceAlone(place, command, json, parts.terminal, parts.stop)
      })
  }
}

function refuse({ terminal }: HeadlessParts, message: string): number {
  terminal.error(`polyswarm-console: ${message} (--help shows all options)`)
  return 2
}

/** A run that ends after so many bounties: nothing may be staked beside them. */
const isCounted = ({ run }: HeadlessOptions): boolean => run !== null && run.testing !== null

async function runConsole(
  parts: HeadlessParts,
  options: Pick<HeadlessOptions, 'dataDir' | 'logLevel' | 'passphraseFile'>,
  holdEngines: boolean,
  work: (start: () => Promise<ConsoleCore>, log: Log, folder: string) => Promise<number>,
): Promise<number> {
  const log = createLog({ level: options.logLevel, format: 'text', write: (line) => parts.terminal.error(line.trimEnd()) })
  let core: ConsoleCore | null = null
  try {
    const folder = prepareFolder(options.dataDir ?? dataFolder(process.platform, parts.env))
    const { layout, env } = parts
    const { passphraseFile } = options
    const keychain = headlessKeychain(
      folder,
      passphraseFile ? { ...env, KEYCHAIN_PASSPHRASE: undefined, KEYCHAIN_PASSPHRASE_FILE: passphraseFile } : env,
    )
    const platform = headlessPlatform({ dataFolder: folder, layout, keychain, env, log })
    const start = async (): Promise<ConsoleCore> => {
      core = await parts.startConsole(platform, log, { holdEngines })
      return core
    }
    return await work(start, log, folder)
  } catch (error) {
    parts.terminal.error(`polyswarm-console: ${plainReason(error)}`)
    if (!isExpected(error)) log.error('The console failed', { error })
    return 1
  } finally {
    // Set by `start` alone, which the compiler does not see.
    await (core as ConsoleCore | null)?.close()
  }
}

/** The window is there first; its calls wait for the core. */
async function serve(
  parts: HeadlessParts,
  options: HeadlessOptions,
  start: () => Promise<ConsoleCore>,
  log: Log,
  folder: string,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<ConsoleCore>()
  // Whoever awaits `start` hears of a failure; a window may never have asked.
  promise.catch(() => undefined)
  const closeWindow = options.ui ? await serveWindow(parts, options, lateCore(promise), log) : null
  try {
    const core = await start()
    resolve(core)
    return await untilEnded(parts, core, async (ended) => {
      if (options.run) return parts.scriptedRun(core, options.run, parts.terminal, ended)
      const stopSaying = options.ui ? null : await standing(core, folder, parts.terminal, log)
      await aborted(ended)
      await stopSaying?.()
      return 0
    })
  } catch (error) {
    reject(error)
    throw error
  } finally {
    await closeWindow?.()
  }
}

/** Read only where it is said. */
async function standing(core: ConsoleCore, folder: string, { out: say }: Terminal, log: Log): Promise<() => Promise<void>> {
  const { sayStanding } = await import('./standing.ts')
  const onError = (error: unknown): void => log.warn('How the Communities stand could not be said', { err: error })
  return sayStanding({ core, folder, say, clock: systemClock, onError })
}

/** `ended` aborts when the system, the operator or the window asks the console to end. */
async function untilEnded(parts: HeadlessParts, core: ConsoleCore, work: (ended: AbortSignal) => Promise<number>): Promise<number> {
  const ended = new AbortController()
  const end = (): void => ended.abort()
  parts.stop.addEventListener('abort', end, { once: true })
  const stopHearing = core.onQuit(end)
  if (parts.stop.aborted) end()
  const stopWarning = parts.beforeStop(() => warnOf(core, parts.terminal))
  try {
    const exitCode = await work(ended.signal)
    // Whoever could not be asked is told what the desktop would ask about.
    const left = ended.signal.aborted ? quitQuestion(core.quitInfo(), 'en') : null
    if (left) parts.terminal.error(`The console ends.\n${left.detail.replaceAll('\n\n', '\n')}`)
    return exitCode
  } finally {
    stopHearing()
    stopWarning()
  }
}

/** Says what the desktop would ask before it ends. @returns whether anything is at stake */
function warnOf(core: ConsoleCore, { error: say }: Terminal): boolean {
  const question = quitQuestion(core.quitInfo(), 'en')
  if (!question) return false
  say(`The console still runs. Ctrl-C once more within ${ANSWER_MS / 1_000} seconds ends it.\n${question.detail.replaceAll('\n\n', '\n')}`)
  return true
}

/** @returns the function that ends the window's server */
async function serveWindow(parts: HeadlessParts, options: HeadlessOptions, core: WindowCore, log: Log): Promise<() => Promise<void>> {
  const content = builtContent(parts.layout.renderer, withPageParts, { '/icon.svg': join(parts.layout.resources, 'icons/icon-32.svg') })
  const server = new LoopbackServer({ core, content, port: options.port, clock: systemClock, log })
  await server.start()
  // With --json stdout belongs to the one line of totals.
  const say = options.run?.json ? parts.terminal.error : parts.terminal.out
  const address = server.newAddress()
  const reason = parts.env.POLYSWARM_CONSOLE_NO_DESKTOP
  say(
    `${reason ? `No desktop window: ${reason}. ` : ''}Open this address in a browser on this computer (good for one use; Enter gives a new one): ${address}`,
  )
  if (options.open) await openInBrowser(address).catch(() => undefined)
  const stopHearing = parts.onEnter(() => say(server.newAddress()))
  return async () => {
    stopHearing()
    await server.close()
  }
}

/** The page gets the object of the contract from a script of this host, before its own script runs; and an icon for the browser's tab. */
export const withPageParts = (html: string): string =>
  html.replace('<head>', '<head>\n    <link rel="icon" href="/icon.svg" />\n    <script type="module" src="/headless-page.js"></script>')
