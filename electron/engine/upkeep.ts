import { aborted } from '../runtime/aborted.ts'
import { isStaked } from './bounty-state.ts'
import type { Conditions } from './mode.ts'
import type { EngineParts } from './parts.ts'
import type { EngineOptions } from './port.ts'
import { midnightOf, nextMidnight } from './results-keeper.ts'
import type { Surroundings } from './surroundings.ts'

const SWEEP_MS = 15_000
const LOOK_AGAIN_MS = 3_000
/** Bounties that were never answered are kept on disk this long, and looked through this often, ms. */
const KEEP_UNANSWERED_MS = 7 * 86_400_000
const PRUNE_MS = 3_600_000
/** What was counted is written down this often, ms: so much a crash may take of the charts. */
const KEEP_COUNTS_MS = 60_000

export interface UpkeepOptions {
  readonly options: Pick<EngineOptions, 'community' | 'queue' | 'clock' | 'onTrouble'>
  readonly parts: EngineParts
  readonly around: Surroundings
  readonly change: (part: Partial<Conditions>) => void
}

/** What time brings: blocks, midnight, the end of a pause or of a silence, and what must not pile up over days. */
export class Upkeep {
  readonly #options: UpkeepOptions
  #midnight: number
  #prunedAt = 0
  #countsKeptAt = 0
  #cancelSweep: (() => void) | null = null
  #cancelLook: (() => void) | null = null
  /** One look through the list at a time: where it began tells what was heard of before. */
  #look = new AbortController()
  #begin: () => void = () => undefined
  /** Resolves when a block was seen. */
  readonly #firstBlock = new Promise<void>((resolve) => {
    this.#begin = resolve
  })

  constructor(options: UpkeepOptions) {
    this.#options = options
    this.#midnight = nextMidnight(options.options.clock.now())
    this.#sweepLater()
  }

  /** The block clock moved. */
  block(): void {
    const { around, parts } = this.#options
    const { intake, resumption, lives, late } = parts
    around.blockMayHaveMoved()
    const { at, block, seenBlock } = parts.now()
    if (seenBlock > 0) {
      intake.born(seenBlock)
      this.#begin()
    }
    if (at >= this.#midnight) this.#newDay()
    this.#endPause()
    if (around.conditions.unlocked) resumption.unsealAll()
    lives.tick()
    late.look(around.conditions.connected, block, seenBlock)
  }

  /**
   * Connected (again): asks over HTTP what the socket may have missed. Resolves when what was posted meanwhile was looked for, or nobody
   * needs to know any more: the signal ended it, or the next connection, which looks for all that this one would have found.
   */
  async catchUp(connection?: AbortSignal): Promise<void> {
    const { lives, catchUp } = this.#options.parts
    this.#look.abort()
    this.#look = new AbortController()
    const signal = connection ? AbortSignal.any([this.#look.signal, connection]) : this.#look.signal
    for (const bounty of [...lives.all()]) if (isStaked(bounty)) lives.apply(bounty.facts.guid, { is: 'missed' })
    // Which of them are over already, only a block tells: at a start none is known yet.
    await Promise.race([this.#firstBlock, aborted(signal)])
    if (!signal.aborted) await catchUp.missedBounties(signal).catch((error: unknown) => this.#lookAgain(error, signal))
  }

  stop(): void {
    this.#look.abort()
    this.#cancelSweep?.()
    this.#cancelLook?.()
  }

  /** Bounties of the silence are still to be found: tried again for as long as this connection lasts. */
  #lookAgain(error: unknown, signal: AbortSignal): void {
    const { options, around, parts } = this.#options
    if (signal.aborted) return
    options.onTrouble('catch up', error)
    this.#cancelLook?.()
    this.#cancelLook = options.clock.after(LOOK_AGAIN_MS, () => {
      if (!around.conditions.connected || signal.aborted) return
      parts.catchUp.missedBounties(signal).catch((again: unknown) => this.#lookAgain(again, signal))
    })
  }

  /** Nothing is heard any more, not even a block: time alone tells what is over. */
  #lookAtSilence(): void {
    const { silence, lives } = this.#options.parts
    silence.keep([...lives.all()].some(isStaked))
    if (silence.now()?.isLong) lives.tickAll(isStaked)
  }

  #newDay(): void {
    const { results, purse, gate, outbox } = this.#options.parts
    const now = this.#options.options.clock.now()
    this.#midnight = nextMidnight(now)
    outbox.settle()
    results.rollOver(midnightOf(now))
    purse.setDay(0n)
    gate.review()
  }

  #endPause(): void {
    const { around, options, change } = this.#options
    const { pausedUntil } = around.conditions
    if (pausedUntil !== null && options.clock.now() >= pausedUntil) change({ pausedBy: null, pausedUntil: null })
  }

  #sweepLater(): void {
    this.#cancelSweep = this.#options.options.clock.after(SWEEP_MS, () => {
      this.#sweep()
      this.#sweepLater()
    })
  }

  /** Leaves nothing behind over days: what is over leaves the memory, what was never answered leaves the disk after a while. */
  #sweep(): void {
    const { lives, saver, results, motion, outbox, lostErrands, resumption } = this.#options.parts
    const { queue, community, clock } = this.#options.options
    outbox.settle()
    for (const guid of lives.sweep((one) => saver.isDirty(one))) {
      results.forget(guid)
      motion.forget(guid)
      saver.forget(guid)
      outbox.drop(guid)
    }
    lostErrands.look(lives, queue, community)
    this.#lookAtSilence()
    const now = clock.now()
    if (now - this.#countsKeptAt >= KEEP_COUNTS_MS) {
      this.#countsKeptAt = now
      resumption.keepCounts()
    }
    if (now - this.#prunedAt < PRUNE_MS) return
    this.#prunedAt = now
    saver.add({ is: 'prune', community, seenBefore: now - KEEP_UNANSWERED_MS })
  }
}
