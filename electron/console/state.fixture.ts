import type { Change } from '../../shared/state/change.ts'
import type { ConsoleState } from '../../shared/state/state.ts'

/** For tests: a console that was just started for the first time. */
export const emptyState: ConsoleState = {
  app: {
    version: '0.0.0',
    host: 'headless',
    platform: 'linux',
    startedAt: 1_700_000_000_000,
    preferences: { theme: 'system', language: 'en', rowHeight: 'normal', autoLockMinutes: null, closeToTray: false },
    firstRunDone: false,
    keychain: { available: false, reason: 'none in tests' },
    journal: { is: 'saved' },
    sandbox: { is: 'stopped' },
  },
  wallets: [],
  communities: {},
  bounties: {},
  events: [],
  needs: [],
  statistics: {},
}

/** For tests: one line of the feed. */
export const eventChange = (id: number): Change => ({
  kind: 'events',
  events: [
    {
      id,
      at: 1_700_000_000_000 + id,
      community: null,
      code: 'committed',
      tone: 'stake',
      mine: true,
      guid: null,
      subject: null,
      amount: 10n,
    },
  ],
})

/** For tests: the list of wallets, each with this address. */
export const walletsChange = (...addresses: readonly string[]): Change => ({
  kind: 'wallets',
  wallets: addresses.map((address) => ({
    address,
    source: 'imported',
    addedAt: 0,
    state: 'locked',
    unlockedAt: null,
    autoLockAt: null,
    remembered: false,
  })),
})

/** For tests: the list of needs, by their ids. */
export const needsChange = (...ids: readonly string[]): Change => ({
  kind: 'needs',
  needs: ids.map((id) => ({ id, community: null, urgency: 'later', code: 'fund', values: {}, since: 0, guid: null })),
})
