import { join } from 'node:path'
import type { Channel } from '../runtime/channel.ts'
import type { HelperName } from '../runtime/platform.ts'
import { isSandboxJoined } from './early-file.ts'

export type Spawn = (helper: HelperName, args?: readonly string[]) => Channel

export interface WarmHelpers {
  /** Gives the helper that was started ahead, once; starts one otherwise. */
  readonly spawn: Spawn
  /** Starts a helper ahead: it reads its code while this process reads the core. It does nothing before it is asked something. */
  readonly ahead: Spawn
  /** Ends those that nobody wanted. */
  endUnused(): void
}

/** A helper needs a good part of a second to be there: those that are certainly wanted are started before the core that will want them. */
export function warmHelpers(spawn: Spawn): WarmHelpers {
  const waiting = new Map<string, Channel>()
  const key = (helper: HelperName, args: readonly string[]): string => JSON.stringify([helper, ...args])
  return {
    spawn: (helper, args = []) => {
      const channel = waiting.get(key(helper, args))
      waiting.delete(key(helper, args))
      return channel ?? spawn(helper, args)
    },
    ahead: (helper, args = []) => {
      const channel = spawn(helper, args)
      waiting.set(key(helper, args), channel)
      // One that died meanwhile is no use to anybody.
      channel.onExit(() => {
        if (waiting.get(key(helper, args)) === channel) waiting.delete(key(helper, args))
      })
      return channel
    },
    endUnused: () => {
      for (const channel of [...waiting.values()]) channel.kill()
      waiting.clear()
    },
  }
}

/** Starts what needs longest to be there, the sandbox, where it is joined. Cheap enough to be called while the first page is on its way. */
export function startLongest({ ahead }: Pick<WarmHelpers, 'ahead'>, data: string): void {
  if (isSandboxJoined(data)) ahead('sandbox', [join(data, 'sandbox')])
}

/** Starts the journal, which every console wants before anything else; `data`: its folder. */
export function startJournal({ ahead }: Pick<WarmHelpers, 'ahead'>, data: string): void {
  ahead('journal', [join(data, 'journal.sqlite')])
}

/** Starts the signer, which opens the wallets. */
export function startSigner({ ahead }: Pick<WarmHelpers, 'ahead'>): void {
  ahead('signer')
}
