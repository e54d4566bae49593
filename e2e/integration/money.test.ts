import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'vitest'
import { type Database, openJournal } from '../../electron/journal/database.ts'
import { nectarAbi } from '../../electron/sandbox/contracts/abi.ts'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import { endingsOf } from './endings.ts'
import { HeadlessProcess, lightKeyfile, temporaryFolder } from './headless-process.ts'

/* The console's own program moves money between real chains through a real daemon, and the chains say whether it told the truth. */

const NCT = 10n ** 18n
const wallet = lightKeyfile()

/** One test's chains, folder and programs; the tests run side by side, for what they wait for is blocks. */
function world(test: TestContext) {
  const ends = endingsOf(test)
  const sandboxWith = async (options: Parameters<typeof startSandbox>[0] = {}): Promise<SandboxHandle> => {
    const sandbox = await startSandbox({
      blockTimeMs: 200,
      confirmations: 12,
      actors: { ambassador: false, rivals: 0 },
      fund: [wallet.address],
      ...options,
    })
    ends.push(() => sandbox.close())
    return sandbox
  }

  const folder = (): string => {
    const { path, remove } = temporaryFolder()
    ends.push(remove)
    return path
  }

  const run = (sandbox: SandboxHandle, dataDir: string, ...command: string[]): HeadlessProcess => {
    const place = ['--polyswarmd-addr', sandbox.address, '--insecure-transport', '--keyfile', wallet.path]
    const console = new HeadlessProcess([...command, ...place], dataDir, wallet.password)
    ends.push(() => console.kill())
    return console
  }

  return { sandboxWith, folder, run }
}

interface Funds {
  readonly home: bigint
  readonly side: bigint
  readonly eth: bigint
}

async function fundsOf({ community }: SandboxHandle): Promise<Funds> {
  const { home, side } = community.sides
  const nct = ({ chain, nectar }: typeof home): Promise<bigint> =>
    community.reader.integer(chain, nectar, nectarAbi, 'balanceOf', [wallet.address])
  return { home: await nct(home), side: await nct(side), eth: await home.chain.balance(wallet.address) }
}

interface Moved {
  readonly stage: string
  readonly amount: string
  readonly fee: string
}
const moved = (totals: unknown): readonly Moved[] => (totals as { transfers: Moved[] }).transfers

describe.concurrent('money by command', () => {
  it('deposits and withdraws exactly, pays the relay once, and tells balances as the chains have them', async (test) => {
    const { expect } = test
    const { sandboxWith, folder, run } = world(test)
    const sandbox = await sandboxWith()
    const dataDir = folder()
    const before = await fundsOf(sandbox)
    const into = await run(sandbox, dataDir, 'deposit', '1234.000000000000000005', '--wait').ended()
    expect(into.errors).toBe('')
    expect(into.code).toBe(0)
    const amount = 1234n * NCT + 5n
    expect(moved(into.totals)).toMatchObject([{ stage: 'arrived', amount: amount.toString(), fee: '0' }])
    const between = await fundsOf(sandbox)
    expect(between).toMatchObject({ home: before.home - amount, side: before.side + amount })
    expect(between.eth).toBeLessThan(before.eth)

    const home = await run(sandbox, dataDir, 'withdraw', '--all', '--wait').ended()
    expect(home.code).toBe(0)
    const [out] = moved(home.totals)
    expect(out?.stage).toBe('arrived')
    const after = await fundsOf(sandbox)
    expect(after).toEqual({ home: between.home + between.side - BigInt(out?.fee ?? 0), side: 0n, eth: between.eth })

    const shown = await run(sandbox, dataDir, 'view-balance').ended()
    expect(shown.totals).toMatchObject({ home: after.home.toString(), side: '0', homeEth: after.eth.toString() })
  })

  it('looks at balances also while another console has the folder, and says so', async (test) => {
    const { expect } = test
    const { sandboxWith, folder, run } = world(test)
    const sandbox = await sandboxWith()
    const dataDir = folder()
    const theirs = openJournal(join(dataDir, 'journal.sqlite'), (path) => new DatabaseSync(path) as unknown as Database, Date.now)
    test.onTestFinished(() => theirs.close())
    const shown = await run(sandbox, dataDir, 'view-balance').ended()
    const { home, side, eth } = await fundsOf(sandbox)
    expect(shown.totals).toEqual({
      account: expect.stringMatching(new RegExp(wallet.address, 'i')),
      home: `${home}`,
      side: `${side}`,
      homeEth: `${eth}`,
    })
    expect([shown.code, shown.errors]).toEqual([0, expect.stringContaining('Another console uses this data folder')])
    const refused = await run(sandbox, dataDir, 'deposit', '5').ended()
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining('Another console runs on this data folder')])
  })

  it('ends with 1 and moves nothing when it cannot be paid for or would only feed the relay', async (test) => {
    const { expect } = test
    const { sandboxWith, folder, run } = world(test)
    const sandbox = await sandboxWith()
    const dataDir = folder()
    const before = await fundsOf(sandbox)
    const tooMuch = await run(sandbox, dataDir, 'deposit', '100000000').ended()
    expect([tooMuch.code, tooMuch.errors.includes('100000000 NCT are wanted')]).toEqual([1, true])
    const tooLittle = await run(sandbox, dataDir, 'withdraw', '1').ended()
    expect([tooLittle.code, tooLittle.errors.includes('pays out nothing of 1 NCT')]).toEqual([1, true])
    expect(await fundsOf(sandbox)).toEqual(before)
  })

  it('sends a transfer once although it is killed after its signature, and tells its arrival in the next run', async (test) => {
    const { expect } = test
    const { sandboxWith, folder, run } = world(test)
    const sandbox = await sandboxWith()
    const dataDir = folder()
    const before = await fundsOf(sandbox)
    const { promise: sent, resolve: wasSent } = Promise.withResolvers<void>()
    sandbox.setFaults({
      request: ({ method, path }) => {
        if (method === 'POST' && path === '/transactions') wasSent()
        return null
      },
    })
    const first = run(sandbox, dataDir, 'deposit', '500', '--wait')
    await sent
    await first.kill()
    sandbox.setFaults({})
    // The next command finds it in the journal, waits for it, and then does its own.
    const second = await run(sandbox, dataDir, 'deposit', '20', '--wait').ended()
    expect(second.code).toBe(0)
    const after = await fundsOf(sandbox)
    expect(after).toMatchObject({ home: before.home - 520n * NCT, side: before.side + 520n * NCT })
  })

  it('keeps a balance filled by a rule, and ends after as many transfers as it was told', async (test) => {
    const { expect } = test
    const { sandboxWith, folder, run } = world(test)
    const sandbox = await sandboxWith()
    const dataDir = folder()
    const before = await fundsOf(sandbox)
    const floor = before.side / NCT + 150n
    const kept = await run(sandbox, dataDir, 'maintain', floor.toString(), '100', '--confirmations', '5', '--testing', '2').ended()
    expect(kept.code).toBe(0)
    expect(moved(kept.totals)).toHaveLength(2)
    const { home } = await fundsOf(sandbox)
    expect(home).toBe(before.home - 200n * NCT)
  }, 120_000)
})
