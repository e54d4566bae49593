import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { layout } from './entries.ts'
import { headlessSettings } from './headless/settings.ts'
import { logWriter } from './log-file.ts'
import { storeFile } from './settings-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The desktop's library is tried in a real Electron: see e2e/specs/desktop/settings.spec.ts. */
describe('settings', () => {
  it('reads back what it wrote, in a private file, and leaves no other file behind', () => {
    const path = join(folder, 'deep/settings.json')
    const file = headlessSettings(path)
    expect(file.read()).toBeNull()
    file.write({ a: [1, 'ä'] })
    file.write({ a: [2] })
    expect(headlessSettings(path).read()).toEqual({ a: [2] })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(folder, 'deep'))).toEqual(['settings.json'])
  })

  it.each(['{"a":', '', '[1]', 'null', '"text"', '\u0000\u0000'])('leaves a damaged file as it is and says which one it is: %j', (text) => {
    const path = join(folder, 'settings.json')
    writeFileSync(path, text)
    const file = headlessSettings(path)
    for (const use of [() => file.read(), () => file.write({ a: 1 })]) {
      expect(use).toThrow(ConsoleError)
      expect(use).toThrow(`${path} is damaged`)
    }
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('notices that a file which it has open was damaged meanwhile', () => {
    const path = join(folder, 'settings.json')
    const file = headlessSettings(path)
    file.write({ a: 1 })
    writeFileSync(path, '{"a":')
    expect(() => file.read()).toThrow(`${path} is damaged`)
  })

  it('begins a damaged file anew where nothing is lost with it', () => {
    const path = join(folder, 'window.json')
    writeFileSync(path, '{"a":')
    const file = storeFile(path, 'replace', (options) => new Conf<Record<string, unknown>>({ ...options, configName: 'window' }))
    file.write({ a: 1 })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ a: 1 })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('keeps names with dots, and of the language itself, as they are', () => {
    const value = { 'a.b': { 'c.d': 1 }, list: [{ constructor: 'x' }] }
    const file = headlessSettings(join(folder, 'settings.json'))
    file.write(value)
    expect(file.read()).toEqual(value)
  })

  it('keeps the old settings when the new ones cannot be written', () => {
    const path = join(folder, 'settings.json')
    const file = headlessSettings(path)
    file.write({ a: 1 })
    expect(() => file.write({ a: 2n } as unknown as Record<string, unknown>)).toThrow()
    expect(file.read()).toEqual({ a: 1 })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })
})

describe('logWriter', () => {
  it('begins a new file when the old one is full and keeps one old file', () => {
    const path = join(folder, 'console.log')
    const echoed: string[] = []
    const write = logWriter(path, { write: (line) => echoed.push(line) }, 20)
    for (let n = 0; n < 10; n++) write(`line number ${n}\n`)
    expect(echoed).toHaveLength(10)
    expect(readdirSync(folder).sort()).toEqual(['console.log', 'console.log.old'])
    expect(readFileSync(path, 'utf8')).toContain('line number 9')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(path).size).toBeLessThan(60)
  })

  it('goes on when the file cannot be written', () => {
    const write = logWriter(join(folder, 'missing/console.log'), { write: () => true })
    expect(() => write('a line\n')).not.toThrow()
  })
})

describe('layout', () => {
  it('names entries that exist in the sources', () => {
    const { helpers, resources } = layout(join(import.meta.dirname, '..'), true)
    for (const path of [...Object.values(helpers), resources]) expect(existsSync(path), path).toBe(true)
  })

  it('finds window, preload and resources from the build as well', () => {
    const built = layout('/console/out/main', false)
    expect(built).toMatchObject({
      renderer: '/console/out/renderer',
      preload: '/console/out/preload/preload.cjs',
      resources: '/console/resources',
      helpers: { signer: '/console/out/main/signer-main.js' },
    })
  })
})
