import { amountToText, roundForDisplay } from '../../shared/domain/amount.ts'
import type { EngineState } from '../../shared/domain/engine.ts'
import type { Change } from '../../shared/state/change.ts'
import type { CommunityState, ConsoleState, EventLine } from '../../shared/state/state.ts'
import type { Clock } from '../runtime/clock.ts'
import { type AlarmTexts, alarmTexts } from './alarm-texts.ts'

export interface AlarmsOptions {
  readonly clock: Clock
  /** The state now, after the changes that are heard. */
  readonly state: () => ConsoleState
  readonly notify: (title: string, body: string) => void
}

/** Stakes are often lost together: one notification for what comes within this time. */
const GATHERED_MS = 1000
/** A helper is back within a moment, and balances move: only a stop that lasts is worth a person's attention. */
const LASTING_MS = 5000

interface Losses {
  count: number
  total: bigint
  first: string | null
}

/** Tells the operator, outside the window, of a lost stake and of an engine that has stopped without them. */
export class Alarms {
  readonly #options: AlarmsOptions
  readonly #losses = new Map<string, Losses>()
  /** Communities whose engine stands still: why, and what takes the telling back while it waits. */
  readonly #stopped = new Map<string, { readonly why: string; readonly cancel: () => void }>()
  readonly #waiting = new Set<() => void>()

  constructor(options: AlarmsOptions) {
    this.#options = options
  }

  /** Hears what has changed in the state. Lines of an earlier run must not come here. */
  hear(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'events') for (const line of change.events) this.#line(line)
      else if (change.kind === 'community') this.#engine(change.id, change.community)
      else if (change.kind === 'community-removed') this.#forget(change.id)
    }
  }

  /** Nothing is told any more. */
  close(): void {
    for (const cancel of this.#waiting) cancel()
    this.#waiting.clear()
  }

  #line({ code, mine, community, amount, subject }: EventLine): void {
    if (code !== 'forfeited' || !mine || community === null) return
    const known = this.#losses.get(community)
    const losses = known ?? { count: 0, total: 0n, first: subject }
    losses.count += 1
    losses.total += amount === null ? 0n : amount < 0n ? -amount : amount
    if (known) return
    this.#losses.set(community, losses)
    this.#later(GATHERED_MS, () => {
      this.#losses.delete(community)
      const texts = this.#texts()
      const nct = amountToText(roundForDisplay(losses.total, 4, 'up'))
      this.#options.notify(
        texts.lostTitle(losses.count),
        texts.lost(this.#nameOf(community), nct, losses.count === 1 ? losses.first : null),
      )
    })
  }

  #engine(id: string, { engine }: CommunityState): void {
    const why = stoppedBy(engine)
    if (this.#stopped.get(id)?.why === why) return
    this.#forget(id)
    if (why === null) return
    const cancel = this.#later(LASTING_MS, () => {
      const texts = this.#texts()
      this.#options.notify(texts.stoppedTitle(this.#nameOf(id)), texts.stopped[why])
    })
    this.#stopped.set(id, { why, cancel })
  }

  #forget(id: string): void {
    this.#stopped.get(id)?.cancel()
    this.#stopped.delete(id)
  }

  #later(ms: number, work: () => void): () => void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#waiting.delete(cancel)
      work()
    })
    this.#waiting.add(cancel)
    return cancel
  }

  #nameOf(id: string): string {
    return this.#options.state().communities[id]?.settings.name ?? id
  }

  #texts(): AlarmTexts {
    return alarmTexts[this.#options.state().app.preferences.language]
  }
}

/** Why an engine that should stake does not, where only a person can or should do something; null for all that is as it should be. */
export function stoppedBy(engine: EngineState): keyof AlarmTexts['stopped'] | null {
  if (engine.is === 'failed') return engine.part
  if (engine.is !== 'paused') return null
  // The operator's own word and limits that end by themselves are no alarm.
  return engine.by === 'operator' || engine.by === 'day-limit' || engine.by === 'at-once-limit' ? null : engine.by
}
