import { z } from 'zod'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { CommunityState, EngineStatistics } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ScanOutcome } from '../scanners/scanners.ts'
import type { BountyFacts, Judged } from './bounty-state.ts'
import { HiddenScans, hiddenSchema, type Said } from './hidden-scans.ts'

const MINUTE_MS = 60_000
const MINUTES = 60
const HOUR_MS = 3_600_000
const DAYS_7_HOURS = 168
/** Upper bounds of the scan times' classes, ms; the last takes everything beyond. */
const CLASSES = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000, 20_000, 60_000,
]
const BEYOND = 3_600_000

/** The name of the journal's fact that holds the counts, so that they outlive a restart. */
export const SCAN_COUNTS = 'scan-counts'

const count = z.int().nonnegative()
const minuteSchema = z.object({
  /** Its beginning, ms since the epoch. */
  at: count,
  posted: count,
  answered: count,
  tooLate: count,
  /** Malicious, benign, none. */
  opinions: z.tuple([count, count, count]),
  failed: count,
  scanTooLate: count,
  /** Scans by the classes of `CLASSES`. */
  times: z.array(count).length(CLASSES.length + 1),
})
type Minute = z.output<typeof minuteSchema>
const opinionPlace = { malicious: 0, benign: 1, none: 2 } as const
const hourSchema = z.object({ at: count, right: count, wrong: count })
type Hour = z.output<typeof hourSchema>
const keptSchema = z.object({
  minutes: z.array(minuteSchema).max(MINUTES + 1),
  hours: z.array(hourSchema).max(DAYS_7_HOURS),
  /** Scans that are in none of the minutes. Younger than the counts. */
  hidden: hiddenSchema.default([]),
})

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

/** Counts of the last hour, by the minute, of the last seven days, by the hour, and what is being scanned now. Bounded, whatever comes. */
export class ScanBook {
  readonly #clock: Clock
  #minutes: Minute[] = []
  #hours: Hour[] = []
  #isChanged = false
  readonly #hidden = new HiddenScans()
  readonly #current = new Map<number, Current>()
  #next = 0
  #budgetBlocks: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes up what an earlier run counted. @throws when it cannot be read: then it begins anew */
  load(fact: string | undefined): void {
    if (fact === undefined) return
    const { minutes, hours, hidden } = keptSchema.parse(JSON.parse(fact))
    this.#minutes = minutes
    this.#hours = hours
    this.#hidden.load(hidden)
  }

  /** Bounties of an earlier run whose scans wait for their verdicts to be known again. */
  get unknown(): readonly Guid[] {
    return this.#hidden.unknown
  }

  /** The journal has told the verdicts of a bounty. */
  known(guid: Guid, judged: readonly (Judged | null)[]): void {
    for (const said of this.#hidden.known(guid, judged)) {
      tally(this.#minutes, said, 1)
      this.#isChanged = true
    }
  }

  /**
   * The fact to keep; null when nothing was counted since the last one.
   * @param isHidden our verdict on it is not known to anybody yet: its scans are left out until it is
   */
  toKeep(isHidden: (guid: Guid) => boolean): string | null {
    if (!this.#isChanged) return null
    const minutes = this.#recent().map(
      (minute) => ({ ...minute, opinions: [...minute.opinions], times: [...minute.times] }) satisfies Minute,
    )
    const { hidden, counted } = this.#hidden.toKeep(isHidden, minutes[0]?.at ?? Number.POSITIVE_INFINITY)
    for (const said of counted) tally(minutes, said, -1)
    // Told as soon as it is revealed.
    this.#isChanged = counted.length > 0
    return JSON.stringify({ minutes, hours: this.#recentHours(), hidden } satisfies z.input<typeof keptSchema>)
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
    this.#isChanged = true
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
      outcome: (outcome) => this.#count(guid, index, outcome),
      end: () => this.#current.delete(key),
    }
  }

  #count(guid: Guid, artifact: number, outcome: ScanOutcome): void {
    const minute = this.#minute()
    if (outcome.is === 'scanned') {
      const { is: opinion } = outcome.opinion
      const found = CLASSES.findIndex((upTo) => outcome.tookMs <= upTo)
      const place = found < 0 ? CLASSES.length : found
      const { at } = minute
      tally([minute], { at, place, opinion }, 1)
      if (opinion !== 'none') this.#hidden.say(guid, { artifact, at, place, opinion })
    } else if (outcome.is === 'timed-out') minute.scanTooLate += 1
    else if (outcome.is !== 'cancelled') minute.failed += 1
  }

  statistics(community: CommunityState['settings']['id'], scanner: string, block: number | null): EngineStatistics {
    const minutes = this.#recent()
    const sum = (of: (minute: Minute) => number): number => minutes.reduce((total, minute) => total + of(minute), 0)
    const counts = [...CLASSES, BEYOND].map((upToMs, i) => ({ upToMs, count: sum(({ times }) => times[i] ?? 0) }))
    const now = this.#clock.now()
    const failed = sum((minute) => minute.failed)
    const hours = this.#recentHours()
    const right = hours.reduce((total, hour) => total + hour.right, 0)
    const wrong = hours.reduce((total, hour) => total + hour.wrong, 0)
    const medianMs = quantile(counts, 0.5)
    const p99Ms = quantile(counts, 0.99)
    return {
      community,
      perMinute: withoutGaps(minutes),
      scanTimes: counts.filter(({ count }) => count > 0),
      scanMedianMs: medianMs,
      scanP99Ms: p99Ms,
      scanBudgetBlocks: this.#budgetBlocks,
      tooLate: sum((minute) => minute.tooLate),
      opinions: {
        malicious: sum(({ opinions }) => opinions[0]),
        benign: sum(({ opinions }) => opinions[1]),
        none: sum(({ opinions }) => opinions[2]),
        tooLate: sum((minute) => minute.scanTooLate),
        failed,
      },
      scanning: [...this.#current.values()].slice(0, 64).map((one) => ({
        guid: one.guid,
        name: one.name,
        size: one.size,
        sinceMs: now - one.since,
        doing: one.doing,
        blocksLeft: block === null ? null : Math.max(0, one.expiration - 1 - block),
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

  /** The minute that runs, to count in. */
  #minute(): Minute {
    this.#isChanged = true
    const at = Math.floor(this.#clock.now() / MINUTE_MS) * MINUTE_MS
    // Of a clock that was set back the minute may be there already.
    const known = this.#minutes.findLast((minute) => minute.at === at)
    if (known) return known
    const minute: Minute = {
      at,
      posted: 0,
      answered: 0,
      tooLate: 0,
      opinions: [0, 0, 0],
      failed: 0,
      scanTooLate: 0,
      times: Array<number>(CLASSES.length + 1).fill(0),
    }
    this.#minutes.push(minute)
    while (this.#minutes.length > MINUTES + 1) this.#minutes.shift()
    return minute
  }

  #recent(): Minute[] {
    const from = this.#clock.now() - HOUR_MS - MINUTE_MS
    return this.#minutes.filter(({ at }) => at > from)
  }

  #recentHours(): Hour[] {
    const from = this.#clock.now() - DAYS_7_HOURS * HOUR_MS
    return this.#hours.filter(({ at }) => at > from)
  }
}

/** Counts a scan, or takes it out again. */
function tally(
  minutes: Minute[],
  { at, place, opinion }: Pick<Said, 'at' | 'place'> & { opinion: keyof typeof opinionPlace },
  by: 1 | -1,
): void {
  const minute = minutes.findLast((one) => one.at === at)
  if (!minute) return
  minute.opinions[opinionPlace[opinion]] += by
  minute.times[place] = (minute.times[place] ?? 0) + by
}

/** Minute after minute, also those in which nothing happened, or nobody counted: a chart has a place for each. */
function withoutGaps(minutes: readonly Minute[]): EngineStatistics['perMinute'] {
  const [first, last] = [minutes[0], minutes.at(-1)]
  if (first === undefined || last === undefined) return []
  const byTime = new Map(minutes.map((minute) => [minute.at, minute]))
  return Array.from({ length: Math.min((last.at - first.at) / MINUTE_MS, MINUTES) + 1 }, (_, i) => {
    const at = first.at + i * MINUTE_MS
    const { posted, answered } = byTime.get(at) ?? { posted: 0, answered: 0 }
    return { at, posted, answered }
  })
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
