import type { CommunityId, Guid } from '../../../shared/domain/identifiers.ts'
import { type LossReason, lossReason } from '../../../shared/errors/reasons.ts'
import { isLoss } from '../../../shared/state/codes.ts'
import type { Need } from '../../../shared/state/state.ts'

/** Stakes that one Community took for one reason, and that nobody has seen yet. */
export interface LostStakes {
  readonly community: CommunityId | null
  readonly reason: LossReason | null
  readonly needs: readonly Need[]
  /** How many stakes these are: a need may stand for several. */
  readonly count: number
  /** Bids and fees, base units of NCT. */
  readonly amount: bigint
  /** What is known of them by name, the latest first; hostile text. */
  readonly names: readonly string[]
  /** When the first of them was lost, ms. */
  readonly since: number
  /** Of the one that it is; null where it is more. */
  readonly guid: Guid | null
}

/** The losses among what needs a person, by Community and reason, in the order in which the first of each stands there. */
export function lostStakes(needs: readonly Need[]): readonly LostStakes[] {
  const groups = Map.groupBy(needs.filter(isLoss), (need) => JSON.stringify([need.community, reasonOf(need)]))
  return [...groups.values()].flatMap((group) => groupOf(group) ?? [])
}

function groupOf(needs: readonly Need[]): LostStakes | null {
  const [first] = needs
  if (!first) return null
  const latest = needs.toSorted((a, b) => b.since - a.since)
  const count = countOf(needs)
  return {
    community: first.community,
    reason: reasonOf(first),
    needs,
    count,
    amount: sumOf(needs),
    names: latest.flatMap(({ values }) => values.name ?? []),
    since: latest.at(-1)?.since ?? first.since,
    guid: count === 1 ? first.guid : null,
  }
}

function reasonOf({ values: { why, name: _name, losses: _losses, lostNct: _lostNct, ...values } }: Need): LossReason | null {
  return lossReason.safeParse({ code: why, values }).data ?? null
}

const digits = (text: string | undefined, otherwise: string): string => (text !== undefined && /^\d+$/.test(text) ? text : otherwise)
const countOf = (needs: readonly Need[]): number => needs.reduce((sum, { values }) => sum + Number(digits(values.losses, '1')), 0)
const sumOf = (needs: readonly Need[]): bigint => needs.reduce((sum, { values }) => sum + BigInt(digits(values.lostNct, '0')), 0n)
