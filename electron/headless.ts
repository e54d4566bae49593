import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import packageFile from '../package.json' with { type: 'json' }
import { startConsole } from './console/console.ts'
import { layout } from './host/entries.ts'
import { moneyRun } from './host/headless/money-run.ts'
import { processStop, processTerminal } from './host/headless/process.ts'
import { runHeadless } from './host/headless/run.ts'
import { scriptedRun } from './host/headless/scripted-run.ts'
import { systemClock } from './runtime/clock.ts'

const entry = fileURLToPath(import.meta.url)
const { terminal, onEnter } = processTerminal(process)

runHeadless({
  args: process.argv.slice(2),
  env: process.env,
  version: packageFile.version,
  layout: layout(dirname(entry), entry.endsWith('.ts')),
  startConsole,
  scriptedRun,
  moneyRun,
  terminal,
  stop: processStop(process, systemClock),
  onEnter,
}).then(
  // Not only exitCode: a helper or a socket that lingers must not keep an ended console alive.
  (code) => process.exit(code),
  () => process.exit(1),
)
