import { type Address, sameAddress } from '../../../shared/domain/identifiers.ts'
import type { Transfer } from '../../../shared/domain/transfer.ts'
import type { BalanceReading, CommunityState, ConsoleState } from '../../../shared/state/state.ts'

/** An account of the wallet on one chain. `null` = not known. */
export interface BalanceRow {
  readonly id: string
  readonly chain: 'home' | 'side'
  /** The Communities it belongs to, by name; one for a side chain. */
  readonly names: readonly string[]
  readonly chainId: number | null
  /** Test money: shown faint and never in a total of real NCT. */
  readonly test: boolean
  readonly free: bigint | null
  /** null on a home chain: nothing is staked there. */
  readonly atStake: bigint | null
  readonly arriving: bigint
  readonly total: bigint | null
  /** Wei; null = not known. Not shown for a side chain, which needs none. */
  readonly eth: bigint | null
  readonly ethLow: boolean
  /** When the values were read, where they are not live. */
  readonly asOf: number | null
}

/** Sums of real NCT; null where a part of it is not known. */
export interface BalanceTotals {
  readonly free: bigint | null
  readonly atStake: bigint
  readonly arriving: bigint
  readonly total: bigint | null
}

/** The Communities in which a wallet stakes. */
export const communitiesOf = (communities: ConsoleState['communities'], wallet: Address): readonly CommunityState[] =>
  Object.values(communities).filter(({ settings }) => settings.wallet !== null && sameAddress(settings.wallet, wallet))

/**
 * What has left its source chain and has not arrived: it counts at its destination alone. What is only signed or sent is still part of the
 * source's balance.
 */
export const isArriving = ({ stage }: Transfer): boolean => stage === 'mined' || stage === 'confirmed'
/** What the relay pays out; nothing when it keeps all. */
export const arrives = ({ amount, fee }: Pick<Transfer, 'amount' | 'fee'>): bigint => (amount > fee ? amount - fee : 0n)

/** One row for each home chain (Communities that share one share its balance), one for each side chain; real money first. */
export function balanceRows(communities: readonly CommunityState[], lowEth: ReadonlySet<string>): readonly BalanceRow[] {
  const homes = new Map<string, CommunityState[]>()
  for (const community of communities) {
    const key = homeKey(community)
    homes.set(key, [...(homes.get(key) ?? []), community])
  }
  const rows = [...homes].flatMap(([key, members]) => [homeRow(key, members, lowEth), ...members.map(sideRow)])
  return [...rows.filter(({ test }) => !test), ...rows.filter(({ test }) => test)]
}

/** The same token on the same chain is the same balance. */
function homeKey({ settings: { id, pins } }: CommunityState): string {
  return pins === null ? `home:${id}` : `home:${pins.homeChainId}:${pins.homeNectar.toLowerCase()}`
}

const isLive = ({ connection }: CommunityState): boolean => connection.is === 'connected'
const isTest = ({ settings }: CommunityState): boolean => settings.kind === 'sandbox'
const sumOf = (transfers: readonly Transfer[], direction: Transfer['direction']): bigint =>
  transfers.filter((transfer) => transfer.direction === direction && isArriving(transfer)).reduce((sum, each) => sum + arrives(each), 0n)

function homeRow(id: string, members: readonly CommunityState[], lowEth: ReadonlySet<string>): BalanceRow {
  const nct = newest(members.map(({ balances }) => balances.homeNct))
  const eth = newest(members.map(({ balances }) => balances.homeEth))
  const arriving = members.reduce((sum, { transfers }) => sum + sumOf(transfers, 'withdrawal'), 0n)
  return {
    id,
    chain: 'home',
    names: members.map(({ settings }) => settings.name),
    chainId: members[0]?.settings.pins?.homeChainId ?? null,
    test: members.every(isTest),
    free: nct?.value ?? null,
    atStake: null,
    arriving,
    total: nct === null ? null : nct.value + arriving,
    eth: eth?.value ?? null,
    ethLow: members.some(({ settings }) => lowEth.has(settings.id)),
    asOf: members.some(isLive) ? null : (nct?.at ?? null),
  }
}

function sideRow(community: CommunityState): BalanceRow {
  const { settings, balances, stake, transfers } = community
  const arriving = sumOf(transfers, 'deposit')
  return {
    id: `side:${settings.id}`,
    chain: 'side',
    names: [settings.name],
    chainId: settings.pins?.sideChainId ?? null,
    test: isTest(community),
    free: balances.sideNct?.value ?? null,
    atStake: stake.atRisk,
    arriving,
    total: balances.sideNct === null ? null : balances.sideNct.value + stake.atRisk + arriving,
    eth: null,
    ethLow: false,
    asOf: isLive(community) ? null : (balances.sideNct?.at ?? null),
  }
}

const newest = (readings: readonly BalanceReading[]): BalanceReading =>
  readings.reduce((best, reading) => (reading !== null && (best === null || reading.at > best.at) ? reading : best), null)

/** The sum of real NCT, over all rows that are no test money; null when there is none. */
export function realTotals(rows: readonly BalanceRow[]): BalanceTotals | null {
  const real = rows.filter(({ test }) => !test)
  if (real.length === 0) return null
  return {
    free: sumKnown(real.map(({ free }) => free)),
    atStake: real.reduce((sum, { atStake }) => sum + (atStake ?? 0n), 0n),
    arriving: real.reduce((sum, { arriving }) => sum + arriving, 0n),
    total: sumKnown(real.map(({ total }) => total)),
  }
}

const sumKnown = (values: readonly (bigint | null)[]): bigint | null =>
  values.reduce<bigint | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0n)
