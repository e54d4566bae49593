import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runElectron } from './host/electron/run.ts'
import { layout } from './host/entries.ts'

/** What the core is made of, from the ground up: each of them is read in one go, during which the window's calls and clicks wait. */
const rooms: readonly (() => Promise<unknown>)[] = [
  () => import('../shared/contract/contract.ts'),
  () => import('./polyswarmd/client.ts'),
  () => import('./transactions/index.ts'),
  () => import('./engine/engine.ts'),
  () => import('./community/joined-community.ts'),
]

runElectron({
  layout: layout(dirname(fileURLToPath(import.meta.url)), false),
  // Not imported above: the window is on its way before the core's libraries are read; and room by room, so that it is never deaf for long.
  loadCore: async () => {
    for (const room of rooms) {
      await room()
      await new Promise(setImmediate)
    }
    return (await import('./console/console.ts')).startConsole
  },
})
