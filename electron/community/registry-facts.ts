import type { Parameters } from '../../shared/domain/community.ts'
import type { DaemonEvent, PolyswarmdClient } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'

export interface RegistryFactsOptions {
  readonly client: Pick<PolyswarmdClient, 'parameters' | 'relayFee'>
  readonly clock: Clock
  /** Read or changed by an event. */
  readonly onParameters: (parameters: Parameters) => void
  readonly onError: (error: unknown) => void
}

/** Asked again after so long, in case an event was lost. */
const SLOW_MS = 60_000

/** What a Community's contracts ask and allow: the registry's parameters, and what the relay keeps of a withdrawal. */
export class RegistryFacts {
  readonly #options: RegistryFactsOptions
  #parameters: Parameters | null = null
  #relayFeeHome: bigint | null = null
  #askedAt = Number.NEGATIVE_INFINITY
  #stopped = false

  constructor(options: RegistryFactsOptions) {
    this.#options = options
  }

  /** null before they were read. */
  get parameters(): Parameters | null {
    return this.#parameters
  }
  /** Base units of NCT; null before it was told. */
  get relayFeeHome(): bigint | null {
    return this.#relayFeeHome
  }
  get isDue(): boolean {
    return this.#options.clock.now() - this.#askedAt >= SLOW_MS
  }

  ask(): void {
    this.#read().catch((error: unknown) => this.#options.onError(error))
  }

  /** @returns whether there were parameters that it changed */
  hear(event: Extract<DaemonEvent, { kind: 'fee_update' | 'window_update' }>): boolean {
    if (!this.#parameters) return false
    const { bountyFee, assertionFee, revealWindow, voteWindow } = { ...this.#parameters, ...event }
    this.#set({ ...this.#parameters, bountyFee, assertionFee, revealWindow, voteWindow })
    return true
  }

  stop(): void {
    this.#stopped = true
  }

  async #read(): Promise<void> {
    const { client, clock } = this.#options
    this.#askedAt = clock.now()
    const [parameters, fee] = await Promise.all([client.parameters('side'), client.relayFee('home').catch(() => null)])
    if (this.#stopped) return
    if (fee !== null) this.#relayFeeHome = fee
    this.#set(parameters)
  }

  #set(parameters: Parameters): void {
    this.#parameters = parameters
    this.#options.onParameters(parameters)
  }
}
