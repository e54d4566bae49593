import { afterEach, describe, expect, it } from 'vitest'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import type { JournalOp } from '../journal/port.ts'
import { ACCOUNT, Bank, NCT } from './bank.fixture.ts'
import { MAINTAIN, MoneyWorld, type MoneyWorldOptions } from './money-world.fixture.ts'
import { arrivedTransfer, recordToJson, signedTransfer } from './transfer-life.ts'

const worlds: MoneyWorld[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()))
})

async function worldWith(options: MoneyWorldOptions = {}): Promise<MoneyWorld> {
  const world = new MoneyWorld(options)
  worlds.push(world)
  await world.start()
  await world.pass(5)
  return world
}

const HOUR_MS = 3_600_000

/** Settings that take every rule. */
const stored = () => {}

const stageOf = (world: MoneyWorld, id: string) => world.transfer(id)?.stage

describe('a deposit', () => {
  it('goes through its stages as they become true, and both chains agree with the ledger to the base unit', async () => {
    const world = await worldWith()
    const { bank } = world
    const plan = await world.during(world.treasury.plan({ direction: 'deposit', text: '250.5', denomination: 'nct', all: false }))
    expect(plan).toMatchObject({
      amount: (2505n * NCT) / 10n,
      fee: 0n,
      arrives: (2505n * NCT) / 10n,
      left: 10_000n * NCT - (2505n * NCT) / 10n,
    })
    expect(plan.gasCost).toBe(bank.gasPrice * bank.gasLimit)
    const { id } = await world.during(world.treasury.startTransfer(plan, 'operator'))
    expect(['signed', 'sent']).toContain(stageOf(world, id))
    expect(world.home.leaving).toEqual([])
    const told: unknown[] = []
    world.home.watch(() => told.push([stageOf(world, id), world.home.leaving.map(({ amount }) => amount)]))
    await world.until(() => stageOf(world, id) === 'mined', 20)
    // Whoever shows the account hears of it with the very turn in which the deposit counts as arriving.
    expect(told).toEqual([['mined', [plan.amount]]])
    expect(bank.deposits()).toBe(1)
    expect(world.treasury.view.arriving.side).toBe(plan.arrives)
    await world.until(() => (world.transfer(id)?.confirmations ?? 0) > 3, 20)
    expect(world.transfer(id)?.confirmationsNeeded).toBe(20)
    await world.until(() => stageOf(world, id) === 'arrived', 80)
    expect(bank.paid).toHaveLength(1)
    expect(world.treasury.view.arriving.side).toBe(0n)
    await world.pass(20)
    expect(await world.balances()).toEqual({ side: bank.side.nct, home: bank.home.nct, eth: bank.home.eth })
    const kinds = (await world.ledger()).map(({ chain, currency, kind }) => `${chain} ${currency} ${kind}`)
    expect(kinds.toSorted()).toEqual(
      ['side NCT opening', 'home NCT opening', 'home ETH opening', 'home NCT deposit', 'home ETH gas', 'side NCT arrival'].toSorted(),
    )
    expect(world.lines.map(({ code }) => code)).toEqual(['deposit-sent', 'deposit-arrived'])
    expect(world.treasury.needs).toEqual([])
    expect(world.trouble).toEqual([])
  })
})

describe('a withdrawal', () => {
  it('shows the fee before, pays it, and the ledger tells it apart from what arrived', async () => {
    const world = await worldWith()
    const { bank } = world
    const before = bank.home.nct
    const id = await world.move('withdrawal', 'all')
    await world.until(() => stageOf(world, id) === 'arrived', 120)
    await world.pass(20)
    expect(bank.side.nct).toBe(0n)
    expect(bank.home.nct).toBe(before + 1_000n * NCT - bank.fees.home)
    const home = (await world.ledger()).filter(({ chain, currency }) => chain === 'home' && currency === 'NCT')
    expect(home.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['opening', before],
      ['arrival', 1_000n * NCT],
      ['relay-fee', -bank.fees.home],
    ])
    expect(await world.balances()).toEqual({ side: 0n, home: bank.home.nct, eth: bank.home.eth })
  })

  it('is found when the relay keeps another fee than the one it was signed with', async () => {
    const world = await worldWith()
    const id = await world.move('withdrawal', 800n * NCT)
    await world.until(() => stageOf(world, id) === 'mined', 20)
    world.bank.fees.home += 5n * NCT
    await world.until(() => stageOf(world, id) === 'arrived', 160)
    expect(world.transfer(id)?.fee).toBe(world.bank.fees.home)
    await world.pass(10)
    expect((await world.balances()).home).toBe(world.bank.home.nct)
  })
})

describe('a plan', () => {
  const problemOf = async (world: MoneyWorld, promise: Promise<unknown>): Promise<string> =>
    world.during(promise).then(
      () => 'none',
      (error) => error.code,
    )

  it('is refused with the reason: amount, balance, fee, gas, ceiling', async () => {
    const world = await worldWith({ bank: new Bank(100n * NCT, 500n * NCT, 10n ** 15n) })
    const plan = (direction: 'deposit' | 'withdrawal', text: string, denomination: 'nct' | 'nct-wei' = 'nct') =>
      problemOf(world, world.treasury.plan({ direction, text, denomination, all: false }))
    expect(await plan('deposit', 'ten')).toBe('amount-invalid')
    expect(await plan('deposit', '0')).toBe('amount-invalid')
    expect(await plan('deposit', '1.5', 'nct-wei')).toBe('amount-invalid')
    expect(await plan('deposit', '100.000000000000000001')).toBe('balance-too-low')
    expect(await plan('withdrawal', '382.77')).toBe('withdrawal-below-fee')
    expect(await plan('withdrawal', '382770000000000000001', 'nct-wei')).toBe('none')
    expect(await plan('deposit', '100')).toBe('none')
    world.bank.gasPrice = 20n * 10n ** 9n
    expect(await plan('deposit', '100')).toBe('gas-too-low')
    world.gasCeiling = 10n ** 9n
    expect(await plan('deposit', '100')).toBe('gas-above-ceiling')
  })

  it('is not signed when fee, gas or balance moved against it', async () => {
    const world = await worldWith()
    const { treasury, bank } = world
    const plan = (direction: 'deposit' | 'withdrawal') =>
      world.during(treasury.plan({ direction, text: '900', denomination: 'nct', all: false }))
    const out = await plan('withdrawal')
    bank.fees.home += 1n
    expect(await problemOf(world, treasury.startTransfer(out, 'operator'))).toBe('plan-changed')
    bank.fees.home -= 1n
    bank.side.nct -= 200n * NCT
    expect(await problemOf(world, treasury.startTransfer(out, 'operator'))).toBe('plan-changed')
    const into = await plan('deposit')
    bank.gasPrice += 1n
    expect(await problemOf(world, treasury.startTransfer(into, 'operator'))).toBe('plan-changed')
    bank.gasPrice -= 2n
    expect(await problemOf(world, treasury.startTransfer({ ...into, arrives: into.arrives + 1n }, 'operator'))).toBe('invalid-request')
    expect(await problemOf(world, treasury.startTransfer(into, 'operator'))).toBe('none')
    await world.pass(3)
    expect(bank.deposits()).toBe(1)
    expect(bank.withdrawals()).toBe(0)
  })

  it('waits for the one in flight, and of two at the same time one is refused', async () => {
    const world = await worldWith()
    const { treasury } = world
    const plan = await world.during(treasury.plan({ direction: 'deposit', text: '10', denomination: 'nct', all: false }))
    const both = [treasury.startTransfer(plan, 'operator'), treasury.startTransfer(plan, 'operator')]
    expect((await Promise.all(both.map((one) => problemOf(world, one)))).toSorted()).toEqual(['none', 'transfer-in-flight'])
    expect(await problemOf(world, treasury.plan({ direction: 'deposit', text: '1', denomination: 'nct', all: false }))).toBe(
      'transfer-in-flight',
    )
    await world.pass(2)
    expect(world.bank.deposits()).toBe(1)
    expect(await problemOf(world, treasury.plan({ direction: 'withdrawal', text: '400', denomination: 'nct', all: false }))).toBe('none')
  })
})

describe('an arrival among bids and payouts', () => {
  it('is found while the engine moves the same balance in every block, and the ledger ends exact', async () => {
    const world = await worldWith()
    world.engineLag = 6
    const ids = [await world.move('deposit', 90n * NCT)]
    let i = 0
    const busy = async (): Promise<void> => {
      world.bid(i, (NCT * BigInt(1 + (i % 7))) / 8n)
      if (i >= 5) world.settle(i - 5, (NCT * BigInt(i % 11)) / 8n)
      i += 1
      await world.pass(1)
    }
    for (let n = 0; n < 80 && stageOf(world, ids[0] ?? '') !== 'arrived'; n++) await busy()
    expect(stageOf(world, ids[0] ?? '')).toBe('arrived')
    expect(world.bank.paid).toHaveLength(1)
    // Told after it came, and not much later although nothing was quiet: an event's lag and three readings.
    expect(world.bank.side.block - (world.bank.paid[0]?.block ?? 0)).toBeLessThanOrEqual(30)
    await world.pass(40)
    expect((await world.balances()).side).toBe(world.bank.side.nct)
    expect((await world.ledger()).filter(({ kind }) => kind === 'unexplained')).toEqual([])
  })

  it('is not taken for what a stranger sent; the difference is in the ledger, and an outflow calls the operator', async () => {
    const world = await worldWith()
    const id = await world.move('deposit', 100n * NCT)
    await world.pass(8)
    world.bank.side.nct += 60n * NCT
    world.bank.home.nct -= 7n * NCT
    await world.until(() => world.treasury.needs.some(({ code }) => code === 'ledger-unexplained'), 40)
    expect(stageOf(world, id)).not.toBe('arrived')
    await world.until(() => stageOf(world, id) === 'arrived', 80)
    await world.pass(20)
    const odd = (await world.ledger()).filter(({ kind }) => kind === 'unexplained')
    expect(odd.map(({ chain, amount }) => [chain, amount]).toSorted()).toEqual([
      ['home', -7n * NCT],
      ['side', 60n * NCT],
    ])
    expect(await world.balances()).toEqual({ side: world.bank.side.nct, home: world.bank.home.nct, eth: world.bank.home.eth })
    expect(world.treasury.needs.map(({ code, values }) => [code, values.differenceNct])).toEqual([
      ['ledger-unexplained', (60n * NCT).toString()],
      ['ledger-unexplained', (-7n * NCT).toString()],
    ])
  })
})

describe('a relay that does not deliver', () => {
  it('raises an alarm, keeps the rule from a second deposit over restarts, and the transfer arrives when it is back', async () => {
    const world = await worldWith({ rule: { ...MAINTAIN, minimum: 1_200n * NCT }, bank: new Bank() })
    world.bank.relayStopped = true
    await world.until(() => world.bank.deposits() === 1, 20)
    for (let life = 0; life < 4; life++) {
      await world.pass(50)
      expect(world.treasury.view.maintainNext).toEqual({ code: 'transfer-in-flight', amount: MAINTAIN.refill, detail: null, until: null })
      world.cut()
      await world.pass(5)
      await world.start()
    }
    expect(world.bank.deposits()).toBe(1)
    expect(world.treasury.needs.map(({ code }) => code)).toContain('transfer-overdue')
    expect(world.treasury.view.transfers.map(({ stage, overdue }) => [stage, overdue])).toEqual([['confirmed', true]])
    world.bank.relayStopped = false
    await world.until(() => world.treasury.view.transfers.every(({ stage }) => stage === 'arrived'), 40)
    await world.pass(10)
    expect(world.treasury.needs.map(({ code }) => code)).not.toContain('transfer-overdue')
    expect(world.treasury.view.maintainNext).toMatchObject({ code: 'enough' })
    expect(world.bank.deposits()).toBe(1)
  })

  it('is written off by the operator alone; then the rule may deposit again, and what comes late is told all the same', async () => {
    const world = await worldWith({ rule: { ...MAINTAIN, minimum: 1_200n * NCT } })
    world.bank.relayStopped = true
    await world.until(() => world.bank.deposits() === 1, 20)
    await world.pass(40)
    const [first] = world.treasury.view.transfers
    await world.treasury.writeOff(first?.id ?? '')
    await world.until(() => world.bank.deposits() === 2, 20)
    world.bank.relayStopped = false
    await world.until(() => world.treasury.view.transfers.every(({ stage }) => stage === 'arrived'), 120)
    await world.pass(10)
    expect((await world.balances()).side).toBe(world.bank.side.nct)
    expect((await world.ledger()).filter(({ kind }) => kind === 'unexplained')).toEqual([])
    await expect(world.treasury.writeOff(first?.id ?? '')).rejects.toMatchObject({ code: 'invalid-request' })
  })
})

describe('a rule', () => {
  it('keeps the balance of an engine that loses, one deposit at a time, for an hour of blocks', async () => {
    const world = await worldWith({ rule: { ...MAINTAIN, minimum: 900n * NCT, refill: 200n * NCT } })
    const { bank } = world
    let low = 0
    let most = 0
    for (let i = 0; i < 360; i++) {
      world.bid(i, 4n * NCT)
      world.bid(10_000 + i, 5n * NCT)
      await world.pass(10)
      if (bank.side.nct < 700n * NCT) low += 1
      most = Math.max(
        most,
        world.treasury.view.transfers.filter(({ stage }) => stage === 'mined' || stage === 'confirmed' || stage === 'sent').length,
      )
    }
    expect(low).toBe(0)
    expect(most).toBe(1)
    expect(bank.deposits()).toBeGreaterThan(14)
    await world.pass(90)
    expect(await world.balances()).toEqual({ side: bank.side.nct, home: bank.home.nct, eth: bank.home.eth })
    expect((await world.ledger()).filter(({ kind }) => kind === 'unexplained')).toEqual([])
  })

  it('withdraws down to its target, and says once what home needs when it is empty', async () => {
    const maximum = { above: 2_000n * NCT, target: 1_000n * NCT }
    const world = await worldWith({ rule: { ...MAINTAIN, maximum }, bank: new Bank(10n * NCT, 2_500n * NCT) })
    await world.until(() => world.bank.withdrawals() === 1, 20)
    expect(world.bank.side.nct).toBe(1_000n * NCT)
    await world.until(() => world.treasury.view.transfers[0]?.stage === 'arrived', 80)
    world.bank.home.nct = 10n * NCT
    world.bank.side.nct = 400n * NCT
    await world.until(() => world.treasury.view.maintainNext?.code === 'home-nct-low', 20)
    await world.pass(30)
    const needs = world.treasury.needs.filter(({ code }) => code === 'home-nct-low')
    expect(needs.map(({ values }) => values)).toEqual([{ homeNct: (10n * NCT).toString(), neededNct: MAINTAIN.refill.toString() }])
    world.bank.home.nct = 5_000n * NCT
    world.bank.home.eth = 1n
    await world.until(() => world.treasury.view.maintainNext?.code === 'home-eth-low', 60)
    expect(world.treasury.needs.find(({ code }) => code === 'home-eth-low')?.values).toMatchObject({ homeEth: '1', deposits: '0' })
    world.bank.home.eth = NCT
    await world.until(() => world.bank.deposits() === 1, 40)
  })

  it('that makes no sense is refused', async () => {
    const world = await worldWith()
    const set = (rule: Partial<MaintainRule>) => () => world.treasury.setRule({ ...MAINTAIN, ...rule }, stored)
    expect(set({ refill: 0n })).toThrow(/refill-zero/)
    expect(set({ maximum: { above: 600n * NCT, target: 550n * NCT } })).toThrow(/above-under-refilled/)
    expect(set({ maximum: { above: 2_000n * NCT, target: 2_000n * NCT } })).toThrow(/target-not-under-above/)
    expect(set({ maximum: { above: 2_000n * NCT, target: 400n * NCT } })).toThrow(/target-under-minimum/)
    expect(set({ maximum: { above: 2_000n * NCT, target: 1_900n * NCT } })).toThrow(/not-above-fee/)
    expect(set({ maximum: { above: 2_000n * NCT, target: 1_000n * NCT } })).not.toThrow()
  })

  it('moves no more in a day than it may, over restarts too, and goes on when the day is over', async () => {
    const world = await worldWith({ rule: { ...MAINTAIN, minimum: 9_000n * NCT, daily: MAINTAIN.refill * 2n } })
    await world.until(() => world.treasury.view.maintainNext?.code === 'day-limit', 200)
    const until = world.treasury.view.maintainNext?.until ?? 0
    expect(world.bank.deposits()).toBe(2)
    world.cut()
    await world.pass(5)
    await world.start()
    await world.pass(60)
    expect(world.bank.deposits()).toBe(2)
    expect(world.treasury.view.maintainNext).toMatchObject({ code: 'day-limit', amount: MAINTAIN.refill, until })
    const look = await world.during(world.treasury.lookAt({ ...MAINTAIN, minimum: 9_000n * NCT }))
    expect(look).toMatchObject({
      next: { code: 'deposit-next' },
      plan: { amount: MAINTAIN.refill },
      moved: MAINTAIN.refill * 2n,
      outlook: null,
    })
    const bound = await world.during(world.treasury.lookAt({ ...MAINTAIN, minimum: 9_000n * NCT, daily: MAINTAIN.refill * 2n }))
    expect(bound.outlook).toMatchObject({ is: 'delayed', goal: 9_000n * NCT })
    expect(look.plan?.gasCost).toBe(world.bank.gasPrice * world.bank.gasLimit)
    await world.pass(10)
    expect(world.bank.deposits()).toBe(2)
  })

  it('has its limit for all that it moved in the day, also when the clock was ahead at the start', async () => {
    const world = await worldWith()
    const at = world.clock.now() - HOUR_MS
    const one = { community: 'lima', account: ACCOUNT, direction: 'deposit', amount: 10n * NCT, fee: 0n, by: 'maintain', at } as const
    const earlier = Array.from({ length: 70 }, (_, i): JournalOp => {
      const hash = `0x${(i + 1).toString(16).padStart(64, '0')}` as const
      const gas = { limit: 0n, price: 0n }
      const kept = signedTransfer({ ...one, id: `rule-${i}`, hash, confirmationsNeeded: 1, gas, signedBlock: null })
      const { transfer, record } = arrivedTransfer(kept, one.amount, at)
      return { is: 'put-transfer', transfer, record: recordToJson(record) }
    })
    await world.journal.write(earlier)
    world.cut()
    world.clock.ahead = 25 * HOUR_MS
    await world.start()
    await world.pass(5)
    world.clock.ahead = 0
    // 700 NCT were moved an hour ago: twenty more are too many.
    world.treasury.setRule({ ...MAINTAIN, minimum: 9_000n * NCT, refill: 20n * NCT, daily: 710n * NCT }, stored)
    await world.pass(60)
    expect(world.bank.deposits()).toBe(0)
    expect(world.treasury.view.maintainNext).toMatchObject({ code: 'day-limit', until: at + 24 * HOUR_MS })
  })

  it('has its limit for what it moved itself: what failed and what the operator moved is not in it, what was written off is', async () => {
    const bank = new Bank()
    const world = await worldWith({ bank })
    await world.move('deposit', 50n * NCT)
    await world.until(() => world.treasury.view.transfers[0]?.stage === 'arrived', 120)
    bank.home.revertNext = true
    bank.relayStopped = true
    world.treasury.setRule({ ...MAINTAIN, minimum: 9_000n * NCT, daily: MAINTAIN.refill }, stored)
    await world.until(() => world.treasury.view.transfers.some(({ stage }) => stage === 'failed'), 40)
    await world.until(() => bank.deposits() === 2, 60)
    await world.treasury.writeOff(world.treasury.view.transfers[0]?.id ?? '')
    await world.until(() => world.treasury.view.maintainNext?.code === 'day-limit', 20)
    await world.pass(60)
    expect(bank.deposits()).toBe(2)
  })

  it('that cannot be stored neither acts nor is told', async () => {
    const world = await worldWith()
    const full = () => {
      throw new Error('the disk is full')
    }
    expect(() => world.treasury.setRule({ ...MAINTAIN, minimum: 1_200n * NCT }, full)).toThrow('the disk is full')
    await world.pass(20)
    expect(world.lines).toEqual([])
    expect(world.treasury.view.maintain).toBeNull()
    expect(world.bank.deposits()).toBe(0)
  })

  it('that cannot be stored is switched off all the same', async () => {
    const world = await worldWith({ rule: MAINTAIN })
    const full = () => {
      throw new Error('the disk is full')
    }
    expect(() => world.treasury.setRule({ ...MAINTAIN, on: false }, full)).toThrow('the disk is full')
    world.bank.side.nct = 0n
    await world.pass(20)
    expect(world.treasury.view.maintain).toMatchObject({ on: false })
    expect(world.bank.deposits()).toBe(0)
  })

  it('is switched off also when it makes no sense any more', async () => {
    const rule = { ...MAINTAIN, maximum: { above: 2_000n * NCT, target: 1_990n * NCT } }
    const world = await worldWith({ rule })
    world.bank.fees.home = 20n * NCT
    await world.until(() => world.treasury.view.relayFeeHome === 20n * NCT, 200)
    world.treasury.setRule({ ...rule, on: false }, stored)
    expect(world.treasury.view.maintain).toMatchObject({ on: false })
  })

  it.each<[string, Partial<MaintainRule>]>([
    ['switched off', { on: false }],
    ['given a lower limit', { daily: MAINTAIN.refill / 2n, refill: MAINTAIN.refill / 2n }],
  ])('signs nothing more of its own once it was %s, wherever its deposit stands', async (_, over) => {
    // While it is planned, and while it is planned again to be signed.
    for (const ms of [10, 50]) {
      const world = await worldWith()
      await world.pass(8)
      world.treasury.setRule({ ...MAINTAIN, minimum: 1_200n * NCT }, stored)
      await world.clock.advance(ms)
      world.treasury.setRule({ ...MAINTAIN, minimum: 1_200n * NCT, ...over }, stored)
      await world.pass(5)
      const [last] = world.treasury.view.transfers
      expect([ms, last?.amount ?? 0n]).toEqual([ms, over.on === false ? 0n : MAINTAIN.refill / 2n])
    }
  })

  it('takes back what waits for a signature when it is switched off', async () => {
    const world = await worldWith()
    await world.pass(8)
    world.signerAway = true
    world.treasury.setRule({ ...MAINTAIN, minimum: 1_200n * NCT }, stored)
    await world.pass(5)
    world.treasury.setRule({ ...MAINTAIN, minimum: 1_200n * NCT, on: false }, stored)
    world.signerAway = false
    await world.pass(10)
    expect(world.treasury.view.transfers).toEqual([])
    expect(world.bank.deposits()).toBe(0)
  })

  it('is told when it is switched on, changed or off, with its bounds, and its deposits as its own', async () => {
    const world = await worldWith()
    const on = { ...MAINTAIN, minimum: 1_200n * NCT }
    world.treasury.setRule({ ...on, on: false }, stored)
    world.treasury.setRule(on, stored)
    world.treasury.setRule(on, stored)
    world.treasury.setRule({ ...on, maximum: { above: 2_000n * NCT, target: 1_300n * NCT } }, stored)
    await world.until(() => world.bank.deposits() === 1, 20)
    world.treasury.setRule({ ...on, on: false }, stored)
    await world.pass(1)
    expect(world.lines.map(({ code, subject, by }) => [code, subject, by])).toEqual([
      ['maintain-on', '< 1200 NCT: +400 NCT', undefined],
      ['maintain-changed', '< 1200 NCT: +400 NCT; > 2000 NCT: 1300 NCT', undefined],
      ['deposit-sent', null, 'maintain'],
      ['maintain-off', null, undefined],
    ])
  })

  it('does not try again at once what reverts, and says so', async () => {
    const bank = new Bank()
    bank.home.revertNext = true
    const world = await worldWith({ rule: { ...MAINTAIN, minimum: 1_200n * NCT }, bank })
    await world.until(() => world.treasury.view.transfers.some(({ stage }) => stage === 'failed'), 40)
    expect(world.treasury.needs.find(({ code }) => code === 'transfer-failed')?.values).toMatchObject({
      direction: 'deposit',
      detail: 'it reverted',
    })
    await world.pass(20)
    expect(world.treasury.view.transfers).toHaveLength(1)
    await world.until(() => world.bank.deposits() === 1, 40)
    await world.until(() => world.treasury.view.transfers[0]?.stage === 'arrived', 80)
    await world.pass(10)
    expect((await world.balances()).eth).toBe(world.bank.home.eth)
  })
})
