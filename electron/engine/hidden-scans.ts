import { z } from 'zod'
import { type Guid, guid } from '../../shared/domain/identifiers.ts'
import type { Judged } from './bounty-state.ts'

const count = z.int().nonnegative()
/** Artifact, beginning of the minute in which it was counted (ms), class of its time: all of a scan but what the scanner said. */
const scan = z.tuple([count, count, count])
export const hiddenSchema = z.array(z.object({ guid, scans: z.array(scan) }))
type Hidden = z.output<typeof hiddenSchema>

/** A scan with an opinion: counted in which minute, in which class of times, as what. */
export interface Said {
  readonly artifact: number
  readonly at: number
  readonly place: number
  readonly opinion: 'malicious' | 'benign'
}

/**
 * What scanners said of bounties whose verdicts nobody may know yet: that is how we will reveal, so it is not written down in the clear. Over
 * a restart only that there was a scan is known; what it said comes back with the verdicts, from the journal that has them sealed until then.
 */
export class HiddenScans {
  /** Of this run, or known again. */
  readonly #said = new Map<Guid, readonly Said[]>()
  /** Of an earlier run: not known again yet. */
  #unknown: Hidden = []

  /** Takes up what an earlier run kept. */
  load(hidden: Hidden): void {
    this.#unknown = hidden
  }

  /** Of which bounties of an earlier run it is not known yet. */
  get unknown(): readonly Guid[] {
    return this.#unknown.map((one) => one.guid)
  }

  say(of: Guid, said: Said): void {
    this.#said.set(of, [...(this.#said.get(of) ?? []), said])
  }

  /** The verdicts of a bounty are known again. @returns its scans of an earlier run, to be counted now */
  known(of: Guid, judged: readonly (Judged | null)[]): readonly Said[] {
    const scans = this.#unknown.filter((one) => one.guid === of).flatMap((one) => one.scans)
    const said = scans.flatMap(([artifact, at, place]): Said[] => {
      const opinion = judged[artifact]?.verdict.is ?? 'none'
      return opinion === 'none' ? [] : [{ artifact, at, place, opinion }]
    })
    if (said.length === 0) return []
    this.#unknown = this.#unknown.filter((one) => one.guid !== of)
    for (const one of said) this.say(of, one)
    return said
  }

  /**
   * What is hidden still, as it may be written down, and those scans of it that are counted already.
   * @param isHidden whether a bounty's verdicts are; what is not hidden any more is forgotten here
   * @param since what was counted before is of no interest any more, ms
   */
  toKeep(isHidden: (of: Guid) => boolean, since: number): { readonly hidden: Hidden; readonly counted: readonly Said[] } {
    const hidden = this.#unknown.filter(({ scans }) => scans.some(([, at]) => at >= since))
    this.#unknown = [...hidden]
    const counted: Said[] = []
    for (const [of, said] of this.#said) {
      const current = said.filter(({ at }) => at >= since)
      if (current.length === 0 || !isHidden(of)) {
        this.#said.delete(of)
        continue
      }
      counted.push(...current)
      hidden.push({ guid: of, scans: current.map(({ artifact, at, place }) => [artifact, at, place]) })
    }
    return { hidden, counted }
  }
}
