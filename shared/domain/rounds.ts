/**
 * The rounds of a bounty, by the block that a transaction is mined in: 0 assertions, 1 reveals, 2 votes, 3 settlement by experts and
 * ambassador after an early quorum, 4 settlement by all. Source: BountyRegistry `getCurrentRound`.
 */
export type Round = 0 | 1 | 2 | 3 | 4

/** The registry's windows, in blocks; both may change while a bounty is open, and the new ones count. */
export interface Windows {
  readonly reveal: number
  readonly vote: number
}

/** Blocks in which something can be mined: `from` is the first of them, `until` the first in which it no longer can; null = for ever. */
export interface BlockRange {
  readonly from: number
  readonly until: number | null
}

/** When each call on a bounty is accepted. */
export interface Schedule {
  /** `from` is not known from the bounty alone: it is open until then. */
  readonly assertUntil: number
  readonly reveal: BlockRange
  /** Arbiters may vote until the end, also after a quorum. */
  readonly vote: BlockRange
  /** Settlement by experts and ambassador, when there is no quorum before. */
  readonly settle: BlockRange
  /** Settlement by arbiters, whatever the quorum. */
  readonly settleArbiters: BlockRange
}

/**
 * When what is accepted on a bounty.
 * @param expiration the bounty's `expirationBlock`
 * @param quorumBlock the block in which the quorum was reached (`expiration + quorum_reached_block` of the daemon), or null
 */
export function scheduleOf(expiration: number, windows: Windows, quorumBlock: number | null = null): Schedule {
  const revealEnd = expiration + windows.reveal
  const voteEnd = revealEnd + windows.vote
  const decided = quorumBlock === null ? voteEnd : Math.min(quorumBlock, voteEnd)
  return {
    assertUntil: expiration,
    reveal: { from: expiration, until: revealEnd },
    vote: { from: revealEnd, until: voteEnd },
    settle: { from: decided, until: null },
    settleArbiters: { from: voteEnd, until: null },
  }
}

/** The round that a transaction mined in `block` meets. */
export function roundAt(block: number, expiration: number, windows: Windows, quorumReached: boolean): Round {
  const revealEnd = expiration + windows.reveal
  if (block < expiration) return 0
  if (block < revealEnd) return 1
  if (block >= revealEnd + windows.vote) return 4
  return quorumReached ? 3 : 2
}

/**
 * Blocks until the round that runs at `block` is over: 1 = the next block is of another round, null = it never ends (round 4).
 * Round 2 may end earlier, by a quorum.
 */
export function blocksLeft(block: number, expiration: number, windows: Windows): number | null {
  const ends = [expiration, expiration + windows.reveal, expiration + windows.reveal + windows.vote]
  const end = ends.find((e) => block < e)
  return end === undefined ? null : end - block
}

/** Whether a transaction mined in `block` falls into a range. */
export const isWithin = (block: number, range: BlockRange): boolean => block >= range.from && (range.until === null || block < range.until)
