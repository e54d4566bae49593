import type { StartConsole } from './console/core.ts'
import { startJournal, startLongest, startSigner, warmHelpers } from './host/warm-helpers.ts'
import { breath } from './runtime/breath.ts'

/** What the core is made of, from the ground up: each of them is read in one go, during which the window's calls and clicks wait. */
const rooms: readonly (() => Promise<unknown>)[] = [
  () => import('../shared/errors/errors.ts'),
  () => import('../shared/domain/bounty.ts'),
  () => import('../shared/state/change.ts'),
  () => import('../shared/contract/contract.ts'),
  () => import('./polyswarmd/client.ts'),
  () => import('./transactions/index.ts'),
  () => import('./engine/engine.ts'),
  () => import('./polyswarmd/connection.ts'),
  () => import('./community/joined-community.ts'),
  () => import('./wallet/signer-process.ts'),
]

/** Reads the core, which is heavy: not before there is something to see, and room by room, so that the process is never deaf for long. */
export async function loadCore(): Promise<StartConsole> {
  for (const room of rooms) {
    await room()
    await breath()
  }
  const { startConsole } = await import('./console/console.ts')
  await breath()
  return startConsole
}

/** A host's whole start where no page is painted first: helpers boot while the core is read. */
export const startWithHelpers: StartConsole = async (platform, log, options) => {
  const helpers = warmHelpers(platform.spawn)
  startLongest(helpers, platform.paths.data)
  startSigner(helpers)
  startJournal(helpers, platform.paths.data)
  const core = await (await loadCore())({ ...platform, spawn: helpers.spawn }, log, options)
  helpers.endUnused()
  return core
}
