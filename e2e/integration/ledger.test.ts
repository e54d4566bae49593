import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { call } from '../../electron/host/headless/run-steps.ts'
import { startSandbox } from '../../electron/sandbox/sandbox.ts'
import type { LedgerEntry } from '../../shared/contract/contract.ts'
import { chainBalances, ledgerOf, openConsole, until, wallet } from './console-here.ts'
import { endings } from './endings.ts'

/*
 * The whole console against real chains: an engine that bids and is paid while money goes in and out. At the end the ledger must say, to the
 * base unit, what the chains say. LEDGER_BOUNTIES and LEDGER_TRANSFERS make the run as long as one likes.
 */

const BOUNTIES = Number(process.env.LEDGER_BOUNTIES ?? 30)
const TRANSFERS = Number(process.env.LEDGER_TRANSFERS ?? 4)
const NCT = 10n ** 18n
const MINUTES = Math.ceil((BOUNTIES + 20 * TRANSFERS) / 60) + 3
const ends = endings()

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
      const { core, id } = await openConsole(sandbox, ends)
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

describe('a relay that stands still for 200 blocks', () => {
  it('costs one transfer in flight and no more, and what it holds arrives when it goes on', async () => {
    const sandbox = await startSandbox({
      blockTimeMs: 150,
      confirmations: 6,
      actors: { ambassador: false, rivals: 0 },
      fund: [wallet.address],
    })
    ends.push(() => sandbox.close())
    const { core, id } = await openConsole(sandbox, ends)
    const state = () => core.state.communities[id]
    await until('a balance', () => state()?.balances.sideNct !== null && state()?.connection.is === 'connected')
    const before = await chainBalances(sandbox)
    sandbox.pauseRelay(true)
    const rule = { on: true, minimum: before.side + NCT, refill: 300n * NCT, maximum: null, confirmations: 5, daily: null }
    await call(core, 'maintain.set', { community: id, rule })
    await until('a deposit', async () => (await chainBalances(sandbox)).home < before.home)
    const { chain } = sandbox.community.sides.home
    const from = chain.blockNumber()
    await until('200 blocks', () => chain.blockNumber() >= from + 200, 120_000)
    expect((await chainBalances(sandbox)).home).toBe(before.home - 300n * NCT)
    expect(state()?.maintainNext?.code).toBe('transfer-in-flight')
    expect(state()?.transfers).toMatchObject([{ stage: 'confirmed', overdue: true }])
    expect(core.state.needs.map(({ code }) => code)).toContain('transfer-overdue')
    sandbox.pauseRelay(false)
    await until('its arrival', () => state()?.transfers[0]?.stage === 'arrived')
    await until('the alarm to end', () => !core.state.needs.some(({ code }) => code === 'transfer-overdue'))
    expect(await chainBalances(sandbox)).toMatchObject({ home: before.home - 300n * NCT, side: before.side + 300n * NCT })
  }, 180_000)
})

function never(): never {
  throw new Error('the Community is not joined')
}
