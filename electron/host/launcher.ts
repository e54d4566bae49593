import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, isBuildStale } from './launch/build.ts'
import { downloadAddress, findElectron } from './launch/electron-files.ts'
import { failedStart, type LaunchFacts, nextStep } from './launch/step.ts'

/*
 * `npm start` and `npm run headless`: builds when the sources are younger than the build, then starts the console in Electron, or headless
 * with one line that says why. Runs under plain Node from the sources and never loads the electron package.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')
const MIRROR_LIMIT_MS = 4000
const INSTALL_LIMIT_MS = 300_000
const HEADLESS = '--headless'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

async function main(args: readonly string[]): Promise<void> {
  if (isBuildStale(ROOT)) {
    say('Building the console (its first start, or its sources have changed) …')
    if (!build(ROOT)) throw new Error('The console could not be built.')
  }
  const rest = args.filter((arg) => arg !== HEADLESS)
  let mirror: LaunchFacts['mirror'] = 'not asked'
  let install: LaunchFacts['install'] = 'not tried'
  for (;;) {
    const electron = findElectron(ROOT, process.env)
    const step = nextStep({ ...electron, mirror, install, ...machine(args) })
    if (step.do === 'ask mirror') mirror = (await answers(downloadAddress(electron.version ?? '', process.env))) ? 'answers' : 'silent'
    else if (step.do === 'install') install = installElectron(electron.folder ?? '', electron.version ?? '') ? install : 'failed'
    else if (step.do === 'headless') return runHeadless(rest, step.reason)
    else {
      const reason = await runDesktop(step.executable, [...step.args, ROOT, ...rest])
      return reason === null ? undefined : runHeadless(rest, reason)
    }
  }
}

function machine(args: readonly string[]): Pick<LaunchFacts, 'headlessAsked' | 'platform' | 'hasDisplay' | 'isRoot'> {
  return {
    headlessAsked: args.includes(HEADLESS),
    platform: process.platform,
    hasDisplay: Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    isRoot: process.getuid?.() === 0,
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(MIRROR_LIMIT_MS) })
    return response.ok
  } catch {
    return false
  }
}

/** @returns whether the installer ended well; whether the program is there now is looked up again */
function installElectron(folder: string, version: string): boolean {
  say(`Getting Electron ${version} (about 120 MB, once) …`)
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 2, 2], timeout: INSTALL_LIMIT_MS })
  return status === 0 && findElectron(ROOT, process.env).executable !== null
}

/** In this process, so that Ctrl-C and the terminal are the console's own. */
async function runHeadless(args: readonly string[], reason: string | null): Promise<void> {
  const entry = join(ROOT, 'out/main/headless.js')
  process.argv = [process.execPath, entry, ...args]
  if (reason !== null) process.env.POLYSWARM_CONSOLE_NO_DESKTOP = reason
  await import(pathToFileURL(entry).href)
}

/** @returns why Electron could not run here; null after an ordinary end, whose exit code becomes ours */
function runDesktop(executable: string, args: readonly string[]): Promise<string | null> {
  const startedAt = performance.now()
  const child = spawn(executable, args, { stdio: 'inherit' })
  passSignals(child)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`Electron cannot be started (${error.message})`))
    child.once('exit', (code, signal) => {
      process.exitCode = code ?? 1
      resolve(failedStart(code, signal, performance.now() - startedAt))
    })
  })
}

/** A Ctrl-C in a terminal reaches Electron by itself, and a second one would end it at once, whatever is under way. */
function passSignals(child: ChildProcess): void {
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
}

main(process.argv.slice(2)).catch((error: unknown) => {
  say(`polyswarm-console: ${error instanceof Error ? error.message : 'the start failed'}`)
  process.exit(1)
})
