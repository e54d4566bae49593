import { describe, expect, it } from 'vitest'
import { expectAllKept, mineOf, rowOf } from './laws.fixture.ts'
import { startedWorld, World } from './life.fixture.ts'
import { guidOf, ME, NCT, parameters } from './world.fixture.ts'

describe('a bounty that the Community does not know any more', () => {
  it('tells a stake that the daemon forgot for ever, once, and ends it when it is written off, over restarts', async () => {
    const { world } = await startedWorld()
    for (const i of [1, 2]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(15)
    world.forget(() => true)
    await world.untilMissing()
    const cost = NCT + parameters.assertionFee
    expect(world.engine!.needs).toMatchObject([
      {
        code: 'assertions-missing',
        urgency: 'later',
        guid: null,
        values: { assertions: '2', stakedNct: String(2n * cost), bidNct: String(2n * NCT), feeNct: String(2n * parameters.assertionFee) },
      },
    ])
    expect(world.lines.filter(({ code }) => code === 'assertion-missing').map(({ amount }) => amount)).toEqual([-cost, -cost])
    world.crash()
    const engine = await world.start()
    expect(engine.needs).toMatchObject([{ code: 'assertions-missing' }])
    expect(engine.view.stake).toMatchObject({ open: 2, atRisk: 2n * NCT })
    expect(world.lines.filter(({ code }) => code === 'assertion-missing')).toHaveLength(2)
    expect((await engine.details(guidOf(1))).missing).toMatchObject({ reason: 'not-found' })
    await engine.writeOff([guidOf(1)])
    expect(engine.needs).toMatchObject([{ code: 'assertions-missing', guid: guidOf(2), values: { assertions: '1' } }])
    expect(rowOf(world, 1)).toMatchObject({
      state: 'written-off',
      lossReason: { code: 'written-off-not-found' },
    })
    world.crash()
    const last = await world.start()
    expect(last.view).toMatchObject({
      stake: { open: 1 },
      total: { asserted: 2, settled: 0, forfeited: 0, writtenOff: 1, writtenOffNet: -cost },
    })
    await last.writeOff([guidOf(2)])
    expectAllKept(world)
    expect(last.view).toMatchObject({ lastForfeit: null, state: { is: 'running' } })
    expect((await last.details(guidOf(1))).money.map(({ kind }) => kind)).toEqual(['bid', 'assertion-fee', 'written-off'])
  })

  it('refuses to write off what the Community may still know, all of it or none', async () => {
    const { world, engine } = await startedWorld()
    for (const i of [1, 2]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(15)
    await expect(engine.writeOff([guidOf(1)])).rejects.toMatchObject({ code: 'still-expected' })
    await expect(engine.writeOff([guidOf(7)])).rejects.toMatchObject({ code: 'bounty-missing' })
    world.forget((guid) => guid === guidOf(2))
    await world.untilMissing()
    await expect(engine.writeOff([guidOf(2), guidOf(1)])).rejects.toThrow()
    expect(engine.view.stake.open).toBe(1)
    await engine.writeOff([guidOf(2)])
    expectAllKept(world)
  })

  it('takes a write-off back when the daemon knows the bounty again, also after a restart and a sweep', async () => {
    const world = new World()
    world.settings = { ...world.settings, limits: { ...world.settings.limits, perDay: 5n * NCT } }
    await world.start()
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(15)
    expect(await world.writeOffForgotten()).toBe(1)
    world.crash()
    const engine = await world.start()
    expect(engine.rows()).toEqual([])
    expect(engine.view.stake.open).toBe(0)
    world.remember()
    await world.clock.advance(600_000)
    await world.blocks(20)
    expect(rowOf(world, 1)).toMatchObject({ state: 'returned', lossReason: null })
    expect(world.lines.filter(({ code }) => code === 'assertion-back')).toHaveLength(1)
    expect(engine.view.total).toMatchObject({ writtenOff: 0, writtenOffNet: 0n })
    expectAllKept(world)
    // It was bid before, and counted then.
    expect(engine.view.today.staked).toBe(NCT)
  })

  it('takes a settlement that comes after the write-off, when the bounty has left the memory', async () => {
    const { world, engine } = await startedWorld()
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(15)
    world.forget(() => true)
    await world.untilMissing()
    await world.writeOffMissing()
    await world.clock.advance(700_000)
    expect(engine.rows()).toEqual([])
    const origin = { bountyGuid: guidOf(1), blockNumber: world.chain.block, txhash: `0x${'3'.repeat(64)}` } as const
    engine.onDaemonEvent({ kind: 'settled_bounty', settler: ME, payout: 3n * NCT, ...origin })
    await world.blocks(30)
    expect(rowOf(world, 1)).toMatchObject({ payout: 3n * NCT, lossReason: null })
    expect(engine.view.total).toMatchObject({ settled: 1, writtenOff: 0, payouts: 3n * NCT })
    expectAllKept(world)
  })

  it('reveals in time what was written off, when its own chain is back', async () => {
    const { world } = await startedWorld()
    world.chain.post(guidOf(1), [true], 30)
    await world.blocks(5)
    const own = world.chain.block
    world.beginAnew()
    await world.untilMissing()
    expect(world.engine!.rows()[0]?.state).toBe('missing')
    expect((await world.engine!.details(guidOf(1))).missing?.reason).toBe('chain-anew')
    expect(await world.writeOffMissing()).toBe(1)
    world.crash()
    world.chain.block = own + 20
    world.remember()
    await world.start()
    await world.blocks(20)
    expect(mineOf(world, 1)?.reveal).not.toBeNull()
    await world.blocks(60)
    expect(rowOf(world, 1)?.state).toBe('won')
    expectAllKept(world)
  })
})

describe('a Community that does not answer any more', () => {
  const DAY = 86_400_000
  const cost = NCT + parameters.assertionFee
  /** One is revealed, one hidden. */
  const silentWorld = async () => {
    const { world } = await startedWorld()
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(14)
    world.chain.post(guidOf(2), [true], 12)
    await world.blocks(5)
    await world.setConnected(false)
    return world
  }

  it('leaves what is staked there to the operator after a day, and nothing before', async () => {
    const world = await silentWorld()
    const engine = world.engine!
    const since = world.clock.now()
    await world.clock.advance(DAY - 1_000)
    expect(engine.needs.map(({ code }) => code)).not.toContain('assertions-missing')
    await expect(engine.writeOff([guidOf(1)])).rejects.toMatchObject({ code: 'still-expected' })
    await world.clock.advance(20_000)
    expect(engine.needs).toContainEqual(
      expect.objectContaining({
        code: 'assertions-missing',
        values: expect.objectContaining({ assertions: '2', stakedNct: String(2n * cost), silentSince: String(since) }),
      }),
    )
    expect(engine.view.stake).toMatchObject({ open: 2, atRisk: 2n * NCT })
    expect((await engine.details(guidOf(1))).missing).toEqual({ reason: 'no-answer', since })
    expect(await world.writeOffMissing()).toBe(2)
    expect(engine.view).toMatchObject({ stake: { open: 0, atRisk: 0n }, total: { writtenOff: 2, writtenOffNet: -2n * cost } })
    expect(rowOf(world, 1)).toMatchObject({
      state: 'written-off',
      lossReason: { code: 'written-off-no-answer', values: { since: String(since) } },
    })
    expect([1, 2].map((i) => world.journal.bounties.get(guidOf(i))?.open)).toEqual([false, false])
    expect(world.lines.filter(({ code }) => code === 'assertion-missing').map(({ amount }) => amount)).toEqual([-cost, -cost])
  })

  it('is remembered over restarts', async () => {
    const world = await silentWorld()
    await world.clock.advance(DAY / 2)
    world.crash()
    await world.start()
    await world.clock.advance(DAY / 2 + 20_000)
    expect(world.engine!.rows().map(({ state }) => state)).toEqual(['missing', 'missing'])
    world.crash()
    const engine = await world.start()
    expect(world.lines.filter(({ code }) => code === 'assertion-missing')).toHaveLength(2)
    expect(await world.writeOffMissing()).toBe(2)
    expect(engine.view.stake.open).toBe(0)
  })

  it('is not missed any more as soon as it answers or refuses: nothing can be written off then, and all goes on', async () => {
    const world = await silentWorld()
    const engine = world.engine!
    await world.clock.advance(DAY + 20_000)
    engine.refused()
    expect(engine.rows().map(({ state }) => state)).not.toContain('missing')
    await world.clock.advance(DAY + 20_000)
    expect(engine.rows().map(({ state }) => state)).toEqual(['missing', 'missing'])
    await world.setConnected(true)
    expect(engine.rows().map(({ state }) => state)).not.toContain('missing')
    await expect(engine.writeOff([guidOf(2)])).rejects.toMatchObject({ code: 'still-expected' })
    // The chain had stood still all the while: the reveal is in time.
    await world.blocks(60)
    expect(rowOf(world, 2)?.state).toBe('won')
    expectAllKept(world)
  })

  it('is believed when it answers after all, whatever was written off', async () => {
    const world = await silentWorld()
    await world.clock.advance(DAY + 20_000)
    expect(await world.writeOffMissing()).toBe(2)
    world.crash()
    await world.setConnected(true)
    await world.start()
    await world.blocks(20)
    expect(mineOf(world, 2)?.reveal).not.toBeNull()
    await world.clock.advance(600_000)
    await world.blocks(60)
    expect([1, 2].map((i) => rowOf(world, i)?.state)).toEqual(['won', 'won'])
    expect(world.engine!.view.total).toMatchObject({ writtenOff: 0, settled: 2 })
    expectAllKept(world)
  })
})
