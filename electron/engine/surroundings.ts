import type { Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings, EngineState } from '../../shared/domain/engine.ts'
import { commitmentOf, randomNonce } from '../transactions/commitment.ts'
import type { Budget, Now } from './inputs.ts'
import { type Conditions, isAnswering, Mode } from './mode.ts'
import type { EngineOptions } from './port.ts'

/** A block time to reckon with while none is measured, ms: short, so that budgets err towards too little. */
const UNKNOWN_BLOCK_MS = 1_000
/** A reading of the block clock serves this long, ms: many decisions fall into one moment, and no block is that short. */
const SAME_MOMENT_MS = 20

interface Reading {
  readonly readAt: number
  readonly block: number | null
  readonly seenBlock: number
  readonly blockTimeMs: number
}

/** The world of an engine as a decision sees it: settings, the registry's rules, the clock, and whether new bounties are answered. */
export class Surroundings {
  readonly #options: Pick<EngineOptions, 'account' | 'blocks' | 'clock'>
  readonly #mode = new Mode()
  #answering = false
  #reading: Reading | null = null
  #firstBlock: number | null = null
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
    const before = this.#answering
    if (!this.#mode.change(part)) return 'nothing'
    this.#answering = isAnswering(this.#mode.conditions)
    return !before && this.#answering ? 'answering' : 'something'
  }

  /** Something that may carry a block came in: the next decision reads the clock anew. */
  blockMayHaveMoved(): void {
    this.#reading = null
  }

  now(budget: Budget, silence: Now['silence'] = null): Now {
    const { account } = this.#options
    const { readAt, block, seenBlock, blockTimeMs } = this.#read()
    const { connected, unlocked } = this.#mode.conditions
    return {
      at: readAt,
      block: block ?? 0,
      seenBlock,
      firstBlock: this.#firstBlock,
      blockTimeMs,
      account,
      parameters: this.parameters,
      settings: this.settings,
      answering: block !== null && this.#answering,
      budget,
      connected,
      unlocked,
      silence,
      commit: (verdicts) => {
        const nonce = randomNonce()
        return { nonce, commitment: commitmentOf(account, nonce, verdicts) }
      },
    }
  }

  #read(): Reading {
    const { blocks, clock } = this.#options
    const now = clock.now()
    const age = now - (this.#reading?.readAt ?? Number.NEGATIVE_INFINITY)
    if (this.#reading && age >= 0 && age < SAME_MOMENT_MS) return this.#reading
    const { block, seenBlock, blockTimeMs } = blocks
    this.#firstBlock ??= seenBlock
    this.#reading = { readAt: now, block, seenBlock: seenBlock ?? 0, blockTimeMs: blockTimeMs ?? UNKNOWN_BLOCK_MS }
    return this.#reading
  }
}
