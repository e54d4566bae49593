import { randomUUID } from 'node:crypto'
import { systemClock } from '../runtime/clock.ts'
import { ArtifactShelf } from './artifact-shelf.ts'
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
import { type Kept, readKept } from './kept.ts'
import { COMMUNITY_NAME, defaults, type SandboxOptions } from './options.ts'

const MAX_ARTIFACT_BYTES = 32 * 1024 * 1024

/** What a sandbox stands on, in memory alone: nothing listens, no block comes by itself, nothing is written. */
export interface Groundwork {
  readonly seed: number
  readonly chains: SandboxChains
  readonly deployed: Deployed
  /** What the daemon and the actors know: bounties, artifacts. */
  readonly community: Community
  /** What it was brought back from; null where it is not kept. */
  readonly kept: Kept | null
}

/**
 * Two chains with the contracts of a Community: as they were kept in `dataDir`, else new ones.
 * @throws Error when `dataDir` holds something else
 */
export async function layGroundwork(options: SandboxOptions): Promise<Groundwork> {
  const kept = options.dataDir === undefined ? null : await readKept(options.dataDir)
  const saved = kept?.state ?? null
  const seed = seedOf(options, saved)
  const arbiters = saved?.arbiters ?? Math.max(1, options.actors?.arbiters ?? defaults.arbiters)
  const accounts = communityAccounts({ seed, arbiters, rivals: defaults.rivals })
  const clock = options.clock ?? systemClock
  const chains = await createSandboxChains({
    accounts,
    clock,
    ...(saved && { snapshots: { home: saved.home, side: saved.side } }),
    ...(kept && { since: kept.steps }),
    ...(options.onError ? { onError: options.onError } : {}),
  }).catch((cause: unknown) => {
    // A snapshot tells of its own damage, and not where it lies.
    throw saved ? new Error(`the sandbox kept in ${options.dataDir} is damaged; move it away to start a new one`, { cause }) : cause
  })
  const deployed = await deployCommunity(chains.home, chains.side, {
    seed,
    arbiters,
    assertionRevealWindow: options.revealWindow ?? defaults.revealWindow,
    arbiterVoteWindow: options.voteWindow ?? defaults.voteWindow,
  })
  const community = await describe(chains, deployed, { ...options, clock })
  if (saved?.version === 1) for (const [hash, content] of saved.artifacts) community.artifacts.restore(hash, content)
  if (kept) tellLosses(kept, chains, options.onError)
  return { seed, chains, deployed, community, kept }
}

function tellLosses({ steps, damaged }: Kept, chains: SandboxChains, onError: SandboxOptions['onError']): void {
  const isCut = (['home', 'side'] as const).some((name) => [...steps[name].keys()].some((number) => number >= chains[name].nextEntry))
  if (isCut || damaged.length > 0) {
    const at = `blocks ${chains.home.blockNumber()} (home) and ${chains.side.blockNumber()} (side)`
    onError?.(
      new Error(`the sandbox's log is damaged${damaged.map((path) => `, ${path}`)}: it goes on from ${at}, what came after is lost`),
    )
  }
}

/** Ends one that no sandbox was started on. */
export async function abandonGroundwork({ chains, community }: Groundwork): Promise<void> {
  community.book.close()
  await Promise.all([chains.home.close(), chains.side.close()])
}

function seedOf(options: SandboxOptions, saved: { readonly seed: number } | null): number {
  const seed = options.seed ?? saved?.seed ?? defaults.seed
  if (saved && saved.seed !== seed) throw new Error(`${options.dataDir} holds a sandbox with seed ${saved.seed}, not ${seed}`)
  return seed
}

async function describe(chains: SandboxChains, { contracts }: Deployed, options: SandboxOptions): Promise<Community> {
  const artifacts = new ArtifactStore(undefined, options.dataDir === undefined ? null : new ArtifactShelf(options.dataDir))
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
