import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { type Usage, usageOf } from './processes.ts'
import type { FromSandbox, SandboxReport, ToSandbox } from './sandbox-child.ts'

export interface EngineBench {
  readonly rate: number
  readonly seconds: number
  readonly bounties: number
  readonly asserted: number
  readonly settled: number
  readonly forfeited: number
  readonly missed: number
  readonly requestsPerBounty: number
  readonly transactionsPerBounty: number
  readonly cpuMsPerBounty: number
  readonly peakRssMiB: number
  readonly blocksP50: number
  readonly blocksP99: number
  readonly blocksMax: number
  readonly sandboxCpuMsPerBounty: number
  readonly totalsEqualChain: boolean
}

const ROOT = join(import.meta.dirname, '../..')
const KEYFILES = join(ROOT, 'resources/fixtures/keyfiles')
/** A real run ends by itself; this ends one that does not. */
const LIMIT_MS = 10 * 60_000

/** `rate` one-artifact bounties a second for `seconds`, rivals off, one arbiter; the sandbox's own cost is kept apart. */
export async function benchEngine(rate: number, seconds: number, say: (line: string) => void): Promise<EngineBench> {
  const wallet = keyfile()
  const folder = mkdtempSync(join(tmpdir(), 'polyswarm-bench-'))
  const sandbox = fork(join(import.meta.dirname, 'sandbox-child.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  const limit = setTimeout(() => process.exit(1), LIMIT_MS)
  try {
    tell(sandbox, {
      is: 'start',
      options: {
        bountiesPerSecond: rate,
        bountyLimit: Math.round(rate * seconds),
        artifacts: 1,
        urlShare: 0,
        actors: { rivals: 0, arbiters: 1, settle: false },
        fund: [wallet.address],
      },
    })
    const ready = await hear(sandbox, 'ready')
    say(`sandbox at ${ready.address}; console starts`)
    return await run(sandbox, ready.address, wallet, folder, { rate, seconds }, say)
  } finally {
    clearTimeout(limit)
    if (sandbox.connected) tell(sandbox, { is: 'end' })
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(
  sandbox: ChildProcess,
  address: string,
  wallet: ReturnType<typeof keyfile>,
  folder: string,
  load: { readonly rate: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<EngineBench> {
  const wanted = Math.round(load.rate * load.seconds)
  const console = spawn(
    process.execPath,
    [
      join(ROOT, 'out/main/headless.js'),
      '--no-ui',
      '--json',
      '--testing',
      String(wanted),
      '--insecure-transport',
      '--polyswarmd-addr',
      address,
      '--keyfile',
      wallet.path,
      '--max-per-day',
      'none',
      '--max-at-risk',
      'none',
      '--data-dir',
      folder,
      '--log-level',
      'warn',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PASSWORD: wallet.password } },
  )
  const pid = console.pid ?? 0
  const meter = new Meter(pid)
  const lines: string[] = []
  createInterface({ input: console.stdout }).on('line', (line) => lines.push(line))
  const started = new Promise<void>((resolve) => {
    createInterface({ input: console.stderr }).on('line', (line) => {
      say(`console: ${line}`)
      if (line.startsWith('Answering ')) resolve()
    })
  })
  const exited = once(console, 'exit')
  await Promise.race([started, exited])
  const before = meter.begin()
  const requestsBefore = count(await report(sandbox, wallet.address))
  tell(sandbox, { is: 'go' })
  await exited
  const used = meter.end()
  const after = await report(sandbox, wallet.address)
  const totals = JSON.parse(lines.at(-1) ?? '{}') as Record<string, number | string>
  return summary(load, totals, after, count(after) - requestsBefore, { cpuMs: used.cpuMs - before.cpuMs, rssBytes: used.rssBytes })
}

/** Reads a process tree's use again and again, so that the last reading before its end is near the end. */
class Meter {
  readonly #pid: number
  #last: Usage = { cpuMs: 0, rssBytes: 0 }
  #peak = 0
  #timer: NodeJS.Timeout
  constructor(pid: number) {
    this.#pid = pid
    this.#timer = setInterval(() => this.#read(), 500)
  }
  begin(): Usage {
    this.#read()
    return this.#last
  }
  end(): Usage {
    clearInterval(this.#timer)
    return { cpuMs: this.#last.cpuMs, rssBytes: this.#peak }
  }
  #read(): void {
    const now = usageOf(this.#pid)
    // Its helpers end before it does: what they used is in the reading before.
    if (now.cpuMs >= this.#last.cpuMs) this.#last = now
    this.#peak = Math.max(this.#peak, now.rssBytes)
  }
}

function summary(
  load: { readonly rate: number; readonly seconds: number },
  totals: Readonly<Record<string, number | string>>,
  sandbox: SandboxReport,
  requests: number,
  used: Usage,
): EngineBench {
  const bounties = sandbox.posted
  const blocks = [...sandbox.blocksToAssertion].sort((a, b) => a - b)
  const at = (share: number): number => blocks[Math.min(blocks.length - 1, Math.floor(blocks.length * share))] ?? Number.NaN
  const each = (value: number): number => Math.round((value / bounties) * 100) / 100
  const number = (name: string): number => Number(totals[name] ?? Number.NaN)
  const amount = (name: string): bigint => BigInt(String(totals[name] ?? '0'))
  return {
    ...load,
    bounties,
    asserted: number('asserted'),
    settled: number('settled'),
    forfeited: number('forfeited'),
    missed: number('missed'),
    requestsPerBounty: each(requests),
    transactionsPerBounty: each(sandbox.transactions),
    cpuMsPerBounty: each(used.cpuMs),
    peakRssMiB: Math.round(used.rssBytes / 1024 / 1024),
    blocksP50: at(0.5),
    blocksP99: at(0.99),
    blocksMax: blocks.at(-1) ?? Number.NaN,
    sandboxCpuMsPerBounty: each(sandbox.cpuMs),
    totalsEqualChain: amount('balanceEnd') - amount('balanceStart') === amount('payoutTotal') - amount('bidTotal') - amount('feeTotal'),
  }
}

const count = ({ requests }: SandboxReport): number => Object.values(requests).reduce((sum, n) => sum + n, 0)

async function report(sandbox: ChildProcess, account: string): Promise<SandboxReport> {
  tell(sandbox, { is: 'report', account })
  return (await hear(sandbox, 'report')).report
}

const tell = (sandbox: ChildProcess, message: ToSandbox): boolean => sandbox.send(message)

function hear<K extends FromSandbox['is']>(sandbox: ChildProcess, is: K): Promise<Extract<FromSandbox, { is: K }>> {
  return new Promise((resolve, reject) => {
    const listener = (message: unknown): void => {
      if ((message as FromSandbox).is !== is) return
      sandbox.off('message', listener)
      resolve(message as Extract<FromSandbox, { is: K }>)
    }
    sandbox.on('message', listener)
    sandbox.once('exit', (code) => reject(new Error(`the sandbox ended with code ${code}`)))
  })
}

/** A keyfile that opens fast, so that unlocking is not what is measured. */
function keyfile(): { readonly path: string; readonly password: string; readonly address: string } {
  const known = JSON.parse(readFileSync(join(KEYFILES, 'expected.json'), 'utf8')) as { file: string; password: string; address: string }[]
  const light = known.find(({ file }) => file === 'geth-light.json')
  if (!light) throw new Error('geth-light.json is not among the keyfiles')
  return { path: join(KEYFILES, light.file), password: light.password, address: light.address }
}
