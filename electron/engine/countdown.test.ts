import { describe, expect, it } from 'vitest'
import type { EngineSettings } from '../../shared/domain/engine.ts'
import { blankAnswer } from './answering.ts'
import type { Bounty, Drop } from './bounty-state.ts'
import { Countdown, type Places } from './countdown.ts'
import { expectAllKept, mineOf, rowOf } from './laws.fixture.ts'
import { startedWorld, World } from './life.fixture.ts'
import { BountyPlay, factsUntil } from './play.fixture.ts'
import { at, guidOf, hashOf, NCT } from './world.fixture.ts'

const seen = (i: number, postedBlock: number | null = 101): Bounty =>
  new BountyPlay({ ...factsUntil(120), guid: guidOf(i), postedBlock }, at(101, { answering: false })).bounty
const secret = { nonce: 1n, verdicts: [true], metadata: '' }
const queued = (i: number, postedBlock?: number): Bounty => ({
  ...seen(i, postedBlock),
  work: { is: 'staked' },
  answer: { ...blankAnswer, secret },
})
const staked = (i: number): Bounty => ({ ...queued(i), answer: { ...blankAnswer, secret, assertTx: hashOf(i) } })
/** By another program with the same key. */
const foreign = (i: number): Bounty => ({ ...queued(i), answer: { ...blankAnswer, onChain: true } })
const dropped = (bounty: Bounty, drop: Drop): Bounty => ({ ...bounty, work: { is: 'dropped', drop } })
const skipped = (reason: Extract<Drop, { is: 'skipped' }>['reason']): Drop => ({ is: 'skipped', reason })

describe('so many bounties and no more', () => {
  it('are those that are staked on, each of them once, and none of before', () => {
    const countdown = new Countdown(2, 100, [staked(1), dropped(seen(2), { is: 'not-answered' })])
    expect(countdown.follow(staked(1))).toBe('open')
    expect(countdown.follow(dropped(seen(2), { is: 'not-answered' }))).toBe('open')
    expect(countdown.follow(staked(3))).toBe('open')
    expect(countdown.follow(staked(3))).toBe('open')
    expect(countdown.follow(staked(4))).toBe('over')
  })

  it('keep the place of a signed assertion that was given up: it may be mined after all', () => {
    const countdown = new Countdown(2, 100, [])
    countdown.follow(staked(1))
    expect(countdown.follow(dropped(staked(1), skipped('assertion-refused')))).toBe('open')
    expect(countdown.follow(staked(2))).toBe('over')
  })

  it('give the place of one that failed before it was signed to another', () => {
    const countdown = new Countdown(2, 100, [])
    countdown.follow(queued(1, 90))
    expect(countdown.follow(staked(2))).toBe('full')
    expect(countdown.follow(dropped(queued(1, 90), skipped('too-late')))).toBe('open')
    expect(countdown.follow(staked(3))).toBe('over')
  })

  it('do not count what is passed on while they are full', () => {
    const countdown = new Countdown(1, 100, [])
    expect(countdown.follow(queued(1, 90))).toBe('full')
    expect(countdown.follow(dropped(seen(2), { is: 'not-answered' }))).toBe('full')
    expect(countdown.follow(dropped(queued(1, 90), skipped('too-late')))).toBe('open')
  })

  it('are none that an earlier run staked and that come back, and none that another program staked with the same key', () => {
    const countdown = new Countdown(1, 100, [])
    countdown.isOfBefore(guidOf(1))
    expect(countdown.follow(staked(1))).toBe('open')
    expect(countdown.follow(seen(2))).toBe('open')
    expect(countdown.follow(foreign(2))).toBe('open')
    expect(countdown.follow(staked(3))).toBe('over')
    // What has left the memory and comes back was counted.
    countdown.isOfBefore(guidOf(3))
    expect(countdown.follow(staked(3))).toBe('over')
  })

  it('tell how many of them are missed, also those whose assertion is refused after all of them were taken on', () => {
    const countdown = new Countdown(2, 100, [])
    countdown.follow(dropped(seen(1), { is: 'not-answered' }))
    expect([countdown.follow(staked(2)), countdown.missed]).toEqual(['over', 1])
    expect([countdown.follow(dropped(seen(3), { is: 'not-answered' })), countdown.missed]).toEqual(['over', 1])
    expect([countdown.follow(staked(4)), countdown.missed]).toEqual(['over', 1])
    expect([countdown.follow(dropped(staked(2), skipped('assertion-refused'))), countdown.missed]).toEqual(['over', 2])
    expect([countdown.follow(staked(2)), countdown.missed]).toEqual(['over', 1])
  })

  it.each<[string, Bounty, Places]>([
    ['posted since that went by unanswered counts', dropped(seen(1), { is: 'not-answered' }), 'over'],
    ['posted since that failed in its scan counts', dropped(seen(1), skipped('scan-failed')), 'over'],
    ['posted before that was past its time does not count', dropped(seen(1, 100), skipped('too-late')), 'open'],
    ['found later, nobody knows from when, does not count', dropped(seen(1, null), { is: 'not-answered' }), 'open'],
    ['the scanner had no opinion on does not count', dropped(seen(1), skipped('no-opinion')), 'open'],
    ['of a type that is not answered does not count', dropped(seen(1), skipped('artifact-type')), 'open'],
    ['that is only looked at does not count', seen(1), 'open'],
  ])('one %s', (_, bounty, places) => {
    expect(new Countdown(1, 100, []).follow(bounty)).toBe(places)
  })
})

async function limitedWorld(limits: Partial<EngineSettings['limits']>) {
  const world = new World()
  world.settings = { ...world.settings, limits: { ...world.settings.limits, ...limits } }
  return { world, engine: await world.start() }
}

describe('an engine that is started for so many bounties', () => {
  it('answers no more than these of many that are open at once, brings them to settlement, and stands stopped', async () => {
    const { world, engine } = await startedWorld()
    engine.stop()
    for (let i = 1; i <= 8; i++) world.chain.post(guidOf(i), [true], 20)
    await world.blocks(1)
    engine.takeAtMost(3)
    engine.start()
    await world.blocks(2)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 3 })
    await world.blocks(60)
    expect([1, 2, 3, 4, 5, 6, 7, 8].filter((i) => mineOf(world, i))).toHaveLength(3)
    expect(engine.view.total).toMatchObject({ asserted: 3, settled: 3 })
    expectAllKept(world)
  })

  it('takes another for one that could not be signed in time', async () => {
    const { world, engine } = await startedWorld()
    engine.stop()
    world.chain.post(guidOf(1), [true], 8)
    await world.blocks(1)
    engine.takeAtMost(1)
    engine.start()
    // The queue cannot sign, and the engine was not told yet.
    world.unlocked = false
    await world.blocks(8)
    world.unlocked = true
    expect(engine.view.state).toMatchObject({ is: 'running' })
    for (const i of [2, 3]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    expect([1, 2, 3].filter((i) => mineOf(world, i))).toHaveLength(1)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 1 })
  })

  it('does not start again for the next bounty, and answers without end when it is started so', async () => {
    const { world, engine } = await startedWorld()
    engine.takeAtMost(1)
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(3)
    world.chain.post(guidOf(2), [true], 12)
    await world.blocks(20)
    expect([1, 2].map((i) => mineOf(world, i) !== undefined)).toEqual([true, false])
    engine.start()
    expect(engine.view.state).toMatchObject({ is: 'running' })
    for (const i of [3, 4]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    expect([3, 4].map((i) => mineOf(world, i) !== undefined)).toEqual([true, true])
  })

  it.each(['operator', 'losses', 'contracts-changed'] as const)('takes no place for what goes by in a pause (%s)', async (by) => {
    const { world, engine } = await startedWorld()
    engine.stop()
    engine.takeAtMost(3)
    engine.start()
    engine.pause(by)
    for (let i = 1; i <= 3; i++) world.chain.post(guidOf(i), [true], 8)
    await world.blocks(12)
    expect(engine.view.state).toMatchObject({ is: 'paused', by })
    // Too late for these when the pause ends, and not our fault either.
    for (let i = 4; i <= 6; i++) world.chain.post(guidOf(i), [true], 6)
    await world.blocks(4)
    engine.start()
    await world.blocks(60)
    expect(engine.view.state).toMatchObject({ is: 'running' })
    for (let i = 7; i <= 10; i++) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    expect([7, 8, 9, 10].filter((i) => mineOf(world, i))).toHaveLength(3)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 3, missed: 0 })
  })

  it('takes no place for what goes by until its own stakes are back and make room', async () => {
    const { world, engine } = await limitedWorld({ atOnce: NCT })
    await world.blocks(1)
    engine.takeAtMost(2)
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(3)
    for (const i of [2, 3, 4]) world.chain.post(guidOf(i), [true], 8)
    await world.blocks(10)
    expect(engine.view.state).toMatchObject({ is: 'paused', by: 'at-once-limit' })
    await world.blocks(30)
    world.chain.post(guidOf(5), [true], 12)
    await world.blocks(3)
    expect(mineOf(world, 5)).toBeDefined()
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 2 })
  })

  it.each<[string, Partial<EngineSettings['limits']>]>([
    ['at once, which is less than a bid', { atOnce: NCT / 2n }],
    ['of a day', { perDay: NCT / 2n }],
  ])('ends all the same at a limit that no stake of its own will lift: %s', async (_, limits) => {
    const { world, engine } = await limitedWorld(limits)
    engine.takeAtMost(2)
    await world.blocks(3)
    for (const i of [1, 2]) world.chain.post(guidOf(i), [true], 8)
    await world.blocks(12)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 2, missed: 2 })
  })

  it('keeps the pause after losses when it stops by itself: over a restart somebody has still to look', async () => {
    const { world, engine } = await startedWorld()
    world.unlocked = false
    engine.takeAtMost(1)
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(1)
    engine.pause('losses')
    world.unlocked = true
    await world.blocks(3)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 1 })
    await world.quit()
    const next = await world.start()
    expect(next.view.state).toMatchObject({ is: 'paused', by: 'losses' })
  })

  it('does not count a stake of an earlier run that was written off and comes back', async () => {
    const { world } = await startedWorld()
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(15)
    expect(await world.writeOffForgotten()).toBe(1)
    world.crash()
    const engine = await world.start()
    engine.takeAtMost(1)
    world.remember()
    await world.clock.advance(600_000)
    await world.blocks(20)
    expect(rowOf(world, 1)).toMatchObject({ state: 'returned' })
    expect(engine.view.state).toMatchObject({ is: 'running' })
    world.chain.post(guidOf(2), [true], 12)
    await world.blocks(3)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 1, missed: 0 })
  })

  it('tells an assertion that is refused after it has stopped as missed, until it is started again', async () => {
    const { world, engine } = await startedWorld()
    world.chain.refusal = 'Bid not between min & max'
    engine.takeAtMost(1)
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(4)
    expect(engine.view.state).toMatchObject({ is: 'stopped', after: 1, missed: 1 })
    expect(engine.isCounting).toBe(false)
    world.chain.refusal = null
    engine.start()
    for (const i of [2, 3]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    expect([engine.view.state.is, engine.view.total.asserted]).toEqual(['running', 2])
  })

  it('counts on over a pause, and forgets the count when it is stopped', async () => {
    const { world, engine } = await startedWorld()
    engine.takeAtMost(1)
    engine.pause('operator')
    engine.start()
    for (const i of [1, 2]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    expect([1, 2].filter((i) => mineOf(world, i))).toHaveLength(1)
    engine.takeAtMost(1)
    engine.stop()
    engine.start()
    for (const i of [3, 4]) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    expect([3, 4].filter((i) => mineOf(world, i))).toHaveLength(2)
  })
})
