import { type Pins, sandbox as sandboxCommunity } from '../../shared/domain/community.ts'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import { learnedPins } from '../community/connection-check.ts'
import type { SandboxReady } from '../runtime/sandbox-protocol.ts'
import type { Services } from './services.ts'

/** The sandbox needs no operator to compare contracts: it runs on this computer, and its wallet holds test money. */
export async function joinSandbox({ communities, wallets, sandbox, clock, settings }: Services, ready: SandboxReady): Promise<void> {
  const wallet = await wallets.throwaway()
  const known = settings.joined(sandboxCommunity.id)?.community.wallet ?? null
  if (known === null) await sandbox.fund(wallet)
  // Both a start and a click come here: what is open at this very address needs no second opening.
  if (communities.find(sandboxCommunity.id)?.settings.address === ready.polyswarmd) return
  const kept = settings.joined(sandboxCommunity.id)?.community.pins ?? null
  const pins =
    kept !== null && areContractsOf(ready, kept)
      ? kept
      : {
          ...(await learnedPins({ address: ready.polyswarmd, insecure: true, apiKey: null, clock, account: wallet })),
          pinnedAt: clock.now(),
        }
  await communities.joinSandbox(ready.polyswarmd, pins, known ?? wallet)
}

/** Whether a sandbox that was joined before still has the contracts that were pinned then; they are compared at each connection all the same. */
function areContractsOf({ contracts: { home, side } }: SandboxReady, pins: Pins): boolean {
  return (
    sameAddress(home.nectar, pins.homeNectar) &&
    sameAddress(home.relay, pins.homeRelay) &&
    sameAddress(side.nectar, pins.sideNectar) &&
    sameAddress(side.relay, pins.sideRelay) &&
    sameAddress(side.registry, pins.registry)
  )
}
