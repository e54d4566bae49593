import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { Transfer } from '../../shared/domain/transfer.ts'
import type { NeedCode } from '../../shared/state/codes.ts'
import type { Need } from '../../shared/state/state.ts'
import type { GasTerms } from '../transactions/port.ts'
import type { HomeUnexplained } from './home-account.ts'
import type { MaintainFailure } from './maintainer.ts'
import { netOf } from './transfer-life.ts'

/** What a treasury's needs are made of; amounts are base units, null where not known. */
export interface NeedFacts {
  readonly community: CommunityId
  readonly now: number
  /** Newest first. */
  readonly transfers: readonly Transfer[]
  /** The rule is on and wants a deposit that the home balance does not hold: what it takes. */
  readonly homeNctNeeded: bigint | null
  readonly homeNct: bigint | null
  /** The rule is on: there will be deposits. */
  readonly maintains: boolean
  readonly homeEth: bigint | null
  readonly gas: GasTerms | null
  readonly failure: MaintainFailure | null
  readonly unexplained: { readonly side: bigint; readonly home: HomeUnexplained }
}

type NewNeed = Omit<Need, 'since'> & { readonly since?: number }

/** ETH for fewer deposits than this is low. */
const FEW_DEPOSITS = 3n
/** A failure that nobody looked at for so long is history. */
const FAILED_MS = 86_400_000

/** What needs a person, by the facts alone. `since` is left out where it is not in the facts: see `NeedTimes`. */
export function needsOf(facts: NeedFacts): readonly NewNeed[] {
  return [...transferNeeds(facts), ...fundNeeds(facts), ...ledgerNeeds(facts)]
}

/** Remembers since when each need has been there. */
export class NeedTimes {
  #since = new Map<string, number>()

  date(needs: readonly NewNeed[], now: number): readonly Need[] {
    const dated = needs.map((need): Need => ({ ...need, since: need.since ?? this.#since.get(need.id) ?? now }))
    this.#since = new Map(dated.map(({ id, since }) => [id, since]))
    return dated
  }
}

const need = (
  community: CommunityId,
  urgency: Need['urgency'],
  code: NeedCode,
  of: string,
  values: Readonly<Record<string, string>>,
): NewNeed => ({
  id: `${community}:${code}${of === '' ? '' : `:${of}`}`,
  community,
  urgency,
  code,
  values: { ...values },
  guid: null,
})

function transferNeeds({ community, transfers, now, failure }: NeedFacts): readonly NewNeed[] {
  const values = (transfer: Transfer) => ({ direction: transfer.direction, arrivesNct: netOf(transfer).toString() })
  const overdue = transfers.filter(({ overdue: is }) => is)
  const failed = transfers.filter((transfer, i) => {
    const newest = transfers.findIndex(({ direction }) => direction === transfer.direction) === i
    return newest && transfer.stage === 'failed' && now - transfer.signedAt < FAILED_MS
  })
  const notSigned = failure !== null && failure.problem.code !== 'gas-too-low' ? [failure] : []
  return [
    ...overdue.map((each) => need(community, 'now', 'transfer-overdue', each.id, values(each))),
    ...failed.map((each) => need(community, 'now', 'transfer-failed', each.id, { ...values(each), detail: each.reason ?? '' })),
    ...notSigned.map(({ direction, amount, problem, at }) => ({
      ...need(community, 'now', 'transfer-failed', `maintain:${direction}`, {
        direction,
        arrivesNct: amount.toString(),
        detail: (problem.detail ?? problem.code).slice(0, 500),
      }),
      since: at,
    })),
  ]
}

function fundNeeds({ community, maintains, homeNctNeeded, homeNct, homeEth, gas }: NeedFacts): readonly NewNeed[] {
  const needs: NewNeed[] = []
  if (homeNctNeeded !== null && homeNct !== null) {
    needs.push(need(community, 'now', 'home-nct-low', '', { homeNct: homeNct.toString(), neededNct: homeNctNeeded.toString() }))
  }
  const cost = gas === null ? 0n : gas.limit * gas.price
  if (maintains && cost > 0n && homeEth !== null && homeEth < cost * FEW_DEPOSITS) {
    const deposits = homeEth / cost
    const values = { homeEth: homeEth.toString(), deposits: deposits.toString(), neededEth: cost.toString() }
    needs.push(need(community, deposits === 0n ? 'now' : 'later', 'home-eth-low', '', values))
  }
  return needs
}

/** Money that came from outside is no reason to call anybody on the home chain: that is how a wallet is funded. The ledger shows it. */
function ledgerNeeds({ community, unexplained: { side, home } }: NeedFacts): readonly NewNeed[] {
  const of = (chain: string, amount: bigint, name: 'differenceNct' | 'differenceEth') =>
    need(community, 'later', 'ledger-unexplained', `${chain}:${amount}`, { [name]: amount.toString() })
  return [
    ...(side !== 0n ? [of('side', side, 'differenceNct')] : []),
    ...(home.nct < 0n ? [of('home', home.nct, 'differenceNct')] : []),
    ...(home.eth < 0n ? [of('eth', home.eth, 'differenceEth')] : []),
  ]
}
