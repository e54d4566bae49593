import { availableBy, type InMotion, type Leaving, noMotion, type Taken } from '../../shared/domain/available.ts'
import type { CommunitySettings, Parameters } from '../../shared/domain/community.ts'
import { defaultEngineSettings, type EngineSettings } from '../../shared/domain/engine.ts'
import type { Chain } from '../../shared/domain/identifiers.ts'
import type { MaintainRule, Transfer } from '../../shared/domain/transfer.ts'
import { noResults, noStake } from '../../shared/state/initial.ts'
import type { BalanceReading, CommunityState, ConnectionState } from '../../shared/state/state.ts'
import { leftBy } from '../balance/transfer-life.ts'
import type { EngineView } from '../engine/port.ts'
import { type BlockReading, toldClock } from '../polyswarmd/block-clock.ts'
import type { ScannersState } from '../scanners/scanners.ts'
import type { QueueState } from '../transactions/port.ts'

/** Everything a Community's state is made of, gathered from its parts. */
export interface CommunityParts {
  readonly settings: CommunitySettings
  readonly connection: ConnectionState
  readonly clock: BlockReading
  readonly parameters: Parameters | null
  readonly relayFeeHome: bigint | null
  /** As last read. */
  readonly balances: CommunityState['balances']
  /** The same readings of NCT, with their places on the chains. */
  readonly taken: Readonly<Record<Chain, Taken | null>>
  /** null while no wallet is chosen. */
  readonly engine: EngineView | null
  readonly engineSettings: EngineSettings
  readonly scanners: ScannersState
  readonly queue: QueueState | null
  readonly allowance: bigint | null
  readonly maintain: MaintainRule | null
  readonly maintainNext: CommunityState['maintainNext']
  readonly transfers: readonly Transfer[]
  /** What left the account on its home chain, by transfers of every Community that shares it. */
  readonly homeLeaving: readonly Leaving[]
  readonly joinedAt: number
}

/** A Community as the window shows it. Pure. */
export function communityState(parts: CommunityParts): CommunityState {
  const { engine, queue } = parts
  return {
    settings: parts.settings,
    connection: parts.connection,
    clock: toldClock(parts.clock),
    parameters: parts.parameters,
    relayFeeHome: parts.relayFeeHome,
    deprecated: engine?.deprecated ?? false,
    balances: shownBalances(parts),
    engine: engine?.state ?? { is: 'stopped', since: null },
    engineSettings: engine?.settings ?? parts.engineSettings ?? defaultEngineSettings,
    scanner: scannerState(parts.scanners),
    stake: engine?.stake ?? noStake,
    today: engine?.today ?? noResults(parts.joinedAt),
    total: engine?.total ?? noResults(parts.joinedAt),
    queues: {
      send: queue === null ? 0 : queue.waiting + queue.leaving,
      sendHeld: queue !== null && queue.held !== null,
      scanWaiting: engine?.scanWaiting ?? 0,
      scanning: engine?.scanning ?? 0,
    },
    allowance: parts.allowance,
    maintain: parts.maintain,
    maintainNext: parts.maintainNext,
    transfers: [...parts.transfers],
    lastForfeit: engine?.lastForfeit ?? null,
    recentLosses: engine?.recentLosses ?? 0,
  }
}

/** What is available as the state defines it: what counts as staked or as arriving is not in it as well. */
function shownBalances({ balances, taken, engine, transfers, homeLeaving }: CommunityParts): CommunityState['balances'] {
  const { leaving, coming } = engine?.motion ?? noMotion
  const side = { leaving: [...leaving, ...leftBy(transfers, 'withdrawal')], coming }
  const home = { leaving: homeLeaving, coming: [] }
  return { homeNct: shown(taken.home, home), homeEth: balances.homeEth, sideNct: shown(taken.side, side) }
}

const shown = (taken: Taken | null, motion: InMotion): BalanceReading => taken && { value: availableBy(taken, motion), at: taken.at }

const scannerState = (state: ScannersState): CommunityState['scanner'] => ({
  is: state.is,
  detail: state.is === 'down' ? state.detail : null,
  ...(state.is === 'down' && state.reason && { reason: state.reason }),
})
