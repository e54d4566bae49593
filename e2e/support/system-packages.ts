import { spawnSync } from 'node:child_process'
import process from 'node:process'

/** Debian's packages of the libraries that an Electron needs. */
export const ELECTRON_LIBRARIES =
  'xauth libnss3 libatk-bridge2.0-0 libgtk-3-0 libgbm1 libasound2 libxss1 libxtst6 libsecret-1-0 dbus libnotify4 squashfs-tools'.split(' ')

const PROGRAMS = ['xvfb-run', 'unsquashfs', 'dbus-run-session', 'gnome-keyring-daemon']

/** Programs that tests use and that are not there, by name. */
export const missingPrograms = (): readonly string[] => PROGRAMS.filter((program) => spawnSync('which', [program]).status !== 0)

/** A display, a keyring and the libraries of Electron; on a Debian that we may change they are installed by name. */
export function installSystemPackages(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || missingPrograms().length === 0) return
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', timeout: 180_000 })
  const wanted = ['xvfb', ...ELECTRON_LIBRARIES, 'gnome-keyring', 'dbus-x11']
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { stdio: 'ignore', timeout: 600_000 })
}
