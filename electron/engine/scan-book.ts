import type { Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState, EngineStatistics } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ScanOutcome } from '../scanners/scanners.ts'
import type { BountyFacts } from './bounty-state.ts'

const MINUTE_MS = 60_000
const MINUTES = 60
const HOUR_MS = 3_600_000
const DAYS_7_HOURS = 168
/** Upper bounds of the scan times' classes, ms; the last takes everything beyond. */
const CLASSES = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000, 20_000, 60_000,
]
const BEYOND = 3_600_000

interface Minute {
  readonly at: number
  posted: number
  answered: number
  tooLate: number
  malicious: number
  benign: number
  none: number
  failed: number
  scanTooLate: number
  readonly times: number[]
}

interface Hour {
  readonly at: number
  right: number
  wrong: number
}

interface Current {
  readonly guid: Guid
  readonly name: string
  size: number | null
  readonly since: number
  readonly expiration: number
  doing: 'fetching' | 'scanning'
}

/** What one artifact tells on its way. */
export interface ScanStage {
  scanning(size: number): void
  outcome(outcome: ScanOutcome): void
  end(): void
}

/** Counts of the last hour, by the minute, and what is being scanned now. Bounded, whatever comes. */
export class ScanBook {
  readonly #clock: Clock
  readonly #minutes: Minute[] = []
  readonly #hours: Hour[] = []
  readonly #current = new Map<number, Current>()
  #next = 0
  #budgetBlocks: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How many blocks the newest bounty leaves for its scan. */
  budget(blocks: number): void {
    this.#budgetBlocks = blocks
  }

  posted(): void {
    this.#minute().posted += 1
  }

  answered(): void {
    this.#minute().answered += 1
  }

  tooLate(): void {
    this.#minute().tooLate += 1
  }

  /** How many of my verdicts the arbiters shared. */
  judged(right: number, wrong: number): void {
    const at = Math.floor(this.#clock.now() / HOUR_MS) * HOUR_MS
    let last = this.#hours.at(-1)
    if (last?.at !== at) {
      last = { at, right: 0, wrong: 0 }
      this.#hours.push(last)
      while (this.#hours.length > DAYS_7_HOURS) this.#hours.shift()
    }
    last.right += right
    last.wrong += wrong
  }

  begin(facts: BountyFacts, index: number, name: string, size: number | null): ScanStage {
    const key = this.#next++
    const { guid, expiration } = facts
    const entry: Current = {
      guid,
      name: (name || `artifact ${index}`).slice(0, 255),
      size,
      since: this.#clock.now(),
      expiration,
      doing: 'fetching',
    }
    this.#current.set(key, entry)
    return {
      scanning: (bytes) => {
        entry.size = bytes
        entry.doing = 'scanning'
      },
      outcome: (outcome) => this.#count(outcome),
      end: () => this.#current.delete(key),
    }
  }

  #count(outcome: ScanOutcome): void {
    const minute = this.#minute()
    if (outcome.is === 'scanned') {
      minute[outcome.opinion.is] += 1
      const found = CLASSES.findIndex((upTo) => outcome.tookMs <= upTo)
      const place = found < 0 ? CLASSES.length : found
      minute.times[place] = (minute.times[place] ?? 0) + 1
    } else if (outcome.is === 'timed-out') minute.scanTooLate += 1
    else if (outcome.is !== 'cancelled') minute.failed += 1
  }

  statistics(community: CommunityState['settings']['id'], scanner: string, block: number | null): EngineStatistics {
    const minutes = this.#recent()
    const sum = (of: (minute: Minute) => number): number => minutes.reduce((total, minute) => total + of(minute), 0)
    const counts = [...CLASSES, BEYOND].map((upToMs, i) => ({ upToMs, count: sum(({ times }) => times[i] ?? 0) }))
    const now = this.#clock.now()
    const failed = sum((minute) => minute.failed)
    const right = this.#hours.reduce((total, hour) => total + hour.right, 0)
    const wrong = this.#hours.reduce((total, hour) => total + hour.wrong, 0)
    const medianMs = quantile(counts, 0.5)
    const p99Ms = quantile(counts, 0.99)
    return {
      community,
      perMinute: minutes.map(({ at, posted, answered }) => ({ at, posted, answered })),
      scanTimes: counts.filter(({ count }) => count > 0),
      scanMedianMs: medianMs,
      scanP99Ms: p99Ms,
      scanBudgetBlocks: this.#budgetBlocks,
      tooLate: sum((minute) => minute.tooLate),
      opinions: {
        malicious: sum((minute) => minute.malicious),
        benign: sum((minute) => minute.benign),
        none: sum((minute) => minute.none),
        tooLate: sum((minute) => minute.scanTooLate),
        failed,
      },
      scanning: [...this.#current.values()].slice(0, 64).map((one) => ({
        guid: one.guid,
        name: one.name,
        size: one.size,
        sinceMs: now - one.since,
        doing: one.doing,
        blocksLeft: block === null ? null : one.expiration - block,
      })),
      scanners: [
        {
          id: scanner,
          medianMs,
          p99Ms,
          failedHour: failed,
          right7d: right + wrong > 0 ? right : null,
          wrong7d: right + wrong > 0 ? wrong : null,
        },
      ],
    }
  }

  #minute(): Minute {
    const at = Math.floor(this.#clock.now() / MINUTE_MS) * MINUTE_MS
    const last = this.#minutes.at(-1)
    if (last?.at === at) return last
    const minute = {
      at,
      posted: 0,
      answered: 0,
      tooLate: 0,
      malicious: 0,
      benign: 0,
      none: 0,
      failed: 0,
      scanTooLate: 0,
      times: [],
    }
    this.#minutes.push(minute)
    while (this.#minutes.length > MINUTES + 1) this.#minutes.shift()
    return minute
  }

  #recent(): readonly Minute[] {
    const from = this.#clock.now() - HOUR_MS - MINUTE_MS
    return this.#minutes.filter(({ at }) => at > from)
  }
}

/** The upper bound of the class in which the quantile lies. */
function quantile(counts: readonly { readonly upToMs: number; readonly count: number }[], part: number): number | null {
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  let passed = 0
  for (const { upToMs, count } of counts) {
    passed += count
    if (passed >= total * part) return upToMs
  }
  return null
}
