import type { EngineState, Stopped } from '../../shared/domain/engine.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { JournalState } from '../journal/port.ts'
import type { ScannersState } from '../scanners/scanners.ts'
import type { HoldReason } from '../transactions/port.ts'

type Paused = Extract<EngineState, { is: 'paused' }>
/** A limit that keeps the engine from staking, and how much it could not stake. */
export interface LimitPause {
  readonly by: 'day-limit' | 'at-once-limit' | 'balance'
  readonly needed: bigint
  readonly until: number | null
}

/** The bounties of a run for so many: their number, and how many of them were missed. */
export interface TakenOn {
  readonly after: number
  readonly missed: number
}

/** Everything that decides whether new bounties are answered. */
export interface Conditions {
  readonly started: boolean
  /** It stopped by itself with these; null: it was stopped, or runs. */
  readonly takenOn: TakenOn | null
  /** Who stopped it and when, also in an earlier run; null: nobody did, as far as is known. */
  readonly stopped: Stopped | null
  /** As many bounties as it was started for are taken on, and may all come to be staked. */
  readonly full: boolean
  /** By the operator or by somebody for them; ends by `start`. */
  readonly pausedBy: Paused['by'] | null
  readonly pausedUntil: number | null
  readonly limit: LimitPause | null
  readonly deprecated: boolean
  readonly connected: boolean
  readonly unlocked: boolean
  readonly parametersKnown: boolean
  readonly scanners: ScannersState
  readonly journal: JournalState
  readonly held: HoldReason | null
}

export const firstConditions: Conditions = {
  started: false,
  takenOn: null,
  stopped: null,
  full: false,
  pausedBy: null,
  pausedUntil: null,
  limit: null,
  deprecated: false,
  connected: false,
  unlocked: false,
  parametersKnown: false,
  scanners: { is: 'off' },
  journal: { is: 'saved' },
  held: null,
}

type WithoutSince<T> = T extends unknown ? Omit<T, 'since'> : never

/** A failure as it was told. */
interface Said {
  readonly code?: string
  readonly detail: string | null
  readonly reason?: Reason | undefined
}

/** How the operator stands to the engine, the worst hindrance first. */
export function standing(c: Conditions): WithoutSince<EngineState> {
  if (!c.started) return { is: 'stopped', ...c.takenOn, ...(c.stopped && { by: c.stopped.by }) }
  if (c.pausedBy !== null) return { is: 'paused', by: c.pausedBy, until: c.pausedUntil }
  if (c.deprecated) return { is: 'paused', by: 'deprecated', until: null }
  if (!c.unlocked) return { is: 'locked' }
  if (c.journal.is === 'failed') return failed('journal', c.journal)
  if (c.held?.is === 'journal' || c.held?.is === 'signer') return failed(c.held.is, c.held.problem)
  if (!c.connected) return { is: 'holding' }
  if (c.scanners.is === 'down') return failed('scanner', c.scanners)
  if (c.limit) return { is: 'paused', by: c.limit.by, until: c.limit.until }
  return { is: 'running' }
}

type Failed = Extract<EngineState, { is: 'failed' }>

const failed = (part: Failed['part'], { code, detail, reason }: Said): WithoutSince<Failed> => ({
  is: 'failed',
  part,
  detail: detail ?? code ?? '',
  ...(reason && { reason }),
})

/** Whether a new bounty is answered now. */
export const isAnswering = (c: Conditions): boolean =>
  standing(c).is === 'running' && !c.full && c.parametersKnown && c.scanners.is === 'ready' && c.held?.is !== 'owner'

/**
 * Whether what goes by now was to be answered, and is missed if it is not. Not while somebody said no, and not at a limit that our own
 * stakes lift when they come home. A limit that nothing of ours lifts (of a day, or too small for one bid) is no excuse: a run that is
 * started for so many bounties would wait there for ever.
 * @param atRisk bids out, base units of NCT
 */
export const isWanting = ({ pausedBy, deprecated, limit }: Conditions, atRisk: bigint): boolean =>
  pausedBy === null && !deprecated && (limit === null || limit.by === 'day-limit' || atRisk === 0n)

/** The conditions with a memory of since when they stand as they do. */
export class Mode {
  #conditions = firstConditions
  #key = ''
  #since: number | null = null

  get conditions(): Conditions {
    return this.#conditions
  }

  /** @returns whether anything changed */
  change(part: Partial<Conditions>): boolean {
    const next = { ...this.#conditions, ...part }
    const changed = (Object.keys(part) as (keyof Conditions)[]).some((name) => next[name] !== this.#conditions[name])
    this.#conditions = next
    return changed
  }

  state(now: number): EngineState {
    const standsNow = standing(this.#conditions)
    const key = `${standsNow.is}:${standsNow.is === 'paused' ? standsNow.by : standsNow.is === 'failed' ? standsNow.part : ''}`
    if (key !== this.#key) {
      this.#since = this.#key === '' && standsNow.is === 'stopped' ? null : now
      this.#key = key
    }
    if (standsNow.is === 'stopped') return { ...standsNow, since: this.#conditions.stopped?.at ?? this.#since }
    return { ...standsNow, since: this.#since ?? now }
  }
}
