/**
 * What is available by a balance that was read. A reading is of one moment of the last seconds, while stakes and transfers count elsewhere
 * from the moment they are known: without a correction the same NCT would show twice until the next reading, or not at all. So the chain's
 * own figure is corrected by what is ours, in motion and of known amount, and by nothing else. Nothing is carried from one reading to the
 * next: whatever else moves NCT shows with the first reading that has it. Pure; amounts are base units of NCT, times ms since the epoch.
 */

/** A balance as it was read. */
export interface Taken {
  readonly value: bigint
  /** When the question left, and when the answer came. */
  readonly askedAt: number
  readonly at: number
  /** The highest block that the chain was known to have when it was asked; null before any was seen. */
  readonly seenBlock: number | null
}

/** What left the account, or may do so at any moment: bid and fee of a stake, a transfer to the other chain. */
export interface Leaving {
  readonly amount: bigint
  /** When it was heard to be mined, and in which block where that was told; null = not heard of yet. */
  readonly landed: { readonly at: number; readonly block: number | null } | null
}

/** What came in by a transaction of ours that is known to be mined: a payout. */
export interface Coming {
  readonly amount: bigint
  /** Nothing that could bring it was sent before. */
  readonly sentAt: number
}

export interface InMotion {
  readonly leaving: readonly Leaving[]
  readonly coming: readonly Coming[]
}

export const noMotion: InMotion = { leaving: [], coming: [] }

/** Whether the reading certainly has it taken off: it was asked for after that was heard, or of a chain that had its block. */
export const hasTakenOff = ({ askedAt, seenBlock }: Omit<Taken, 'value' | 'at'>, { landed }: Leaving): boolean =>
  landed !== null && (landed.at < askedAt || (landed.block !== null && seenBlock !== null && landed.block <= seenBlock))

/** What the reading may hold and has left the account, or may do so at any moment. */
export const heldStill = (taken: Omit<Taken, 'value' | 'at'>, leaving: readonly Leaving[]): bigint =>
  leaving.reduce((sum, one) => (hasTakenOff(taken, one) ? sum : sum + one.amount), 0n)

/** Whether the reading may have it already: it was answered after that was sent. */
export const mayHave = ({ at }: Pick<Taken, 'at'>, { sentAt }: Coming): boolean => at > sentAt

/**
 * The figure to show. Where it is not certain on which side of a reading something fell, less is shown, until a reading that is certain: the
 * same NCT never counts here and among the stakes. Below nothing is nothing: the chain will refuse some of what was signed.
 */
export function availableBy(taken: Taken, { leaving, coming }: InMotion): bigint {
  const on = coming.reduce((sum, one) => (mayHave(taken, one) ? sum : sum + one.amount), 0n)
  const available = taken.value + on - heldStill(taken, leaving)
  return available > 0n ? available : 0n
}
