import { z } from 'zod'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { JournalOp } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Bounty, blocksOf } from './bounty-state.ts'
import type { BlockTime } from './port.ts'

/*
 * A Community that is gone for good answers nothing, so nothing of it is ever known again. How long it has been silent, and how many blocks
 * its chain has certainly made meanwhile, is all there is to go by.
 */

/** The name of the journal's fact: since when it is silent, and the last block that was known. */
export const SILENCE = 'engine.silence'
/** A Community may be down for a night; longer than this nobody waits without asking what is up. */
const LONG_MS = 86_400_000
/** While no block time was measured, ms. */
const UNKNOWN_BLOCK_MS = 15_000
/** A chain that makes its blocks half as fast as it did is still believed: only what is over even then is over. */
const PACE = 2
/** Blocks on top of that, as for what is missing. */
const MARGIN_BLOCKS = 20
/** Of a bounty without any known block: it was posted no longer than this before its expiration, a hundred times what registries allow. */
const LONGEST_DURATION = 10_000
/** While the Community answers, its block is kept no more often than this, ms. */
const KEEP_MS = 600_000

const kept = z.object({ since: z.int().nullable(), at: z.int(), block: z.int().nullable(), blockTimeMs: z.number().positive().nullable() })
/** `since`: silent from then on (ms), null = it answered. At `at` (ms) its chain stood at `block` or further. */
type Kept = z.output<typeof kept>

/** The Community does not answer. */
export interface SilenceNow {
  /** ms: it has not answered from then on, or from the start of the console on when it answered before. */
  readonly since: number
  /** It has lasted for so long that what is certainly over may be given up. */
  readonly isLong: boolean
  /** The last block known before it; null = none. */
  readonly block: number | null
  /** Blocks that the chain has certainly made since that block was known. */
  readonly passed: number
}

/** Whether every window of this bounty is certainly over, by the time that has passed in silence. */
export function isOverInSilence(bounty: Bounty, { isLong, block, passed }: SilenceNow): boolean {
  if (!isLong) return false
  return (block ?? ownBlock(bounty)) + passed >= blocksOf(bounty).voteEnd + MARGIN_BLOCKS
}

/** A block that the chain had reached when this bounty was last heard of. */
function ownBlock({ facts, answer, quorumBlock }: Bounty): number {
  const known = [facts.postedBlock, answer?.assertBlock, answer?.revealBlock, quorumBlock].filter((one) => typeof one === 'number')
  return known.length === 0 ? facts.expiration - LONGEST_DURATION : Math.max(...known)
}

export interface SilenceOptions {
  readonly community: CommunityId
  readonly blocks: BlockTime
  readonly clock: Clock
  readonly write: (op: JournalOp) => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** Remembers since when the Community does not answer, over restarts, for as long as something is staked there. */
export class Silence {
  readonly #options: SilenceOptions
  #isConnected = false
  #now: Kept
  /** As it is in the journal. */
  #saved: Kept | null = null

  constructor(options: SilenceOptions) {
    this.#options = options
    const at = options.clock.now()
    this.#now = { since: at, at, block: null, blockTimeMs: null }
  }

  /** What an earlier run left; one that cannot be read means that the silence begins now. */
  load(fact: string | undefined): void {
    if (fact === undefined) return
    try {
      this.#saved = kept.parse(JSON.parse(fact))
      this.#now = { ...this.#saved, since: this.#saved.since ?? this.#options.clock.now() }
    } catch (error) {
      this.#options.onTrouble('silence', error)
    }
  }

  setConnected(connected: boolean): void {
    this.#isConnected = connected
    this.heard()
  }

  /** It answered just now, be it with a refusal. */
  heard(): void {
    const { blocks, clock } = this.#options
    const { seenBlock, blockTimeMs } = blocks
    const at = clock.now()
    this.#now = { ...this.#now, since: at, ...(seenBlock === null ? {} : { at, block: seenBlock, blockTimeMs }) }
  }

  now(): SilenceNow | null {
    if (this.#isConnected) return null
    const { since, at, block, blockTimeMs } = this.#now
    const now = this.#options.clock.now()
    const silentFor = now - (since ?? now)
    // Without a block of the chain itself, a bounty's own blocks were known before the silence began.
    const passed = Math.floor((block === null ? silentFor : now - at) / ((blockTimeMs ?? UNKNOWN_BLOCK_MS) * PACE))
    return { since: since ?? now, isLong: silentFor >= LONG_MS, block, passed: Math.max(0, passed) }
  }

  /** Called now and then. `isStaked`: something is open here; without it nothing needs to be remembered. */
  keep(isStaked: boolean): void {
    if (!isStaked) {
      if (this.#saved !== null) this.#save(null)
      return
    }
    if (this.#isConnected) {
      this.heard()
      const isFresh = this.#saved?.since === null && this.#now.at - this.#saved.at < KEEP_MS
      if (!isFresh) this.#save({ ...this.#now, since: null })
    } else if (this.#saved?.since !== this.#now.since) this.#save(this.#now)
  }

  #save(next: Kept | null): void {
    const { community, write } = this.#options
    this.#saved = next
    write({ is: 'put-fact', community, name: SILENCE, value: next && JSON.stringify(next) })
  }
}
