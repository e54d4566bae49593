import type { Problem } from '../../shared/errors/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { backoff } from './backoff.ts'
import type { HoldReason } from './port.ts'

type Passing = Exclude<HoldReason['is'], 'owner'>

/** What keeps the queue back, and when it tries again. Each reason has its own backoff. */
export class Holds {
  readonly #clock: Clock
  readonly #retry: () => void
  readonly #passing = new Map<Passing, { readonly problem: Problem; readonly nextTryAt: number; readonly cancel: () => void }>()
  readonly #failures = new Map<Passing, number>()
  #owner: Problem | null = null

  /** @param retry called when a reason's time is over; the reason is gone by then */
  constructor(clock: Clock, retry: () => void) {
    this.#clock = clock
    this.#retry = retry
  }

  get current(): HoldReason | null {
    if (this.#owner) return { is: 'owner', problem: this.#owner }
    for (const is of ['journal', 'signer', 'connection'] as const) {
      const held = this.#passing.get(is)
      if (held) return { is, problem: held.problem, nextTryAt: held.nextTryAt }
    }
    return null
  }

  has(...reasons: readonly HoldReason['is'][]): boolean {
    return reasons.some((is) => (is === 'owner' ? this.#owner !== null : this.#passing.has(is)))
  }

  add(is: Passing, problem: Problem): void {
    if (this.#passing.has(is)) return
    const failures = this.#failures.get(is) ?? 0
    this.#failures.set(is, failures + 1)
    const delay = backoff(failures)
    const cancel = this.#clock.after(delay, () => {
      this.#passing.delete(is)
      this.#retry()
    })
    this.#passing.set(is, { problem, nextTryAt: this.#clock.now() + delay, cancel })
  }

  /** It went well again: the next failure begins with the shortest wait. */
  wentWell(is: Passing): void {
    this.#failures.delete(is)
  }

  /** Whether the last try failed, be it waiting for the next one or not. */
  failing(is: Passing): boolean {
    return this.#failures.has(is)
  }

  /** Forgets the waits: try now. */
  clear(): void {
    this.#failures.clear()
    for (const { cancel } of this.#passing.values()) cancel()
    this.#passing.clear()
  }

  byOwner(problem: Problem | null): void {
    this.#owner = problem
  }
}
