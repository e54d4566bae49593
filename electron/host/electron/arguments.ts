import { parseArgs } from 'node:util'

/** What the desktop's command line asks for. */
export interface DesktopArguments {
  readonly help: boolean
  readonly version: boolean
  /** Folder of journal, settings and secrets; null = the usual one. */
  readonly dataDir: string | null
}

export const desktopHelp = `PolySwarm Console

Usage: polyswarm-console [options]

  --data-dir DIR   where journal, settings and secrets are kept
  -h, --help
  --version

Without a desktop: npm run headless -- --help
`

/** Reads the command line; switches of Chromium and Electron pass unread, as they are not ours to judge. */
export function parseDesktopArguments(args: readonly string[]): DesktopArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' }, 'data-dir': { type: 'string' } },
  })
  const folder = values['data-dir']
  return {
    help: values.help === true,
    version: values.version === true,
    dataDir: typeof folder === 'string' && folder !== '' ? folder : null,
  }
}
