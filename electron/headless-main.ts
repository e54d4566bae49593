import '../shared/without-code-generation.ts'
import { dirname } from 'node:path'
import packageFile from '../package.json' with { type: 'json' }
import { layout } from './host/entries.ts'
import { processStop, processTerminal } from './host/headless/process.ts'
import { runHeadless } from './host/headless/run.ts'
import { startWithHelpers } from './load-core.ts'
import { systemClock } from './runtime/clock.ts'

/**
 * The headless host's program, from its command line to its exit code.
 * @param entry path of the file that was started: only an entry knows where it lies
 */
export function startHeadless(entry: string): void {
  const { terminal, onEnter } = processTerminal(process)
  runHeadless({
    args: process.argv.slice(2),
    env: process.env,
    version: packageFile.version,
    layout: layout(dirname(entry), entry.endsWith('.ts')),
    startConsole: startWithHelpers,
    // Read when they are asked for, as the core is.
    scriptedRun: async (...given) => (await import('./host/headless/scripted-run.ts')).scriptedRun(...given),
    moneyRun: async (...given) => (await import('./host/headless/money-run.ts')).moneyRun(...given),
    terminal,
    ...processStop(process, systemClock),
    onEnter,
  }).then(
    // Not only exitCode: a helper or a socket that lingers must not keep an ended console alive.
    (code) => process.exit(code),
    () => process.exit(1),
  )
}
