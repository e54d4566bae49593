import { join } from 'node:path'
import type { Log } from '../../runtime/log.ts'
import type { Keychain, Platform } from '../../runtime/platform.ts'
import type { Layout } from '../entries.ts'
import { nodeProcesses } from '../node-processes.ts'
import { openInBrowser } from './browser.ts'
import { headlessSettings } from './settings.ts'

export interface HeadlessPlatformOptions {
  /** Absolute. */
  readonly dataFolder: string
  readonly layout: Layout
  readonly keychain: Keychain
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
}

/** What Node alone can do for the console. */
export function headlessPlatform({ dataFolder, layout, keychain, env, log }: HeadlessPlatformOptions): Platform {
  return {
    host: 'headless',
    paths: { data: dataFolder, resources: layout.resources },
    keychain,
    settings: headlessSettings(join(dataFolder, 'settings.json')),
    spawn: nodeProcesses({ entries: layout.helpers, env }),
    notify: (title, body) => log.warn('For the operator', { title, body }),
    openExternal: openInBrowser,
    saveFile: () => Promise.resolve('content'),
  }
}
