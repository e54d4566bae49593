import { threadChannel } from '../../runtime/node-channel.ts'
import type { Layout } from '../entries.ts'
import { helperEnvironment } from '../node-processes.ts'
import type { Spawn } from '../warm-helpers.ts'
import { utilityChannel } from './utility-channel.ts'

/** Starts helpers on the desktop: the journal as a worker thread, the others as processes of Electron's own. */
export function electronProcesses(layout: Layout): Spawn {
  const env = helperEnvironment(process.env)
  return (helper, args = []) =>
    helper === 'journal' ? threadChannel(layout.helpers.journal, args, env) : utilityChannel(layout.helpers[helper], args, env, helper)
}
