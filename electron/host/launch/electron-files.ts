import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** Where the electron package lies and whether its program is there. Its own index.js is never loaded: that would download and may throw. */
export interface ElectronFiles {
  readonly version: string | null
  readonly folder: string | null
  readonly executable: string | null
  readonly overrideIsEmpty: boolean
  readonly isCached: boolean
}

const PROGRAM: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** @param root the folder from which the package is looked up */
export function findElectron(
  root: string,
  env: Env,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): ElectronFiles {
  const program = PROGRAM[platform] ?? 'electron'
  const override = env.ELECTRON_OVERRIDE_DIST_PATH || null
  const installed = findPackage(root)
  const overridden = override === null ? null : join(override, program)
  const executable = overridden === null ? installed && installedProgram(installed, program) : existsSync(overridden) ? overridden : null
  return {
    version: installed?.version ?? null,
    folder: installed?.folder ?? null,
    executable,
    overrideIsEmpty: override !== null && executable === null,
    isCached: installed !== null && isCached(`electron-v${installed.version}-${platform}-${arch}.zip`, env, platform),
  }
}

interface Installed {
  readonly version: string
  readonly folder: string
}

function findPackage(root: string): Installed | null {
  try {
    const file = createRequire(join(root, 'package.json')).resolve('electron/package.json')
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    return { version, folder: dirname(file) }
  } catch {
    return null
  }
}

/** The same signs that Electron's installer goes by: the version of what was unpacked, and the name of the program in path.txt. */
function installedProgram({ folder, version }: Installed, program: string): string | null {
  try {
    if (readFileSync(join(folder, 'dist/version'), 'utf8').trim().replace(/^v/, '') !== version) return null
    if (readFileSync(join(folder, 'path.txt'), 'utf8') !== program) return null
  } catch {
    return null
  }
  const path = join(folder, 'dist', program)
  return existsSync(path) ? path : null
}

function isCached(archive: string, env: Env, platform: NodeJS.Platform): boolean {
  const cache = env.electron_config_cache || cacheFolder(env, platform)
  try {
    return readdirSync(cache).some((folder) => existsSync(join(cache, folder, archive)))
  } catch {
    return false
  }
}

function cacheFolder(env: Env, platform: NodeJS.Platform): string {
  const home = env.HOME || homedir()
  if (platform === 'darwin') return join(home, 'Library/Caches/electron')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData/Local'), 'electron/Cache')
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'electron')
}

/** Where Electron's program would be downloaded from. */
export function downloadAddress(
  version: string,
  env: Env,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): string {
  const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/electron/electron/releases/download/'
  return `${mirror.replace(/\/?$/, '/')}v${version}/electron-v${version}-${platform}-${arch}.zip`
}
