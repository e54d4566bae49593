import type { BountyRow } from '../../shared/domain/bounty.ts'

export type Round = 'assert' | 'reveal' | 'vote'
export type Phase = Round | 'over'
export const rounds: readonly Round[] = ['assert', 'reveal', 'vote']

/** First block of a round, and the first block after it; `from` of the assertion window is null when the posting was not seen. */
export interface Window {
  readonly from: number | null
  readonly until: number
}

type Timing = Pick<BountyRow, 'postedBlock' | 'expiration' | 'revealWindow' | 'voteWindow'>

/** The three windows of a bounty. Source: BountyRegistry: reveal from `expiration`, vote after the reveal window. */
export function windowsOf({ postedBlock, expiration, revealWindow, voteWindow }: Timing): Readonly<Record<Round, Window>> {
  const vote = expiration + revealWindow
  return {
    assert: { from: postedBlock, until: expiration },
    reveal: { from: expiration, until: vote },
    vote: { from: vote, until: vote + voteWindow },
  }
}

/** The round that runs at a block. */
export function phaseAt(timing: Timing, block: number): Phase {
  const windows = windowsOf(timing)
  return rounds.find((round) => block < windows[round].until) ?? 'over'
}

/** Blocks from now to the first after a window, 0 once it is there: what follows the window begins in so many. */
export const blocksUntil = (window: Window, block: number): number => Math.max(0, window.until - block)

/**
 * Blocks of a window that can still take what is sent at `block`, the newest there is: the next one at best, so none are left in the window's
 * last block. Less than 0 by how many blocks the window is over.
 */
export const blocksToCome = (window: Window, block: number): number => window.until - 1 - block

/** How much of a window is over at a block, 0 to 1. Without its beginning only the ends are known. */
export function progressAt({ from, until }: Window, block: number): number {
  if (block >= until) return 1
  if (from === null || block <= from || until <= from) return 0
  return (block - from) / (until - from)
}
