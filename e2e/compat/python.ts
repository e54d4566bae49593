import { execFile, spawn } from 'node:child_process'
import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The released client and the one release of its schema package that all its programs work with. */
const REQUIREMENTS = ['polyswarm-client==2.7.5', 'polyswarm-artifact==1.3.3'] as const
const INSTALL_TIMEOUT_MS = 240_000

/** Where the client's programs are, or why they cannot be had. */
export type PythonClient = { readonly ok: true; readonly bin: string } | { readonly ok: false; readonly reason: string }

/** polyswarm-client in a virtual environment under `cache`: made once, then found again. */
export async function pythonClient(cache: string): Promise<PythonClient> {
  const python = await findPython()
  if (!python) return { ok: false, reason: 'neither Python 3.7 nor 3.8 was found, on PATH or in pyenv' }
  const folder = join(cache, `polyswarm-client-2.7.5-python${python.version}`)
  const bin = join(folder, 'bin')
  const done = join(folder, 'installed')
  if (await exists(done)) return { ok: true, bin }
  await rm(folder, { recursive: true, force: true })
  await mkdir(cache, { recursive: true })
  try {
    await run(python.path, ['-m', 'venv', folder], { timeout: INSTALL_TIMEOUT_MS })
    await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...REQUIREMENTS], { timeout: INSTALL_TIMEOUT_MS })
  } catch (error) {
    const text = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)
    return { ok: false, reason: `polyswarm-client could not be installed: ${text}` }
  }
  await writeFile(done, `${REQUIREMENTS.join('\n')}\n`)
  return { ok: true, bin }
}

async function findPython(): Promise<{ readonly path: string; readonly version: string } | null> {
  for (const path of await candidates()) {
    try {
      const { stdout } = await run(path, ['-c', 'import sys, venv; print("%d.%d" % sys.version_info[:2])'], { timeout: 10_000 })
      const version = stdout.trim()
      if (version === '3.7' || version === '3.8') return { path, version }
    } catch {
      // Not there, or broken: the next one.
    }
  }
  return null
}

async function candidates(): Promise<string[]> {
  const root = process.env.PYENV_ROOT ?? join(homedir(), '.pyenv')
  const versions = await readdir(join(root, 'versions')).catch(() => [] as string[])
  const fromPyenv = versions
    .filter((name) => /^3\.[78](\.|$)/.test(name))
    .sort()
    .map((name) => join(root, 'versions', name, 'bin', 'python'))
  const names = ['python3.7', 'python3.8', 'python3']
  const fromPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...fromPyenv, ...fromPath.sort((a, b) => names.indexOf(nameOf(a)) - names.indexOf(nameOf(b)))]
}

const nameOf = (path: string): string => path.split('/').at(-1) ?? ''

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** How a program ended. */
export interface Ended {
  /** Null when it was killed for taking too long. */
  readonly code: number | null
  /** Both outputs, in order of arrival. */
  readonly output: string
}

/** Runs a program to its end, or for `timeoutMs`. */
export function runProgram(
  path: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Ended> {
  // The client logs in UTF-8 and refuses to start in an ASCII locale.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...environment }
  return new Promise((resolve) => {
    const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: Buffer[] = []
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, timeoutMs)
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => parts.push(part))
    child.on('error', (error) => parts.push(Buffer.from(error.message)))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: late ? null : code, output: Buffer.concat(parts).toString('utf8') })
    })
  })
}
