import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { sandboxAccount, signTransaction } from './contracts/account.ts'
import { defaultFunds, type SandboxChains } from './contracts/deploy.ts'
import { layGroundwork } from './groundwork.ts'
import type { SandboxOptions } from './options.ts'
import { type SandboxHandle, startSandbox } from './sandbox.ts'
import { logFile, logNumbers } from './step-log.ts'
import { unveilFile } from './veil.ts'

const quick: SandboxOptions = { blockTimeMs: 0, bountyDuration: 4, revealWindow: 4, voteWindow: 8, bountyEvery: 2, maxArtifactBytes: 2_000 }
const owner = sandboxAccount('keeping', 'owner')

/** Everything that the chains know, by value. */
async function contentOf({ home, side }: SandboxChains): Promise<unknown[]> {
  const dumps = await Promise.all([home.dump(), side.dump()])
  return dumps.map((dump) => {
    const content = JSON.parse(gunzipSync(dump).toString('utf8')) as { readonly storage: Readonly<Record<string, object>> }
    // An account without slots has no storage, whether there is an empty map for it or none.
    return {
      ...content,
      storage: Object.entries(content.storage)
        .filter(([, slots]) => Object.keys(slots).length > 0)
        .sort(),
    }
  })
}

const artifactsOf = ({ community }: SandboxHandle): Record<string, unknown> =>
  Object.fromEntries(
    Array.from(community.artifacts.entries(), ([hash, content]) => [
      hash,
      content.kind === 'file' ? Buffer.from(content.bytes).toString('hex') : content,
    ]),
  )

describe('a sandbox that is never closed', () => {
  let folder: string
  let told: string[]
  let running: SandboxHandle[]
  let options: SandboxOptions
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
    told = []
    running = []
    const onError = (error: unknown): void => void told.push(String(error))
    options = { ...quick, dataDir: folder, seed: 3, fund: [owner.address], clock: new ManualClock(), onError }
  })
  afterEach(async () => {
    await Promise.all(running.map((sandbox) => sandbox.close()))
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async (more: SandboxOptions = {}): Promise<SandboxHandle> => {
    const sandbox = await startSandbox({ ...options, ...more })
    running.push(sandbox)
    return sandbox
  }
  const newestLog = (): string => join(folder, logFile(logNumbers(folder).at(-1) ?? -1))
  const send = ({ chains: { home } }: SandboxHandle, nonce: number, gasPrice: bigint): Promise<string> =>
    home.sendRaw(signTransaction(owner, { chainId: home.chainId, nonce, to: owner.address, data: '0x', gasLimit: 21_000n, gasPrice }))

  it('is brought back as it was at each moment: every account, slot, block and receipt, and what waits to be mined', async () => {
    const killed = await start()
    for (let round = 0; round < 6; round++) {
      await killed.mine(5)
      const laid = await layGroundwork(options)
      expect(await contentOf(laid.chains)).toEqual(await contentOf(killed.chains))
      expect(laid.community.book.guids).toEqual(killed.community.book.guids)
    }
    await send(killed, 0, 1_000_000_000n)
    const replacement = await send(killed, 0, 2_000_000_000n)
    await send(killed, 7, 1_000_000_000n)
    const { home } = (await layGroundwork(options)).chains
    expect(home.pooled(owner.address).map((t) => t.hash)).toEqual(killed.chains.home.pooled(owner.address).map((t) => t.hash))
    expect(home.pooled(owner.address)[0]?.hash).toBe(replacement)
    await killed.mine(1)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(killed.chains))
    expect(told).toEqual([])
  })

  it('goes on after each of several ends in the middle, with all its artifacts', async () => {
    let before = await start()
    for (let round = 0; round < 4; round++) {
      await before.mine(3)
      const next = await start()
      expect(await contentOf(next.chains)).toEqual(await contentOf(before.chains))
      expect(artifactsOf(next)).toMatchObject(artifactsOf(before))
      // Whoever died may have gone on for a moment; the one that took over did not see that.
      await before.mine(2)
      expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(next.chains))
      before = next
    }
    const open = [...before.community.book.guids]
    await before.mine(30)
    expect(open.filter((guid) => !before.community.book.get(guid)?.quorum)).toEqual([])
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(before.chains))
    expect(told).toEqual([])
  })

  it('brings back no transaction that was replaced by one which was dropped', async () => {
    const killed = await start({ actors: { ambassador: false } })
    const { home } = killed.chains
    const { eth } = defaultFunds
    const gas = { chainId: home.chainId, to: `0x${'ee'.repeat(20)}`, data: '0x', gasLimit: 21_000n } as const
    const transact = (nonce: number, value: bigint, gasPrice: bigint) =>
      home.sendRaw(signTransaction(owner, { ...gas, nonce, value, gasPrice }))
    await transact(0, (eth * 9n) / 10n, 1_000_000_000n)
    await transact(1, 1n, 2_000_000_000n)
    await transact(1, eth / 2n, 3_000_000_000n)
    await home.mine()
    expect(home.pooled(owner.address)).toEqual([])
    expect((await layGroundwork(options)).chains.home.pooled(owner.address)).toEqual([])
    const hash = await transact(1, 1n, 1_000_000_000n)
    expect((await layGroundwork(options)).chains.home.pooled(owner.address)).toMatchObject([{ hash }])
  })

  it('loses of a step that was half written that step alone, and says nothing', async () => {
    const killed = await start()
    await killed.mine(5)
    const block = await killed.chains.side.mine()
    await killed.idle()
    await killed.chains.home.mine()
    await killed.idle()
    truncateSync(newestLog(), statSync(newestLog()).size - 3)
    const next = await start()
    expect(next.chains.side.block(block.number)).toEqual(block)
    expect(next.chains.home.blockNumber()).toBe(killed.chains.home.blockNumber() - 1)
    await next.mine(3)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(next.chains))
    expect(told).toEqual([])
  })

  it('goes on from before a damaged step, and says so', async () => {
    const killed = await start()
    await killed.mine(8)
    const file = readFileSync(newestLog())
    const middle = file.length >> 1
    file.fill(0, middle, middle + 64)
    writeFileSync(newestLog(), file)
    const next = await start()
    expect(next.chains.side.blockNumber()).toBeLessThan(killed.chains.side.blockNumber())
    expect(told).toEqual([
      expect.stringMatching(/log is damaged, .*sandbox\.log\.\d+: it goes on from blocks \d+ \(home\) and \d+ \(side\)/),
    ])
    await next.mine(3)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(next.chains))
    expect(told).toHaveLength(1)
  })

  it('keeps its log short: a busy one writes its state anew and lets go of what is in it', async () => {
    const busy = await start({ bountiesPerSecond: 30, blockTimeMs: 1_000, artifacts: 1, urlShare: 0, actors: { rivals: 1, arbiters: 1 } })
    const first = logNumbers(folder)[0] ?? 0
    await busy.mine(8)
    await expect.poll(() => logNumbers(folder)[0], { timeout: 20_000 }).toBeGreaterThan(first)
    const bytes = logNumbers(folder).reduce((sum, number) => sum + statSync(join(folder, logFile(number))).size, 0)
    expect(bytes).toBeLessThan(3 * 1024 * 1024)
    await busy.mine(1)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(busy.chains))
  })

  it('says once when it cannot be kept, mines on, and is kept again as soon as that is possible', async () => {
    const kept: (string | null)[] = []
    const killed = await start({ actors: { ambassador: false }, onKeeping: (failure) => kept.push(failure) })
    const obstacle = join(folder, logFile((logNumbers(folder).at(-1) ?? 0) + 1))
    mkdirSync(obstacle)
    await killed.save()
    await killed.save()
    const before = killed.chains.side.blockNumber()
    await killed.mine(5)
    expect(killed.chains.side.blockNumber()).toBe(before + 5)
    expect(kept).toEqual(['another sandbox keeps itself in the same folder'])
    rmdirSync(obstacle)
    await killed.mine(60)
    await killed.save()
    await killed.mine(1)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(killed.chains))
    expect(kept.slice(1)).toEqual([null])
  })

  it('loses nothing to another start in its folder that finds the port taken', async () => {
    const killed = await start()
    await killed.mine(3)
    await expect(startSandbox({ ...options, port: killed.port })).rejects.toThrow('EADDRINUSE')
    await killed.mine(5)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(killed.chains))
    expect(told).toEqual([])
  })

  it('takes nothing from a younger one that runs in its folder, and says that it is not kept itself', async () => {
    const kept: (string | null)[] = []
    const older = await start({ onKeeping: (failure) => kept.push(failure) })
    await older.mine(3)
    const late = await layGroundwork(options)
    const younger = await start()
    await expect(startSandbox(options, late)).rejects.toThrow('another sandbox keeps itself in the same folder')
    await younger.mine(4)
    await older.mine(1)
    expect(kept).toEqual(['another sandbox keeps itself in the same folder'])
    await younger.save()
    await older.close()
    running = [younger]
    await younger.mine(4)
    expect(await contentOf((await layGroundwork(options)).chains)).toEqual(await contentOf(younger.chains))
    expect([told, kept.length]).toEqual([[], 1])
  })

  it('keeps artifacts that found no place on the disk as soon as there is one', async () => {
    const kept: (string | null)[] = []
    const killed = await start({ onKeeping: (failure) => kept.push(failure) })
    rmSync(join(folder, 'artifacts'), { recursive: true, force: true })
    writeFileSync(join(folder, 'artifacts'), 'in the way')
    await killed.mine(6)
    expect(kept).toEqual([expect.stringMatching(/^ENOTDIR/)])
    rmSync(join(folder, 'artifacts'))
    await killed.save()
    expect(kept.slice(1)).toEqual([null])
    expect(artifactsOf(await start())).toMatchObject(artifactsOf(killed))
    expect(told).toEqual([])
  })

  it('takes an artifact whose file is damaged when it comes again, and clears away what was half written', async () => {
    const killed = await start({ actors: { ambassador: false } })
    const shelf = join(folder, 'artifacts')
    const bytes = Buffer.from('an artifact')
    const hash = await killed.community.artifacts.addFile(bytes)
    const directory = await killed.community.artifacts.addDirectory([bytes])
    const names = readdirSync(shelf)
    for (const name of names) truncateSync(join(shelf, name), 10)
    writeFileSync(join(shelf, '000000007.Qm.5.new'), 'half')
    const { artifacts } = (await start({ actors: { ambassador: false } })).community
    expect([artifacts.file(hash), artifacts.list(directory)]).toEqual([null, null])
    await artifacts.addFile(bytes)
    await artifacts.addDirectory([bytes])
    expect(readdirSync(shelf)).toEqual(names)
    const mended = (await layGroundwork(options)).community.artifacts
    expect(mended.list(directory)).toMatchObject([{ hash }])
    expect(Buffer.from(mended.file(hash) ?? [])).toEqual(bytes)
  })

  it('goes on from what an earlier build wrote at its end', async () => {
    const earlier = await start()
    await earlier.mine(9)
    const [home, side] = [await earlier.chains.home.dump(), await earlier.chains.side.dump()]
    const artifacts = [...earlier.community.artifacts.entries()]
    const known = artifactsOf(earlier)
    const guids = [...earlier.community.book.guids]
    await earlier.close()
    running = []
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
    const state = { version: 1, seed: 3, arbiters: 3, home: withoutEntries(home), side: withoutEntries(side), artifacts }
    writeFileSync(join(folder, 'sandbox.state'), veiledFile(serialize(state)))
    const killed = await start()
    expect(killed.community.book.guids).toEqual(guids)
    await killed.mine(2)
    const next = await start()
    expect(await contentOf(next.chains)).toEqual(await contentOf(killed.chains))
    expect(artifactsOf(next)).toMatchObject(known)
    expect(told).toEqual([])
  })
})

/** As it was written before chains counted their steps. */
function withoutEntries(dump: Uint8Array): Uint8Array {
  const { entries: _, ...content } = JSON.parse(gunzipSync(dump).toString('utf8')) as { entries: number }
  return gzipSync(JSON.stringify(content))
}

/** As version 1 was written. The cipher is its own inverse. */
function veiledFile(plain: Buffer): Buffer {
  const iv = randomBytes(16)
  return Buffer.concat([iv, unveilFile(Buffer.concat([iv, plain]))])
}
