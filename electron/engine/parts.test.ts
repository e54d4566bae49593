import { describe, expect, it } from 'vitest'
import { defaultEngineSettings } from '../../shared/domain/engine.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import { blankAnswer } from './answering.ts'
import { ArtifactWork } from './artifact-work.ts'
import type { Bounty } from './bounty-state.ts'
import { CatchUp } from './catch-up.ts'
import { beginBounty } from './decide.ts'
import { Enquiries } from './enquiries.ts'
import type { Input } from './inputs.ts'
import { type Conditions, firstConditions, isAnswering, standing } from './mode.ts'
import { Purse } from './purse.ts'
import { midnightOf, nextMidnight } from './results-keeper.ts'
import { LONGEST_METADATA, revealMetadata } from './reveal-metadata.ts'
import { ScanBook } from './scan-book.ts'
import { Surroundings } from './surroundings.ts'
import { Wakes } from './wakes.ts'
import { AMBASSADOR, guidOf, hashOf, ME, ModelChain, ModelDaemon, ModelScanners, NCT } from './world.fixture.ts'

const clock = new ManualClock()
const around = new Surroundings({
  account: ME,
  clock,
  blocks: { block: 100, seenBlock: 100, blockTimeMs: 1_000 },
  settings: defaultEngineSettings,
})
const bountyOf = (i: number): Bounty =>
  beginBounty(
    {
      guid: guidOf(i),
      artifactType: 'file',
      uri: `Qm${guidOf(i)}`,
      author: AMBASSADOR,
      amount: NCT,
      expiration: 120,
      postedBlock: 100,
      firstSeenAt: 0,
      claims: [],
    },
    around.now({ day: null, atOnce: null, balance: null }),
  ).bounty
const staked = (i: number, bid: bigint, onChain = false): Bounty => ({
  ...bountyOf(i),
  work: { is: 'staked' },
  answer: { ...blankAnswer, mask: [true], bids: [bid], fee: 1n, onChain },
})
const dropped = (i: number): Bounty => ({ ...staked(i, 0n), work: { is: 'dropped', drop: { is: 'not-answered' } } })

describe('what may be staked', () => {
  const limits = { ...defaultEngineSettings.limits, perDay: 100n, atOnce: 50n }

  it('shrinks with each stake and grows again by what ends; the day keeps what was spent', () => {
    const purse = new Purse(limits)
    purse.setBalance(1_000n, 0)
    purse.follow(staked(1, 30n), 10)
    purse.follow(staked(1, 30n, true), 20)
    expect(purse.budget()).toEqual({ day: 70n, atOnce: 20n, balance: 969n })
    purse.follow({ ...staked(1, 30n, true), end: { is: 'lost', at: 30, explained: true } }, 30)
    expect(purse.budget()).toMatchObject({ day: 70n, atOnce: 50n })
    expect(purse.atRisk).toBe(0n)
  })

  it('counts what was written off and comes back for the day of its bid alone', () => {
    const purse = new Purse(limits)
    purse.follow(staked(1, 30n, true), 10)
    purse.follow({ ...staked(1, 30n, true), end: { is: 'written-off', at: 20, explained: false } }, 20)
    expect(purse.budget()).toMatchObject({ day: 70n, atOnce: 50n })
    purse.follow(staked(1, 30n, true), 30)
    expect(purse.budget()).toMatchObject({ day: 70n, atOnce: 20n })
  })

  it('holds nothing at once for a stake that is paid and only waits to be explained; day and balance keep it', () => {
    const purse = new Purse({ ...limits, atOnce: 30n })
    purse.setBalance(1_000n, 0)
    purse.follow(staked(1, 30n, true), 10)
    const [paid, { answer }] = [staked(1, 30n, true), staked(1, 30n, true)]
    purse.follow({ ...paid, answer: answer && { ...answer, payout: 40n } }, 20)
    expect([purse.atRisk, purse.budget()]).toEqual([0n, { day: 70n, atOnce: 30n, balance: 969n }])
    // A chain that takes its settlement back owes it again.
    purse.follow(staked(1, 30n, true), 30)
    expect([purse.atRisk, purse.budget().day]).toEqual([30n, 70n])
    purse.follow({ ...paid, answer: answer && { ...answer, payout: 40n }, end: { is: 'won', at: 40, explained: true } }, 40)
    expect([purse.atRisk, purse.budget()]).toMatchObject([0n, { day: 70n, atOnce: 30n }])
  })

  it('gives back what was never taken', () => {
    const purse = new Purse(limits)
    purse.setBalance(1_000n, 0)
    purse.follow(staked(1, 30n), 10)
    purse.follow(dropped(1), 20)
    expect(purse.budget()).toEqual({ day: 100n, atOnce: 50n, balance: 1_000n })
  })

  it('takes a stake off the balance until a reading can show it, and never twice', () => {
    const purse = new Purse(limits)
    purse.setBalance(1_000n, 0)
    purse.follow(staked(1, 30n), 10)
    purse.setBalance(1_000n, 15)
    expect(purse.budget().balance).toBe(969n)
    purse.follow(staked(1, 30n, true), 20)
    expect(purse.budget().balance).toBe(969n)
    purse.setBalance(969n, 25)
    expect(purse.budget().balance).toBe(969n)
  })

  it('knows by its block that a reading has a stake taken off, also when that is heard later', () => {
    const purse = new Purse(limits)
    const [one] = [staked(1, 30n, true)]
    const mined = (assertBlock: number): Bounty => ({ ...one, answer: one.answer && { ...one.answer, assertBlock } })
    purse.follow(mined(101), 20)
    purse.setBalance(969n, 15, 100)
    expect(purse.budget().balance).toBe(938n)
    purse.setBalance(969n, 16, 101)
    expect(purse.budget().balance).toBe(969n)
    const late = new Purse(limits)
    late.follow(one, 20)
    late.setBalance(969n, 15, 101)
    expect(late.budget().balance).toBe(938n)
    late.follow(mined(101), 30)
    expect(late.budget()).toEqual({ day: 70n, atOnce: 20n, balance: 969n })
  })

  it('counts a stake of an earlier run as out, but not as of today', () => {
    const purse = new Purse(limits)
    purse.setDay(40n)
    purse.follow(staked(1, 30n, true), 10, true)
    expect(purse.budget()).toMatchObject({ day: 60n, atOnce: 20n })
  })

  it('is unlimited where there is no limit, and unknown balances do not hold it back', () => {
    expect(new Purse({ ...limits, perDay: null, atOnce: null }).budget()).toEqual({ day: null, atOnce: null, balance: null })
  })
})

describe('how the engine stands', () => {
  const running: Conditions = {
    ...firstConditions,
    started: true,
    connected: true,
    unlocked: true,
    parametersKnown: true,
    scanners: { is: 'ready' },
  }
  const problem = { code: 'signer-unavailable', detail: 'it died', retry: true } as const
  const reason = because('helper-not-running')

  it.each<[Partial<Conditions>, object, boolean]>([
    [{}, { is: 'running' }, true],
    [{ parametersKnown: false }, { is: 'running' }, false],
    [{ scanners: { is: 'starting' } }, { is: 'running' }, false],
    [{ held: { is: 'owner', problem } }, { is: 'running' }, false],
    [{ held: { is: 'connection', problem, nextTryAt: 0 } }, { is: 'running' }, true],
    [{ limit: { by: 'balance', needed: 1n, until: null } }, { is: 'paused', by: 'balance', until: null }, false],
    [{ scanners: { is: 'down', detail: 'crashed' } }, { is: 'failed', part: 'scanner', detail: 'crashed' }, false],
    [{ connected: false }, { is: 'holding' }, false],
    [{ held: { is: 'signer', problem, nextTryAt: 0 } }, { is: 'failed', part: 'signer', detail: 'it died' }, false],
    [{ scanners: { is: 'down', detail: 'x', reason } }, { is: 'failed', part: 'scanner', detail: 'x', reason }, false],
    [{ journal: { is: 'failed', detail: 'disk full' } }, { is: 'failed', part: 'journal', detail: 'disk full' }, false],
    [{ journal: { is: 'failed', detail: 'x', reason } }, { is: 'failed', part: 'journal', detail: 'x', reason }, false],
    [{ unlocked: false, connected: false }, { is: 'locked' }, false],
    [{ deprecated: true, unlocked: false }, { is: 'paused', by: 'deprecated', until: null }, false],
    [{ pausedBy: 'operator', deprecated: true }, { is: 'paused', by: 'operator', until: null }, false],
    [{ started: false, pausedBy: 'operator' }, { is: 'stopped' }, false],
    [{ started: false, stopped: { by: 'command', at: 5 } }, { is: 'stopped', by: 'command' }, false],
  ])('%o', (part, state, answering) => {
    expect(standing({ ...running, ...part })).toEqual(state)
    expect(isAnswering({ ...running, ...part })).toBe(answering)
  })
})

describe('fetching and scanning', () => {
  function setUp() {
    const time = new ManualClock()
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    const scanners = new ModelScanners()
    const heard: Input[] = []
    chain.post(guidOf(1), [true, false], 50)
    const work = new ArtifactWork({
      client: daemon,
      scanners,
      clock: time,
      settings: () => defaultEngineSettings,
      book: new ScanBook(time),
      tell: (_, input) => heard.push(input),
    })
    return { time, chain, daemon, scanners, heard, work, bounty: bountyOf(1) }
  }

  it('tries a list and a file again until they come', async () => {
    const { time, daemon, heard, work, bounty } = setUp()
    let failures = 2
    daemon.fails = () => failures-- > 0
    work.list(bounty.facts, 10_000)
    await time.advance(1_000)
    expect(heard).toEqual([{ is: 'listed', count: 2 }])
    failures = 1
    work.judge(bounty, 0, 10_000)
    await time.advance(500)
    expect(heard[1]).toMatchObject({ is: 'judged', index: 0, judged: { verdict: { is: 'malicious' }, tooLarge: false } })
  })

  it('says no when the daemon does, and nothing when the bounty is given up', async () => {
    const { time, daemon, heard, work } = setUp()
    work.list(bountyOf(7).facts, 10_000)
    await time.advance(0)
    expect(heard).toEqual([{ is: 'unlisted', why: 'failed' }])
    daemon.fails = () => true
    work.list(bountyOf(1).facts, 3_000)
    await time.advance(1_000)
    work.stop(guidOf(1))
    await time.advance(60_000)
    expect(heard).toHaveLength(1)
    expect(time.waiting).toBe(0)
  })

  it('has no more than twelve artifacts in memory at once, and serves all', async () => {
    const { time, daemon, heard, work, bounty } = setUp()
    let inside = 0
    let most = 0
    const waiting: (() => void)[] = []
    daemon.fetchArtifact = async () => {
      most = Math.max(most, ++inside)
      await new Promise<void>((resolve) => waiting.push(resolve))
      inside -= 1
      return { kind: 'too-large', limitBytes: 1 }
    }
    for (let i = 0; i < 40; i++) work.judge(bounty, i, 60_000)
    expect(work.load).toEqual({ waiting: 28, running: 12 })
    for (let i = 0; i < 40; i++) {
      waiting.shift()?.()
      await time.advance(0)
    }
    expect(most).toBe(12)
    expect(heard).toHaveLength(40)
    expect(heard[0]).toMatchObject({ judged: { verdict: { is: 'none', reason: 'failed' }, tooLarge: true } })
  })
})

describe('questions to the daemon', () => {
  it('are asked four at a time, urgent ones first', async () => {
    const asked: string[] = []
    const open: (() => void)[] = []
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    daemon.assertions = async (guid) => {
      asked.push(guid)
      await new Promise<void>((resolve) => open.push(resolve))
      return []
    }
    const told: string[] = []
    const enquiries = new Enquiries({
      client: daemon,
      seenBlock: () => 5,
      told: (guid) => told.push(guid),
      untold: () => undefined,
      notKnown: () => undefined,
      paid: () => undefined,
    })
    const question = (isUrgent: boolean) => ({
      assertions: true,
      votes: false,
      bounty: false,
      urgent: isUrgent ? { until: 100, givenUp: false, times: 0 } : null,
    })
    const all = [1, 2, 3, 4, 5, 6].map((i) => enquiries.ask(guidOf(i), question(i === 6)))
    expect(asked).toHaveLength(4)
    while (told.length < 6) {
      open.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(all)
    expect(asked[4]).toBe(guidOf(6))
  })

  it('about a payout are answered by the receipt, nothing paid being an answer too', async () => {
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    const paid: (bigint | null)[] = []
    let untold = 0
    const enquiries = new Enquiries({
      client: daemon,
      seenBlock: () => 5,
      told: () => undefined,
      untold: () => {
        untold += 1
      },
      notKnown: () => undefined,
      paid: (_, payout) => paid.push(payout),
    })
    chain.mined.set(hashOf(1), { ok: true, block: 1 })
    await enquiries.askPayout(guidOf(1), hashOf(1), ME)
    await enquiries.askPayout(guidOf(1), hashOf(2), ME)
    daemon.fails = () => true
    await enquiries.askPayout(guidOf(1), hashOf(1), ME)
    expect(paid).toEqual([0n, null])
    expect(untold).toBe(1)
  })

  it('about a bounty that it does not know are answered, about one that could not be asked for are not', async () => {
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    const heard: string[] = []
    const enquiries = new Enquiries({
      client: daemon,
      seenBlock: () => 5,
      told: () => heard.push('told'),
      untold: () => heard.push('untold'),
      notKnown: () => heard.push('not known'),
      paid: () => undefined,
    })
    const ask = (over: object = {}) => enquiries.ask(guidOf(1), { assertions: true, votes: false, bounty: false, urgent: null, ...over })
    await ask()
    await ask({ assertions: false, votes: true, bounty: true })
    chain.post(guidOf(1), [true], 10)
    await ask()
    // One of several is refused: the others say that it is known.
    daemon.bounty = () => Promise.reject(new ConsoleError('refused-by-daemon', 'Invalid IPFS URI'))
    await ask({ bounty: true })
    // An error of the daemon's own passes by itself, like a lost connection.
    daemon.assertions = () => Promise.reject(new ConsoleError('refused-by-daemon', 'node is syncing', { retry: true }))
    await ask()
    daemon.fails = () => true
    await ask({ assertions: false, votes: true })
    expect(heard).toEqual(['not known', 'not known', 'told', 'untold', 'untold', 'untold'])
  })
})

describe('bounties posted while nobody listened', () => {
  it('are found among thousands with few questions, and only those that are still open', async () => {
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    for (let i = 1; i <= 4_000; i++) chain.post(guidOf(i), [true], i > 3_990 ? 30 : -5)
    const found: string[] = []
    const catchUp = new CatchUp({
      client: daemon,
      isKnown: (guid) => guid === guidOf(3_995),
      block: () => chain.block,
      found: ({ guid }) => found.push(guid),
      missed: () => expect.unreachable('nobody listened before'),
    })
    await catchUp.missedBounties()
    expect(found.toSorted()).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10].map((i) => guidOf(3_990 + i)))
    expect(daemon.requests).toBeLessThan(65)
    daemon.requests = 0
    chain.post(guidOf(4_001), [true], 30)
    await catchUp.missedBounties()
    expect(found.at(-1)).toBeDefined()
    expect(found).toContain(guidOf(4_001))
    expect(daemon.requests).toBeLessThan(50)
  })

  it('are told apart after a silence: what is open, what was missed, and what was heard of before', async () => {
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    const seen = { found: [] as string[], missed: [] as string[] }
    const catchUp = new CatchUp({
      client: daemon,
      isKnown: () => false,
      block: () => chain.block,
      found: ({ guid }) => seen.found.push(guid),
      missed: ({ guid }) => seen.missed.push(guid),
    })
    const look = async () => {
      seen.found.length = 0
      seen.missed.length = 0
      await catchUp.missedBounties()
      return { found: seen.found.toSorted(), missed: seen.missed.toSorted() }
    }
    for (let i = 1; i <= 3; i++) chain.post(guidOf(i), [true], -5)
    expect(await look()).toEqual({ found: [], missed: [] })
    for (let i = 4; i <= 200; i++) chain.post(guidOf(i), [true], i % 50 === 0 ? 30 : -5)
    const everything = Array.from({ length: 197 }, (_, i) => i + 4)
    const open = everything.filter((i) => i % 50 === 0).map(guidOf)
    // A look that failed is no look.
    daemon.fails = () => true
    await expect(look()).rejects.toThrow(ConsoleError)
    daemon.fails = () => false
    chain.post(guidOf(201), [true], -5)
    catchUp.heard(guidOf(201))
    expect(await look()).toEqual({
      found: open,
      missed: everything
        .filter((i) => i % 50 !== 0)
        .map(guidOf)
        .concat(guidOf(201)),
    })
    chain.post(guidOf(202), [true], -5)
    expect(await look()).toEqual({ found: open.slice(-1), missed: [guidOf(202)] })
  })

  it('are looked for again when a question about one of them found no answer, and not for ever', async () => {
    const chain = new ModelChain()
    const daemon = new ModelDaemon(chain)
    const found = new Set<string>()
    const catchUp = new CatchUp({
      client: daemon,
      isKnown: (guid) => found.has(guid),
      block: () => chain.block,
      found: ({ guid }) => found.add(guid),
      missed: () => undefined,
    })
    for (let i = 1; i <= 3; i++) chain.post(guidOf(i), [true], 30)
    const ask = daemon.bounty.bind(daemon)
    daemon.bounty = (guid) => (guid === guidOf(2) ? Promise.reject(new ConsoleError('timeout')) : ask(guid))
    for (let i = 1; i < 5; i++) await expect(catchUp.missedBounties()).rejects.toThrow(ConsoleError)
    expect(found).toEqual(new Set([guidOf(1), guidOf(3)]))
    await catchUp.missedBounties()
    daemon.bounty = ask
    await catchUp.missedBounties()
    expect(found).toEqual(new Set([1, 2, 3].map(guidOf)))
  })

  it('say so when they could not be looked for', async () => {
    const daemon = new ModelDaemon(new ModelChain())
    daemon.fails = () => true
    const catchUp = new CatchUp({ client: daemon, isKnown: () => false, block: () => 1, found: () => undefined, missed: () => undefined })
    await expect(catchUp.missedBounties()).rejects.toThrow(ConsoleError)
  })
})

describe('small things that money hangs on', () => {
  it('wakes each bounty in its block, once, also when the clock jumps or goes back', () => {
    const wakes = new Wakes()
    wakes.set('a', 5)
    wakes.set('b', 7)
    wakes.set('b', 6)
    wakes.set('c', 9)
    expect(wakes.due(4)).toEqual([])
    expect(new Set(wakes.due(8))).toEqual(new Set(['a', 'b']))
    expect(wakes.due(8)).toEqual([])
    wakes.set('d', 3)
    expect(wakes.due(8)).toEqual(['d'])
    wakes.set('c', null)
    expect(wakes.due(100)).toEqual([])
  })

  it('looks at everybody again when the clock goes back: it had run ahead', () => {
    const wakes = new Wakes()
    wakes.set('a', 4)
    expect(wakes.due(10)).toEqual(['a'])
    wakes.set('a', 14)
    expect(wakes.due(6)).toEqual(['a'])
    wakes.set('a', 8)
    expect(wakes.due(7)).toEqual([])
    expect(wakes.due(8)).toEqual(['a'])
  })

  it('knows local midnight', () => {
    const noon = new Date(2026, 2, 29, 12, 0, 0).getTime()
    expect(new Date(midnightOf(noon)).toString()).toBe(new Date(2026, 2, 29).toString())
    expect(new Date(nextMidnight(noon)).toString()).toBe(new Date(2026, 2, 30).toString())
  })

  it('keeps reveal metadata within what the wire carries', () => {
    const judged = (family: string) => ({
      verdict: { is: 'malicious', confidence: 1, family } as const,
      size: 1,
      mimetype: null,
      sha256: null,
      words: { version: '1.2.3', vendorVersion: 'v'.repeat(50), signaturesVersion: null },
      tooLarge: false,
    })
    const few = JSON.parse(revealMetadata([judged('A')]))
    expect(few).toEqual([{ malware_family: 'A', scanner: { version: '1.2.3', vendor_version: 'v'.repeat(50) } }])
    const more = revealMetadata(Array.from({ length: 20 }, () => judged('Family')))
    expect(more.length).toBeLessThanOrEqual(LONGEST_METADATA)
    expect(JSON.parse(more)).toEqual(Array.from({ length: 20 }, () => ({ malware_family: 'Family' })))
    expect(revealMetadata(Array.from({ length: 256 }, () => judged('Family')))).toBe('')
  })

  it('keeps what the scanner said of a bounty out of what is written down while it is not revealed', async () => {
    const time = new ManualClock()
    const book = new ScanBook(time)
    const measured = { size: 12, sha256: 'a'.repeat(64), mimetype: null }
    const opinionBase = { confidence: 1_000_000, family: '', version: '1', vendorVersion: null, signaturesVersion: null }
    const say = (i: number, is: 'malicious' | 'benign') =>
      book.begin(bountyOf(i).facts, 0, 'x', null).outcome({ is: 'scanned', opinion: { is, ...opinionBase }, measured, tookMs: 4 })
    say(1, 'malicious')
    say(2, 'benign')
    const opinions = (kept: string | null) => {
      const again = new ScanBook(time)
      again.load(kept ?? undefined)
      const { malicious, benign } = again.statistics('model', 'eicar', 110).opinions
      return [malicious, benign]
    }
    const { guid: hidden } = bountyOf(1).facts
    const kept = book.toKeep((guid) => guid === hidden)
    expect(kept).not.toContain('malicious')
    expect(opinions(kept)).toEqual([0, 1])
    expect(book.statistics('model', 'eicar', 110).opinions).toMatchObject({ malicious: 1, benign: 1 })
    expect(opinions(book.toKeep(() => false))).toEqual([1, 1])
    // A clock that is set back runs through a minute twice.
    say(3, 'malicious')
    await time.advance(60_000)
    say(4, 'benign')
    time.ahead = -60_000
    say(5, 'benign')
    expect(opinions(book.toKeep((guid) => guid === bountyOf(3).facts.guid))).toEqual([1, 3])
  })

  it('counts scans by the minute for an hour, and no longer', async () => {
    const time = new ManualClock()
    const book = new ScanBook(time)
    const { facts } = bountyOf(1)
    const stage = book.begin(facts, 0, 'x.exe', null)
    stage.scanning(12)
    expect(book.statistics('model', 'eicar', 110).scanning).toMatchObject([{ name: 'x.exe', size: 12, doing: 'scanning', blocksLeft: 9 }])
    const measured = { size: 12, sha256: 'a'.repeat(64), mimetype: null }
    for (const tookMs of [1, 4, 4, 90]) stage.outcome({ is: 'scanned', opinion: { is: 'none' }, measured, tookMs })
    stage.outcome({ is: 'failed', detail: '' })
    stage.outcome({ is: 'timed-out' })
    stage.end()
    book.posted()
    book.answered()
    book.judged(2, 1)
    const counted = book.statistics('model', 'eicar', 110)
    expect(counted).toMatchObject({ scanMedianMs: 5, scanP99Ms: 100, opinions: { none: 4, failed: 1, tooLate: 1 }, scanning: [] })
    expect(counted.scanners).toMatchObject([{ id: 'eicar', failedHour: 1, right7d: 2, wrong7d: 1 }])
    expect(counted.perMinute).toMatchObject([{ posted: 1, answered: 1 }])
    const after = new ScanBook(time)
    after.load(book.toKeep(() => false) ?? undefined)
    expect(after.statistics('model', 'eicar', 110)).toEqual({ ...counted, scanBudgetBlocks: null })
    expect(after.toKeep(() => false)).toBeNull()
    await time.advance(5 * 60_000)
    after.posted()
    expect(after.statistics('model', 'eicar', 110).perMinute.map(({ posted }) => posted)).toEqual([1, 0, 0, 0, 0, 1])
    await time.advance(2 * 3_600_000)
    expect(book.statistics('model', 'eicar', 110)).toMatchObject({ perMinute: [], scanMedianMs: null, opinions: { none: 0 } })
    await time.advance(7 * 86_400_000)
    expect(book.statistics('model', 'eicar', 110).scanners).toMatchObject([{ right7d: null, wrong7d: null }])
  })
})
