import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { type Bounty, type BountyFacts, blocksOf, isOver, isStaked } from './bounty-state.ts'
import { beginBounty, beginMissed, type Decision, decide, nextBlock, nextSeenBlock } from './decide.ts'
import type { Effect, Input, Now } from './inputs.ts'
import { rowOf } from './row.ts'
import { Wakes } from './wakes.ts'

/** A bounty with a stake of mine stays this long after its end, ms: the operator looks at what just came in. */
const KEEP_ENDED_MS = 600_000
/** One without stays until its vote window is over, or so many blocks after its quorum. */
const KEEP_AFTER_QUORUM = 20
/** Ended ones beyond this many leave at once, oldest first. */
const MOST_ENDED = 400

export interface LivesOptions {
  readonly now: () => Now
  readonly perform: (bounty: Bounty, effect: Effect) => void
  /** A bounty became another one: its stake, its row and what is saved of it may have changed. `isRestored`: it comes from the journal. */
  readonly changed: (bounty: Bounty, isRestored: boolean) => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** All bounties in memory: each input goes through `decide`, and what comes out of it is performed. */
export class Lives {
  readonly #options: LivesOptions
  readonly #bounties = new Map<Guid, Bounty>()
  readonly #wakes = new Wakes()
  /** By the highest block really seen: it moves apart from the clock. */
  readonly #seenWakes = new Wakes()

  constructor(options: LivesOptions) {
    this.#options = options
  }

  get(guid: Guid): Bounty | undefined {
    return this.#bounties.get(guid)
  }

  all(): IterableIterator<Bounty> {
    return this.#bounties.values()
  }

  row(guid: Guid): BountyRow | null {
    const bounty = this.#bounties.get(guid)
    return bounty ? rowOf(bounty, this.#options.now()) : null
  }

  begin(facts: BountyFacts): void {
    this.#begin(facts, beginBounty)
  }

  /** One that was over before it was seen. */
  beginMissed(facts: BountyFacts): void {
    this.#begin(facts, beginMissed)
  }

  #begin(facts: BountyFacts, how: typeof beginBounty): void {
    if (this.#bounties.has(facts.guid)) return
    const now = this.#options.now()
    this.#keep(how(facts, now), now)
  }

  /** Puts in a bounty as it was kept; nothing is decided yet. */
  restore(bounty: Bounty): void {
    this.#bounties.set(bounty.facts.guid, bounty)
    this.#wakes.set(bounty.facts.guid, 0)
    this.#options.changed(bounty, true)
  }

  /** @returns false when the bounty is not in memory */
  apply(guid: Guid, input: Input): boolean {
    const before = this.#bounties.get(guid)
    if (!before) return false
    const now = this.#options.now()
    this.#keep(decide(before, input, now), now, before)
    return true
  }

  /** Looks at every bounty whose block has come. */
  tick(): void {
    const { block, seenBlock } = this.#options.now()
    const due = new Set([...this.#wakes.due(block), ...this.#seenWakes.due(seenBlock)])
    for (const guid of due) this.apply(guid, { is: 'tick' })
  }

  /** Something that holds for all of them changed; `which` says for whom. */
  tickAll(which: (bounty: Bounty) => boolean): void {
    for (const bounty of [...this.#bounties.values()]) if (which(bounty)) this.apply(bounty.facts.guid, { is: 'tick' })
  }

  /** Bounties that nobody needs to see any more leave. `isDirty`: not on disk yet, so not yet. */
  sweep(isDirty: (guid: Guid) => boolean): readonly Guid[] {
    const now = this.#options.now()
    const over = [...this.#bounties.values()].filter((bounty) => isOver(bounty) && !isDirty(bounty.facts.guid))
    const ended = over.filter((bounty) => bounty.end !== null).sort((a, b) => (a.end?.at ?? 0) - (b.end?.at ?? 0))
    const tooMany = new Set(ended.slice(0, Math.max(0, ended.length - MOST_ENDED)))
    const leaving = over.filter((bounty) => tooMany.has(bounty) || isPast(bounty, now)).map(({ facts }) => facts.guid)
    for (const guid of leaving) {
      this.#bounties.delete(guid)
      this.#wakes.set(guid, null)
      this.#seenWakes.set(guid, null)
    }
    return leaving
  }

  #keep(decision: Decision, now: Now, before?: Bounty): void {
    const { bounty, effects } = decision
    const { guid } = bounty.facts
    this.#bounties.set(guid, bounty)
    this.#wakes.set(guid, nextBlock(bounty, now.block))
    this.#seenWakes.set(guid, nextSeenBlock(bounty, now.seenBlock))
    if (bounty !== before || effects.length > 0 || isStaked(bounty)) this.#options.changed(bounty, false)
    for (const effect of effects) this.#perform(bounty, effect)
  }

  /** One effect that fails must not take the others with it: a lost feed line is nothing, a lost reveal is. */
  #perform(bounty: Bounty, effect: Effect): void {
    try {
      this.#options.perform(bounty, effect)
    } catch (error) {
      this.#options.onTrouble(effect.is, error)
    }
  }
}

function isPast(bounty: Bounty, { block, at }: Now): boolean {
  if (bounty.end) return at - bounty.end.at > KEEP_ENDED_MS
  const { voteEnd } = blocksOf(bounty)
  return block >= voteEnd || (bounty.quorumBlock !== null && block >= bounty.quorumBlock + KEEP_AFTER_QUORUM)
}
