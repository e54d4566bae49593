import type { StopCause } from '../../shared/domain/engine.ts'
import type { EngineControl } from '../engine/port.ts'

type Gated = Pick<EngineControl, 'begin' | 'takeAtMost' | 'start' | 'pause' | 'stop'> & {
  readonly view: Pick<EngineControl['view'], 'state'>
}
type Before = 'operator' | 'losses' | null

/**
 * The operator's hand on the engine, with a gate before it: while a Community shows other contracts than the pinned ones nothing new is
 * staked, whoever says start; afterwards the engine stands as it was wanted, and a pause of the operator's is still one.
 */
export class ContractGate {
  readonly #engine: Gated
  #shut = false
  /** Who had paused it before, or meanwhile. */
  #before: Before = null

  constructor(engine: Gated) {
    this.#engine = engine
  }

  /** At the start of the console. */
  begin(): void {
    this.#engine.begin()
    if (!this.#shut) return
    this.#shut = false
    this.shut()
  }

  start(atMost?: number): void {
    this.#before = null
    if (atMost !== undefined) this.#engine.takeAtMost(atMost)
    this.#engine.start()
    if (this.#shut) this.#engine.pause('contracts-changed')
  }

  pause(): void {
    if (this.#isPausedHere()) this.#before = 'operator'
    else this.#engine.pause('operator')
  }

  stop(by?: StopCause): void {
    this.#before = null
    this.#engine.stop(by)
  }

  shut(): void {
    if (this.#shut) return
    this.#shut = true
    const { state } = this.#engine.view
    if (state.is === 'stopped') return
    this.#before = state.is === 'paused' && (state.by === 'operator' || state.by === 'losses') ? state.by : null
    this.#engine.pause('contracts-changed')
  }

  open(): void {
    if (!this.#shut) return
    this.#shut = false
    if (!this.#isPausedHere()) return
    if (this.#before === null) this.#engine.start()
    else this.#engine.pause(this.#before)
  }

  #isPausedHere(): boolean {
    const { state } = this.#engine.view
    return state.is === 'paused' && state.by === 'contracts-changed'
  }
}
