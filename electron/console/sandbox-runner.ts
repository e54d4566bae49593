import type { Address } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import type { AppState } from '../../shared/state/state.ts'
import type { Channel } from '../runtime/channel.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import { type SandboxReady, type SandboxStart, sandboxProtocol } from '../runtime/sandbox-protocol.ts'
import { SupervisedProcess } from '../runtime/supervised-process.ts'

export interface SandboxRunnerOptions {
  readonly clock: Clock
  readonly log: Log
  readonly spawn: () => Channel
  /** How the sandbox is to be; its folder is in it, so that it outlives a restart of the console. */
  readonly start: SandboxStart
  readonly onState: (state: AppState['sandbox']) => void
  /** Why it cannot be kept on the disk; null when it can. */
  readonly onKeeping: (failure: string | null) => void
  /** It runs (again), perhaps at another address. */
  readonly onReady: (ready: SandboxReady) => void
}

/** The embedded Community's helper process. The console uses it through its address alone, like any other Community. */
export class SandboxRunner {
  readonly #options: SandboxRunnerOptions
  readonly #process: SupervisedProcess<typeof sandboxProtocol>
  #ready: Promise<SandboxReady> | null = null

  constructor(options: SandboxRunnerOptions) {
    this.#options = options
    this.#process = new SupervisedProcess({
      protocol: sandboxProtocol,
      clock: options.clock,
      spawn: options.spawn,
      unavailable: 'sandbox-failed',
      onLost: (reason) => options.log.warn('the sandbox ended and is started again', { reason: reasonText(reason) }),
    })
    this.#process.on('trouble', ({ text }) => options.log.warn('the sandbox reports trouble', { text }))
    this.#process.on('keeping', ({ failure }) => {
      if (failure !== null) options.log.error('the sandbox cannot be kept on the disk', { failure })
      options.onKeeping(failure)
    })
    this.#process.watch((state) => {
      options.onKeeping(null)
      if (state.name === 'running') this.#boot()
      else if (state.name === 'stopped') options.onState({ is: 'stopped' })
      else options.onState({ is: 'failed', detail: reasonText(state.reason), reason: state.reason })
    })
  }

  /** Starts it when it does not run; resolves with its addresses. @throws ConsoleError 'sandbox-failed' */
  async start(): Promise<SandboxReady> {
    this.#process.start()
    if (!this.#ready) throw new ConsoleError('sandbox-failed', because('helper-not-running'))
    return this.#ready
  }

  /** Gives an account test ETH and NCT. @throws ConsoleError 'sandbox-failed' */
  async fund(account: Address): Promise<void> {
    await this.#process.call('fund', { account })
  }

  /** Lets it write its state, then ends it. Never rejects. */
  async stop(): Promise<void> {
    if (this.#process.state.name === 'running') {
      await this.#process
        .call('stop', null)
        .catch((error: unknown) => this.#options.log.warn('the sandbox did not stop by itself', { err: error }))
    }
    this.#ready = null
    this.#process.stop()
  }

  #boot(): void {
    this.#options.onState({ is: 'starting' })
    const ready = this.#process.call('start', this.#options.start)
    this.#ready = ready
    ready.then(
      (value) => {
        this.#options.onState({ is: 'running', address: value.polyswarmd })
        this.#options.onReady(value)
      },
      (error: unknown) => {
        this.#options.log.error('the sandbox did not start', { err: error })
        // A process that lives without a sandbox would answer every later try with this same failure.
        if (this.#ready === ready) {
          this.#ready = null
          if (this.#process.state.name === 'running') this.#process.stop()
        }
        const reason = error instanceof ConsoleError ? error.reason : null
        const detail = error instanceof ConsoleError ? error.message : 'it did not start'
        this.#options.onState({ is: 'failed', detail, ...(reason && { reason }) })
      },
    )
  }
}
