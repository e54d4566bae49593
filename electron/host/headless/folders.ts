import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The usual folder of a program's data on this system, without the desktop's console, which has its own. */
export function dataFolder(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>, home = homedir()): string {
  const name = 'polyswarm-console'
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name)
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), name)
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), name)
}

/** The folder, absolute and there, closed to other users when it had to be made. @throws the file system's error */
export function prepareFolder(path: string): string {
  const folder = resolve(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
