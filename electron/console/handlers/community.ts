import { sandbox as sandboxCommunity } from '../../../shared/domain/community.ts'
import { because } from '../../../shared/errors/because.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import { learnedPins, testConnection } from '../../community/connection-check.ts'
import type { Handlers } from '../dispatch.ts'
import { joinedOrThrow, type Services } from '../services.ts'

type CommunityCalls = Extract<keyof Handlers, `community.${string}` | `sandbox.${string}`>

export function communityHandlers(services: Services): Pick<Handlers, CommunityCalls> {
  const { communities, settings, clock, vault } = services
  return {
    'community.test': async ({ address, apiKey, insecure, id }) => {
      const joined = id === null ? null : settings.joined(id)
      // A joined Community is tested with the key that is kept: the window never learns it.
      const key = apiKey ?? (joined?.community.hasApiKey ? await vault.apiKey(joined.community.id) : null)
      return testConnection({
        address,
        apiKey: key,
        insecure,
        clock,
        account: joined?.community.wallet ?? null,
        known: knownPins(services),
      })
    },
    'community.join': async ({ pins, apiKey, ...community }) => {
      const now = await learnedPins({ ...community, apiKey, clock, account: community.wallet })
      assertSamePins(pins, now)
      return { id: await communities.join({ settings: { ...community, pins: { ...now, pinnedAt: clock.now() } }, apiKey }) }
    },
    'community.leave': async ({ community }) => {
      await communities.leave(community)
      if (community === sandboxCommunity.id) await services.sandbox.stop()
      return {}
    },
    'community.retry': async ({ community }) => {
      await communities.retry(community)
      return {}
    },
    'community.setApiKey': async ({ community, apiKey }) => {
      await communities.setApiKey(community, apiKey)
      return {}
    },
    'community.setWallet': async ({ community, wallet }) => {
      await communities.setWallet(community, wallet)
      return {}
    },
    'community.acceptContracts': async ({ community, pins }) => {
      const { settings: joined } = joinedOrThrow(services, community)
      const apiKey = joined.hasApiKey ? await vault.apiKey(community) : null
      assertSamePins(pins, await learnedPins({ ...joined, apiKey, clock, account: joined.wallet }))
      await communities.setPins(community, { ...pins, pinnedAt: clock.now() })
      return {}
    },
    'sandbox.try': async () => {
      await services.trySandbox()
      return { id: sandboxCommunity.id }
    },
  }
}

const knownPins = ({ settings }: Services) =>
  settings.value.communities.flatMap(({ community: { name, pins } }) => (pins === null ? [] : [{ name, pins }]))

/** What the operator accepted must be what the Community shows now. */
function assertSamePins(accepted: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): void {
  const changed = Object.keys(accepted).find((key) => String(accepted[key]).toLowerCase() !== String(now[key]).toLowerCase())
  if (changed) throw new ConsoleError('contracts-changed', because('contract-moved', { contract: changed, now: String(now[changed]) }))
}
