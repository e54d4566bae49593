import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineStatistics } from '../../shared/state/state.ts'
import { TestJournal } from '../journal/fixture.ts'
import { World } from './life.fixture.ts'
import { RUNNING } from './resumption.ts'
import { SCAN_COUNTS } from './scan-book.ts'
import { guidOf, ME, NCT, parameters } from './world.fixture.ts'

describe('an engine on the real journal', () => {
  let files: TestJournal
  beforeEach(() => {
    files = new TestJournal()
  })
  afterEach(() => files.end())

  it('takes up after a crash what the file holds, and counts what the file counts', async () => {
    const world = new World()
    world.journal.mirror = files.open()
    await world.start()
    for (let i = 1; i <= 6; i++) world.chain.post(guidOf(i), [i % 2 === 0, true], 12)
    await world.blocks(4)
    expect(world.engine?.view.stake.open).toBe(6)
    // The worker dies with the console; what was acknowledged is in the file.
    world.crash()
    await world.journal.mirror.close()
    await world.blocks(9)
    const journal = files.open()
    world.journal.mirror = journal
    const engine = await world.start()
    expect(engine.view.stake.open).toBe(6)
    await world.clock.advance(1_000)
    const counts = { reveals: 6, settles: 0, transactions: 0 }
    expect(world.lines.find(({ code }) => code.startsWith('taken-up'))).toMatchObject({ code: 'taken-up-after-crash', counts })
    await world.blocks(40)
    await world.clock.advance(1_000)
    expect(engine.view.stake.open).toBe(0)
    const { since: _, ...counted } = await journal.results('model', 0)
    expect(engine.view.total).toMatchObject(counted)
    expect(counted).toMatchObject({ bounties: 6, asserted: 6, revealed: 6, settled: 6, won: 6, forfeited: 0, missed: 0 })
    expect(await journal.openBounties('model')).toEqual([])
    const { total } = await journal.assertions({ community: 'model', filter: 'paid', search: '', since: null, offset: 0, limit: 10 })
    expect(total).toBe(6)
    expect(await journal.ledgerBalance('model', world.queue!.account, 'side', 'NCT')).toBe(counted.net)
    expect(world.troubleShown).toEqual([])
  })
  it.each(['an end', 'a crash'])('has the figures of the last hour and of seven days over %s', async (how) => {
    const world = new World()
    world.journal.mirror = files.open()
    const before = await world.start()
    for (let i = 1; i <= 3; i++) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(40)
    await world.clock.advance(75_000)
    const { scanning: _, scanBudgetBlocks: _budget, ...figures } = before.statistics()
    expect(figures.perMinute.reduce((sum, { answered }) => sum + answered, 0)).toBe(3)
    expect(figures.scanners).toMatchObject([{ right7d: 3, wrong7d: 0 }])
    if (how === 'an end') await before.close()
    else world.crash()
    await world.journal.mirror.close()
    world.journal.mirror = files.open()
    const after = await world.start()
    expect(after.statistics()).toMatchObject(figures)
    await after.close()
    await world.journal.mirror.write([{ is: 'put-fact', community: 'model', name: SCAN_COUNTS, value: '{"minutes":7}' }])
    const anew = await world.start()
    expect(anew.statistics()).toMatchObject({ perMinute: [], scanMedianMs: null })
    expect(world.troubleShown).toMatchObject([['scan counts', { name: 'ZodError' }]])
  })
  it.each(['an end', 'a crash'] as const)('counts a bounty as posted once, also when %s comes before it is answered', async (how) => {
    const world = new World()
    world.journal.mirror = files.open()
    world.unlocked = false
    const before = await world.start()
    for (let i = 1; i <= 3; i++) world.chain.post(guidOf(i), [true], 300)
    await world.blocks(3)
    await world.clock.advance(75_000)
    await world.blocks(2)
    const posted = ({ perMinute }: EngineStatistics) => perMinute.reduce((sum, one) => sum + one.posted, 0)
    expect(posted(before.statistics())).toBe(3)
    if (how === 'an end') await before.close()
    else world.crash()
    await world.journal.mirror.close()
    world.journal.mirror = files.open()
    const after = await world.start()
    await expect.poll(() => after.rows().length).toBe(3)
    expect(posted(after.statistics())).toBe(3)
  })
  it.each([
    { when: 'an end', blocksMore: 0, isLocked: false },
    { when: 'a crash', blocksMore: 0, isLocked: false },
    { when: 'a crash after they were revealed and over', blocksMore: 42, isLocked: false },
    { when: 'an end, as soon as the wallet is open again', blocksMore: 0, isLocked: true },
  ])('counts scans whose verdicts were hidden over $when', async ({ when, blocksMore, isLocked }) => {
    const world = new World()
    world.journal.mirror = files.open()
    const before = await world.start()
    for (let i = 1; i <= 3; i++) world.chain.post(guidOf(i), [i === 1, true], 12)
    await world.blocks(4)
    // Then the counts are written down, and a minute later the next time.
    await world.clock.advance(20_000)
    const { opinions, scanTimes, scanMedianMs, perMinute } = before.statistics()
    const figures = { opinions, scanTimes, scanMedianMs, perMinute }
    expect(before.view.stake.unrevealedCount).toBe(3)
    const said = opinions.malicious + opinions.benign
    expect([said, scanTimes.reduce((sum, { count }) => sum + count, 0)]).toEqual([6, 6])
    await world.blocks(blocksMore)
    if (blocksMore > 0) expect(await world.journal.mirror.openBounties('model')).toEqual([])
    if (when.startsWith('an end')) await before.close()
    else world.crash()
    await world.journal.mirror.close()
    world.journal.mirror = files.open()
    const { key } = files
    if (isLocked) files.key = null
    world.unlocked = !isLocked
    const after = await world.start()
    if (isLocked) {
      expect(after.statistics()).toMatchObject({ scanTimes: [], opinions: { malicious: 0, benign: 0 } })
      files.key = key
      world.setUnlocked(true)
      await expect.poll(() => after.statistics().opinions).toEqual(opinions)
    }
    expect(after.statistics()).toMatchObject(figures)
    // And over the next one, hidden as they still are.
    await after.close()
    await world.journal.mirror.close()
    world.journal.mirror = files.open()
    expect((await world.start()).statistics()).toMatchObject(figures)
    expect(world.troubleShown).toEqual([])
  })
  it.each([
    { when: 'after its reveal', until: 1, state: 'won' },
    { when: 'while its reveal was on the way', until: 0, state: 'won' },
    { when: 'before its reveal', until: -3, state: 'forfeited' },
  ])(
    'learns at its start of votes and quorum that came after a crash $when, and brings it to its end at once',
    async ({ until, state }) => {
      const world = new World()
      world.journal.mirror = files.open()
      await world.start()
      const { expiration } = world.chain.post(guidOf(1), [true], 12)
      const revealEnd = expiration + world.chain.windows.reveal
      while (world.chain.block < expiration - 1 + until) await world.block()
      expect(world.queue?.sent.some(({ is }) => is === 'reveal')).toBe(until >= 0)
      expect(world.engine?.rows()[0]?.state === 'revealed').toBe(until > 0)
      world.crash()
      await world.journal.mirror.close()
      while (world.chain.block < revealEnd + 4) await world.block()
      const journal = files.open()
      world.journal.mirror = journal
      const engine = await world.start()
      await world.block()
      const [row] = engine.rows()
      expect(row).toMatchObject({ others: { votes: 2 }, quorumBlock: revealEnd + 2 })
      await world.blocks(6)
      await world.clock.advance(1_000)
      expect(engine.view.stake.open).toBe(0)
      const { rows } = await journal.pastBounties('model', [], 0, 10)
      expect(rows).toMatchObject([{ guid: guidOf(1), state }])
      expect(world.chain.block).toBeLessThan(revealEnd + world.chain.windows.vote)
      expect(world.troubleShown).toEqual([])
    },
  )
  it('tells after a crash what was lost, also while the arbiters still vote on it, and which was the last', async () => {
    const world = new World()
    world.journal.mirror = files.open()
    const engine = await world.start()
    // Seen first, lost last.
    world.chain.post(guidOf(9), [true], 24)
    await world.blocks(3)
    for (let i = 1; i <= 3; i++) world.chain.post(guidOf(i), [true], 12)
    await world.blocks(3)
    world.setUnlocked(false)
    const lost = ({ needs }: typeof engine) => needs.filter(({ code }) => code === 'stake-lost').map(({ guid }) => guid)
    for (let i = 0; i < 60 && lost(engine).length < 4; i++) await world.block()
    await world.clock.advance(1_000)
    expect(lost(engine).at(-1)).toBe(guidOf(9))
    expect((await world.journal.mirror.openBounties('model')).map(({ row }) => row.state)).toContain('forfeited')
    world.crash()
    await world.journal.mirror.close()
    world.journal.mirror = files.open()
    const next = await world.start()
    expect(lost(next).toSorted()).toEqual(lost(engine).toSorted())
    expect([lost(next).at(-1), next.view.lastForfeit]).toEqual([guidOf(9), engine.view.lastForfeit])
    await world.blocks(30)
    expect(lost(next)).toHaveLength(4)
    expect(world.troubleShown).toEqual([])
  })

  it('keeps a write-off over a restart, its verdict sealed, and takes it back when the Community knows the bounty again', async () => {
    const world = new World()
    world.journal.mirror = files.open()
    await world.start()
    // Posted in a block that this run has seen come, the journal is not asked for it.
    await world.blocks(3)
    world.chain.post(guidOf(1), [true], 30)
    await world.blocks(5)
    expect(world.engine?.view.stake.open).toBe(1)
    const own = world.chain.block
    world.beginAnew()
    await world.untilMissing()
    expect(await world.writeOffMissing()).toBe(1)
    // The write-off resolves when it is on disk: the console may die now.
    world.crash()
    await world.journal.mirror.close()
    const journal = files.open()
    world.journal.mirror = journal
    const lost = await journal.assertions({ community: 'model', filter: 'lost', search: '', since: null, offset: 0, limit: 10 })
    expect(lost.rows).toMatchObject([{ state: 'written-off', payout: null, lossReason: { code: 'written-off-chain-anew' } }])
    expect(await journal.openBounties('model')).toEqual([])
    const cost = NCT + parameters.assertionFee
    expect(await journal.results('model', 0)).toMatchObject({ asserted: 1, settled: 0, writtenOff: 1, writtenOffNet: -cost, net: -cost })
    expect(await journal.ledgerBalance('model', ME, 'side', 'NCT')).toBe(-cost)
    const bytes = readdirSync(files.folder).map((name) => readFileSync(join(files.folder, name)))
    for (const each of bytes) expect(each.includes('"malicious"')).toBe(false)
    world.chain.block = own + 20
    world.remember()
    await world.start()
    await world.blocks(1)
    // The worker has its own time.
    await expect.poll(() => world.engine?.rows().length).toBe(1)
    await world.blocks(80)
    await world.clock.advance(1_000)
    const { since: _, ...counted } = await journal.results('model', 0)
    expect(counted).toMatchObject({ asserted: 1, settled: 1, won: 1, writtenOff: 0, writtenOffNet: 0n })
    expect(world.engine?.view.total).toMatchObject(counted)
    expect(await journal.ledgerBalance('model', ME, 'side', 'NCT')).toBe(counted.net)
    expect(await journal.facts('model')).toEqual({ [RUNNING]: 'yes', [SCAN_COUNTS]: expect.any(String) })
    expect(world.troubleShown).toEqual([])
  })

  it('keeps what was given up in a silence, so that nothing is open there, and takes it back when the Community answers', async () => {
    const world = new World()
    world.journal.mirror = files.open()
    await world.start()
    await world.blocks(3)
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(5)
    const since = world.clock.now()
    await world.setConnected(false)
    await world.clock.advance(20_000)
    world.crash()
    await world.journal.mirror.close()
    world.journal.mirror = files.open()
    const engine = await world.start()
    await world.clock.advance(86_400_000)
    expect((await engine.details(guidOf(1))).missing).toEqual({ reason: 'no-answer', since })
    expect(await world.writeOffMissing()).toBe(1)
    expect(await world.journal.mirror.openBounties('model')).toEqual([])
    world.crash()
    await world.journal.mirror.close()
    const journal = files.open()
    world.journal.mirror = journal
    const lost = await journal.assertions({ community: 'model', filter: 'lost', search: '', since: null, offset: 0, limit: 10 })
    expect(lost.rows).toMatchObject([{ state: 'written-off', lossReason: { code: 'written-off-no-answer' } }])
    world.connected = true
    await world.start()
    await world.clock.advance(600_000)
    await world.blocks(1)
    await expect.poll(() => world.engine?.rows().length).toBe(1)
    await world.blocks(60)
    await world.clock.advance(20_000)
    expect(await journal.results('model', 0)).toMatchObject({ asserted: 1, settled: 1, writtenOff: 0 })
    await expect.poll(() => journal.facts('model')).toEqual({ [RUNNING]: 'yes', [SCAN_COUNTS]: expect.any(String) })
    expect(world.troubleShown).toEqual([])
  })
})
