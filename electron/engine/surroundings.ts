import type { Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings, EngineState } from '../../shared/domain/engine.ts'
import { commitmentOf, randomNonce } from '../transactions/commitment.ts'
import type { Budget, Now } from './inputs.ts'
import { type Conditions, isAnswering, Mode } from './mode.ts'
import type { EngineOptions } from './port.ts'

/** A block time to reckon with while none is measured, ms: short, so that budgets err towards too little. */
const UNKNOWN_BLOCK_MS = 1_000

/** The world of an engine as a decision sees it: settings, the registry's rules, the clock, and whether new bounties are answered. */
export class Surroundings {
  readonly #options: Pick<EngineOptions, 'account' | 'blocks' | 'clock'>
  readonly #mode = new Mode()
  settings: EngineSettings
  parameters: Parameters | null = null

  constructor(options: Pick<EngineOptions, 'account' | 'blocks' | 'clock' | 'settings'>) {
    this.#options = options
    this.settings = options.settings
  }

  get conditions(): Conditions {
    return this.#mode.conditions
  }

  get state(): EngineState {
    return this.#mode.state(this.#options.clock.now())
  }

  /** @returns what the change did; 'answering': new bounties are answered from now on, and were not before */
  change(part: Partial<Conditions>): 'nothing' | 'something' | 'answering' {
    const before = isAnswering(this.#mode.conditions)
    if (!this.#mode.change(part)) return 'nothing'
    return !before && isAnswering(this.#mode.conditions) ? 'answering' : 'something'
  }

  now(budget: Budget): Now {
    const { blocks, clock, account } = this.#options
    const { connected, unlocked } = this.#mode.conditions
    return {
      at: clock.now(),
      block: blocks.block ?? 0,
      seenBlock: blocks.seenBlock ?? 0,
      blockTimeMs: blocks.blockTimeMs ?? UNKNOWN_BLOCK_MS,
      account,
      parameters: this.parameters,
      settings: this.settings,
      answering: blocks.block !== null && isAnswering(this.#mode.conditions),
      budget,
      connected,
      unlocked,
      commit: (verdicts) => {
        const nonce = randomNonce()
        return { nonce, commitment: commitmentOf(account, nonce, verdicts) }
      },
    }
  }
}
