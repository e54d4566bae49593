import process from 'node:process'
import { afterEach, describe, expect, it } from 'vitest'
import type { TransferDirection } from '../../shared/domain/transfer.ts'
import { Bank, NCT } from './bank.fixture.ts'
import { MAINTAIN, MoneyWorld } from './money-world.fixture.ts'

/*
 * A transfer is followed from the operator's word to its arrival, and the power is cut at each step on the way: before and after each write
 * of the journal, before and after each word with the daemon. The next life has the journal's file and nothing else.
 */

/** Every step takes some minutes; without it each run takes a part of them. */
const ALL = process.env.POWER_CUTS === 'all'
const worlds: MoneyWorld[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()))
})

const ended = (world: MoneyWorld): boolean => world.isAlive && world.treasury.view.transfers.every(({ stage }) => stage === 'arrived')

/** One run with a power cut at a step; the number of steps it took. */
async function runWithCut(direction: TransferDirection, cutAt: number | null): Promise<{ world: MoneyWorld; cut: boolean; steps: number }> {
  const world = new MoneyWorld()
  worlds.push(world)
  await world.start()
  await world.pass(6)
  world.step = 0
  world.cutAt = cutAt
  await world.move(direction, 600n * NCT).catch((error: unknown) => {
    if (world.isAlive) throw error
  })
  for (let i = 0; i < 60 && world.isAlive && !ended(world); i++) await world.pass(1)
  const steps = world.step
  const cut = !world.isAlive
  world.cutAt = null
  if (cut) {
    await world.pass(2)
    await world.start()
    for (let i = 0; i < 80 && !ended(world); i++) await world.pass(1)
  }
  await world.pass(14)
  return { world, cut, steps }
}

describe.each(['deposit', 'withdrawal'] as const)('a %s', (direction) => {
  it('is sent once and accounted for to the base unit, wherever the power is cut', async () => {
    const { steps } = await runWithCut(direction, null)
    expect(steps).toBeGreaterThan(30)
    // The first steps are all different; those of a transfer that only waits are alike.
    const offset = direction === 'deposit' ? 0 : 1
    const wanted = (step: number): boolean => (step <= 32 ? ALL || (step + offset) % 3 === 0 : step % (ALL ? 7 : 28) === 0)
    const cuts = Array.from({ length: steps }, (_, i) => i + 1).filter(wanted)
    for (const cutAt of cuts) {
      const { world, cut } = await runWithCut(direction, cutAt)
      const { bank } = world
      const sent = direction === 'deposit' ? bank.deposits() : bank.withdrawals()
      const { transfers } = world.treasury.view
      expect({ cutAt, cut }).toEqual({ cutAt, cut: true })
      // What was never durable never left; what was durable left once and arrived.
      expect({ cutAt, sent, shown: transfers.map(({ stage }) => stage) }).toEqual({ cutAt, sent, shown: sent === 0 ? [] : ['arrived'] })
      expect({ cutAt, sent: sent <= 1, paid: bank.paid.length }).toEqual({ cutAt, sent: true, paid: sent })
      expect({ cutAt, ...(await world.balances()) }).toEqual({ cutAt, side: bank.side.nct, home: bank.home.nct, eth: bank.home.eth })
      const odd = (await world.ledger()).filter(({ kind }) => kind === 'unexplained')
      expect({ cutAt, odd }).toEqual({ cutAt, odd: [] })
      await worlds.pop()?.end()
    }
  }, 300_000)
})

describe('a rule', () => {
  it('deposits once for one need, wherever the power is cut', async () => {
    for (let cutAt = 1; cutAt <= 60; cutAt += ALL ? 1 : 7) {
      const world = new MoneyWorld({ rule: { ...MAINTAIN, minimum: 1_200n * NCT }, bank: new Bank() })
      worlds.push(world)
      world.cutAt = cutAt
      await world.start().catch((error: unknown) => {
        if (world.isAlive) throw error
      })
      for (let i = 0; i < 25 && world.isAlive; i++) await world.pass(1)
      world.cutAt = null
      if (!world.isAlive) await world.start()
      await world.until(() => world.bank.paid.length === 1 && ended(world), 100)
      await world.pass(20)
      expect({ cutAt, deposits: world.bank.deposits() }).toEqual({ cutAt, deposits: 1 })
      expect({ cutAt, ...(await world.balances()) }).toEqual({
        cutAt,
        side: world.bank.side.nct,
        home: world.bank.home.nct,
        eth: world.bank.home.eth,
      })
      await worlds.pop()?.end()
    }
  }, 300_000)
})
