import { join } from 'node:path'
import process from 'node:process'
import { layout } from '../../electron/host/entries.ts'
import { processStop, processTerminal } from '../../electron/host/headless/process.ts'
import { runHeadless } from '../../electron/host/headless/run.ts'
import { startWithHelpers } from '../../electron/load-core.ts'
import { systemClock } from '../../electron/runtime/clock.ts'

/*
 * The headless host's program as electron/headless.ts puts it together, with a window that is an empty page in the folder WINDOW: a test
 * that speaks for the window needs no build of the real one.
 */

const never = (): Promise<number> => Promise.reject(new Error('this console serves a window alone'))

process.exit(
  await runHeadless({
    args: process.argv.slice(2),
    env: process.env,
    version: '0.0.0',
    layout: { ...layout(join(import.meta.dirname, '../../electron'), true), renderer: process.env.WINDOW ?? '' },
    startConsole: startWithHelpers,
    scriptedRun: never,
    moneyRun: never,
    ...processTerminal(process),
    ...processStop(process, systemClock),
  }),
)
