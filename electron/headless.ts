import { fileURLToPath } from 'node:url'
import { nodeRefusal } from './host/needed-node.ts'

// Nothing else is imported here: what an old Node cannot evaluate must not be reached before it was asked for its version.
const refusal = nodeRefusal(process.versions.node)
if (refusal === null)
  import('./headless-main.ts').then(
    ({ startHeadless }) => startHeadless(fileURLToPath(import.meta.url)),
    (error: unknown) => {
      process.stderr.write(`polyswarm-console: it could not be read (${String(error)})\n`)
      process.exit(1)
    },
  )
else {
  process.stderr.write(`${refusal}\n`)
  process.exitCode = 2
}
