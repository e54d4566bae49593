import { join } from 'node:path'
import type { HelperName } from '../runtime/platform.ts'

/** Where this console's files lie, seen from the folder of the entry that runs. */
export interface Layout {
  readonly helpers: Readonly<Record<HelperName, string>>
  /** The built window. */
  readonly renderer: string
  /** The desktop's bridge; built, since a sandboxed preload cannot be anything else. */
  readonly preload: string
  readonly resources: string
}

/**
 * @param folder the entry's own folder: `electron/` in the sources, `out/main/` in the build. Only an entry knows it: in a shared chunk
 *   `import.meta.dirname` is the chunk's folder
 * @param fromSources whether the entry runs from the sources under Node
 */
export function layout(folder: string, fromSources: boolean): Layout {
  const root = fromSources ? join(folder, '..') : join(folder, '../..')
  return {
    helpers: fromSources
      ? {
          signer: join(folder, 'wallet/signer-main.ts'),
          scanner: join(folder, 'scanners/scanner-main.ts'),
          sandbox: join(folder, 'sandbox/main.ts'),
          journal: join(folder, 'journal/worker-main.ts'),
        }
      : {
          signer: join(folder, 'signer-main.js'),
          scanner: join(folder, 'scanner-main.js'),
          sandbox: join(folder, 'sandbox-main.js'),
          journal: join(folder, 'journal-main.js'),
        },
    renderer: join(root, 'out/renderer'),
    preload: join(root, 'out/preload/preload.cjs'),
    resources: join(root, 'resources'),
  }
}
