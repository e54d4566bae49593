/* npm test: every check in order, each step's outcome counted, and one plain line at the end. `npm test -- NAME…` runs single steps. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { check, counted, type Outcome, type Row, readPlain, readVitest, SideBySide, type Step } from './step.ts'

const reports = join(process.cwd(), '.cache', 'reports')
const say = (text: string): void => void process.stdout.write(`${text}\n`)

const steps: readonly (Step | readonly Step[])[] = [
  check('lock', ['npm', 'ci', '--dry-run', '--ignore-scripts', '--silent']),
  check('types', ['tsc', '-p', 'electron'], ['tsc', '-p', 'renderer'], ['tsc', '-p', 'e2e']),
  check('lint', ['biome', 'check', '--error-on-warnings', '.']),
  check('contracts', ['node', 'resources/contracts/compile.ts', '--check']),
  check('build', ['npm', 'run', '--silent', 'build']),
  // Before the unit tests: some of them run in a real keyring.
  counted(reports, 'tools', 'node', (report) => ['e2e/support/tools.ts', '--report', report], readPlain),
  counted(
    reports,
    'unit',
    'vitest',
    (report) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    readVitest,
  ),
  // Side by side: most of their time goes by in waiting for blocks.
  [
    counted(reports, 'e2e', 'node', (report) => ['e2e/run.ts', '--report', report], readPlain),
    counted(reports, 'compat', 'node', (report) => ['e2e/compat/compat.ts', '--report', report], readPlain),
  ],
]

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const known = steps.flat()
  const unknown = wanted.filter((name) => !known.some((step) => step.name === name))
  if (unknown.length > 0) {
    say(`No such step: ${unknown.join(', ')}. Steps: ${known.map((step) => step.name).join(', ')}.`)
    process.exit(2)
  }
  mkdirSync(reports, { recursive: true })
  const sideBySide = new SideBySide(reports, say)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(signal, () => {
      sideBySide.cancel()
      process.exit(code)
    })
  const rows: Row[] = []
  for (const step of steps) {
    const asked = [step].flat().filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    if (asked.length > 0) rows.push(...(await sideBySide.run(asked)))
  }
  const sum = (pick: (o: Outcome) => number): number => rows.reduce((total, row) => total + pick(row.outcome), 0)
  say('\n== summary')
  for (const { name, seconds, outcome } of rows) {
    say(`${name.padEnd(10)} ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped in ${seconds.toFixed(1)} s`)
    for (const note of outcome.notes) say(`${' '.repeat(11)}${note}`)
  }
  say(`${sum((o) => o.passed)} passed, ${sum((o) => o.failed)} failed, ${sum((o) => o.skipped)} skipped`)
  process.exit(sum((o) => o.failed) === 0 ? 0 : 1)
}

void main()
