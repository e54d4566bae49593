import type { Address } from '../../shared/domain/identifiers.ts'
import type { WalletState } from '../../shared/state/state.ts'
import type { StoredWallet } from './vault.ts'

/** How a wallet stands now; nothing of it outlives the console. */
export interface Status {
  readonly state: WalletState['state']
  /** ms since the epoch; null while it is not unlocked. */
  readonly unlockedAt: number | null
  /** Last thing the operator did, for the auto-lock; ms since the epoch. */
  readonly usedAt: number
}
export const LOCKED: Status = { state: 'locked', unlockedAt: null, usedAt: 0 }
export const unlocked = (now: number): Status => ({ state: 'unlocked', unlockedAt: now, usedAt: now })

/** How the wallets stand, by account, however its address is spelled; what was never said of is locked. */
export class StatusBook {
  readonly #statuses = new Map<string, Status>()

  of(account: Address): Status {
    return this.#statuses.get(account.toLowerCase()) ?? LOCKED
  }
  set(account: Address, status: Status): void {
    this.#statuses.set(account.toLowerCase(), status)
  }
  forget(account: Address): void {
    this.#statuses.delete(account.toLowerCase())
  }
  clear(): void {
    this.#statuses.clear()
  }

  /** The operator did something at `now`: every unlocked wallet was in use. */
  touch(now: number): void {
    for (const [key, status] of this.#statuses) if (status.state === 'unlocked') this.#statuses.set(key, { ...status, usedAt: now })
  }
}

/**
 * A wallet as the window shows it.
 * @param autoLockMs how long without the operator until it locks itself; null = never. The sandbox's own never does.
 */
export function walletState(
  { address, source, addedAt, remembered }: StoredWallet,
  status: Status,
  autoLockMs: number | null,
): WalletState {
  const { state, unlockedAt, usedAt } = status
  const autoLockAt = state === 'unlocked' && autoLockMs !== null && source !== 'throwaway' ? usedAt + autoLockMs : null
  return { address, source, addedAt, state, unlockedAt, autoLockAt, remembered }
}
