import type { Channel } from '../runtime/channel.ts'
import { processChannel, threadChannel } from '../runtime/node-channel.ts'
import type { HelperName } from '../runtime/platform.ts'

export interface NodeProcessesOptions {
  /** The file of each helper (`.ts` from the sources, `.js` from the build): resolved by the entry, which knows where it lies. */
  readonly entries: Readonly<Record<HelperName, string>>
  /** The console's environment, of which helpers get the few variables below. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * What a helper may know of the environment. PASSWORD, API_KEY and whatever else the operator's shell holds stay with the console:
 * a scanner that runs hostile files must not find them.
 */
const HARMLESS = new Set(['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'NODE_ENV'])

/** Starts helpers under plain Node: the journal as a worker thread (its messages are many and small), the others as processes. */
export function nodeProcesses(options: NodeProcessesOptions): (helper: HelperName, args?: readonly string[]) => Channel {
  const env = helperEnvironment(options.env)
  return (helper, args = []) => {
    const entry = options.entries[helper]
    if (helper === 'journal') return threadChannel(entry, args, env)
    // Nobody opens a debugger in the signer by sending it a signal.
    return processChannel(entry, args, env, helper === 'signer' ? ['--disable-sigusr1'] : [])
  }
}

/** The part of the console's environment that a helper gets, on either host. */
export const helperEnvironment = (env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && HARMLESS.has(entry[0].toUpperCase())),
  )
