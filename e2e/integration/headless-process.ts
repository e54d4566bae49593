import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '../..')
const KEYFILES = join(ROOT, 'resources/fixtures/keyfiles')

export interface Keyfile {
  readonly path: string
  readonly password: string
  readonly address: string
}

/** A keyfile made by geth with a cost that opens fast. */
export function lightKeyfile(): Keyfile {
  const known = JSON.parse(readFileSync(join(KEYFILES, 'expected.json'), 'utf8')) as { file: string; password: string; address: string }[]
  const light = known.find(({ file }) => file === 'geth-light.json')
  if (!light) throw new Error('geth-light.json is not among the keyfiles')
  return { path: join(KEYFILES, light.file), password: light.password, address: light.address }
}

export interface Ended {
  readonly code: number | null
  readonly totals: Readonly<Record<string, number | string>> | null
  readonly errors: string
}

/** The console's own program, from the sources, on the headless host without a window. */
export class HeadlessProcess {
  readonly #child: ChildProcess
  readonly #out: string[] = []
  readonly #errors: string[] = []
  readonly #exited: Promise<unknown[]>

  /** @param json a run by command with its totals; else only what the folder remembers goes on */
  constructor(args: readonly string[], dataDir: string, password: string | null, json = true) {
    const env = { ...process.env, PASSWORD: password ?? undefined, NO_COLOR: '1' }
    // A command (`deposit 5`) comes first, and serves no window anyway.
    const window = args[0]?.startsWith('-') === false ? [] : ['--no-ui']
    this.#child = spawn(
      process.execPath,
      [join(ROOT, 'electron/headless.ts'), ...args, ...window, ...(json ? ['--json'] : []), '--log-level', 'warn', '--data-dir', dataDir],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env,
      },
    )
    const { stdout, stderr } = this.#child
    if (!stdout || !stderr) throw new Error('the child has no pipes')
    createInterface({ input: stdout }).on('line', (line) => this.#out.push(line))
    createInterface({ input: stderr }).on('line', (line) => this.#errors.push(line))
    this.#exited = once(this.#child, 'close')
  }

  /** What it said on stderr so far. */
  get errors(): string {
    return this.#errors.join('\n')
  }

  /** What it said on stdout so far. */
  get out(): string {
    return this.#out.join('\n')
  }

  /** As a power cut would: no handler runs. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  /** As the operator or the system asks a program to end. */
  stop(signal: 'SIGINT' | 'SIGTERM'): Promise<Ended> {
    this.#child.kill(signal)
    return this.ended()
  }

  async ended(): Promise<Ended> {
    const [code] = await this.#exited
    const last = this.#out.at(-1)
    return {
      code: code as number | null,
      totals: last?.startsWith('{') ? (JSON.parse(last) as Record<string, number | string>) : null,
      errors: this.errors,
    }
  }
}

/** A data folder that goes with the test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'polyswarm-console-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
