import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { JoinedCommunity } from '../community/joined-community.ts'
import type { Journal } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import type { Platform } from '../runtime/platform.ts'
import type { ScannerProcess } from '../scanners/scanners.ts'
import type { Vault } from '../wallet/vault.ts'
import type { Wallets } from '../wallet/wallets.ts'
import type { Communities } from './communities.ts'
import type { Feed } from './feed.ts'
import type { Needs } from './needs.ts'
import type { Publisher } from './publisher.ts'
import type { SandboxRunner } from './sandbox-runner.ts'
import type { SettingsStore } from './settings.ts'
import type { StateStore } from './store.ts'

/** Everything the composition root built, as the handlers of the contract use it. */
export interface Services {
  readonly platform: Platform
  readonly log: Log
  readonly clock: Clock
  readonly store: StateStore
  readonly publisher: Publisher
  readonly settings: SettingsStore
  readonly journal: Journal
  readonly vault: Vault
  readonly wallets: Wallets
  readonly scanners: ScannerProcess
  readonly communities: Communities
  readonly sandbox: SandboxRunner
  readonly feed: Feed
  readonly needs: Needs
  /** The window asked to end the console. */
  readonly quit: () => void
  /** Process, throwaway wallet, join, scanner, engine: the whole sandbox in one. @throws ConsoleError 'sandbox-failed', 'signer-unavailable' */
  readonly trySandbox: () => Promise<void>
}

/** @throws ConsoleError 'community-missing' */
export function joinedOrThrow(services: Services, id: CommunityId): JoinedCommunity {
  const community = services.communities.find(id)
  if (!community) throw new ConsoleError('community-missing')
  return community
}
