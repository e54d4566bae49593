import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBuildStale } from './build.ts'
import { downloadAddress, findElectron } from './electron-files.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launch-'))
  put('package.json', '{}')
})
afterEach(() => rmSync(root, { recursive: true }))

function put(path: string, text = '', changedAt = 1000): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  utimesSync(join(root, path), changedAt, changedAt)
}

describe('findElectron', () => {
  const find = (env: Record<string, string> = {}, platform: NodeJS.Platform = 'linux') =>
    findElectron(root, { HOME: root, ...env }, platform, 'x64')
  const install = (version = '45.4.1', program = 'electron') => {
    put('node_modules/electron/package.json', '{"version":"45.4.1"}')
    put('node_modules/electron/dist/version', version)
    put('node_modules/electron/path.txt', program)
    put(`node_modules/electron/dist/${program}`)
  }

  it('finds nothing where nothing is', () => {
    expect(find()).toEqual({ version: null, folder: null, executable: null, overrideIsEmpty: false, isCached: false })
  })

  it('knows the package without its program, and loads none of its code', () => {
    put('node_modules/electron/package.json', '{"version":"45.4.1","main":"index.js"}')
    put('node_modules/electron/index.js', 'throw new Error("loading me downloads Electron")')
    expect(find()).toMatchObject({ version: '45.4.1', executable: null })
  })

  it('finds the installed program', () => {
    install('v45.4.1')
    expect(find().executable).toBe(join(root, 'node_modules/electron/dist/electron'))
  })

  it.each([
    ['of another version', () => install('44.0.0')],
    ['for another system', () => install('45.4.1', 'electron.exe')],
    [
      'that is gone',
      () => {
        install()
        rmSync(join(root, 'node_modules/electron/dist/electron'))
      },
    ],
  ])('does not take a program %s', (_, prepare) => {
    prepare()
    expect(find().executable).toBeNull()
  })

  it('takes the program of the override before the installed one, and says when it is not there', () => {
    install()
    put('other/electron')
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: join(root, 'other') })).toMatchObject({
      executable: join(root, 'other/electron'),
      overrideIsEmpty: false,
    })
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: join(root, 'none') })).toMatchObject({ executable: null, overrideIsEmpty: true })
  })

  it('looks for the archive in the usual cache, in XDG_CACHE_HOME and where npm was told', () => {
    put('node_modules/electron/package.json', '{"version":"45.4.1"}')
    expect(find().isCached).toBe(false)
    put('.cache/electron/hash/electron-v45.4.1-linux-x64.zip')
    expect(find().isCached).toBe(true)
    expect(find({ XDG_CACHE_HOME: join(root, 'x') }).isCached).toBe(false)
    put('x/electron/hash/electron-v45.4.1-linux-x64.zip')
    expect(find({ XDG_CACHE_HOME: join(root, 'x') }).isCached).toBe(true)
    expect(find({ electron_config_cache: join(root, 'x/electron') }).isCached).toBe(true)
    expect(find({}, 'win32').isCached).toBe(false)
  })

  it('asks the mirror that Electron would ask', () => {
    expect(downloadAddress('45.4.1', {}, 'linux', 'x64')).toBe(
      'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-linux-x64.zip',
    )
    expect(downloadAddress('45.4.1', { ELECTRON_MIRROR: 'https://m.example/e' }, 'darwin', 'arm64')).toBe(
      'https://m.example/e/v45.4.1/electron-v45.4.1-darwin-arm64.zip',
    )
  })
})

describe('isBuildStale', () => {
  const results = ['out/main/main.js', 'out/main/headless.js', 'out/preload/preload.cjs', 'out/renderer/index.html']
  const build = (at: number) => {
    for (const path of results) put(path, '', at)
  }
  beforeEach(() => put('electron/console/store.ts'))

  it('is stale without a build, or when a part of it is missing', () => {
    expect(isBuildStale(root)).toBe(true)
    build(2000)
    expect(isBuildStale(root)).toBe(false)
    for (const path of results) {
      rmSync(join(root, path))
      expect(isBuildStale(root), path).toBe(true)
      put(path, '', 2000)
    }
  })

  it.each([
    ['electron/console/store.ts'],
    ['renderer/features/live/live.tsx'],
    ['shared/state/state.ts'],
    ['package-lock.json'],
    ['electron.vite.config.ts'],
  ])('is stale when %s is younger than the build', (path) => {
    build(2000)
    put(path, '', 3000)
    expect(isBuildStale(root)).toBe(true)
  })

  it.each([
    ['electron/console/store.test.ts'],
    ['electron/console/state.fixture.ts'],
    ['renderer/features/live/live.test.tsx'],
    ['docs/readme.md'],
    ['e2e/first-run.ts'],
  ])('does not mind that %s is younger', (path) => {
    build(2000)
    put(path, '', 3000)
    expect(isBuildStale(root)).toBe(false)
  })
})
