import type { Pins } from '../../shared/domain/community.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { ConsoleError, type Problem } from '../../shared/errors/errors.ts'
import { reasonValues } from '../../shared/errors/reasons.ts'
import type { Need, NewEventLine } from '../../shared/state/state.ts'
import type { ContractsKnown } from '../balance/contracts-known.ts'
import type { Clock } from '../runtime/clock.ts'
import { type ContractProbes, type ContractReport, compareWithdrawal, compareWithPins, learnContracts } from '../transactions/pins.ts'
import type { ContractGate } from './contract-gate.ts'

/** What a daemon whose contracts are the pinned ones would pay for gas. */
export type LearnedGas = NonNullable<ContractReport['gas']>

export interface ContractWatchOptions {
  readonly community: CommunityId
  readonly pins: Pins
  readonly client: ContractProbes
  readonly clock: Clock
  readonly gate: Pick<ContractGate, 'shut' | 'open'>
  /** What is known of the contracts now, for whoever moves money. */
  readonly onKnown: (known: ContractsKnown) => void
  /** The contracts are the pinned ones, and gas costs this. */
  readonly onGas: (gas: LearnedGas) => Promise<void>
  /** Need or gas may have changed. */
  readonly changed: () => void
  readonly say: (lines: readonly NewEventLine[]) => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** A daemon that does not answer the comparison is asked again after so long. */
const AGAIN_MS = 5_000

/**
 * Compares a Community's contracts with the pinned ones at each connection. A daemon that shows others stops new stakes. What is staked goes
 * on for the pinned ones, which is where the stakes are: a daemon must not be able to make us miss a reveal by showing something else.
 */
export class ContractWatch {
  readonly #options: ContractWatchOptions
  #need: Need | null = null
  #connected = false
  #round = 0
  #cancel: (() => void) | null = null

  constructor(options: ContractWatchOptions) {
    this.#options = options
  }

  /** null while they are the pinned ones, as far as is known. */
  get need(): Need | null {
    return this.#need
  }

  /** Behind a connection that was lost there may be other contracts when it is back: until they are compared nothing is known of them. */
  setConnected(connected: boolean): void {
    this.#connected = connected
    if (connected) return
    this.stop()
    if (!this.#need) this.#options.onKnown('nothing')
  }

  /** Nothing is asked or told any more until the next `compare`. */
  stop(): void {
    this.#round += 1
    this.#cancel?.()
    this.#cancel = null
  }

  /** Without an answer there are no gas terms, and without those nothing can be signed: it is tried until there is one. Never rejects. */
  async compare(): Promise<void> {
    this.stop()
    const round = this.#round
    try {
      const report = await learnContracts(this.#options.client)
      if (round === this.#round) await this.#judge(report)
    } catch (error) {
      if (round !== this.#round) return
      this.#options.onTrouble('contracts', error)
      if (this.#connected) this.#cancel = this.#options.clock.after(AGAIN_MS, () => void this.compare())
    }
  }

  /**
   * The daemon wants an API key and gets none: it still builds withdrawals for anybody, and this one is compared, so that funds can be taken
   * home. It says nothing of the other contracts. Never rejects.
   */
  async compareWithoutKey(): Promise<void> {
    this.stop()
    const round = this.#round
    const { client, pins, gate, changed, onKnown, onTrouble } = this.#options
    try {
      const problem = await compareWithdrawal(client, pins)
      if (round !== this.#round) return
      if (problem) {
        gate.shut()
        this.#refuse(problem)
      } else if (!this.#need) onKnown('withdrawals')
      changed()
    } catch (error) {
      if (round === this.#round && !isKeyWanted(error)) onTrouble('contracts', error)
    }
  }

  async #judge(report: ContractReport): Promise<void> {
    const { pins, gate, onGas, onKnown, changed } = this.#options
    const problem = compareWithPins(report, pins)
    if (problem) {
      gate.shut()
      this.#refuse(problem)
    } else {
      this.#need = null
      gate.open()
      onKnown('pinned')
      if (report.gas) await onGas(report.gas)
    }
    changed()
  }

  #refuse({ detail, reason }: Problem): void {
    const { community, clock, say, onKnown } = this.#options
    onKnown('changed')
    const at = clock.now()
    const line = { community, code: 'contracts-changed', tone: 'loss', mine: true, guid: null, subject: null, amount: null } as const
    if (!this.#need) say([{ ...line, at }])
    const id = `${community}:contracts-changed`
    const values = { ...reasonValues(reason), detail: (detail ?? '').slice(0, 500) }
    this.#need = { id, community, urgency: 'now', code: 'contracts-changed', values, since: this.#need?.since ?? at, guid: null }
  }
}

const isKeyWanted = (error: unknown): boolean => error instanceof ConsoleError && error.code === 'unauthorized'
