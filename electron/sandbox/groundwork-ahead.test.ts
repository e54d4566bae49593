import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groundworkAhead } from './groundwork-ahead.ts'
import { startSandbox } from './sandbox.ts'

const still = { blockTimeMs: 0, actors: { ambassador: false, rivals: 0 } }
const never = (error: unknown): never => {
  throw error
}

describe('a sandbox that is brought back before it is asked for', () => {
  let folder: string
  const keep = async (): Promise<void> => (await startSandbox({ ...still, dataDir: folder })).close()
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
    await keep()
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('goes on with the chains that were kept, and is given once', async () => {
    const kept = await startSandbox({ ...still, dataDir: folder })
    const { contracts } = kept
    const block = kept.chains.side.blockNumber()
    await kept.close()
    const take = groundworkAhead(folder, never)
    const laid = await take({ dataDir: folder, onError: never })
    expect(laid?.chains.side.blockNumber()).toBe(block)
    expect(await take({ dataDir: folder, onError: never })).toBeNull()
    const sandbox = await startSandbox({ dataDir: folder }, laid ?? undefined)
    expect(sandbox.contracts).toEqual(contracts)
    await sandbox.close()
  })

  it('is not given when the state was written meanwhile by whoever had the folder', async () => {
    const take = groundworkAhead(folder, never)
    await keep()
    expect(await take({ dataDir: folder, onError: never })).toBeNull()
  })

  it('is not given to whoever asks for another one', async () => {
    expect(await groundworkAhead(folder, never)({ dataDir: folder, seed: 1 })).toBeNull()
    expect(await groundworkAhead(folder, never)({ dataDir: `${folder}-other` })).toBeNull()
  })

  it('is not given where nothing is kept, or nothing that can be read', async () => {
    const other = await mkdtemp(join(tmpdir(), 'sandbox-'))
    expect(await groundworkAhead(other, never)({ dataDir: other })).toBeNull()
    await writeFile(join(other, 'sandbox.state'), 'something else')
    expect(await groundworkAhead(other, never)({ dataDir: other })).toBeNull()
    await rm(other, { recursive: true })
  })
})
