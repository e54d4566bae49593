import { afterEach, describe, expect, it } from 'vitest'
import type { Pins } from '../../shared/domain/community.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { NCT } from '../balance/bank.fixture.ts'
import { MAINTAIN, MoneyWorld, type MoneyWorldOptions } from '../balance/money-world.fixture.ts'
import { ChangingDaemon, probesFor } from '../transactions/probes.fixture.ts'
import { ACCOUNT, PINS } from '../transactions/world.fixture.ts'
import { ContractGate } from './contract-gate.ts'
import { ContractWatch } from './contract-watch.ts'

/* The real treasury, queues and journal, behind the real watch and gate, before a daemon that shows other contracts now and then. */

const OTHERS: Pins = { ...PINS, sideRelay: '0x9999999999999999999999999999999999999999' }
const nothing = () => undefined
const closed = () => Promise.reject(new ConsoleError('unauthorized', '401'))

const worlds: MoneyWorld[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.end()))
})

async function watched(options: MoneyWorldOptions = {}) {
  const world = new MoneyWorld(options)
  worlds.push(world)
  world.contracts = 'nothing'
  await world.start()
  const daemon = new ChangingDaemon(probesFor(ACCOUNT, PINS))
  const state = { is: 'stopped', since: null } as const
  const engine = { view: { state }, begin: nothing, takeAtMost: nothing, start: nothing, pause: nothing, stop: nothing }
  const watch = new ContractWatch({
    community: 'lima',
    pins: PINS,
    client: daemon.client,
    clock: world.clock,
    gate: new ContractGate(engine),
    onKnown: (known) => world.treasury.setContracts(known),
    onGas: async () => undefined,
    changed: () => undefined,
    say: () => undefined,
    onTrouble: () => undefined,
  })
  watch.setConnected(true)
  const show = async (pins: Pins): Promise<void> => {
    daemon.shows = probesFor(ACCOUNT, pins)
    await world.during(watch.compare())
  }
  const moved = () => [world.bank.deposits(), world.bank.withdrawals()]
  return { world, watch, daemon, show, moved }
}

const plan = (world: MoneyWorld, direction: 'deposit' | 'withdrawal') =>
  world.during(world.treasury.plan({ direction, text: '500', denomination: 'nct', all: false }))
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error) => error.code,
  )

describe('while a Community shows other contracts', () => {
  it('neither deposit nor withdrawal can be planned or started, the relay gets nothing, and afterwards both can', async () => {
    const { world, show, moved } = await watched()
    await show(PINS)
    await world.pass(3)
    const plans = { deposit: await plan(world, 'deposit'), withdrawal: await plan(world, 'withdrawal') }
    await show(OTHERS)
    for (const direction of ['deposit', 'withdrawal'] as const) {
      expect(await codeOf(plan(world, direction))).toBe('contracts-changed')
      expect(await codeOf(world.during(world.treasury.startTransfer(plans[direction], 'operator')))).toBe('contracts-changed')
    }
    await world.pass(10)
    expect([moved(), world.treasury.view.transfers]).toEqual([[0, 0], []])
    await show(PINS)
    await world.during(world.treasury.startTransfer(plans.deposit, 'operator'))
    await world.during(world.treasury.startTransfer(plans.withdrawal, 'operator'))
    await world.pass(3)
    expect(moved()).toEqual([1, 1])
  })

  it('a transfer that waits for its signature goes on waiting, while bids are signed; then it goes on by itself', async () => {
    const { world, show, moved } = await watched()
    await world.pass(3)
    const planned = await plan(world, 'withdrawal')
    // Not compared yet: it may be started, and waits.
    const started = world.treasury.startTransfer(planned, 'operator')
    started.catch(() => undefined)
    await world.pass(10)
    await show(OTHERS)
    world.bid(1, NCT)
    await world.pass(3)
    expect(moved()).toEqual([0, 0])
    expect(world.bank.side.done.map(({ intent }) => intent.is)).toContain('assert')
    await show(PINS)
    await world.during(started)
    await world.pass(3)
    expect(moved()).toEqual([0, 1])
  })

  it('a transfer that waited for too long is taken back with the reason, and never signed', async () => {
    const { world, show, moved } = await watched()
    await world.pass(3)
    const planned = await plan(world, 'withdrawal')
    const started = codeOf(world.treasury.startTransfer(planned, 'operator'))
    await world.pass(10)
    await show(OTHERS)
    await world.pass(35)
    expect(await started).toBe('contracts-changed')
    await show(PINS)
    await world.pass(5)
    expect(moved()).toEqual([0, 0])
  })

  it('the rule says why it waits, counts no failure, and deposits by itself afterwards', async () => {
    const { world, show, moved } = await watched({ rule: { ...MAINTAIN, minimum: 1_200n * NCT } })
    await show(OTHERS)
    await world.pass(40)
    expect(moved()).toEqual([0, 0])
    expect(world.treasury.view.maintainNext).toEqual({ code: 'contracts-changed', amount: null, until: null, detail: null })
    expect(world.treasury.needs.map(({ code }) => code)).not.toContain('transfer-failed')
    await show(PINS)
    await world.until(() => world.bank.deposits() === 1, 10)
  })
})

describe('before the contracts are compared', () => {
  it('nothing is signed after a start: the rule waits and says so', async () => {
    const { world, show, moved } = await watched({ rule: { ...MAINTAIN, minimum: 1_200n * NCT } })
    await world.pass(20)
    expect([moved(), world.treasury.view.maintainNext?.code]).toEqual([[0, 0], 'contracts-not-compared'])
    await show(PINS)
    await world.until(() => world.bank.deposits() === 1, 10)
  })

  it('nothing is signed behind a connection that was lost, until they are compared again', async () => {
    const { world, watch, show, moved } = await watched()
    await show(PINS)
    watch.setConnected(false)
    watch.setConnected(true)
    await world.pass(3)
    const started = world.treasury.startTransfer(await plan(world, 'withdrawal'), 'operator')
    await world.pass(5)
    expect(moved()).toEqual([0, 0])
    await show(PINS)
    await world.during(started)
    await world.pass(3)
    expect(moved()).toEqual([0, 1])
  })

  it('funds can be taken home without an API key when the relay is the pinned one, and nothing can be deposited', async () => {
    const { world, watch, daemon, moved } = await watched()
    await world.pass(3)
    const keyless = { ...probesFor(ACCOUNT, PINS), buildAssertion: closed, buildReveal: closed, buildSettle: closed, buildDeposit: closed }
    daemon.shows = keyless
    await world.during(watch.compareWithoutKey())
    const into = codeOf(world.treasury.startTransfer(await plan(world, 'deposit'), 'operator'))
    await world.during(world.treasury.startTransfer(await plan(world, 'withdrawal'), 'operator'))
    await world.pass(35)
    expect([moved(), await into]).toEqual([[0, 1], 'timeout'])
  })

  it('nothing is sent to another relay without an API key either', async () => {
    const { world, watch, daemon, moved } = await watched()
    await world.pass(3)
    const planned = await plan(world, 'withdrawal')
    daemon.shows = { ...probesFor(ACCOUNT, OTHERS), buildAssertion: closed }
    await world.during(watch.compareWithoutKey())
    expect(watch.need?.code).toBe('contracts-changed')
    expect(await codeOf(world.during(world.treasury.startTransfer(planned, 'operator')))).toBe('contracts-changed')
    await world.pass(5)
    expect(moved()).toEqual([0, 0])
  })
})
