import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Sender } from './actors/sender.ts'
import type { ChainBlock, SandboxChain } from './chain/types.ts'
import { encodeCall, nectarAbi } from './contracts/abi.ts'
import { sandboxAccount } from './contracts/account.ts'
import type { RegistryEvent } from './daemon/registry-events.ts'
import type { SandboxOptions } from './options.ts'
import { type SandboxHandle, startSandbox } from './sandbox.ts'

const quick: SandboxOptions = { blockTimeMs: 0, bountyDuration: 4, revealWindow: 4, voteWindow: 8, bountyEvery: 2, maxArtifactBytes: 2_000 }
const NCT = 10n ** 18n

const reverted = (chain: SandboxChain, block: ChainBlock): string[] =>
  block.transactions.flatMap((hash) => {
    const receipt = chain.receipt(hash)
    return receipt?.status === 0 ? [`${receipt.from}: ${receipt.revertReason}`] : []
  })

async function nctOf(sandbox: SandboxHandle, chain: 'home' | 'side', account: string): Promise<bigint> {
  const { community } = sandbox
  const side = community.sides[chain]
  return community.reader.integer(side.chain, side.nectar, nectarAbi, 'balanceOf', [account])
}

describe('the people of the sandbox', () => {
  it('make one history of one seed, and another of another', async () => {
    const history = async (seed: number): Promise<RegistryEvent[]> => {
      // Without a clock of its own, two runs would differ in their blocks' times.
      const sandbox = await startSandbox({ ...quick, seed, clock: new ManualClock() })
      const events: RegistryEvent[] = []
      sandbox.community.book.onBlock((_, news) => events.push(...news))
      await sandbox.mine(40)
      await sandbox.close()
      return events
    }
    const first = await history(7)
    expect(new Set(first.map((e) => e.kind))).toEqual(new Set(['bounty', 'assertion', 'reveal', 'vote', 'quorum', 'settled']))
    expect(await history(7)).toEqual(first)
    expect(await history(8)).not.toEqual(first)
  })

  it('see every bounty through to settlement, without one refused transaction', async () => {
    const sandbox = await startSandbox({ ...quick, bountyLimit: 12 })
    const refused: string[] = []
    sandbox.community.book.onBlock((block) => refused.push(...reverted(sandbox.chains.side, block)))
    await sandbox.mine(24 + 4 + 4 + 8 + 6)
    expect(refused).toEqual([])
    expect(sandbox.posted()).toBe(12)
    const { book } = sandbox.community
    const bounties = book.guids.flatMap((guid) => book.get(guid) ?? [])
    expect(bounties).toHaveLength(12)
    for (const { posted, assertions, votes, quorum, settlements } of bounties) {
      expect(assertions.every((a) => a.revealed !== null)).toBe(true)
      expect(votes).toHaveLength(3)
      expect(quorum).not.toBeNull()
      const due = [posted.author, ...assertions.map((a) => a.posted.author), ...votes.map((v) => v.voter)]
      expect(due.every((who) => settlements.some((s) => sameAddress(s.settler, who)))).toBe(true)
    }
    expect(bounties.some((b) => b.assertions.length === 2)).toBe(true)
    expect(new Set(bounties.map((b) => b.posted.artifactType))).toEqual(new Set([0, 1]))
    // What the registry took it has given back: all of it, to the last base unit.
    expect(await nctOf(sandbox, 'side', sandbox.contracts.side.registry)).toBe(0n)
    await sandbox.close()
  })

  it('post several bounties in one block when the rate asks for it, and settle nothing of their own when told so', async () => {
    const sandbox = await startSandbox({
      ...quick,
      bountiesPerSecond: 25,
      blockTimeMs: 1_000,
      clock: new ManualClock(),
      artifacts: 1,
      urlShare: 0,
      actors: { rivals: 0, arbiters: 1, settle: false },
    })
    sandbox.setBlockTime(0)
    const before = sandbox.community.book.guids.length
    await sandbox.mine(16)
    expect(sandbox.community.book.guids.length - before).toBe(15 * 25)
    const first = sandbox.community.book.get(sandbox.community.book.guids[0] ?? '')
    expect(first).toMatchObject({ quorum: { kind: 'quorum' }, settlements: [] })
    expect(first?.votes).toHaveLength(1)
    await sandbox.close()
  })

  it('carry NCT over the relay both ways, and leave alone what does not cover the fee', async () => {
    const owner = sandboxAccount('relay', 'owner')
    const sandbox = await startSandbox({ ...quick, confirmations: 5, fund: [owner.address], actors: { ambassador: false } })
    const { home, side } = sandbox.contracts
    const start = { home: await nctOf(sandbox, 'home', owner.address), side: await nctOf(sandbox, 'side', owner.address) }
    const onHome = new Sender(owner, sandbox.chains.home)
    const onSide = new Sender(owner, sandbox.chains.side)
    await onHome.send(home.nectar, encodeCall(nectarAbi, 'transfer', [home.relay, 1_000n * NCT]), 200_000n)
    await onSide.send(side.nectar, encodeCall(nectarAbi, 'transfer', [side.relay, 500n * NCT]), 200_000n)
    await onSide.send(side.nectar, encodeCall(nectarAbi, 'transfer', [side.relay, 300n * NCT]), 200_000n)
    await sandbox.mine(5)
    expect(await nctOf(sandbox, 'side', owner.address)).toBe(start.side - 800n * NCT)
    await sandbox.mine(3)
    const fee = 382_772_457_840_000_000_000n
    expect(await nctOf(sandbox, 'side', owner.address)).toBe(start.side - 800n * NCT + 1_000n * NCT)
    expect(await nctOf(sandbox, 'home', owner.address)).toBe(start.home - 1_000n * NCT + 500n * NCT - fee)
    await sandbox.mine(10)
    expect(await nctOf(sandbox, 'home', owner.address)).toBe(start.home - 1_000n * NCT + 500n * NCT - fee)
    await sandbox.close()
  })

  it('stay away when they are not wanted', async () => {
    const sandbox = await startSandbox({ ...quick, actors: { ambassador: false, rivals: 0, arbiters: 0, verifiers: false } })
    await sandbox.mine(10)
    expect(sandbox.community.book.guids).toEqual([])
    expect(sandbox.chains.side.block(sandbox.chains.side.blockNumber())?.transactions).toEqual([])
    await sandbox.close()
  })
})

describe('a sandbox with a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('goes on where it was: open bounties are finished, funds are kept', async () => {
    const owner = sandboxAccount('restart', 'owner')
    const options = { ...quick, dataDir: folder, seed: 3, fund: [owner.address] }
    const first = await startSandbox(options)
    await first.mine(7)
    const open = first.community.book.guids
    expect(open.some((guid) => first.community.book.get(guid)?.assertions.some((a) => a.revealed === null))).toBe(true)
    const at = { block: first.chains.side.blockNumber(), nct: await nctOf(first, 'side', owner.address), contracts: first.contracts }
    await first.close()

    const second = await startSandbox(options)
    expect({
      block: second.chains.side.blockNumber(),
      nct: await nctOf(second, 'side', owner.address),
      contracts: second.contracts,
    }).toEqual(at)
    const refused: string[] = []
    second.community.book.onBlock((block) => refused.push(...reverted(second.chains.side, block)))
    await second.mine(30)
    expect(refused).toEqual([])
    for (const guid of open) {
      const bounty = second.community.book.get(guid)
      expect(bounty?.assertions.every((a) => a.revealed !== null)).toBe(true)
      expect(bounty?.quorum).not.toBeNull()
      const uri = bounty?.posted.uri ?? ''
      expect(second.community.artifacts.list(uri)?.every((link) => second.community.artifacts.file(link.hash) !== null)).toBe(true)
    }
    expect(second.posted()).toBeGreaterThan(open.length)
    await second.close()
  })

  it('keeps no artifact on the disk as it is', async () => {
    const sandbox = await startSandbox({ ...quick, dataDir: folder, maliciousShare: 1, urlShare: 0 })
    await sandbox.mine(6)
    // Neither while it runs nor at its end is anything written otherwise.
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    expect(paths.length).toBeGreaterThan(5)
    const files = Buffer.concat(await Promise.all(paths.map((path) => readFile(path))))
    const marker = Buffer.from('RUlDQVItU1RBTkRBUkQtQU5USVZJUlVT', 'base64')
    expect(files.length).toBeGreaterThan(10_000)
    expect(files.includes(marker)).toBe(false)
    expect(files.includes('malware')).toBe(false)
    await sandbox.close()
  })

  it('refuses another seed and a damaged file, and says which file', async () => {
    await (await startSandbox({ ...quick, dataDir: folder, seed: 3 })).close()
    await expect(startSandbox({ ...quick, dataDir: folder, seed: 4 })).rejects.toThrow('seed 3, not 4')
    const path = join(folder, 'sandbox.state')
    const state = await readFile(path)
    // In the middle of a chain's snapshot: the rest of the file still has its form.
    state.fill(0, state.length >> 1, (state.length >> 1) + 64)
    await writeFile(path, state)
    await expect(startSandbox({ ...quick, dataDir: folder })).rejects.toThrow(`${path} is damaged`)
    await writeFile(path, 'not a state')
    await expect(startSandbox({ ...quick, dataDir: folder })).rejects.toThrow(/sandbox\.state is damaged, or holds no sandbox/)
  })
})

describe('starting a sandbox', () => {
  it('fails when its port is taken, and leaves nothing behind that listens', async () => {
    const first = await startSandbox({ ...quick, actors: { ambassador: false } })
    await expect(startSandbox({ ...quick, port: first.port })).rejects.toThrow('EADDRINUSE')
    await first.close()
    const second = await startSandbox({ ...quick, port: first.port })
    expect(second.port).toBe(first.port)
    await second.close()
  })

  it('mines by its clock alone', async () => {
    const clock = new ManualClock()
    const sandbox = await startSandbox({ clock, blockTimeMs: 1_000, actors: { ambassador: false } })
    const before = sandbox.chains.side.blockNumber()
    await clock.advance(3_000)
    expect(sandbox.chains.side.blockNumber()).toBe(before + 3)
    await sandbox.close()
  })
})
