import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nectarAbi } from '../../electron/sandbox/contracts/abi.ts'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import { errorSentences } from '../../shared/errors/sentences.ts'
import { endings } from './endings.ts'
import { HeadlessProcess, lightKeyfile, temporaryFolder } from './headless-process.ts'
import { onChain, untilOnChain } from './on-chain.ts'

/*
 * The console's own program against real chains, a real daemon and real processes. Blocks are short so that a life takes seconds; windows are
 * long enough for a machine that is busy with something else, and no block is mined while a killed console starts again.
 */

const BLOCK_MS = 250
const wallet = lightKeyfile()
const ends = endings()

async function sandboxWith(options: Parameters<typeof startSandbox>[0]): Promise<SandboxHandle> {
  const sandbox = await startSandbox({
    blockTimeMs: BLOCK_MS,
    bountyEvery: 2,
    artifacts: 1,
    bountyDuration: 24,
    revealWindow: 60,
    fund: [wallet.address],
    ...options,
  })
  ends.push(() => sandbox.close())
  return sandbox
}

function folder(): string {
  const { path, remove } = temporaryFolder()
  ends.push(remove)
  return path
}

function run(sandbox: SandboxHandle, dataDir: string, ...more: string[]): HeadlessProcess {
  const console = new HeadlessProcess(
    ['--polyswarmd-addr', sandbox.address, '--insecure-transport', '--keyfile', wallet.path, '--max-at-risk', 'none', ...more],
    dataDir,
    wallet.password,
  )
  ends.push(() => console.kill())
  return console
}

const amount = (value: number | string | undefined): bigint => BigInt(String(value))

describe('a run by command', () => {
  it('answers bounties through settlement, and its totals are the change of the balance on chain', async () => {
    const sandbox = await sandboxWith({})
    const { chain, nectar } = sandbox.community.sides.side
    // The first bounties are over, the next ones nearly so: they are none of this run's.
    await untilOnChain(sandbox, wallet.address, () => chain.blockNumber() >= 30)
    const dataDir = folder()
    const { code, totals } = await run(sandbox, dataDir, '--testing', '4').ended()
    expect(code).toBe(0)
    expect(totals).toMatchObject({ asserted: 4, forfeited: 0, missed: 0 })
    // A window on the folder shows its Community, not how to begin.
    expect(JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8'))).toMatchObject({ firstRunDone: true })
    const seen = onChain(sandbox, wallet.address)
    expect(seen.asserted).toHaveLength(4)
    expect([...seen.settled].sort()).toEqual([...seen.asserted].sort())
    expect(totals).toMatchObject({ asserted: seen.asserted.length, revealed: seen.revealed.length, settled: seen.settled.length })
    const { balanceStart, balanceEnd, payoutTotal, bidTotal, feeTotal } = totals ?? {}
    expect(amount(balanceEnd) - amount(balanceStart)).toBe(amount(payoutTotal) - amount(bidTotal) - amount(feeTotal))
    const funds = 10_000n * 10n ** 18n
    expect(amount(balanceStart)).toBe(funds)
    expect(amount(balanceEnd)).toBe(await sandbox.community.reader.integer(chain, nectar, nectarAbi, 'balanceOf', [wallet.address]))
  })

  it('loses no stake when it is killed between assertion and reveal, and takes on no bounty beside those it is started for again', async () => {
    const sandbox = await sandboxWith({})
    const dataDir = folder()
    // It goes on until it is told to stop: that is what the folder remembers.
    const first = run(sandbox, dataDir)
    await untilOnChain(sandbox, wallet.address, ({ asserted, revealed }) => asserted.length >= 2 && revealed.length === 0)
    sandbox.setBlockTime(0)
    await first.kill()
    const open = onChain(sandbox, wallet.address)
    expect(open.asserted.length).toBeGreaterThan(open.revealed.length)
    sandbox.setFaults({
      request: () => {
        sandbox.setBlockTime(BLOCK_MS)
        sandbox.setFaults({})
        return null
      },
    })
    const { code, totals, errors } = await run(sandbox, dataDir, '--testing', '1').ended()
    expect(code).toBe(0)
    expect(totals, JSON.stringify(totals)).toMatchObject({ asserted: 1, missed: 0, forfeited: 0 })
    const seen = onChain(sandbox, wallet.address)
    const earlier = Number(/Finishing (\d+) assertions/.exec(errors)?.[1])
    expect(seen.asserted.length).toBeLessThanOrEqual(earlier + 1)
    expect([...seen.revealed].sort()).toEqual([...seen.asserted].sort())
    expect([...seen.settled].sort()).toEqual([...seen.asserted].sort())
  })

  it('settles what got its quorum while it was killed long before the vote window is over', async () => {
    const sandbox = await sandboxWith({ bountyDuration: 16, revealWindow: 20, voteWindow: 600 })
    const dataDir = folder()
    const { chain } = sandbox.community.sides.side
    const first = run(sandbox, dataDir, '--testing', '50')
    await untilOnChain(sandbox, wallet.address, ({ revealed }) => revealed.length >= 2)
    await first.kill()
    const { revealed, settled } = onChain(sandbox, wallet.address)
    expect(settled).toEqual([])
    // Arbiters need a few blocks after the reveal window.
    const killed = chain.blockNumber()
    await untilOnChain(sandbox, wallet.address, () => chain.blockNumber() >= killed + 50)
    run(sandbox, dataDir, '--testing', '50')
    await untilOnChain(sandbox, wallet.address, (seen) => revealed.every((guid) => seen.settled.includes(guid)))
    expect(chain.blockNumber()).toBeLessThan(killed + 300)
  })

  it('loses no stake when polyswarmd goes away over the start of the reveal window and comes back', async () => {
    const sandbox = await sandboxWith({})
    const console = run(sandbox, folder(), '--testing', '3')
    await untilOnChain(sandbox, wallet.address, ({ asserted }) => asserted.length >= 3)
    await sandbox.stopDaemon()
    const { chain } = sandbox.community.sides.side
    const from = chain.blockNumber()
    await untilOnChain(sandbox, wallet.address, () => chain.blockNumber() >= from + 20)
    await sandbox.startDaemon()
    const { code, totals } = await console.ended()
    expect(totals, JSON.stringify(totals)).toMatchObject({ forfeited: 0 })
    expect(code).toBe(0)
    const seen = onChain(sandbox, wallet.address)
    expect([...seen.settled].sort()).toEqual([...seen.asserted].sort())
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ended by %s while it goes on without end, it is taken up at the next start', async (signal) => {
    const dataDir = folder()
    const first = new HeadlessProcess(['--sandbox'], dataDir, null)
    ends.push(() => first.kill())
    await expect.poll(() => first.errors, { timeout: 60_000 }).toContain('Answering')
    expect((await first.stop(signal)).code).toBe(130)
    const settings = JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8'))
    expect(settings.communities).toMatchObject([{ wish: 'running', stopped: null, engine: { autoStart: true } }])
    // No command: only what the folder remembers.
    const next = new HeadlessProcess([], dataDir, null, false)
    ends.push(() => next.kill())
    await expect.poll(() => next.out, { timeout: 60_000 }).toContain('engine answers bounties')
  })

  it('says in one line that another console runs on its folder, and nothing else', async () => {
    const dataDir = folder()
    const first = new HeadlessProcess(['--sandbox'], dataDir, null)
    ends.push(() => first.kill())
    await expect.poll(() => first.errors, { timeout: 60_000 }).toContain('Answering')
    const { code, errors } = await new HeadlessProcess(['--sandbox', '--testing', '1'], dataDir, null).ended()
    expect(errors).toBe(`polyswarm-console: ${errorSentences['journal-in-use']}`)
    expect(code).toBe(1)
  })

  it('says in one line what is wrong, and takes nothing, when the password is wrong', async () => {
    const sandbox = await sandboxWith({ actors: { ambassador: false } })
    const console = new HeadlessProcess(
      ['--polyswarmd-addr', sandbox.address, '--insecure-transport', '--keyfile', wallet.path, '--testing', '1'],
      folder(),
      'not the password',
    )
    const { code, errors } = await console.ended()
    expect(code).toBe(1)
    expect(errors).toContain('This password does not open the keyfile.')
  })
})
