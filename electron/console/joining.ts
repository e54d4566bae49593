import { type CommunitySettings, type Pins, sandbox as sandboxCommunity } from '../../shared/domain/community.ts'
import { defaultEngineSettings, sandboxEngineSettings } from '../../shared/domain/engine.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { isSameCommunity } from '../community/places.ts'
import type { Joined, Settings } from './settings.ts'

/** The id of a Community that is joined now: its name's letters and digits, with a number where another has them. Never the sandbox's. */
export function freeId(name: string, joined: readonly Joined[]): CommunityId {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 30) || 'community'
  const taken = new Set([sandboxCommunity.id as string, ...joined.map(({ community }) => community.id)])
  let id = base
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`
  return id
}

/** @throws ConsoleError 'community-exists' when this address is joined already */
export function assertNewAddress(joined: readonly Joined[], address: string): void {
  if (joined.some(({ community }) => community.address === address && community.kind !== 'sandbox'))
    throw new ConsoleError('community-exists', `${address} is joined already`)
}

/**
 * The same Community behind another address would give out the same nonces twice.
 * @param but the Community that gets these contracts, null for a new one
 * @throws ConsoleError 'community-exists'
 */
export function assertNewContracts(joined: readonly Joined[], pins: Pins | null, but: CommunityId | null): void {
  const same = joined.find(
    ({ community }) =>
      community.id !== but && community.kind !== 'sandbox' && pins && community.pins && isSameCommunity(community.pins, pins),
  )
  if (same) throw new ConsoleError('community-exists', `${same.community.name} at ${same.community.address} has these very contracts`)
}

/**
 * The settings with a Community joined; of one that is joined already only what it is changes, not what the operator set for it.
 * @param now ms since the epoch
 */
export function withCommunity(settings: Settings, community: CommunitySettings, wish: Joined['wish'], now: number): Settings {
  const isKnown = settings.communities.some((entry) => entry.community.id === community.id)
  if (isKnown)
    return {
      ...settings,
      communities: settings.communities.map((entry) => (entry.community.id === community.id ? { ...entry, community } : entry)),
    }
  const engine = community.kind === 'sandbox' ? sandboxEngineSettings : defaultEngineSettings
  return { ...settings, communities: [...settings.communities, { community, engine, wish, stopped: null, maintain: null, joinedAt: now }] }
}
