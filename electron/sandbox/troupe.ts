import { Ambassador } from './actors/ambassador.ts'
import { Arbiter } from './actors/arbiter.ts'
import { RivalEngine, type Skill } from './actors/rival-engine.ts'
import { Stage } from './actors/stage.ts'
import { Verifier } from './actors/verifier.ts'
import { Windows } from './actors/windows.ts'
import { registryAbi as registry } from './contracts/abi.ts'
import type { CommunityAccounts } from './contracts/deploy.ts'
import type { Community } from './daemon/context.ts'
import { defaults, type SandboxOptions } from './options.ts'

/** One good engine and one that guesses too often. */
const SKILLS: readonly Skill[] = [
  { name: 'Keen Eye', accuracy: 0.96, coverage: 0.95, slowness: 1 },
  { name: 'Rough Guess', accuracy: 0.7, coverage: 0.75, slowness: 3 },
]

/** The actors at work. */
export interface Troupe {
  readonly ambassador: Ambassador | null
  readonly verifiers: readonly Verifier[]
  readonly stage: Stage
  close(): Promise<void>
}

/** Puts the actors that the options ask for on stage: they act from the next block on. */
export async function assembleTroupe(community: Community, accounts: CommunityAccounts, options: SandboxOptions): Promise<Troupe> {
  const windows = await Windows.read(community)
  const ambassador = options.actors?.ambassador === false ? null : hireAmbassador(community, windows, accounts, options)
  const seed = options.seed ?? defaults.seed
  const settles = options.actors?.settle ?? true
  const limits = await bidLimits(community)
  const rivals = accounts.rivals
    .slice(0, options.actors?.rivals ?? defaults.rivals)
    .flatMap((account, i) => (SKILLS[i] ? [new RivalEngine(community, windows, account, seed, SKILLS[i], limits)] : []))
  const arbiters = (options.actors?.arbiters === 0 ? [] : accounts.arbiters).map(
    (account) => new Arbiter(community, windows, account, settles),
  )
  const verifiers = (options.actors?.verifiers === false ? [] : accounts.verifiers).map(
    (account) => new Verifier(community, account, options.confirmations ?? defaults.confirmations),
  )
  const onError = options.onError ?? (() => undefined)
  const stage = new Stage(community, [...(ambassador ? [ambassador] : []), ...rivals, ...arbiters, ...verifiers], onError)
  return {
    ambassador,
    verifiers,
    stage,
    close: async () => {
      await stage.close()
      windows.close()
    },
  }
}

function hireAmbassador(community: Community, windows: Windows, accounts: CommunityAccounts, options: SandboxOptions): Ambassador {
  return new Ambassador(community, windows, accounts.ambassador, {
    seed: options.seed ?? defaults.seed,
    bountiesPerBlock: bountiesPerBlock(options),
    artifacts: options.artifacts ?? null,
    duration: options.bountyDuration ?? defaults.bountyDuration,
    maliciousShare: options.maliciousShare ?? defaults.maliciousShare,
    urlShare: options.urlShare ?? defaults.urlShare,
    maxArtifactBytes: options.maxArtifactBytes ?? defaults.maxArtifactBytes,
    maxGenerosity: 3,
    limit: options.bountyLimit ?? null,
    settles: options.actors?.settle ?? true,
  })
}

function bountiesPerBlock(options: SandboxOptions): number {
  if (options.bountiesPerSecond === undefined) return 1 / (options.bountyEvery ?? defaults.bountyEvery)
  return (options.bountiesPerSecond * (options.blockTimeMs ?? defaults.blockTimeMs)) / 1_000
}

async function bidLimits(community: Community) {
  const read = (view: string) => community.reader.integer(community.sides.side.chain, community.registry, registry, view)
  return { minimum: await read('ASSERTION_BID_ARTIFACT_MINIMUM'), maximum: await read('ASSERTION_BID_ARTIFACT_MAXIMUM') }
}
