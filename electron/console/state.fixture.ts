import type { Change } from '../../shared/state/change.ts'
import { sampleWallet } from '../../shared/state/samples.ts'

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
  wallets: addresses.map((address) => sampleWallet(address)),
})

/** For tests: the list of needs, by their ids. */
export const needsChange = (...ids: readonly string[]): Change => ({
  kind: 'needs',
  needs: ids.map((id) => ({ id, community: null, urgency: 'later', code: 'fund', values: {}, since: 0, guid: null })),
})
