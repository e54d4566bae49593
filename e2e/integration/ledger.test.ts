import { join } from 'node:path'
import process from 'node:process'
import { afterEach, describe, expect, it } from 'vitest'
import { startConsole } from '../../electron/console/console.ts'
import type { ConsoleCore } from '../../electron/console/core.ts'
import { layout } from '../../electron/host/entries.ts'
import { headlessPlatform } from '../../electron/host/headless/headless-platform.ts'
import { passphraseKeychain } from '../../electron/host/headless/passphrase-keychain.ts'
import { call, joinPlace } from '../../electron/host/headless/run-steps.ts'
import { silentLog } from '../../electron/runtime/log.ts'
import { nectarAbi } from '../../electron/sandbox/contracts/abi.ts'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import type { LedgerEntry } from '../../shared/contract/contract.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { lightKeyfile, temporaryFolder } from './headless-process.ts'

/*
 * The whole console against real chains: an engine that bids and is paid while money goes in and out. At the end the ledger must say, to the
 * base unit, what the chains say. LEDGER_BOUNTIES and LEDGER_TRANSFERS make the run as long as one likes.
 */

const BOUNTIES = Number(process.env.LEDGER_BOUNTIES ?? 30)
const TRANSFERS = Number(process.env.LEDGER_TRANSFERS ?? 4)
const MINUTES = Math.ceil((BOUNTIES + 20 * TRANSFERS) / 60) + 3
const ROOT = join(import.meta.dirname, '../..')
const wallet = lightKeyfile()
const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function openConsole(sandbox: SandboxHandle): Promise<{ core: ConsoleCore; id: CommunityId }> {
  const { path, remove } = temporaryFolder()
  ends.push(remove)
  const keychain = passphraseKeychain(join(path, 'keychain.json'), 'a passphrase for a test')
  const platform = headlessPlatform({
    dataFolder: path,
    layout: layout(join(ROOT, 'electron'), true),
    keychain,
    env: process.env,
    log: silentLog,
  })
  const core = await startConsole(platform, silentLog)
  ends.push(() => core.close())
  const password = { text: wallet.password }
  const place = { sandbox: false, polyswarmdAddr: sandbox.address, keyfile: wallet.path, password, apiKey: null, insecureTransport: true }
  return { core, id: await joinPlace(core, place) }
}

async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function ledgerOf(core: ConsoleCore, community: CommunityId): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for (;;) {
    const before = entries.at(-1)?.id ?? null
    const page = await call(core, 'ledger.page', { community, kind: null, from: null, to: null, before, limit: 500 })
    entries.push(...page.entries)
    if (page.entries.length < 500) return entries
  }
}

async function chainBalances({ community }: SandboxHandle) {
  const { home, side } = community.sides
  const nct = ({ chain, nectar }: typeof home): Promise<bigint> =>
    community.reader.integer(chain, nectar, nectarAbi, 'balanceOf', [wallet.address])
  return { home: await nct(home), side: await nct(side), eth: await home.chain.balance(wallet.address) }
}

const sumOf = (entries: readonly LedgerEntry[], chain: string, currency: string): bigint =>
  entries.filter((entry) => entry.chain === chain && entry.currency === currency).reduce((sum, { amount }) => sum + amount, 0n)

describe('the ledger', () => {
  it(
    `equals both chains after ${BOUNTIES} bounties and ${TRANSFERS} transfers, with nothing unexplained`,
    async () => {
      const sandbox = await startSandbox({
        blockTimeMs: 250,
        bountyEvery: 2,
        bountyLimit: BOUNTIES,
        bountyDuration: 12,
        revealWindow: 12,
        confirmations: 6,
        fund: [wallet.address],
      })
      ends.push(() => sandbox.close())
      const { core, id } = await openConsole(sandbox)
      const state = () => core.state.communities[id]
      await call(core, 'engine.configure', {
        community: id,
        settings: { limits: { ...(state()?.engineSettings.limits ?? never()), perDay: null, atOnce: null } },
      })
      await until('a balance', () => state()?.balances.sideNct !== null && state()?.connection.is === 'connected')
      await call(core, 'engine.start', { community: id })
      for (let i = 0; i < TRANSFERS; i++) {
        const direction = i % 2 === 0 ? 'deposit' : 'withdrawal'
        const text = direction === 'deposit' ? `${600 + i}.000000000000000007` : `${500 + i}.5`
        const plan = await call(core, 'transfer.plan', { community: id, direction, text, denomination: 'nct', all: false })
        const { id: transfer } = await call(core, 'transfer.start', plan)
        await until(
          `the arrival of ${direction} ${i}`,
          () => state()?.transfers.find((each) => each.id === transfer)?.stage === 'arrived',
          120_000,
        )
      }
      await until('all bounties', () => sandbox.posted() >= BOUNTIES, MINUTES * 60_000)
      await until('all settlements', () => state()?.stake.open === 0 && (state()?.queues.send ?? 1) === 0, 180_000)
      await until('the ledger to be even', async () => {
        const entries = await ledgerOf(core, id)
        const chain = await chainBalances(sandbox)
        return (
          sumOf(entries, 'side', 'NCT') === chain.side &&
          sumOf(entries, 'home', 'NCT') === chain.home &&
          sumOf(entries, 'home', 'ETH') === chain.eth
        )
      })
      const entries = await ledgerOf(core, id)
      const count = (kind: LedgerEntry['kind']): number => entries.filter((entry) => entry.kind === kind).length
      expect(count('unexplained')).toBe(0)
      expect(count('bid')).toBeGreaterThan(BOUNTIES / 2)
      expect(count('payout')).toBe(count('bid'))
      expect([count('deposit'), count('withdrawal'), count('arrival')]).toEqual([
        Math.ceil(TRANSFERS / 2),
        Math.floor(TRANSFERS / 2),
        TRANSFERS,
      ])
      expect(count('gas')).toBe(Math.ceil(TRANSFERS / 2))
      expect(count('opening')).toBe(3)
      // The running balance of the newest entry is the balance itself.
      const newest = entries.find(({ chain, currency }) => chain === 'side' && currency === 'NCT')
      expect(newest?.balance).toBe((await chainBalances(sandbox)).side)
    },
    MINUTES * 60_000 + 120_000,
  )
})

function never(): never {
  throw new Error('the Community is not joined')
}
