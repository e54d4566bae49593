import { randomUUID } from 'node:crypto'
import type { TransferPlan } from '../../shared/contract/contract.ts'
import type { Address, Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import { DEFAULT_CONFIRMATIONS } from '../../shared/domain/maintain.ts'
import type { TransferDirection } from '../../shared/domain/transfer.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError, type Problem } from '../../shared/errors/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { type GasTerms, intentKey, type Submission, type TransactionNews, type TransactionQueue } from '../transactions/port.ts'
import { type ContractsKnown, maySign } from './contracts-known.ts'
import { makePlan, type PlanOptions, requireSound, requireUnchanged } from './plan.ts'
import type { TransferOrigin } from './port.ts'
import type { TransferBook } from './transfer-book.ts'
import { chainsOf, type KeptTransfer, signedTransfer } from './transfer-life.ts'

export interface StarterOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly homeQueue: TransactionQueue
  readonly sideQueue: TransactionQueue
  readonly clock: Clock
  readonly planning: PlanOptions
  readonly transfers: TransferBook
  readonly isUnlocked: () => boolean
  readonly contracts: () => ContractsKnown
  /** The rule's; null without one. */
  readonly confirmations: () => number | null
  /** A block that the chain has now. */
  readonly signedBlock: (chain: Chain) => number | null
}

/** A submission whose signature is waited for. */
interface Waiting {
  kept: KeptTransfer | null
  readonly by: TransferOrigin
  /** Unless it is being signed at this very moment: then it goes out, and is waited for. */
  readonly takeBack: (why: () => ConsoleError) => void
  readonly done: (kept: KeptTransfer) => void
  readonly failed: (error: ConsoleError) => void
}

/** Nobody waits longer for a signature; what is not signed by then is taken back. */
const SIGN_MS = 30_000

/**
 * Brings a transfer from the operator's word to its signature, one at a time for each direction. The transfer becomes durable in the very
 * write that makes its signed bytes durable: there is never one without the other, so no restart can send it twice or forget it.
 */
export class Starter {
  readonly #options: StarterOptions
  /** Net amounts of what is being signed. */
  readonly #starting = new Map<TransferDirection, bigint>()
  readonly #waiting = new Map<string, Waiting>()

  constructor(options: StarterOptions) {
    this.#options = options
  }

  /** Net amount of what is about to be signed; null when nothing is. */
  starting(direction: TransferDirection): bigint | null {
    return this.#starting.get(direction) ?? null
  }

  /** @throws ConsoleError as `TreasuryControl.plan` */
  async plan(direction: TransferDirection, amount: () => bigint | 'all'): Promise<TransferPlan> {
    const wanted = amount()
    this.#requireUnchangedContracts()
    this.#requireFree(direction)
    return makePlan(this.#options.planning, direction, wanted)
  }

  /**
   * @param isWanted asked at the last moment before it waits for its signature
   * @throws ConsoleError as `TreasuryControl.startTransfer`; 'plan-changed' when it is not wanted any more
   */
  async start(plan: TransferPlan, by: TransferOrigin, isWanted: () => boolean = () => true): Promise<{ readonly id: string }> {
    const { community, planning, isUnlocked } = this.#options
    if (plan.community !== community) throw new ConsoleError('invalid-request', 'this plan is for another Community')
    requireSound(plan)
    if (!isUnlocked()) throw new ConsoleError('wallet-locked')
    this.#requireUnchangedContracts()
    this.#requireFree(plan.direction)
    this.#starting.set(plan.direction, plan.arrives)
    try {
      requireUnchanged(plan, await this.#planAgain(planning, plan))
      if (!isWanted()) throw new ConsoleError('plan-changed')
      return await this.#sign(plan, by)
    } finally {
      this.#starting.delete(plan.direction)
    }
  }

  hear(news: TransactionNews): void {
    const waiting = this.#waiting.get(news.key)
    if (!waiting) return
    if (news.is === 'signed' && waiting.kept) {
      // Not awaited by anybody else before this turn ends: the transfer is known before its next news.
      this.#options.transfers.add(waiting.kept)
      waiting.done(waiting.kept)
    } else if (news.is === 'refused') {
      waiting.failed(asError(news.problem))
    } else if (news.is === 'expired') waiting.failed(new ConsoleError('timeout', because('not-signed-in-time')))
  }

  /** What the rule has waiting for a signature is not wanted any more. */
  takeBackRule(): void {
    for (const { by, takeBack } of [...this.#waiting.values()]) if (by === 'maintain') takeBack(() => new ConsoleError('plan-changed'))
  }

  /** What waits for a signature is given up; nothing of it was signed, or the journal has it. */
  stop(): void {
    for (const { failed } of [...this.#waiting.values()]) failed(new ConsoleError('cancelled'))
  }

  async #planAgain(planning: PlanOptions, { direction, amount }: TransferPlan): Promise<TransferPlan> {
    try {
      return await makePlan(planning, direction, amount)
    } catch (error) {
      // It could be planned before: what stands in the way now has moved since.
      const moved = error instanceof ConsoleError && ['balance-too-low', 'withdrawal-below-fee', 'gas-too-low'].includes(error.code)
      throw moved ? new ConsoleError('plan-changed', error.reason ?? error.message, { cause: error }) : error
    }
  }

  async #sign(plan: TransferPlan, by: TransferOrigin): Promise<{ readonly id: string }> {
    const { homeQueue, sideQueue, clock } = this.#options
    const queue = plan.direction === 'deposit' ? homeQueue : sideQueue
    if (queue.state.held?.is === 'owner') throw asError(queue.state.held.problem)
    const id = randomUUID()
    const key = intentKey.transfer(id)
    const takeBack: Waiting['takeBack'] = (why) => {
      if (queue.withdraw(key)) this.#waiting.get(key)?.failed(why())
    }
    const signed = new Promise<KeptTransfer>((done, failed) => this.#waiting.set(key, { kept: null, by, takeBack, done, failed }))
    const cancel = clock.after(SIGN_MS, () => takeBack(() => this.#whyNotSigned(plan.direction, queue)))
    queue.submit(this.#submission(id, key, plan, by))
    try {
      await signed
      return { id }
    } finally {
      cancel()
      this.#waiting.delete(key)
    }
  }

  #whyNotSigned(direction: TransferDirection, { state: { held } }: TransactionQueue): ConsoleError {
    const known = this.#options.contracts()
    if (known === 'changed') return contractsChanged()
    if (!maySign(known, direction)) return new ConsoleError('timeout', because('contracts-not-compared'))
    return held ? asError(held.problem) : new ConsoleError('timeout', because('not-signed-in-time'))
  }

  #submission(id: string, key: string, plan: TransferPlan, by: TransferOrigin): Submission {
    const { community, account, clock, confirmations, signedBlock, transfers } = this.#options
    const { direction, amount, fee, gasLimit, gasPrice } = plan
    const gas: GasTerms = { limit: gasLimit, price: gasPrice }
    return {
      key,
      intent: direction === 'deposit' ? { is: 'deposit', amount } : { is: 'withdraw', amount },
      ...(direction === 'deposit' ? { gas } : {}),
      alongside: ({ hash }) => {
        const kept = signedTransfer({
          id,
          community,
          account,
          direction,
          amount,
          fee,
          by,
          hash,
          confirmationsNeeded: confirmations() ?? DEFAULT_CONFIRMATIONS,
          at: clock.now(),
          gas,
          signedBlock: signedBlock(chainsOf(direction).source),
        })
        const waiting = this.#waiting.get(key)
        if (waiting) waiting.kept = kept
        return [transfers.toOp(kept)]
      },
    }
  }

  #requireUnchangedContracts(): void {
    if (this.#options.contracts() === 'changed') throw contractsChanged()
  }

  #requireFree(direction: TransferDirection): void {
    if (this.#options.transfers.inFlight(direction) || this.#starting.has(direction)) {
      throw new ConsoleError('transfer-in-flight', because(`${direction}-on-its-way`))
    }
  }
}

const contractsChanged = (): ConsoleError => new ConsoleError('contracts-changed', because('contracts-not-back'))

const asError = ({ code, detail, retry, reason }: Problem): ConsoleError => new ConsoleError(code, reason ?? detail ?? undefined, { retry })
