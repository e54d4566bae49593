import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findElectron as findPackaged } from '../../electron/host/launch/electron-files.ts'
import { buildForOldElectron } from './old-electron/build.ts'
import { installOldElectron } from './old-electron/install.ts'
import { ELECTRON_LIBRARIES, installSystemPackages } from './system-packages.ts'

/** An Electron that the specs can drive, with the console built for it, or the plain reason why there is none. */
export type FoundElectron =
  | {
      readonly executable: string
      readonly version: string
      /** The folder that Electron is given to run. */
      readonly app: string
      /** Arguments before the folder. */
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
      /** What stood in for newer parts; null on the version the console is made for. */
      readonly note: string | null
    }
  | { readonly executable: null; readonly reason: string }

/** ELECTRON_OVERRIDE_DIST_PATH, else npm's own, else an old one put into a cache folder; see docs/contributing.md. */
export function findElectron(root: string): FoundElectron {
  const packaged = findPackaged(root, process.env)
  if (packaged.executable !== null) {
    const missing = missingLibraries(packaged.executable)
    if (missing) return { executable: null, reason: missing }
    const version = readVersion(dirname(packaged.executable)) ?? packaged.version ?? 'unknown'
    if (Number.parseInt(version, 10) >= 40) return { executable: packaged.executable, version, app: root, args: [], env: {}, note: null }
    return old(root, packaged.executable, version)
  }
  try {
    const folder = join(root, '.cache/electron-22')
    installSystemPackages()
    installOldElectron(folder)
    const executable = join(folder, 'electron')
    const missing = missingLibraries(executable)
    return missing ? { executable: null, reason: missing } : old(root, executable, readVersion(folder) ?? '22')
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for an unknown reason'
    return { executable: null, reason: `Electron's own binary is not installed here and an old one could not be had: ${reason}` }
  }
}

function old(root: string, executable: string, version: string): FoundElectron {
  return {
    executable,
    version,
    app: buildForOldElectron(root),
    args: ['-r', join(root, 'e2e/support/old-electron/shims.cjs')],
    env: { OLD_ELECTRON_NODE: process.execPath },
    note: 'test-only wrappers stood in for protocol.handle, the asynchronous safeStorage, utilityProcess preloading, node:sqlite (a worker of a newer Node) and newer language features',
  }
}

function readVersion(folder: string): string | null {
  const path = join(folder, 'version')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().replace(/^v/, '') : null
}

function missingLibraries(executable: string): string | null {
  if (process.platform !== 'linux') return null
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  const missing = (stdout ?? '').split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? [])
  return missing.length === 0
    ? null
    : `Electron needs libraries that are missing here (${missing.join(', ')}): install ${ELECTRON_LIBRARIES.join(' ')}`
}
