import { type Coming, hasTakenOff, type InMotion, type Leaving, mayHave } from '../../shared/domain/available.ts'
import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Guid, Hash } from '../../shared/domain/identifiers.ts'
import { hasEnded, isMine } from '../journal/tally.ts'
import type { Answer } from './bounty-state.ts'

/** A settlement that this run was the first to send. */
interface Settlement {
  readonly sentAt: number
  readonly hashes: Set<string>
}

/**
 * Bids, fees and payouts that the last reading of the balance may not show: kept in step with the rows, as the stakes are, so that nothing
 * counts in both. What came of a settlement of an earlier run, or of another program with the same key, is left to the readings.
 */
export class Motion {
  readonly #leaving = new Map<Guid, Leaving>()
  /** When each stake was first heard to be in the registry, ms. */
  readonly #landedAt = new Map<Guid, number>()
  readonly #settlements = new Map<Guid, Settlement>()
  readonly #coming = new Map<Guid, Coming>()
  /** Of the last reading. */
  #askedAt = Number.NEGATIVE_INFINITY
  #at = Number.NEGATIVE_INFINITY

  get now(): InMotion {
    return { leaving: [...this.#leaving.values()], coming: [...this.#coming.values()] }
  }

  /** A bounty is another one; `row` is how it is counted. */
  follow(row: BountyRow, answer: Answer | null, now: number): void {
    const { guid } = row
    const onChain = answer?.onChain === true
    if (!isMine(row) || (hasEnded(row) && !onChain)) this.#leaving.delete(guid)
    else this.#keep(guid, this.#stakeOf(row, onChain, now))
    if (answer?.payout != null) this.#paid(guid, answer.payout, answer.settleTx)
  }

  /** The bounty has left the memory. What is still to be read of it is told until then. */
  forget(guid: Guid): void {
    this.#landedAt.delete(guid)
    this.#settlements.delete(guid)
  }

  /** It is handed to the queue, which never heard of it. */
  settling(guid: Guid, now: number): void {
    if (!this.#settlements.has(guid)) this.#settlements.set(guid, { sentAt: now, hashes: new Set() })
  }

  settlementSigned(guid: Guid, hash: Hash): void {
    this.#settlements.get(guid)?.hashes.add(hash.toLowerCase())
  }

  /** A balance was read. */
  read(askedAt: number, at: number): void {
    this.#askedAt = askedAt
    this.#at = at
    for (const [guid, stake] of this.#leaving) this.#keep(guid, stake)
    for (const [guid, payout] of this.#coming) if (mayHave({ at }, payout)) this.#coming.delete(guid)
  }

  #stakeOf({ guid, bid, assertionFee, assertBlock: block }: BountyRow, onChain: boolean, now: number): Leaving {
    const amount = (bid ?? 0n) + (assertionFee ?? 0n)
    if (!onChain) return { amount, landed: null }
    const at = this.#landedAt.get(guid) ?? now
    this.#landedAt.set(guid, at)
    return { amount, landed: { at, block } }
  }

  #keep(guid: Guid, stake: Leaving): void {
    if (hasTakenOff({ askedAt: this.#askedAt, seenBlock: null }, stake)) this.#leaving.delete(guid)
    else this.#leaving.set(guid, stake)
  }

  #paid(guid: Guid, amount: bigint, hash: string | null): void {
    const settlement = this.#settlements.get(guid)
    if (!settlement) return
    this.#settlements.delete(guid)
    const payout = { amount, sentAt: settlement.sentAt }
    if (hash !== null && settlement.hashes.has(hash.toLowerCase()) && !mayHave({ at: this.#at }, payout)) this.#coming.set(guid, payout)
  }
}
