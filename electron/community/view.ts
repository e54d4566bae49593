import type { CommunitySettings, Parameters } from '../../shared/domain/community.ts'
import { defaultEngineSettings, type EngineSettings } from '../../shared/domain/engine.ts'
import type { MaintainRule, Transfer } from '../../shared/domain/transfer.ts'
import { noResults, noStake } from '../../shared/state/initial.ts'
import type { ClockState, CommunityState, ConnectionState } from '../../shared/state/state.ts'
import type { TreasuryView } from '../balance/port.ts'
import type { EngineView } from '../engine/port.ts'
import type { BlockReading } from '../polyswarmd/block-clock.ts'
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
  /** What the ledger knows each account to hold; null before it knows, or while no wallet is chosen. */
  readonly held: TreasuryView['held']
  /** null while no wallet is chosen. */
  readonly engine: EngineView | null
  readonly engineSettings: EngineSettings
  readonly scanners: ScannersState
  readonly queue: QueueState | null
  readonly allowance: bigint | null
  readonly maintain: MaintainRule | null
  readonly maintainNext: CommunityState['maintainNext']
  readonly transfers: readonly Transfer[]
  readonly joinedAt: number
}

/** A Community as the window shows it. Pure. */
export function communityState(parts: CommunityParts): CommunityState {
  const { engine, queue } = parts
  return {
    settings: parts.settings,
    connection: parts.connection,
    clock: clockState(parts.clock),
    parameters: parts.parameters,
    relayFeeHome: parts.relayFeeHome,
    deprecated: engine?.deprecated ?? false,
    balances: shownBalances(parts.balances, parts.held, engine?.reserved ?? 0n),
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
  }
}

/**
 * The balances as `communityState` in shared/state defines them: a reading is of one block of the last seconds and may lack, or have already,
 * what else is told of the money, so the ledger's figure stands in its place as soon as there is one. Pure.
 * @param reserved bids and fees that are staked and were not seen on chain: no longer available, and not yet gone from either figure
 */
export function shownBalances(
  { homeNct, homeEth, sideNct }: CommunityState['balances'],
  held: TreasuryView['held'],
  reserved: bigint,
): CommunityState['balances'] {
  const available = sideNct === null ? null : (held.side ?? sideNct.value) - reserved
  return {
    homeNct: homeNct && { ...homeNct, value: held.home ?? homeNct.value },
    homeEth,
    // Less than nothing: the chain will refuse some of what was signed.
    sideNct: sideNct && available !== null ? { ...sideNct, value: available > 0n ? available : 0n } : null,
  }
}

const clockState = ({ block, seenBlock, estimated, seenAt, blockTimeMs, pulse }: BlockReading): ClockState => ({
  block,
  seenBlock,
  estimated,
  seenAt,
  blockTimeMs,
  pulse,
})

const scannerState = (state: ScannersState): CommunityState['scanner'] => ({
  is: state.is,
  detail: state.is === 'down' ? state.detail : null,
})
