import { hasTakenOff, type Leaving, type Taken } from '../../shared/domain/available.ts'
import type { EngineLimits } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { type Bounty, isStaked, sumOf } from './bounty-state.ts'
import type { Budget } from './inputs.ts'

/** One stake that is out. */
interface Out {
  readonly bids: bigint
  /** Bids and fee, and whether a reading of the balance may have them. */
  readonly leaving: Leaving
  /** Of the bids: nothing once it was paid out, though it is still being asked what for. */
  readonly atRisk: bigint
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
  #balance: Omit<Taken, 'at'> | null = null
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

  /** @param seenBlock the highest block that the chain was known to have when it was asked */
  setBalance(value: bigint, askedAt: number, seenBlock: number | null = null): void {
    this.#balance = { value, askedAt, seenBlock }
    this.#unseen = 0n
    for (const { leaving } of this.#out.values()) this.#unseen += this.#unseenOf(leaving)
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
    const landedAt = before?.leaving.landed?.at ?? (answer.onChain ? (restored ? 0 : now) : null)
    const landed = landedAt === null ? null : { at: landedAt, block: answer.assertBlock }
    const out: Out = { bids, leaving: { amount: bids + answer.fee, landed }, atRisk: answer.payout === null ? bids : 0n }
    if (before && isSame(before, out)) return
    if (before) this.#leave(guid, before, true)
    this.#out.set(guid, out)
    this.#atRisk += out.atRisk
    this.#unseen += this.#unseenOf(out.leaving)
    // What was given up and comes back was bid on its day, and counted then.
    const isBack = this.#givenUp.delete(guid)
    if (!before && !restored && !isBack) this.#day += bids
  }

  #leave(guid: Guid, out: Out, wasSpent: boolean): void {
    this.#out.delete(guid)
    this.#atRisk -= out.atRisk
    this.#unseen -= this.#unseenOf(out.leaving)
    if (!wasSpent) this.#day -= out.bids
  }

  /** What the last reading of the balance may not have taken off yet. */
  #unseenOf(leaving: Leaving): bigint {
    return this.#balance !== null && hasTakenOff(this.#balance, leaving) ? 0n : leaving.amount
  }
}

const isSame = (a: Out, b: Out): boolean =>
  a.bids === b.bids &&
  a.atRisk === b.atRisk &&
  a.leaving.landed?.at === b.leaving.landed?.at &&
  a.leaving.landed?.block === b.leaving.landed?.block
