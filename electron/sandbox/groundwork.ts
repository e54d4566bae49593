import { randomUUID } from 'node:crypto'
import { systemClock } from '../runtime/clock.ts'
import {
  communityAccounts,
  createSandboxChains,
  type Community as Deployed,
  deployCommunity,
  type SandboxChains,
} from './contracts/deploy.ts'
import { ArtifactStore } from './daemon/artifact-store.ts'
import { BountyBook } from './daemon/bounty-book.ts'
import type { Community } from './daemon/context.ts'
import { ContractReader } from './daemon/contract-reader.ts'
import { MetadataResolver } from './daemon/metadata.ts'
import { COMMUNITY_NAME, defaults, type SandboxOptions } from './options.ts'
import { readSavedState, type SavedState } from './saved-state.ts'

const MAX_ARTIFACT_BYTES = 32 * 1024 * 1024

/** What a sandbox stands on, in memory alone: nothing listens, no block comes by itself, nothing is written. */
export interface Groundwork {
  readonly seed: number
  readonly chains: SandboxChains
  readonly deployed: Deployed
  /** What the daemon and the actors know: bounties, artifacts. */
  readonly community: Community
}

/**
 * Two chains with the contracts of a Community: as they were kept in `dataDir`, else new ones.
 * @throws Error when `dataDir` holds something else
 */
export async function layGroundwork(options: SandboxOptions): Promise<Groundwork> {
  const saved = options.dataDir === undefined ? null : await readSavedState(options.dataDir)
  const seed = seedOf(options, saved)
  const arbiters = saved?.arbiters ?? Math.max(1, options.actors?.arbiters ?? defaults.arbiters)
  const accounts = communityAccounts({ seed, arbiters, rivals: defaults.rivals })
  const clock = options.clock ?? systemClock
  const chains = await createSandboxChains({
    accounts,
    clock,
    ...(saved ? { snapshots: { home: saved.home, side: saved.side } } : {}),
    ...(options.onError ? { onError: options.onError } : {}),
  })
  const deployed = await deployCommunity(chains.home, chains.side, {
    seed,
    arbiters,
    assertionRevealWindow: options.revealWindow ?? defaults.revealWindow,
    arbiterVoteWindow: options.voteWindow ?? defaults.voteWindow,
  })
  const community = await describe(chains, deployed, { ...options, clock })
  for (const [hash, content] of saved?.artifacts ?? []) community.artifacts.restore(hash, content)
  return { seed, chains, deployed, community }
}

/** Ends one that no sandbox was started on. */
export async function abandonGroundwork({ chains, community }: Groundwork): Promise<void> {
  community.book.close()
  await Promise.all([chains.home.close(), chains.side.close()])
}

function seedOf(options: SandboxOptions, saved: SavedState | null): number {
  const seed = options.seed ?? saved?.seed ?? defaults.seed
  if (saved && saved.seed !== seed) throw new Error(`${options.dataDir} holds a sandbox with seed ${saved.seed}, not ${seed}`)
  return seed
}

async function describe(chains: SandboxChains, { contracts }: Deployed, options: SandboxOptions): Promise<Community> {
  const artifacts = new ArtifactStore()
  const reader = new ContractReader()
  return {
    name: COMMUNITY_NAME,
    sides: {
      home: { name: 'home', chain: chains.home, nectar: contracts.home.nectar, relay: contracts.home.relay, registry: null },
      side: {
        name: 'side',
        chain: chains.side,
        nectar: contracts.side.nectar,
        relay: contracts.side.relay,
        registry: contracts.side.registry,
      },
    },
    registry: contracts.side.registry,
    arbiterStaking: contracts.side.arbiterStaking,
    book: await BountyBook.open(chains.side, contracts.side.registry, reader),
    artifacts,
    metadata: new MetadataResolver(artifacts),
    clock: options.clock ?? systemClock,
    newGuid: randomUUID,
    apiKey: options.apiKey ?? null,
    maxArtifactSize: MAX_ARTIFACT_BYTES,
    reader,
  }
}
