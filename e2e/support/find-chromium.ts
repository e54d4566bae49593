import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import process from 'node:process'

/** A Chromium or Chrome the end-to-end tests can drive, or the plain reason why there is none. */
export type FoundChromium = { readonly path: string; readonly installed: boolean } | { readonly path: null; readonly reason: string }

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'msedge']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Looks for an installed one first, then lets Debian's packages or Playwright install one, in that order. */
export function findChromium(): FoundChromium {
  const here = installedChromium()
  if (here) return { path: here, installed: false }
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', timeout: 180_000 })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore', timeout: 600_000 })
    const packaged = installedChromium()
    if (packaged) return { path: packaged, installed: true }
  }
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'ignore', timeout: 120_000, shell: process.platform === 'win32' })
  const downloaded = installedChromium()
  return downloaded
    ? { path: downloaded, installed: true }
    : {
        path: null,
        reason: 'no Chromium or Chrome was found and none could be installed: install the package "chromium", or set CHROMIUM_PATH to one',
      }
}

function installedChromium(): string | null {
  const named = process.env.CHROMIUM_PATH
  if (named && existsSync(named)) return named
  const found = names.map(onPath).find((path) => path !== null) ?? places.find((path) => existsSync(path)) ?? playwrights()
  return found ?? null
}

function onPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name)
    if (existsSync(path)) return path
  }
  return null
}

function playwrights(): string | null {
  const require = createRequire(import.meta.url)
  try {
    const script = `process.stdout.write(require(${JSON.stringify(require.resolve('playwright'))}).chromium.executablePath())`
    const path = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}
