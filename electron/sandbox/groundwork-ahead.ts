import { abandonGroundwork, type Groundwork, layGroundwork } from './groundwork.ts'
import { keptStamp } from './kept.ts'
import type { SandboxOptions } from './options.ts'

/** Gives what was made ready, once, where it is just what these options ask for; null otherwise. */
export type TakeGroundwork = (options: SandboxOptions) => Promise<Groundwork | null>

/**
 * Brings back what this folder keeps before anybody asks for the sandbox: its helper waits for the console's core anyway. The folder may be
 * another console's until the sandbox is asked for, so it is only read; what that one wrote meanwhile is read again by whoever finds null.
 */
export function groundworkAhead(folder: string, onError: (error: unknown) => void): TakeGroundwork {
  let ahead: Promise<{ readonly stamp: string; readonly laid: Groundwork } | null> | null = lay()
  // Why it cannot be read is told to whoever starts the sandbox.
  ahead.catch(() => undefined)

  async function lay() {
    const stamp = await keptStamp(folder)
    return stamp === null ? null : { stamp, laid: await layGroundwork({ dataDir: folder, onError }) }
  }

  return async ({ dataDir, onError: _, onKeeping: __, ...others }) => {
    const ready = await ahead?.catch(() => null)
    ahead = null
    if (!ready) return null
    const isAskedFor = dataDir === folder && Object.keys(others).length === 0
    if (isAskedFor && (await keptStamp(folder)) === ready.stamp) return ready.laid
    await abandonGroundwork(ready.laid)
    return null
  }
}
