import type { ClockState } from '../../shared/state/state.ts'

/**
 * The clock of the protocol (architecture, law 8): which block is it now? Pure: told what was seen and when, asked for a reading.
 *
 * An event that names block n, heard at time t, proves that n was mined at t or before, and nothing more: events come late by up to a minute,
 * repeated, out of order, or never. So each is a lower bound, and the clock runs on the earliest bounds, by the measured block time. An
 * answer of /status is also an upper bound: what it names was the newest block when it was asked. It alone pulls the clock back when the
 * chain is slower than thought, stands still, or has begun anew.
 */
export interface BlockClockOptions {
  /** Milliseconds a block, from an earlier run; null = run only once it is measured. */
  readonly blockTimeMs: number | null
}

/** What an operator is told: while nothing is late the block that was really seen, and an estimate only as one. */
export function toldClock(reading: BlockReading): ClockState {
  const { block, seenBlock, late, seenAt, blockTimeMs, pulse } = reading
  return { block: late ? block : seenBlock, seenBlock, estimated: late, seenAt, blockTimeMs, pulse }
}

/** A reading. Blocks are numbers of one chain; times ms since the epoch. */
export interface BlockReading extends ClockState {
  /** It is an estimate, and what was seen is behind by more than the usual wait for the next block: only then is an operator told of it. */
  readonly late: boolean
  /** The chain did not move although /status was asked: the clock stands on the last block seen. */
  readonly stalled: boolean
  /** The estimate leans on bounds that only /status can confirm: ask it. */
  readonly wantsStatus: boolean
}

interface Bound {
  readonly block: number
  readonly at: number
}

/** Sightings kept for a median: enough to outvote late ones, few enough to compare each with each. */
const SIGHTINGS = 32
/** Older bounds would carry an error of the block time too far. */
const ANCHORS = 16
const BURST_MS = 200
/** Pairs nearer than this say more about the network's delays than about the chain. */
const BASELINE_BLOCKS = 4
const PULSE = 16
/** Ahead of what was seen by so many blocks: ask. */
const ASK_AHEAD = 3
/** An operator is not told of an estimate before the next block is overdue by a block time, and by this: blocks are heard unevenly. */
const LATE_MS = 1_500
/** The clock never runs further ahead than the longer of these: one minute is how late events were seen to come. */
const AHEAD_BLOCKS = 8
const AHEAD_MS = 90_000
/** A block further in the future than this is not believed before /status confirms it. */
const LEAP_BLOCKS = 200
/** /status this far behind what was seen, twice: the chain began anew. */
const RESTART_BLOCKS = 24
/** /status names the same block for so many block times: the chain stands still. */
const STALL_BLOCKS = 6
/** Stands in for a block time that is not known yet where a patience is counted in blocks. */
const UNKNOWN_MS = 2_000
const SHORTEST_MS = 50
const LONGEST_MS = 600_000

export class BlockClock {
  readonly #prior: number | null
  /** The highest block heard of, and when first. */
  #seen: Bound | null = null
  /** First sightings of ever higher blocks, thinned: what the block time is measured from. */
  #sightings: readonly Bound[] = []
  /** Lower bounds that place the clock, newest last. */
  #anchors: readonly Bound[] = []
  /** When each of the last blocks was first heard of, for the pulse. */
  readonly #heard = new Map<number, number>()
  #blockTime: number | null
  #stalled = false
  #statusAt: number | null = null
  #behind = 0
  #leap = false

  constructor(options: BlockClockOptions = { blockTimeMs: null }) {
    this.#prior = options.blockTimeMs
    this.#blockTime = options.blockTimeMs
  }

  /** A block was named by an event, a receipt or anything else that may be old. `now`: when it was heard. */
  observe(block: number, now: number): void {
    if (!Number.isSafeInteger(block) || block < 0) return
    if (this.#seen !== null && block > this.#plausible(this.#seen, now)) {
      this.#leap = true
      return
    }
    this.#hear(block, now)
    this.#advance({ block, at: now })
  }

  /** /status named the newest block: asked at `askedAt`, answered at `now`. */
  observeStatus(block: number, askedAt: number, now: number): void {
    if (!Number.isSafeInteger(block) || block < 0) return
    this.#statusAt = now
    this.#leap = false
    if (this.#seen !== null && this.#beganAnew(block, this.#seen)) this.#restart()
    const before = this.#seen
    this.#hear(block, now)
    this.#advance({ block, at: now })
    if (this.#seen !== null) this.#pullBack(this.#seen, askedAt)
    this.#stalled = before !== null && block <= before.block && askedAt - before.at > STALL_BLOCKS * this.#knownTime
  }

  read(now: number): BlockReading {
    const seen = this.#seen
    if (seen === null) return { ...NOTHING, wantsStatus: this.#statusIsOlderThan(2_000, now) }
    const block = this.#stalled ? seen.block : Math.min(this.#estimate(seen, now), this.#furthest(seen))
    const patience = Math.max(1_000, ASK_AHEAD * this.#knownTime)
    const unsure = this.#stalled || block - seen.block >= ASK_AHEAD || now - seen.at > patience || now < seen.at
    const late = block > seen.block && this.#isLate(block, seen, now)
    return {
      block,
      seenBlock: seen.block,
      estimated: block > seen.block,
      late,
      seenAt: seen.at,
      blockTimeMs: this.#blockTime === null ? null : Math.round(this.#blockTime),
      pulse: this.#pulse(late ? block : seen.block),
      stalled: this.#stalled,
      wantsStatus: (unsure && this.#statusIsOlderThan(patience, now)) || (this.#leap && this.#statusIsOlderThan(1_000, now)),
    }
  }

  /** Milliseconds from `now` until the clock is expected to show `block` (0 if it does); null while no block time is known. */
  until(block: number, now: number): number | null {
    const reading = this.read(now)
    if (reading.block !== null && reading.block >= block) return 0
    const blockTime = this.#blockTime
    if (blockTime === null || this.#anchors.length === 0) return null
    const soonest = Math.min(...this.#anchors.map((anchor) => anchor.at + (block - anchor.block) * blockTime))
    return Math.max(1, Math.ceil(soonest - now))
  }

  #isLate(block: number, seen: Bound, now: number): boolean {
    const overdue = now - seen.at - this.#knownTime
    return block - seen.block >= ASK_AHEAD || overdue > Math.max(LATE_MS, this.#knownTime)
  }

  get #knownTime(): number {
    return this.#blockTime ?? UNKNOWN_MS
  }

  #advance(bound: Bound): void {
    const seen = this.#seen
    if (seen !== null && bound.block <= seen.block) return
    // Time that went backwards (somebody set the computer's clock) makes every earlier moment worthless.
    const usable = seen === null || bound.at >= seen.at
    // After a standstill the chain goes on from here, not from where it would have been.
    this.#anchors = [...(usable && !this.#stalled ? this.#anchors : []), bound].slice(-ANCHORS)
    this.#seen = bound
    this.#stalled = false
    const last = usable ? this.#sightings.at(-1) : undefined
    // Many blocks heard in one instant are one sighting: a burst after a silence must not pass for a fast chain.
    if (last !== undefined && bound.at - last.at < BURST_MS) return
    this.#sightings = [...(usable ? this.#sightings : []), bound].slice(-SIGHTINGS)
    this.#blockTime = medianSlope(this.#sightings) ?? this.#blockTime
  }

  /** Anchors that would have had the clock beyond the newest block were carried on by a wrong block time: they place it no more. */
  #pullBack(seen: Bound, at: number): void {
    const blockTime = this.#blockTime
    if (blockTime === null) return
    const sound = this.#anchors.filter((anchor) => anchor.block + Math.floor((at - anchor.at) / blockTime) <= seen.block)
    // The newest block was still the newest when asked: it counts from then on.
    this.#anchors = sound.length > 0 ? sound : [{ block: seen.block, at: Math.max(at, seen.at) }]
  }

  #estimate(seen: Bound, now: number): number {
    const blockTime = this.#blockTime
    if (blockTime === null) return seen.block
    return this.#anchors.reduce(
      (furthest, anchor) => Math.max(furthest, anchor.block + Math.floor((now - anchor.at) / blockTime)),
      seen.block,
    )
  }

  #furthest(seen: Bound): number {
    return seen.block + Math.max(AHEAD_BLOCKS, Math.floor(AHEAD_MS / (this.#blockTime ?? AHEAD_MS)))
  }

  #plausible(seen: Bound, now: number): number {
    return seen.block + LEAP_BLOCKS + (2 * Math.max(0, now - seen.at)) / (this.#blockTime ?? 1_000)
  }

  #statusIsOlderThan(ms: number, now: number): boolean {
    return this.#statusAt === null || now - this.#statusAt >= ms || now < this.#statusAt
  }

  #beganAnew(block: number, seen: Bound): boolean {
    this.#behind = block < seen.block - RESTART_BLOCKS ? this.#behind + 1 : 0
    return this.#behind >= 2
  }

  #restart(): void {
    this.#seen = null
    this.#sightings = []
    this.#anchors = []
    this.#heard.clear()
    this.#behind = 0
    this.#blockTime = this.#prior ?? this.#blockTime
  }

  #hear(block: number, now: number): void {
    if (!this.#heard.has(block)) this.#heard.set(block, now)
    if (this.#heard.size <= 4 * PULSE) return
    const oldest = Math.max(block, this.#seen?.block ?? 0) - 2 * PULSE
    for (const old of this.#heard.keys()) if (old < oldest) this.#heard.delete(old)
  }

  /** For each of the last 16 blocks the time from its forerunner's first sign to its own; null where either was never seen in order. */
  #pulse(block: number): (number | null)[] {
    const length = Math.min(PULSE, block)
    return Array.from({ length }, (_, i) => {
      const at = this.#heard.get(block - length + 1 + i)
      const before = this.#heard.get(block - length + i)
      return at === undefined || before === undefined || at < before ? null : Math.round(at - before)
    })
  }
}

const NOTHING = { block: null, seenBlock: null, estimated: false, seenAt: null, blockTimeMs: null, pulse: [], late: false, stalled: false }

/** The median of milliseconds a block over all pairs that are far enough apart (Theil and Sen): late ones are outvoted. null = no such pair. */
function medianSlope(bounds: readonly Bound[]): number | null {
  const slopes: number[] = []
  for (const [i, a] of bounds.entries())
    for (const b of bounds.slice(i + 1)) if (b.block - a.block >= BASELINE_BLOCKS) slopes.push((b.at - a.at) / (b.block - a.block))
  if (slopes.length === 0) return null
  const sorted = Float64Array.from(slopes).sort()
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, sorted[Math.floor(sorted.length / 2)] ?? LONGEST_MS))
}
