import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Builds the console for the old Electron into a folder of its own. @returns that folder, which is what Electron is given to run */
export function buildForOldElectron(root: string): string {
  const app = join(root, '.cache/old-electron/app')
  mkdirSync(app, { recursive: true })
  const { name, productName, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name, productName, version, type: 'commonjs', main: 'out/main/main.js' }))
  rmSync(join(app, 'resources'), { force: true })
  symlinkSync(join(root, 'resources'), join(app, 'resources'))
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
      'build',
      '--logLevel',
      'warn',
      '-c',
      'e2e/support/old-electron/electron.vite.config.ts',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ELECTRON_MAJOR_VER: '22' } },
  )
  if (status !== 0) throw new Error('the console could not be built for the old Electron')
  return app
}
