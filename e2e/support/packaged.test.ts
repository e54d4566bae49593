import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build, isBuildStale } from '../../electron/host/launch/build.ts'

const ROOT = join(import.meta.dirname, '../..')
const configuration = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')

describe('the configuration of the packaged console', () => {
  it.each([
    ['runAsNode', false],
    ['enableCookieEncryption', true],
    ['enableNodeOptionsEnvironmentVariable', false],
    ['enableNodeCliInspectArguments', false],
    ['enableEmbeddedAsarIntegrityValidation', true],
    ['onlyLoadAppFromAsar', true],
    ['grantFileProtocolExtraPrivileges', false],
  ])('sets the fuse %s to %s', (fuse, value) => {
    expect(configuration).toMatch(new RegExp(`^  ${fuse}: ${value}$`, 'm'))
  })

  it('packs into an asar archive and makes what each system installs', () => {
    expect(configuration).toMatch(/^asar: true$/m)
    expect(configuration).toMatch(/target: \[AppImage, deb\]/)
    expect(configuration).toMatch(/target: nsis/)
    expect(configuration).toMatch(/target: dmg/)
  })
})

/** Packs for real, around a stand-in for Electron's own files: what is tested is which of our files are in it. */
describe('the packaged console', () => {
  let work: string
  let files: string[]

  beforeAll(() => {
    if (isBuildStale(ROOT)) build(ROOT)
    work = mkdtempSync(join(tmpdir(), 'packaged-'))
    const electron = join(work, 'electron')
    mkdirSync(join(electron, 'resources'), { recursive: true })
    writeFileSync(join(electron, 'electron'), '#!/bin/sh\n')
    chmodSync(join(electron, 'electron'), 0o755)
    // Fuses are bits in Electron's real program, which is not here.
    const config = `${configuration.replace(/^electronFuses:\n(?: {2}.*\n)+/m, '').replace('output: dist', `output: ${join(work, 'dist')}`)}electronDist: ${electron}\n`
    writeFileSync(join(work, 'config.yml'), config)
    const builder = join(ROOT, 'node_modules/electron-builder/cli.js')
    const args = [builder, '--linux', '--dir', '--publish', 'never', '--projectDir', ROOT, '--config', join(work, 'config.yml')]
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
    if (status !== 0) throw new Error(`electron-builder ended with ${status}: ${stderr}${stdout}`)
    const { listPackage } = createRequire(join(ROOT, 'node_modules/app-builder-lib/package.json'))('@electron/asar') as {
      listPackage(archive: string, options: { isPack: boolean }): string[]
    }
    files = listPackage(join(work, 'dist/linux-unpacked/resources/app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  }, 120_000)
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  it.each([
    '/package.json',
    '/LICENSE',
    '/out/main/main.js',
    '/out/main/signer-main.js',
    '/out/main/scanner-main.js',
    '/out/main/sandbox-main.js',
    '/out/main/journal-main.js',
    '/out/main/licences.md',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
    '/out/renderer/licences.md',
    '/node_modules/tiny-secp256k1/lib/secp256k1.wasm',
    '/node_modules/tiny-secp256k1/LICENSE',
    '/resources/icons/icon-32.png',
    '/resources/icons/tray-running-on-dark.png',
    '/resources/icons/tray-lost-on-light@2x.png',
  ])('has %s', (path) => {
    expect(files).toContain(path)
  })

  it('has no sources, tests, fixtures, maps, Node runtime or parts of the other host', () => {
    const own = files.filter((path) => !path.startsWith('/node_modules/'))
    for (const path of own)
      expect(path).toMatch(/^\/(package\.json|LICENSE|out(\/.*)?|resources|resources\/icons(\/[\w@-]+\.png)?|node_modules)$/)
    expect(
      files.filter((path) =>
        /\.(ts|tsx|map|sol)$|\.test\.|fixture|node-runtime|headless|scripted-run|money-run|run-steps|core-js/.test(path),
      ),
    ).toEqual([])
  })

  it('has no chunk that only the other host reads', () => {
    const main = join(ROOT, 'out/main')
    const entries = readdirSync(main).filter((name) => name.endsWith('.js') && name !== 'headless.js')
    const read = new Set<string>()
    for (const entry of entries) reached(join(main, entry), read, 'later too')
    const packed = files.filter((path) => path.startsWith('/out/main/') && path.endsWith('.js')).map((path) => join(ROOT, path))
    expect(packed.toSorted()).toEqual([...read].toSorted())
  })

  it('carries no package but those that are not bundled', () => {
    const packages = new Set(files.flatMap((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))
    expect([...packages].sort()).toEqual(['tiny-secp256k1', 'uint8array-tools'])
  })

  it('names every package that is bundled, with its licence', () => {
    for (const folder of ['main', 'renderer']) {
      const text = readFileSync(join(ROOT, 'out', folder, 'licences.md'), 'utf8')
      const sections = text.split(/^## (?=\S+ - \d)/m).slice(1)
      expect(sections.length, folder).toBeGreaterThan(5)
      for (const section of sections) {
        const [heading = ''] = section.split('\n', 1)
        // An old package names its licence in a form that is not read; its text is there all the same.
        expect(/\([\w .()-]+\)$/.test(heading) || section.includes('Permission is hereby granted'), heading).toBe(true)
        expect(heading).not.toMatch(/\b(AGPL|GPL|SSPL|UNLICENSED|Commons-Clause)\b/)
      }
    }
  })
})

describe('what is read before the first paint', () => {
  beforeAll(() => {
    if (isBuildStale(ROOT)) build(ROOT)
  })

  it('is the host and the library of its one schema: nothing of the core, of its libraries or of the log', () => {
    const own = [...reached(join(ROOT, 'out/main/main.js'))].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^\/\/ ((?:electron|shared|node_modules)\/\S+)$/gm)].map(([, path]) => path ?? ''),
    )
    expect(own).toContain('electron/host/electron/run.ts')
    const host =
      /^(electron\/(main|load-core|host\/[\w-]+|host\/electron\/[\w-]+|runtime\/(breath|clock|late-log|node-channel))|shared\/(errors\/because|without-code-generation))\.ts$/
    expect(own.filter((path) => !host.test(path) && !/^node_modules\/zod\//.test(path))).toEqual([])
  })

  it('is of the page a few kilobytes: its text, its colours and the script that waits for the paint', () => {
    const html = readFileSync(join(ROOT, 'out/renderer/index.html'), 'utf8')
    const files = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(files).toHaveLength(2)
    for (const path of files) expect(statSync(join(ROOT, 'out/renderer', path)).size, path).toBeLessThan(12_000)
  })
})

/** A built file and all that is imported with it; what it imports later only where that is asked for. */
function reached(file: string, seen: Set<string> = new Set(), when: 'at once' | 'later too' = 'at once'): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const imports =
    when === 'at once' ? /^(?:import|export) .*"(\.[^"]+)";$/gm : /^(?:import|export) .*"(\.[^"]+)";$|\bimport\("(\.[^"]+)"\)/gm
  for (const [, path, later] of readFileSync(file, 'utf8').matchAll(imports)) {
    const next = path ?? later
    if (next !== undefined) reached(join(dirname(file), next), seen, when)
  }
  return seen
}

describe('the product', () => {
  it('has no line for the old Electron that tests run on', () => {
    const found = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'electron-builder.yml']
      .flatMap((path) => sources(join(ROOT, path)))
      .filter((path) => /OLD_ELECTRON|old-electron|electron-22|ELECTRON_MAJOR_VER|core-js/.test(readFileSync(path, 'utf8')))
    expect(found).toEqual([])
  })

  it('turns no text into code: the entry of every process and of the page says so before a schema can be made', () => {
    const entries = [
      ...['main', 'headless-main', 'wallet/signer-main', 'scanners/scanner-main', 'sandbox/main', 'journal/worker-main'].map(
        (name) => `electron/${name}.ts`,
      ),
      'renderer/window.tsx',
    ]
    const firstLine = (path: string): string => readFileSync(join(ROOT, path), 'utf8').split('\n')[0] ?? ''
    expect(entries.filter((path) => !/^import '(\.\.\/)+shared\/without-code-generation\.ts'$/.test(firstLine(path)))).toEqual([])
  })
})

function sources(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    )
  } catch {
    return [path]
  }
}
