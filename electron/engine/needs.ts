import type { EngineSettings } from '../../shared/domain/engine.ts'
import type { CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import { type LossReason, reasonValues } from '../../shared/errors/reasons.ts'
import type { NeedCode } from '../../shared/state/codes.ts'
import type { Need } from '../../shared/state/state.ts'
import type { Conditions } from './mode.ts'
import type { EngineView } from './port.ts'
import type { SilenceNow } from './silence.ts'
import type { MissingStakes } from './stake-book.ts'

/** A stake that was lost without a verdict. */
export interface Forfeit {
  readonly guid: Guid
  readonly name: string
  /** Bid and fee, NCT. */
  readonly amount: bigint
  readonly at: number
  readonly reason: LossReason | null
}

interface NeedsInput {
  readonly community: CommunityId
  readonly conditions: Conditions
  readonly view: EngineView
  readonly settings: EngineSettings
  readonly forfeits: readonly Forfeit[]
  readonly missing: MissingStakes
  readonly silence: SilenceNow | null
  /** Bounties not answered since the limit was reached. */
  readonly unanswered: number
  /** What the account holds on the side chain, as last read. */
  readonly sideNct: bigint
}

/** What of this engine needs a person, from its state alone; how long each stands is remembered. */
export class Needs {
  readonly #since = new Map<string, number>()

  list(input: NeedsInput, now: number): readonly Need[] {
    const needs = [...this.#operating(input, now), ...this.#lost(input)]
    const ids = new Set(needs.map(({ id }) => id))
    for (const id of [...this.#since.keys()]) if (!ids.has(id)) this.#since.delete(id)
    return needs
  }

  #operating({ community, conditions: c, view, settings, unanswered, sideNct, missing, silence }: NeedsInput, now: number): Need[] {
    const { stake, state } = view
    const needs: Need[] = []
    const add = (code: NeedCode, urgency: Need['urgency'], values: Need['values'] = {}, guid: Guid | null = null): void => {
      const id = `${community}:${code}`
      const since = this.#since.get(id) ?? now
      this.#since.set(id, since)
      needs.push({ id, community, urgency, code, values, since, guid })
    }
    const owed = stake.owedReveals + stake.owedSettles
    if (!c.unlocked && (owed > 0 || stake.unrevealedCount > 0))
      add('wallet-locked', 'now', { reveals: String(stake.unrevealedCount), settles: String(stake.owedSettles) })
    if (!c.connected && c.unlocked && stake.owedReveals > 0)
      add('reveals-held', 'now', { reveals: String(stake.owedReveals), unrevealedNct: String(stake.owedRevealsAmount) })
    if (c.held?.is === 'signer' && c.unlocked) add('signer-down', 'now', { detail: c.held.problem.detail ?? c.held.problem.code })
    if (c.started && c.scanners.is === 'down') add('scanner-down', 'now', { detail: c.scanners.detail })
    if (c.deprecated) add('registry-deprecated', 'later')
    if (state.is === 'paused' && state.by === 'day-limit')
      add('day-limit', 'later', {
        unanswered: String(unanswered),
        since: timeOf(state.since),
        perDayNct: String(settings.limits.perDay ?? 0n),
      })
    if (state.is === 'paused' && state.by === 'at-once-limit')
      add('at-once-limit', 'later', { atOnceNct: String(settings.limits.atOnce ?? 0n) })
    if (state.is === 'paused' && state.by === 'balance') add('balance-low', 'now', { sideNct: String(sideNct) })
    if (missing.count > 0) {
      const { count, bids, fees, only } = missing
      const amounts = { stakedNct: String(bids + fees), bidNct: String(bids), feeNct: String(fees) }
      const silent = silence?.isLong ? { silentSince: String(silence.since) } : {}
      add('assertions-missing', 'later', { assertions: String(count), ...amounts, ...silent }, only)
    }
    return needs
  }

  /** One for each: whoever shows them tells many together. */
  #lost({ community, forfeits }: NeedsInput): Need[] {
    return forfeits.map(({ guid, name, amount, at, reason }) => ({
      id: `${community}:stake-lost:${guid}`,
      community,
      urgency: 'now',
      code: 'stake-lost' satisfies NeedCode,
      values: { ...reasonValues(reason), name, lostNct: String(amount) },
      since: at,
      guid,
    }))
  }
}

/** HH:MM:SS of the operator's own clock. */
const timeOf = (at: number): string => {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}
