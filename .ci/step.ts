import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'
import { z } from 'zod'

/* One check of `npm test`: how it is run, where its output goes, and what is read of it. Whatever becomes of it, its outcome is told. */

const outcome = z.object({
  passed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  /** What was left out and why, what was installed, what stood in for what. */
  notes: z.array(z.string()),
})
export type Outcome = Readonly<z.output<typeof outcome>>

/** Where a command's output goes: on ours as it comes, or into a file of this path, where it also is when we are ended meanwhile. */
export type Output = 'shown' | { readonly file: string }

export interface Step {
  readonly name: string
  readonly run: (output: Output) => Promise<Outcome>
}

export interface Row {
  readonly name: string
  readonly seconds: number
  readonly outcome: Outcome
}

const running = new Set<ChildProcess>()

/** Runs one command; resolves to its exit code. A step that hangs is ended. */
function run(command: string, args: readonly string[], output: Output, minutes = 30): Promise<number> {
  // The file itself, no pipe: all of it is there at the exit, and nothing that a child left behind holds it open.
  const to = output === 'shown' ? 'inherit' : openSync(output.file, 'a')
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', to, to], shell: process.platform === 'win32' })
    if (typeof to === 'number') closeSync(to)
    running.add(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000)
    const ended = (code: number): void => {
      clearTimeout(timer)
      running.delete(child)
      resolve(code)
    }
    child.on('error', () => ended(127))
    child.on('exit', (code) => ended(code ?? 1))
  })
}

const failure = (note: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, notes: [note] })

/** A step that is one check: its commands all succeed, or it failed. */
export const check = (name: string, ...commands: readonly (readonly string[])[]): Step => ({
  name,
  run: async (output) => {
    for (const [command = '', ...args] of commands) {
      if ((await run(command, args, output)) !== 0) return { passed: 0, failed: 1, skipped: 0, notes: [] }
    }
    return { passed: 1, failed: 0, skipped: 0, notes: [] }
  },
})

/** Reads a report; throws where it is not what it must be. */
export type ReadReport = (text: string) => Outcome

/**
 * A step whose program writes a report to a file.
 * @param folder where reports lie
 * @returns a step for which no report, a damaged one or a bad exit code is a failure
 */
export const counted = (
  folder: string,
  name: string,
  command: string,
  args: (report: string) => readonly string[],
  read: ReadReport,
): Step => ({
  name,
  run: async (output) => {
    const report = join(folder, `${name}.json`)
    rmSync(report, { force: true })
    const code = await run(command, args(report), output)
    const told = existsSync(report) ? readOrFail(name, report, read) : failure(`${name} wrote no report`)
    return code !== 0 && told.failed === 0 ? { ...told, failed: 1, notes: [...told.notes, `${name} ended with code ${code}`] } : told
  },
})

function readOrFail(name: string, report: string, read: ReadReport): Outcome {
  try {
    return read(readFileSync(report, 'utf8'))
  } catch (error) {
    return failure(`${name} wrote a report that cannot be read: ${firstLine(error instanceof Error ? error.message : undefined)}`)
  }
}

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(
    z.object({
      status: z.string(),
      name: z.string(),
      /** Why the file itself failed, when none of its tests ran. */
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
})
const firstLine = (text: string | undefined): string => (text ?? '').split('\n')[0]?.trim() || 'no reason given'

/** Said in the summary, which is all that is kept of a long run: which tests failed, where, and why. */
const failuresOf = ({ testResults }: z.output<typeof vitestReport>): string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name)
    if (status === 'failed' && assertionResults.length === 0) return [`failed: ${file}: ${firstLine(message)}`]
    const failed = assertionResults.filter((test) => test.status === 'failed')
    return failed.map((test) => `failed: ${file}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`)
  })

export const readVitest: ReadReport = (text) => {
  const report = vitestReport.parse(JSON.parse(text))
  const skipped = report.testResults.flatMap((f) =>
    f.assertionResults.filter((t) => t.status === 'skipped' || t.status === 'pending').map((t) => t.fullName),
  )
  const broken = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests,
    notes: [...failuresOf(report), ...skipped.map((s) => `skipped: ${s}`)],
  }
}
export const readPlain: ReadReport = (text) => outcome.parse(JSON.parse(text))

/** Steps that run side by side, and the words of those whose turn to speak has not come. */
export class SideBySide {
  readonly #folder: string
  readonly #say: (text: string) => void
  /** Steps beside the first one, each with the file of its output, until it is said. */
  readonly #unsaid = new Map<string, string>()

  /** @param folder where output is kept that is not shown as it comes */
  constructor(folder: string, say: (text: string) => void) {
    this.#folder = folder
    this.#say = say
  }

  /** Runs steps side by side: the first one's output as it comes, the others' when they have ended. Never rejects: one that breaks has failed. */
  run(together: readonly Step[]): Promise<Row[]> {
    mkdirSync(this.#folder, { recursive: true })
    this.#say(`\n== ${together.map(({ name }) => name).join(', beside it ')}`)
    return Promise.all(
      together.map(async (step, place) => {
        const started = Date.now()
        const told = await this.#runOne(step, place === 0).catch((error: unknown) =>
          failure(`${step.name} broke: ${firstLine(error instanceof Error ? error.message : undefined)}`),
        )
        if (place > 0) this.#tell(step.name, `${step.name}, ended beside ${together[0]?.name}`)
        return { name: step.name, outcome: told, seconds: (Date.now() - started) / 1000 }
      }),
    )
  }

  /** Ended from outside: says what the others have said until now, and ends what runs. */
  cancel(): void {
    for (const name of [...this.#unsaid.keys()]) this.#tell(name, `${name}, until the run was cancelled`)
    for (const child of running) child.kill('SIGTERM')
  }

  async #runOne(step: Step, shown: boolean): Promise<Outcome> {
    if (shown) return step.run('shown')
    const file = join(this.#folder, `${step.name}.log`)
    rmSync(file, { force: true })
    this.#unsaid.set(step.name, file)
    return step.run({ file })
  }

  #tell(name: string, title: string): void {
    const file = this.#unsaid.get(name)
    this.#unsaid.delete(name)
    if (file !== undefined) this.#say(`\n== ${title}\n${existsSync(file) ? readFileSync(file, 'utf8') : ''}`)
  }
}
