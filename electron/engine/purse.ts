import type { EngineLimits } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { type Bounty, isStaked, sumOf } from './bounty-state.ts'
import type { Budget } from './inputs.ts'

/** One stake that is out. */
interface Out {
  readonly bids: bigint
  readonly cost: bigint
  /** Of the bids: nothing once it was paid out, though it is still being asked what for. */
  readonly atRisk: bigint
  /** When it was seen in the registry (ms): a balance asked for later has it taken off already. */
  readonly landedAt: number | null
}

/**
 * What may be staked and what is out, base units of NCT. The balance is not asked for on the way of a bounty: the last reading is kept, less
 * everything that may not have been taken off it yet.
 */
export class Purse {
  readonly #out = new Map<Guid, Out>()
  /** Ended while nobody knew of them: the chain may still take that back. */
  readonly #givenUp = new Set<Guid>()
  #limits: EngineLimits
  #atRisk = 0n
  #day = 0n
  #balance: { readonly value: bigint; readonly askedAt: number } | null = null
  /** Costs of stakes that the balance's reading may not show yet. */
  #unseen = 0n

  constructor(limits: EngineLimits) {
    this.#limits = limits
  }

  set limits(limits: EngineLimits) {
    this.#limits = limits
  }

  /** Bids out, neither paid nor lost. */
  get atRisk(): bigint {
    return this.#atRisk
  }

  /** Whether `needed` more fits under what once was too little. */
  fits(by: 'day-limit' | 'at-once-limit' | 'balance', needed: bigint): boolean {
    const { day, atOnce, balance } = this.budget()
    const left = by === 'day-limit' ? day : by === 'at-once-limit' ? atOnce : balance
    return left === null || left >= needed
  }

  /** The balance as last read; 0 while unknown. */
  get balance(): bigint {
    return this.#balance?.value ?? 0n
  }

  budget(): Budget {
    const { perDay, atOnce } = this.#limits
    return {
      day: perDay === null ? null : perDay - this.#day,
      atOnce: atOnce === null ? null : atOnce - this.#atRisk,
      balance: this.#balance === null ? null : this.#balance.value - this.#unseen,
    }
  }

  /** Bids started since local midnight, as counted elsewhere (after a restart, or 0 at midnight). */
  setDay(staked: bigint): void {
    this.#day = staked
  }

  setBalance(value: bigint, askedAt: number): void {
    this.#balance = { value, askedAt }
    this.#unseen = 0n
    for (const out of this.#out.values()) if (this.#isUnseen(out)) this.#unseen += out.cost
  }

  /** Follows a bounty from one state to the next. `restored`: its bid was not made now, so it does not count for today. */
  follow(bounty: Bounty, now: number, restored = false): void {
    const { guid } = bounty.facts
    const before = this.#out.get(guid)
    const { answer } = bounty
    if (!answer || !isStaked(bounty)) {
      if (before) this.#leave(guid, before, answer?.onChain === true)
      if (bounty.end?.is === 'written-off' || (bounty.end?.is === 'forfeited' && bounty.missing !== null)) this.#givenUp.add(guid)
      return
    }
    const bids = sumOf(answer.bids)
    const landedAt = before?.landedAt ?? (answer.onChain ? (restored ? 0 : now) : null)
    const atRisk = answer.payout === null ? bids : 0n
    if (before?.landedAt === landedAt && before.bids === bids && before.atRisk === atRisk) return
    if (before) this.#leave(guid, before, true)
    const out = { bids, cost: bids + answer.fee, atRisk, landedAt }
    this.#out.set(guid, out)
    this.#atRisk += atRisk
    if (this.#isUnseen(out)) this.#unseen += out.cost
    // What was given up and comes back was bid on its day, and counted then.
    const isBack = this.#givenUp.delete(guid)
    if (!before && !restored && !isBack) this.#day += bids
  }

  #leave(guid: Guid, out: Out, wasSpent: boolean): void {
    this.#out.delete(guid)
    this.#atRisk -= out.atRisk
    if (this.#isUnseen(out)) this.#unseen -= out.cost
    if (!wasSpent) this.#day -= out.bids
  }

  /** A stake that landed before the balance was asked for is in it; one that was not seen to land may be or not. */
  #isUnseen({ landedAt }: Out): boolean {
    return landedAt === null || this.#balance === null || landedAt >= this.#balance.askedAt
  }
}
