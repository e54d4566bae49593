import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type Browser, chromium } from 'playwright'
import { build, isBuildStale } from '../../electron/host/launch/build.ts'
import { findChromium } from '../support/find-chromium.ts'
import { findElectron } from '../support/find-electron.ts'
import { attachToPage, type Evaluates } from './page-socket.ts'

/** One start, in ms from the moment the process was started. */
interface Start {
  readonly firstPaintMs: number
  /** Wallet open, Community connected, a block seen, engine running. */
  readonly usableMs: number
  /** What was reached when, in order. */
  readonly steps: readonly { readonly name: string; readonly ms: number }[]
}

export interface HostStarts {
  readonly host: 'electron' | 'headless'
  /** What it ran on, and what stood in for newer parts. */
  readonly ranOn: string
  /** The first start ever, on an empty folder; the sandbox is asked for as soon as there is a page. */
  readonly cold: Start
  /** The median of the later starts on the same folder, by the time to usable. */
  readonly warm: Start
}

export interface StartBench {
  readonly hosts: readonly HostStarts[]
  readonly notRun: readonly string[]
}

/** A console that was started for one measurement. */
interface Opened {
  readonly page: Evaluates
  readonly child: ChildProcess
  readonly startedAt: number
  readonly close: () => Promise<void>
}

type Open = (folder: string, marks: string) => Promise<Opened>

const ROOT = join(import.meta.dirname, '../..')
const LIMIT_MS = 60_000
const WARM_STARTS = 3

/** First paint and usable, cold and warm, on every host that can be had here. */
export async function benchStart(say: (line: string) => void): Promise<StartBench> {
  if (isBuildStale(ROOT) && !build(ROOT)) throw new Error('the console could not be built')
  const hosts: HostStarts[] = []
  const notRun: string[] = []
  const electron = findElectron(ROOT)
  if (electron.executable === null) notRun.push(`electron: ${electron.reason}`)
  else {
    const args = [...electron.args, '-r', join(ROOT, 'e2e/bench/marks.cjs'), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
    const open: Open = (folder, marks) => openElectron(electron.executable, [...args, electron.app], electron.env, folder, marks)
    const ranOn = `Electron ${electron.version}${electron.note === null ? '' : `: ${electron.note}`}`
    hosts.push({ host: 'electron', ranOn, ...(await starts(open, 'electron', say)) })
  }
  const found = findChromium()
  if (found.path === null) notRun.push(`headless: ${found.reason}`)
  else {
    const browser = await chromium.launch({ executablePath: found.path })
    const open: Open = (folder, marks) => openHeadless(browser, folder, marks)
    hosts.push({
      host: 'headless',
      ranOn: `Node ${process.version}, Chromium ${browser.version()}`,
      ...(await starts(open, 'headless', say)),
    })
    await browser.close()
  }
  return { hosts, notRun }
}

async function starts(open: Open, host: string, say: (line: string) => void): Promise<Pick<HostStarts, 'cold' | 'warm'>> {
  const folder = mkdtempSync(join(tmpdir(), 'polyswarm-start-'))
  try {
    const cold = await once(open, folder, true)
    say(`${host}, cold: first paint ${cold.firstPaintMs} ms, usable ${cold.usableMs} ms`)
    const warm: Start[] = []
    for (let n = 0; n < WARM_STARTS; n++) {
      const start = await once(open, folder, false)
      say(`${host}, warm: first paint ${start.firstPaintMs} ms, usable ${start.usableMs} ms`)
      warm.push(start)
    }
    const median = warm.sort((a, b) => a.usableMs - b.usableMs)[Math.floor(warm.length / 2)]
    if (median === undefined) throw new Error('nothing was measured')
    return { cold, warm: median }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

async function once(open: Open, folder: string, cold: boolean): Promise<Start> {
  const marks = join(folder, 'bench-marks.jsonl')
  rmSync(marks, { force: true })
  const { page, child, startedAt, close } = await open(folder, marks)
  try {
    const paintedAt = await page.evaluate(firstPaint, null)
    const reached = await page.evaluate(untilUsable, { cold, limit: LIMIT_MS })
    await page.evaluate(endQuietly, null).catch(() => undefined)
    const made = existsSync(marks) ? readFileSync(marks, 'utf8').trim().split('\n') : []
    const steps = [
      ...made.map((line) => JSON.parse(line) as { name: string; at: number }),
      { name: 'first paint', at: paintedAt },
      ...reached,
    ]
    const ms = (at: number): number => Math.round(at - startedAt)
    return {
      firstPaintMs: ms(paintedAt),
      usableMs: ms(Math.max(...reached.map(({ at }) => at))),
      steps: steps.sort((a, b) => a.at - b.at).map(({ name, at }) => ({ name, ms: ms(at) })),
    }
  } finally {
    await exited(child, 5000)
    await close()
  }
}

/* The three functions below run in the page. */

function firstPaint(): Promise<number> {
  const painted = (): number | null => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null
  return new Promise((resolve) => {
    const look = (): void => {
      const at = painted()
      if (at === null) setTimeout(look, 50)
      else resolve(performance.timeOrigin + at)
    }
    look()
  })
}

interface SeenCommunity {
  readonly connection: { is: string }
  readonly clock: { block: number | null }
  readonly engine: { is: string }
  readonly stake: { open: number }
}
interface Seen {
  readonly wallets: readonly { readonly state: string }[]
  readonly communities: Readonly<Record<string, SeenCommunity>>
}
/** What of a patch says that one of our conditions may be met. */
interface SeenPatch {
  readonly changes: readonly { kind: string; wallets?: Seen['wallets']; id?: string; community?: SeenCommunity }[]
}
interface PageConsole {
  readonly polyswarm: {
    call(name: string, input: unknown): Promise<{ value: { state: Seen; id?: string } }>
    on(name: 'patch', listener: (patch: SeenPatch) => void): () => void
  }
}

/** Follows the state by its patches, as the window does: to ask for the whole of it again and again would slow down what is measured. */
async function untilUsable(asked: { readonly cold: boolean; readonly limit: number }): Promise<{ name: string; at: number }[]> {
  const { polyswarm } = window as unknown as PageConsole
  const reached = new Map<string, number>()
  const reach = (name: string): void => void (reached.has(name) || reached.set(name, Date.now()))
  let wallets: Seen['wallets'] = []
  let communities: Record<string, SeenCommunity> = {}
  let resolve = (): void => undefined
  const usable = new Promise<void>((settle) => {
    resolve = settle
  })
  const look = (): void => {
    const [community] = Object.values(communities)
    const conditions = {
      'wallet open': wallets.some(({ state }) => state === 'unlocked'),
      'Community connected': community?.connection.is === 'connected',
      'a block seen': (community?.clock.block ?? null) !== null,
      'engine runs': community?.engine.is === 'running',
    }
    for (const [name, met] of Object.entries(conditions)) if (met) reach(name)
    // A patch may come before the answer with the older snapshot: what was reached once is reached.
    if (Object.keys(conditions).every((name) => reached.has(name))) resolve()
  }
  const stop = polyswarm.on('patch', ({ changes }) => {
    for (const change of changes) {
      if (change.kind === 'wallets' && change.wallets) wallets = change.wallets
      if (change.kind === 'community' && change.id && change.community) communities = { ...communities, [change.id]: change.community }
    }
    look()
  })
  if (asked.cold) polyswarm.call('sandbox.try', {}).catch(() => undefined)
  const { value } = await polyswarm.call('app.snapshot', {})
  reach('core answers the page')
  wallets = value.state.wallets
  communities = { ...value.state.communities }
  look()
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error('the console did not become usable in time')), asked.limit),
  )
  await Promise.race([usable, late])
  stop()
  return [...reached].map(([name, at]) => ({ name, at }))
}

/** Leaves nothing open behind, so that the next start is measured and not a recovery; asks the console to end. */
async function endQuietly(): Promise<void> {
  const { polyswarm } = window as unknown as PageConsole
  const state = async (): Promise<Seen> => (await polyswarm.call('app.snapshot', {})).value.state
  const [id = ''] = Object.keys((await state()).communities)
  await polyswarm.call('engine.pause', { community: id })
  const end = Date.now() + 20_000
  while (Date.now() < end && ((await state()).communities[id]?.stake.open ?? 0) > 0)
    await new Promise((resolve) => setTimeout(resolve, 100))
  await polyswarm.call('engine.start', { community: id })
  // Not waited for: a console that still has something open would ask a person first. It is killed then.
  polyswarm.call('app.quit', {}).catch(() => undefined)
}

async function openElectron(
  executable: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder: string,
  marks: string,
): Promise<Opened> {
  const own = [`--user-data-dir=${folder}`, '--remote-debugging-port=0']
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  if (needsDisplay) throw new Error('the desktop needs a display: xvfb-run -a npm run bench -- start')
  const startedAt = Date.now()
  // Not through Playwright's own starter, which holds the application back until it is attached.
  const child = spawn(executable, [...own, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env, BENCH_MARKS: marks },
  })
  const address = await printed(child, child.stderr, /ws:\/\/127\.0\.0\.1:(\d+)\/devtools/)
  const page = await attachToPage(Number(new URL(address).port), 'app:', LIMIT_MS)
  return { page, child, startedAt, close: () => Promise.resolve(page.close()) }
}

async function openHeadless(browser: Browser, folder: string, marks: string): Promise<Opened> {
  const page = await browser.newPage()
  const startedAt = Date.now()
  const entry = join(ROOT, 'out/main/headless.js')
  const child = spawn(process.execPath, ['-r', join(ROOT, 'e2e/bench/marks.cjs'), entry, '--data-dir', folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, BENCH_MARKS: marks },
  })
  await page.goto(await printed(child, child.stdout, /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/))
  // Playwright's types of what goes into a page are its own.
  const evaluates = {
    evaluate: <T, A>(work: (given: A) => T | Promise<T>, given: A) => page.evaluate(work as never, given as never) as Promise<T>,
  }
  return { page: evaluates, child, startedAt, close: () => page.close() }
}

function printed(child: ChildProcess, stream: NodeJS.ReadableStream, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`the console printed no address: ${text}`)), LIMIT_MS)
    child.once('exit', () => reject(new Error(`the console ended at once: ${text}`)))
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = wanted.exec(text)?.[0]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    })
  })
}

/** Waits for the end that was asked for; ends what does not. */
async function exited(child: ChildProcess, ms: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = setTimeout(() => child.kill('SIGKILL'), ms)
  await new Promise((resolve) => child.once('exit', resolve))
  clearTimeout(timer)
}

/** For people: one line for each step of each start. */
export function startText({ hosts, notRun }: StartBench): string {
  const lines = hosts.flatMap(({ host, ranOn, cold, warm }) => [
    `${host} (${ranOn})`,
    ...(['cold', 'warm'] as const).flatMap((kind) => {
      const { firstPaintMs, usableMs, steps } = kind === 'cold' ? cold : warm
      return [
        `  ${kind}: first paint ${firstPaintMs} ms, usable ${usableMs} ms`,
        ...steps.map(({ name, ms }) => `    ${String(ms).padStart(6)}  ${name}`),
      ]
    }),
  ])
  return [...lines, ...notRun.map((line) => `not run: ${line}`)].join('\n')
}
