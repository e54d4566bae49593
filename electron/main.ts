import '../shared/without-code-generation.ts'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runElectron } from './host/electron/run.ts'
import { layout } from './host/entries.ts'
import { loadCore } from './load-core.ts'

runElectron({ layout: layout(dirname(fileURLToPath(import.meta.url)), false), loadCore })
