import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runElectron } from './host/electron/run.ts'
import { layout } from './host/entries.ts'

runElectron({
  layout: layout(dirname(fileURLToPath(import.meta.url)), false),
  // Not imported above: the window is on its way before the core's libraries are read.
  loadCore: () => import('./console/console.ts').then((core) => core.startConsole),
})
