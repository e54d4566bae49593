import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { build, isBuildStale } from '../electron/host/launch/build.ts'
import { findChromium } from './support/find-chromium.ts'
import { findElectron } from './support/find-electron.ts'
import type { HostName } from './support/running-console.ts'

/*
 * npm run e2e -- [--host electron|headless] [--report FILE] [-- PLAYWRIGHT'S OWN ARGUMENTS]
 * Runs the same specs on both hosts, each in what it needs: a browser, a display, a keyring.
 */

interface Outcome {
  passed: number
  failed: number
  skipped: number
  notes: string[]
}

/** What is read of Playwright's own report. */
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
  readonly suites: readonly Suite[]
}
interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs?: readonly Spec[]
}
interface Spec {
  readonly title: string
  readonly tests: readonly {
    readonly status: string
    readonly annotations: readonly { readonly type: string; readonly description?: string }[]
    readonly results: readonly { readonly error?: { readonly message?: string } }[]
  }[]
}

const ROOT = join(import.meta.dirname, '..')
const HOSTS: readonly HostName[] = ['headless', 'electron']
const has = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0

function main(): number {
  const { values, positionals } = parseArgs({
    options: { host: { type: 'string' }, report: { type: 'string' } },
    allowPositionals: true,
  })
  const hosts = HOSTS.filter((host) => values.host === undefined || values.host === host)
  if (hosts.length === 0) {
    process.stderr.write('--host is electron or headless\n')
    return 2
  }
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, notes: [] }
  if (isBuildStale(ROOT) && !build(ROOT)) outcome.failed += 1
  else for (const host of hosts) runHost(host, positionals, outcome)
  for (const note of outcome.notes) process.stdout.write(`${note}\n`)
  if (values.report) {
    mkdirSync(dirname(values.report), { recursive: true })
    writeFileSync(values.report, JSON.stringify(outcome))
  }
  return outcome.failed === 0 ? 0 : 1
}

function runHost(host: HostName, args: readonly string[], outcome: Outcome): void {
  if (host === 'headless') {
    const chromium = findChromium()
    if (chromium.path === null) {
      outcome.failed += 1
      outcome.notes.push(`headless specs did not run: ${chromium.reason}`)
      return
    }
    outcome.notes.push(`headless specs ran in ${versionOf(chromium.path)}`)
    playwright(host, args, { E2E_CHROMIUM: chromium.path, E2E_WORKERS: '2' }, [], outcome)
    return
  }
  const electron = findElectron(ROOT)
  if (electron.executable === null) {
    outcome.notes.push(`Electron specs did not run: ${electron.reason}`)
    return
  }
  outcome.notes.push(`Electron specs ran on Electron ${electron.version}${electron.note ? `: ${electron.note}` : ''}`)
  const home = mkdtempSync(join(tmpdir(), 'keyring-'))
  // A home of its own: the operator's keyring and settings stay out of the specs. A desktop by name: by it Chromium chooses the keyring.
  const env = {
    E2E_ELECTRON: JSON.stringify(electron),
    HOME: home,
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_CURRENT_DESKTOP: 'GNOME',
  }
  playwright(host, args, env, [...display(), ...keyring(outcome)], outcome)
  rmSync(home, { recursive: true, force: true })
}

/** What a browser calls itself; on Windows it would open a window instead of saying so. */
function versionOf(browser: string): string {
  const said = process.platform === 'win32' ? '' : spawnSync(browser, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout
  return said?.trim() ? `${said.trim()} (${browser})` : browser
}

const display = (): string[] =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24']
    : []

/** A real, unlocked keyring for the specs that keep secrets. */
function keyring(outcome: Outcome): string[] {
  if (process.platform !== 'linux') return []
  if (!has('dbus-run-session') || !has('gnome-keyring-daemon')) {
    outcome.notes.push('keychain specs were skipped: there is no dbus-run-session or gnome-keyring-daemon')
    return []
  }
  const unlock = 'printf %s keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null; E2E_KEYRING=1 exec "$0" "$@"'
  return ['dbus-run-session', '--', 'bash', '-c', unlock]
}

function playwright(
  host: HostName,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  wrapper: readonly string[],
  outcome: Outcome,
): void {
  const report = join(ROOT, '.cache/reports', `playwright-${host}.json`)
  rmSync(report, { force: true })
  const runner = [
    process.execPath,
    join(ROOT, 'node_modules/@playwright/test/cli.js'),
    'test',
    '-c',
    'e2e/playwright.config.ts',
    `--project=${host}`,
    ...args,
  ]
  const [command = '', ...rest] = [...wrapper, ...runner]
  const { status } = spawnSync(command, rest, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env, E2E_JSON: report } })
  count(report, host, status, outcome)
}

function count(report: string, host: HostName, status: number | null, outcome: Outcome): void {
  try {
    const { stats, suites } = JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport
    // Real processes on a small machine: a spec that passed at its second try passed, and the summary says so.
    outcome.passed += stats.expected + stats.flaky
    outcome.failed += stats.unexpected
    outcome.notes.push(...notedIn(suites, 'unexpected', whyItFailed).map((text) => `${host} spec failed: ${text}`))
    outcome.notes.push(...notedIn(suites, 'flaky', whyItFailed).map((text) => `${host} spec passed only at the second try: ${text}`))
    outcome.skipped += stats.skipped
    outcome.notes.push(...notedIn(suites, 'skipped', whyItWasSkipped).map((text) => `${host} spec skipped: ${text}`))
    if (status !== 0 && stats.unexpected === 0) throw new Error(`Playwright ended with code ${status}`)
  } catch (error) {
    outcome.failed += 1
    outcome.notes.push(`${host} specs wrote no good report (${error instanceof Error ? error.message : 'unknown reason'})`)
  }
}

type Test = Spec['tests'][number]

const whyItWasSkipped = ({ annotations }: Test): string =>
  annotations.find(({ type }) => type === 'skip')?.description ?? 'without a reason'

/** The first line of what went wrong first, without the terminal's colours. */
function whyItFailed({ results }: Test): string {
  const said = results.find(({ error }) => error?.message)?.error?.message ?? ''
  return stripVTControlCharacters(said).split('\n')[0]?.trim() || 'no reason given'
}

/** Title and reason of every spec in these suites that ended so. */
const notedIn = (suites: readonly Suite[], status: string, why: (test: Test) => string): string[] =>
  suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.flatMap(({ title, tests }) => tests.filter((test) => test.status === status).map((test) => `${title} (${why(test)})`)),
    ...notedIn(inner, status, why),
  ])

process.exit(main())
