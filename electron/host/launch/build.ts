import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Everything whose change makes the build old. */
const SOURCES = ['electron', 'renderer', 'shared', 'resources/contracts', 'package.json', 'package-lock.json', 'electron.vite.config.ts']
/** What a complete build has; the last one is written last. */
const RESULTS = ['out/main/main.js', 'out/main/headless.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Whether there is no complete build, or a source is younger than it. */
export function isBuildStale(root: string): boolean {
  const built = RESULTS.map((path) => changedAt(join(root, path)))
  if (built.includes(0)) return true
  const oldest = Math.min(...built)
  return SOURCES.some((path) => newest(join(root, path)) > oldest)
}

/** Builds with the project's own tool; its output goes to stderr, stdout belongs to the console. @returns whether it worked */
export function build(root: string): boolean {
  const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status } = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] })
  return status === 0
}

function newest(path: string): number {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.reduce((most, entry) => (isSource(entry.name) ? Math.max(most, newest(join(path, entry.name))) : most), 0)
  } catch {
    return changedAt(path)
  }
}

const isSource = (name: string): boolean => !/\.(test|fixture)\.tsx?$/.test(name) && name !== 'node_modules'

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}
