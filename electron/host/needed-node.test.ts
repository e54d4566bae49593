import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NEEDED_NODE, nodeRefusal } from './needed-node.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A Node of this computer that is too old; null where there is none. */
function oldNode(): string | null {
  const names = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  return names.find((path) => existsSync(path) && isOld(path)) ?? null
}

const isOld = (path: string): boolean => {
  try {
    return nodeRefusal(execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()) !== null
  } catch {
    return false
  }
}

describe('the Node that the console needs', () => {
  it('is the one that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } }
    expect(engines.node).toMatch(new RegExp(`^>=${NEEDED_NODE}\\.`))
  })

  it('is refused when it is older, and only then', () => {
    expect(nodeRefusal('20.20.2')).toContain('needs Node 24, and this is Node 20.20.2')
    expect([nodeRefusal('24.0.0'), nodeRefusal('26.1.0'), nodeRefusal('100.0.0')]).toEqual([null, null, null])
  })
})

describe('the built entry of the headless host', () => {
  let out: string
  const old = oldNode()
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'headless-entry-'))
    const input = { headless: join(ROOT, 'electron/headless.ts') }
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'silent',
      build: { ssr: true, outDir: out, emptyOutDir: false, minify: false, rolldownOptions: { input, external: /^[^./]/ } },
    })
  })
  afterAll(() => rmSync(out, { recursive: true, force: true }))

  it('imports nothing of the console before it has looked at its Node', () => {
    const code = readFileSync(join(out, 'headless.js'), 'utf8')
    expect(code).toContain('import("./')
    expect([...code.matchAll(/^import .*"([^"]+)";$/gm)].map(([, from]) => from)).toEqual(['node:url'])
  })

  it.skipIf(old === null)('says plainly under an old Node what it needs, with exit code 2 and no stack (skipped without one)', () => {
    const { status, stdout, stderr } = spawnSync(old ?? '', [join(out, 'headless.js'), '--no-ui'], { encoding: 'utf8' })
    expect(stderr.trim().split('\n')).toEqual([
      nodeRefusal(execFileSync(old ?? '', ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()),
    ])
    expect([status, stdout]).toEqual([2, ''])
  })
})
