/* npm test: every check in order, each step's outcome counted, and one plain line at the end. `npm test -- NAME…` runs single steps. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'

interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What was left out and why, what was installed, what stood in for what. */
  readonly notes: readonly string[]
}
/** Where a command's output goes: on ours as it comes, or to whoever kept it, in one piece at the end. */
type Output = 'shown' | ((text: string) => void)
interface Step {
  readonly name: string
  readonly run: (output: Output) => Promise<Outcome>
}

const reports = join(process.cwd(), '.cache', 'reports')
const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Runs one command; resolves to its exit code. A step that hangs is ended. */
function run(command: string, args: readonly string[], output: Output, minutes = 30): Promise<number> {
  return new Promise((resolve) => {
    const to = output === 'shown' ? 'inherit' : 'pipe'
    const child = spawn(command, args, { stdio: ['ignore', to, to], shell: process.platform === 'win32' })
    if (output !== 'shown') for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', output)
    const timer = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000)
    child.on('error', () => resolve(127))
    child.on('exit', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}

/** A step that is one check: its commands all succeed, or it failed. */
const check = (name: string, ...commands: readonly (readonly string[])[]): Step => ({
  name,
  run: async (output) => {
    for (const [command = '', ...args] of commands) {
      if ((await run(command, args, output)) !== 0) return { passed: 0, failed: 1, skipped: 0, notes: [] }
    }
    return { passed: 1, failed: 0, skipped: 0, notes: [] }
  },
})

/** A step whose program writes `{passed, failed, skipped, notes}` to a file; no file or a bad exit code is a failure. */
const counted = (name: string, command: string, args: (report: string) => readonly string[], read: (report: string) => Outcome): Step => ({
  name,
  run: async (output) => {
    const report = join(reports, `${name}.json`)
    rmSync(report, { force: true })
    const code = await run(command, args(report), output)
    const outcome = existsSync(report) ? read(report) : { passed: 0, failed: 1, skipped: 0, notes: [`${name} wrote no report`] }
    return code !== 0 && outcome.failed === 0
      ? { ...outcome, failed: 1, notes: [...outcome.notes, `${name} ended with code ${code}`] }
      : outcome
  },
})

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly name: string
    /** Why the file itself failed, when none of its tests ran. */
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}
const firstLine = (text: string | undefined): string => (text ?? '').split('\n')[0]?.trim() || 'no reason given'

/** Said in the summary, which is all that is kept of a long run: which tests failed, where, and why. */
const failuresOf = ({ testResults }: VitestReport): string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name)
    if (status === 'failed' && assertionResults.length === 0) return [`failed: ${file}: ${firstLine(message)}`]
    const failed = assertionResults.filter((test) => test.status === 'failed')
    return failed.map((test) => `failed: ${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
  })

function readVitest(report: string): Outcome {
  const json = JSON.parse(readFileSync(report, 'utf8')) as VitestReport
  const skipped = json.testResults.flatMap((f) =>
    f.assertionResults.filter((t) => t.status === 'skipped' || t.status === 'pending').map((t) => t.fullName),
  )
  const broken = json.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + broken,
    skipped: json.numPendingTests,
    notes: [...failuresOf(json), ...skipped.map((s) => `skipped: ${s}`)],
  }
}
const readPlain = (report: string): Outcome => JSON.parse(readFileSync(report, 'utf8')) as Outcome

const steps: readonly (Step | readonly Step[])[] = [
  check('lock', ['npm', 'ci', '--dry-run', '--ignore-scripts', '--silent']),
  check('types', ['tsc', '-p', 'electron'], ['tsc', '-p', 'renderer'], ['tsc', '-p', 'e2e']),
  check('lint', ['biome', 'check', '--error-on-warnings', '.']),
  check('contracts', ['node', 'resources/contracts/compile.ts', '--check']),
  check('build', ['npm', 'run', '--silent', 'build']),
  // Before the unit tests: some of them run in a real keyring.
  counted('tools', 'node', (report) => ['e2e/support/tools.ts', '--report', report], readPlain),
  counted('unit', 'vitest', (report) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], readVitest),
  // Side by side: most of their time goes by in waiting for blocks.
  [
    counted('e2e', 'node', (report) => ['e2e/run.ts', '--report', report], readPlain),
    counted('compat', 'node', (report) => ['e2e/compat/compat.ts', '--report', report], readPlain),
  ],
]

interface Row {
  readonly name: string
  readonly seconds: number
  readonly outcome: Outcome
}

/** Runs steps side by side: the first one's output as it comes, the others' when they have ended. */
function runTogether(together: readonly Step[]): Promise<Row[]> {
  return Promise.all(
    together.map(async (step, place) => {
      const started = Date.now()
      const kept: string[] = []
      if (place === 0) say(`\n== ${together.map(({ name }) => name).join(', beside it ')}`)
      const outcome = await step.run(place === 0 ? 'shown' : (text) => void kept.push(text))
      if (place > 0) say(`\n== ${step.name}, ended beside ${together[0]?.name}\n${kept.join('')}`)
      return { name: step.name, outcome, seconds: (Date.now() - started) / 1000 }
    }),
  )
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const known = steps.flat()
  const unknown = wanted.filter((name) => !known.some((step) => step.name === name))
  if (unknown.length > 0) {
    say(`No such step: ${unknown.join(', ')}. Steps: ${known.map((step) => step.name).join(', ')}.`)
    process.exit(2)
  }
  mkdirSync(reports, { recursive: true })
  const rows: Row[] = []
  for (const step of steps) {
    const asked = [step].flat().filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    if (asked.length > 0) rows.push(...(await runTogether(asked)))
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
