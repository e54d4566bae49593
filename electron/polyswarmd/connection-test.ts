import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import type { TestStep } from '../../shared/contract/contract.ts'
import type { Parameters } from '../../shared/domain/community.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { reasonValues } from '../../shared/errors/reasons.ts'
import type { Clock } from '../runtime/clock.ts'
import { checkApiKey, type Endpoints, endpoints, readAddress } from './address.ts'
import { HttpPolyswarmdClient } from './client.ts'
import { EventSocket } from './events.ts'
import { networkFailure } from './network-failure.ts'
import type { ChainStatus, DaemonStatus } from './records.ts'

export interface DaemonTestOptions {
  /** As the operator typed it. */
  readonly address: string
  readonly insecure: boolean
  readonly apiKey: string | null
  /** Whose key it is tested for; null before a wallet is chosen. */
  readonly account: Address | null
  readonly clock: Clock
  readonly extraCa?: string
}

/**
 * What the first five steps found. A step's `code` is an ErrorCode when it failed, else one of: `address-reached` (values host, ip, port,
 * pasted), `encrypted` (protocol, issuer, validTo in ms or empty), `not-encrypted`, `api-key-accepted`, `api-key-not-needed`,
 * `daemon-answers` (community, latencyMs), `chains-in-step` (homeBlock, sideBlock), `skipped`. Failures hold `detail` in plain words.
 */
export interface DaemonTest {
  readonly steps: readonly TestStep[]
  /** Open for the probes of the sixth step; null when a step failed. Whoever gets it closes it. */
  readonly client: HttpPolyswarmdClient | null
  readonly parameters: Parameters | null
  /** Base units; null when it could not be asked. */
  readonly relayFeeHome: bigint | null
  readonly latencyMs: number | null
  /** Ends after a few blocks or 8 s: ms a block on the side chain, null when too few came. Never rejects. */
  readonly blockTimeMs: Promise<number | null>
}

type StepName = 'address' | 'encryption' | 'api-key' | 'daemon' | 'chains'
const STEPS: readonly StepName[] = ['address', 'encryption', 'api-key', 'daemon', 'chains']
const NOBODY = '0x0000000000000000000000000000000000000001'
const CONNECT_MS = 10_000
const MEASURE_MS = 8_000
const MEASURE_BLOCKS = 5

/** Tests a polyswarmd step by step, up to the first that fails; nothing is signed and nothing is repeated. Never throws for what it finds. */
export async function testDaemon(options: DaemonTestOptions): Promise<DaemonTest> {
  const found = new Map<StepName, TestStep>()
  const test = new DaemonTester(options, (step) => found.set(step.step as StepName, step))
  const result = await test.run()
  const steps = STEPS.map((step): TestStep => found.get(step) ?? { step, result: 'skipped', code: 'skipped', values: {} })
  return { steps, ...result }
}

type Found = Omit<DaemonTest, 'steps'>
const NOTHING: Found = { client: null, parameters: null, relayFeeHome: null, latencyMs: null, blockTimeMs: Promise.resolve(null) }

class DaemonTester {
  readonly #options: DaemonTestOptions
  readonly #tell: (step: TestStep) => void
  #client: HttpPolyswarmdClient | null = null

  constructor(options: DaemonTestOptions, tell: (step: TestStep) => void) {
    this.#options = options
    this.#tell = tell
  }

  /** The steps in the order in which each makes the next possible: the daemon must answer before a key can be refused. */
  async run(): Promise<Found> {
    const reached = await this.#step('address', () => this.#address())
    if (!reached) return NOTHING
    const allowed = await this.#step('encryption', async () => this.#keyMayTravel())
    if (!allowed) return NOTHING
    const client = this.#open(reached)
    const status = await this.#status(client)
    const parameters = status && (await this.#step('api-key', () => this.#apiKey(client)))
    if (!status || !parameters) return this.#giveUp()
    const socket = await this.#step('daemon', () => this.#daemon(client, reached, status))
    const inStep = await this.#step('chains', async () => this.#chains(status))
    if (!socket || !inStep) {
      socket?.stop()
      return this.#giveUp()
    }
    const relayFeeHome = await client.relayFee('home').catch(() => null)
    return { client, parameters, relayFeeHome, latencyMs: client.counters.latencyMs, blockTimeMs: socket.blockTimeMs }
  }

  async #address(): Promise<Endpoints> {
    const { address, pastedScheme } = readAddress(this.#options.address)
    const where = endpoints(address, this.#options.insecure)
    const ip = await this.#reach(where)
    this.#passed('address', 'address-reached', { host: where.host, ip, port: String(where.port), pasted: pastedScheme ?? '' })
    return where
  }

  /** Finds the host and knocks, without a word. */
  async #reach({ host, port }: Endpoints): Promise<string> {
    const { clock } = this.#options
    await lookup(host).catch((error: unknown) => {
      throw networkFailure(error, 'no')
    })
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port })
      const end = (f: () => void): void => {
        cancel()
        socket.destroy()
        f()
      }
      const cancel = clock.after(CONNECT_MS, () =>
        end(() => reject(new ConsoleError('timeout', because('no-answer-within', { seconds: String(CONNECT_MS / 1000) })))),
      )
      socket.once('connect', () => {
        const ip = socket.remoteAddress ?? host
        end(() => resolve(ip))
      })
      socket.once('error', (error) => end(() => reject(networkFailure(error, 'no'))))
    })
  }

  #keyMayTravel(): true {
    checkApiKey(this.#options.apiKey, this.#options.insecure)
    if (this.#options.insecure) this.#tell({ step: 'encryption', result: 'asks', code: 'not-encrypted', values: {} })
    return true
  }

  #open(where: Endpoints): HttpPolyswarmdClient {
    const { account, ...rest } = this.#options
    this.#client = new HttpPolyswarmdClient({ ...rest, endpoints: where, account: account ?? NOBODY, tries: 1, random: () => 0 })
    return this.#client
  }

  /** /status needs no key, so what it says is about the line and the daemon. */
  async #status(client: HttpPolyswarmdClient): Promise<DaemonStatus | null> {
    try {
      const status = await client.status()
      this.#encrypted(client)
      return status
    } catch (error) {
      this.#encrypted(client)
      const { code } = error as ConsoleError
      this.#failed(code === 'tls-failed' ? 'encryption' : code === 'unauthorized' ? 'api-key' : 'daemon', error)
      return null
    }
  }

  #encrypted(client: HttpPolyswarmdClient): void {
    if (this.#options.insecure || client.tls === null) return
    const { protocol, issuer, validTo } = client.tls
    this.#passed('encryption', 'encrypted', { protocol, issuer, validTo: validTo === null ? '' : String(validTo) })
  }

  async #apiKey(client: HttpPolyswarmdClient): Promise<Parameters> {
    const parameters = await client.parameters('side')
    this.#passed('api-key', this.#options.apiKey === null ? 'api-key-not-needed' : 'api-key-accepted', {})
    return parameters
  }

  async #daemon(client: HttpPolyswarmdClient, where: Endpoints, { community }: DaemonStatus): Promise<BlockTimer> {
    const timer = new BlockTimer({ ...this.#options, endpoints: where })
    await timer.opened
    this.#passed('daemon', 'daemon-answers', { community, latencyMs: String(client.counters.latencyMs ?? '') })
    return timer
  }

  #chains({ home, side }: DaemonStatus): true {
    const trouble = [troubleOf('home', home), troubleOf('side', side)].filter((text) => text !== null)
    if (trouble.length > 0) throw new ConsoleError('chains-out-of-step', trouble.join(', '))
    this.#passed('chains', 'chains-in-step', { homeBlock: String(home?.block ?? ''), sideBlock: String(side?.block ?? '') })
    return true
  }

  async #step<T>(step: StepName, f: () => Promise<T>): Promise<T | null> {
    try {
      return await f()
    } catch (error) {
      this.#failed(step, error)
      return null
    }
  }

  #passed(step: StepName, code: string, values: Readonly<Record<string, string>>): void {
    this.#tell({ step, result: 'passed', code, values: { ...values } })
  }
  #failed(step: StepName, error: unknown): void {
    const known = error instanceof ConsoleError ? error : new ConsoleError('internal', 'the test itself failed')
    this.#tell({ step, result: 'failed', code: known.code, values: { detail: known.message.slice(0, 500), ...reasonValues(known.reason) } })
  }
  #giveUp(): Found {
    this.#client?.close()
    return NOTHING
  }
}

function troubleOf(chain: 'home' | 'side', status: ChainStatus | null): string | null {
  if (status === null) return `${chain} chain: not told`
  if (!status.reachable) return `${chain} chain: not reachable`
  if (status.syncing) return `${chain} chain: still syncing`
  return status.block === null ? `${chain} chain: no block told` : null
}

/** Listens to the event socket: first whether it opens, then how fast blocks come. */
class BlockTimer {
  readonly opened: Promise<void>
  readonly blockTimeMs: Promise<number | null>
  readonly #socket: EventSocket
  readonly #clock: Clock
  #first: { readonly block: number; readonly at: number } | null = null
  #last: { readonly block: number; readonly at: number } | null = null
  #cancel: () => void = () => undefined
  #measured: (ms: number | null) => void = () => undefined

  constructor(options: DaemonTestOptions & { readonly endpoints: Endpoints }) {
    this.#clock = options.clock
    this.blockTimeMs = new Promise((resolve) => {
      this.#measured = resolve
    })
    let opened: () => void
    let failed: (error: ConsoleError) => void
    this.opened = new Promise((resolve, reject) => {
      opened = resolve
      failed = reject
    })
    this.#socket = new EventSocket({
      ...options,
      chain: 'side',
      random: () => 0,
      onFrame: (frame) => this.#hear(frame.ok && frame.event.kind === 'block' ? frame.event.number : null),
      onOpen: () => {
        this.#cancel = options.clock.after(MEASURE_MS, () => this.stop())
        opened()
      },
      onState: () => {
        const { state } = this.#socket
        if (state.is !== 'lost') return
        failed(state.error)
        this.stop()
      },
    })
    this.#socket.start()
  }

  stop(): void {
    this.#cancel()
    this.#socket.stop()
    const [first, last] = [this.#first, this.#last]
    const blocks = first && last ? last.block - first.block : 0
    this.#measured(first && last && blocks >= 2 ? Math.round((last.at - first.at) / blocks) : null)
  }

  #hear(block: number | null): void {
    if (block === null || (this.#last !== null && block <= this.#last.block)) return
    this.#last = { block, at: this.#clock.now() }
    this.#first ??= this.#last
    if (block - this.#first.block >= MEASURE_BLOCKS) this.stop()
  }
}
