import type { TransferPlan } from '../../shared/contract/contract.ts'
import type { TransferDirection } from '../../shared/domain/transfer.ts'
import { ConsoleError, type Problem, toProblem } from '../../shared/errors/errors.ts'
import type { CommunityState, MaintainNext } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import { decideMaintain, type MaintainDecision, type MaintainFacts } from './decide.ts'

export interface MaintainerOptions {
  readonly clock: Clock
  readonly facts: () => MaintainFacts
  /** Whether what counts for the limit of a day is all known; it will be soon. */
  readonly knowsDay: () => boolean
  readonly plan: (direction: TransferDirection, amount: bigint) => Promise<TransferPlan>
  readonly start: (plan: TransferPlan) => Promise<unknown>
  readonly changed: () => void
}

/** What maintain could not do, until it could. */
export interface MaintainFailure {
  readonly direction: TransferDirection
  readonly amount: bigint
  readonly problem: Problem
  readonly at: number
}

/** ms until it is tried again, doubled with each failure in a row: a deposit that reverts burns gas. */
const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 3_600_000
/** Numbers moved between plan and signature: the next look decides anew. */
const MOVED_MS = 2_000

/** Carries out what the rule wants, one transfer at a time. It decides by `decideMaintain` and nothing else. */
export class Maintainer {
  readonly #options: MaintainerOptions
  #busy: Promise<void> | null = null
  #running = false
  #notBefore = Number.NEGATIVE_INFINITY
  #failures = 0
  #failure: MaintainFailure | null = null

  constructor(options: MaintainerOptions) {
    this.#options = options
  }

  /** Why the last transfer that the rule wanted could not be signed; null after one that could. */
  get failure(): MaintainFailure | null {
    return this.#failure
  }

  get next(): CommunityState['maintainNext'] {
    const decision = this.#decision()
    if (this.#options.facts().rule === null) return null
    return nextOf(decision, this.#failure?.problem.detail ?? null)
  }

  start(): void {
    this.#running = true
    this.look()
  }

  async stop(): Promise<void> {
    this.#running = false
    await this.#busy
  }

  /** The rule is another one: what failed under the old one says nothing. */
  reset(): void {
    this.#failures = 0
    this.#failure = null
    this.#notBefore = Number.NEGATIVE_INFINITY
  }

  /** A transfer that the rule had started came to nothing. */
  transferFailed(): void {
    this.#backOff()
  }
  transferArrived(): void {
    this.#failures = 0
  }

  /** Something changed: is there anything to do? */
  look(): void {
    const { clock, changed, knowsDay } = this.#options
    if (!this.#running || this.#busy || clock.now() < this.#notBefore || !knowsDay()) return
    const decision = this.#decision()
    if (decision.do === 'wait') {
      if (this.#failure && decision.code === 'enough') this.reset()
      return
    }
    this.#busy = this.#carryOut(decision.do, decision.amount).finally(() => {
      this.#busy = null
      changed()
    })
  }

  async #carryOut(direction: TransferDirection, amount: bigint): Promise<void> {
    const { plan, start, clock, knowsDay } = this.#options
    try {
      const planned = await plan(direction, amount)
      // The rule may be another one by now, or off, and the balances have moved.
      const now = this.#decision()
      if (now.do !== direction || now.amount !== amount || !knowsDay()) throw new ConsoleError('plan-changed')
      await start(planned)
      this.#failure = null
    } catch (error) {
      const problem = toProblem(error)
      if (hasMoved(error) || this.#isHeld()) {
        this.#notBefore = clock.now() + MOVED_MS
        return
      }
      this.#failure = { direction, amount, problem, at: this.#failure?.at ?? clock.now() }
      this.#backOff()
    }
  }

  #backOff(): void {
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures)
    this.#failures += 1
    this.#notBefore = this.#options.clock.now() + wait
  }

  /** The contracts are not the pinned ones any more: that is no failure of the transfer. */
  #isHeld(): boolean {
    const decision = this.#decision()
    return decision.do === 'wait' && (decision.code === 'contracts-changed' || decision.code === 'contracts-not-compared')
  }

  #decision(): MaintainDecision {
    return decideMaintain(this.#options.facts())
  }
}

/** A decision as the window is told it. `detail`: why it could not be carried out last time. */
export function nextOf(decision: MaintainDecision, detail: string | null): MaintainNext {
  if (decision.do === 'wait') {
    const { do: _, ...waits } = decision
    return { ...waits, detail: null }
  }
  const code = decision.do === 'deposit' ? 'deposit-next' : 'withdraw-next'
  return { code, amount: decision.amount, detail, until: null }
}

const hasMoved = (error: unknown): boolean =>
  error instanceof ConsoleError && ['plan-changed', 'transfer-in-flight', 'balance-too-low', 'wallet-locked'].includes(error.code)
