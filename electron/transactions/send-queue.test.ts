import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { QueueState } from './port.ts'
import { assertion, guidOf, NCT, reveal, settle, World, type WorldOptions } from './world.fixture.ts'

async function setUp(options: WorldOptions = {}): Promise<World> {
  const world = new World(options)
  await world.start()
  return world
}
const settleMany = (world: World, count: number): void => {
  for (let i = 0; i < count; i++) world.queue.submit({ key: `s${i}`, intent: settle(i) })
}
const kinds = (world: World): string[] => [...world.journal.disk.values()].map(({ intent }) => JSON.parse(intent).is)
const noncesOf = (world: World, key: string): number[] =>
  [...world.journal.disk.values()].filter((transaction) => transaction.key === key).map(({ nonce }) => nonce)

describe('batches', () => {
  it('gather for a tenth of a second: one signature call, one write, one POST', async () => {
    const world = await setUp()
    settleMany(world, 3)
    await world.clock.advance(99)
    expect([world.signed.length, world.journal.writes, world.posts.length]).toEqual([0, 0, 0])
    await world.clock.advance(100)
    expect(world.signed.map((batch) => batch.map(({ nonce }) => nonce))).toEqual([[0, 1, 2]])
    expect([world.journal.writes, world.posts.length]).toEqual([1, 1])
    await world.mine()
    expect(world.toldOf('s1')).toEqual(['signed', 'sent', 'mined'])
  })

  it('do not wait when ten are there, and carry ten at most', async () => {
    const world = await setUp()
    settleMany(world, 25)
    await world.clock.advance(200)
    expect(world.posts.map((post) => post.length)).toEqual([10, 10, 5])
    await world.mine()
    expect(world.chain.executed().length).toBe(25)
    expect(world.queue.state).toEqual({ waiting: 0, leaving: 0, unconfirmed: 0, held: null })
  })

  it('give the lowest nonces to what is most urgent at the moment of signing', async () => {
    const world = await setUp()
    world.queue.submit({ key: 'transfer', intent: { is: 'withdraw', amount: 1n } })
    world.queue.submit({ key: 'settle', intent: settle(1) })
    world.queue.submit({ key: 'assert', intent: assertion(2) })
    await world.clock.advance(50)
    world.queue.submit({ key: 'reveal', intent: reveal(3) })
    await world.clock.advance(100)
    const order = [...world.journal.disk.values()].map(({ key, nonce, secret }) => [key.split(':')[0], nonce, secret])
    expect(order).toEqual([
      ['reveal', 0, true],
      ['approve', 1, false],
      ['assert', 2, false],
      ['settle', 3, false],
      ['transfer', 4, false],
    ])
  })

  it('do not take the same key twice, and tell again what is known of it', async () => {
    const world = await setUp()
    for (let i = 0; i < 3; i++) world.queue.submit({ key: 'a', intent: settle(1) })
    await world.clock.advance(150)
    world.queue.submit({ key: 'a', intent: settle(1) })
    await world.clock.advance(10)
    expect(world.toldOf('a')).toEqual(['signed', 'sent', 'signed', 'sent'])
    await world.mine()
    world.queue.submit({ key: 'a', intent: settle(1) })
    await world.clock.advance(500)
    expect(world.toldOf('a').slice(-2)).toEqual(['mined', 'mined'])
    expect(world.chain.executed().length).toBe(1)
    expect(world.queue.find('a')).toBe('mined')
    expect(world.queue.find('b')).toBeNull()
  })
})

describe('law 2: nothing is sent that is not on disk', () => {
  it('no byte leaves while the journal is still writing, and the caller’s own ops go with it', async () => {
    const world = await setUp()
    world.journal.delayMs = 60_000
    world.queue.submit({
      key: 'a',
      intent: settle(1),
      alongside: ({ hash, nonce, key }) => [{ is: 'put-fact', community: 'lima', name: 'alongside', value: `${key} ${nonce} ${hash}` }],
    })
    await world.clock.advance(100_000)
    expect([world.journal.writes, world.posts.length, world.toldOf('a')]).toEqual([1, 0, []])
    await world.clock.advance(60_000)
    expect(world.posts.length).toBe(1)
    const [hash] = world.journal.disk.keys()
    expect(world.journal.facts.get('alongside')).toBe(`a 0 ${hash}`)
    expect(world.broken).toEqual([])
  })

  it('a journal that refuses holds everything back; later it goes on with the same nonces', async () => {
    const world = await setUp()
    world.journal.failure = new ConsoleError('journal-failed', 'disk is gone')
    settleMany(world, 2)
    await world.clock.advance(400)
    expect(world.posts).toEqual([])
    expect(world.queue.state).toMatchObject({ waiting: 2, held: { is: 'journal', problem: { detail: 'disk is gone' } } })
    world.journal.failure = null
    await world.clock.advance(5_000)
    expect([...world.journal.disk.values()].map(({ nonce }) => nonce)).toEqual([0, 1])
    expect(world.queue.state.held).toBeNull()
  })

  it.each([
    ['before the journal has it', 112, 0],
    ['after the journal has it, before it leaves', 116, 1],
    ['after it left, before the answer', 130, 1],
    ['after the answer', 200, 1],
  ])('killed %s: carried out once all the same', async (_, ms, onDisk) => {
    const world = await setUp()
    world.queue.submit({ key: 'a', intent: settle(1) })
    await world.clock.advance(ms)
    world.crash()
    expect(world.journal.disk.size).toBe(onDisk)
    await world.start()
    world.queue.submit({ key: 'a', intent: settle(1) })
    for (let i = 0; i < 3; i++) await world.mine()
    expect(world.chain.executed().length).toBe(1)
    expect(world.journal.disk.size).toBe(1)
    expect(world.toldOf('a').at(-1)).toBe('mined')
    expect(world.broken).toEqual([])
  })
})

describe('the daemon', () => {
  it('down: says so, signs reveals ahead, gives no nonce to anything else, and catches up by itself', async () => {
    const world = await setUp()
    settleMany(world, 1)
    await world.clock.advance(200)
    world.mood = 'down'
    world.queue.submit({ key: 'held', intent: settle(5) })
    await world.clock.advance(150)
    expect(world.queue.state.held).toMatchObject({ is: 'connection', problem: { code: 'unreachable' } })
    world.queue.submit({ key: 'late', intent: settle(6) })
    world.queue.submit({ key: 'reveal', intent: reveal(7) })
    await world.clock.advance(2_000)
    expect([world.queue.find('held'), world.queue.find('reveal'), world.queue.find('late')]).toEqual(['signed', 'signed', 'waiting'])
    world.mood = 'well'
    await world.clock.advance(15_000)
    await world.mine()
    for (const key of ['held', 'reveal', 'late']) expect(world.queue.find(key)).toBe('mined')
    expect([noncesOf(world, 'held'), noncesOf(world, 'reveal'), noncesOf(world, 'late')]).toEqual([[1], [2], [3]])
    expect(world.queue.state.held).toBeNull()
  })

  it('back: wake tries at once instead of waiting out the pause', async () => {
    const world = await setUp()
    world.mood = 'down'
    settleMany(world, 1)
    await world.clock.advance(30_000)
    world.mood = 'well'
    world.queue.wake()
    await world.clock.advance(150)
    expect(world.chain.pool.size).toBe(1)
  })

  it('loses the answer: the same bytes go again', async () => {
    const world = await setUp()
    world.mood = 'lost'
    settleMany(world, 2)
    await world.clock.advance(150)
    world.mood = 'well'
    await world.clock.advance(1_000)
    expect(world.posts.length).toBe(2)
    expect(world.posts[1]).toEqual(world.posts[0])
    expect(world.toldOf('s0')).toEqual(['signed'])
    await world.mine()
    expect(world.chain.executed().length).toBe(2)
  })

  it('refuses one: it is told, and its nonce is used again at once', async () => {
    const world = await setUp()
    world.outcomeOf = (raw) => (Buffer.from(raw.slice(2), 'hex').toString().includes('"nonce":1,') ? { kind: 'refused', text: 'no' } : null)
    settleMany(world, 4)
    await world.clock.advance(130)
    world.outcomeOf = null
    world.queue.submit({ key: 'next', intent: settle(9) })
    for (let i = 0; i < 2; i++) await world.mine()
    expect(world.news.find((news) => news.key === 's1' && news.is === 'refused')).toMatchObject({ problem: { code: 'refused-by-daemon' } })
    expect(noncesOf(world, 'next')).toEqual([1])
    expect(world.queue.find('s3')).toBe('mined')
  })

  it('refuses one and nothing else comes: the gap is filled so that the others can be mined', async () => {
    const world = await setUp()
    world.outcomeOf = (raw) => (Buffer.from(raw.slice(2), 'hex').toString().includes('"nonce":0,') ? { kind: 'insufficient-funds' } : null)
    settleMany(world, 3)
    await world.clock.advance(130)
    world.outcomeOf = null
    for (let i = 0; i < 3; i++) await world.mine()
    expect(kinds(world)).toEqual(['settle', 'settle', 'settle', 'fill'])
    expect([world.queue.find('s1'), world.queue.find('s2')]).toEqual(['mined', 'mined'])
    expect(world.queue.state).toMatchObject({ leaving: 0, unconfirmed: 0 })
  })

  it('refuses what it may have taken before: a receipt is asked for, and a mined transfer is never told as refused', async () => {
    const world = await setUp()
    world.mood = 'lost'
    world.queue.submit({ key: 't', intent: { is: 'withdraw', amount: 5n } })
    await world.clock.advance(150)
    world.mood = 'well'
    world.loseEvents = true
    world.chain.mine()
    world.outcomeOf = () => ({ kind: 'refused', text: 'some text of another node' })
    await world.clock.advance(2_000)
    expect(world.toldOf('t')).toEqual(['signed', 'mined'])
  })

  it('refuses it again and no receipt is found: it is told, and whatever takes its nonce next shuts it out', async () => {
    const world = await setUp()
    world.mood = 'vanished'
    world.queue.submit({ key: 't', intent: { is: 'withdraw', amount: 5n } })
    await world.clock.advance(150)
    world.mood = 'well'
    world.outcomeOf = () => ({ kind: 'refused', text: 'no' })
    await world.clock.advance(2_000)
    expect([world.toldOf('t'), world.receiptQuestions]).toEqual([['signed', 'refused'], 1])
    world.outcomeOf = null
    world.queue.submit({ key: 't', intent: { is: 'withdraw', amount: 5n } })
    await world.clock.advance(200)
    expect(noncesOf(world, 't')).toEqual([0])
  })

  it('refuses a whole request: the others of it do not suffer', async () => {
    const world = await setUp()
    const send = world.chain.take.bind(world.chain)
    let bad = ''
    world.chain.take = (carried) => {
      bad ||= carried.hash
      if (carried.hash === bad) throw new ConsoleError('refused-by-daemon', 'Invalid JSON')
      return send(carried)
    }
    settleMany(world, 3)
    await world.clock.advance(500)
    await world.mine()
    expect(world.toldOf('s0').at(-1)).toBe('refused')
    await world.mine()
    expect([world.queue.find('s1'), world.queue.find('s2')]).toEqual(['mined', 'mined'])
  })
})

describe('nonces', () => {
  it('taken by another program: signed anew with the next one, and only one of both is mined', async () => {
    const world = await setUp()
    settleMany(world, 1)
    await world.clock.advance(50)
    await world.nonces.sync({ nonce: async () => 0, pendingNonces: async () => [] })
    world.chain.foreign()
    await world.mine()
    await world.clock.advance(500)
    await world.mine()
    expect(noncesOf(world, 's0')).toEqual([0, 1])
    expect([...world.journal.disk.values()].map(({ state }) => state)).toEqual(['replaced', 'mined'])
    expect(world.toldOf('s0')).toEqual(['signed', 'signed', 'sent', 'mined'])
  })

  it('of a transfer taken by another program: told, and never signed anew without being asked', async () => {
    const world = await setUp()
    world.queue.submit({ key: 't', intent: { is: 'withdraw', amount: 5n } })
    await world.clock.advance(50)
    await world.nonces.sync({ nonce: async () => 0, pendingNonces: async () => [] })
    world.chain.foreign()
    await world.mine()
    await world.clock.advance(500)
    expect(world.news.at(-1)).toMatchObject({ is: 'refused', key: 't', problem: { code: 'nonce-conflict' } })
    expect(world.signed.length).toBe(1)
  })

  it('go round what another program has in the pool', async () => {
    const world = await setUp()
    world.chain.foreign(0)
    world.chain.foreign(2)
    settleMany(world, 2)
    await world.clock.advance(200)
    expect(world.signed[0]?.map(({ nonce }) => nonce)).toEqual([1, 3])
    await world.mine()
    expect(world.chain.executed().length).toBe(2)
  })
})

describe('silence', () => {
  it('is broken by asking for receipts, ten hashes at once, and a revert is told with its text', async () => {
    const world = await setUp()
    world.loseEvents = true
    settleMany(world, 12)
    await world.clock.advance(200)
    const [first] = world.journal.disk.keys()
    world.chain.reverting.set(String(first), 'Sender already settled')
    for (let i = 0; i < 7; i++) await world.mine()
    expect(world.receiptQuestions).toBe(0)
    for (let i = 0; i < 3; i++) await world.mine()
    expect(world.receiptQuestions).toBe(2)
    expect(world.news.find((news) => news.is === 'failed')).toMatchObject({ key: 's0', text: 'Sender already settled' })
    expect(world.news.filter((news) => news.is === 'mined').length).toBe(11)
    expect(world.toldOf('s5')).toEqual(['signed', 'sent', 'not-seen', 'mined'])
  })

  it('about a reveal: the bytes go again before anything is asked', async () => {
    const world = await setUp()
    world.chain.congested = true
    world.queue.submit({ key: 'r', intent: reveal(1) })
    await world.clock.advance(200)
    for (let i = 0; i < 5; i++) await world.mine()
    expect([world.posts.length, world.receiptQuestions]).toEqual([2, 0])
    expect(world.posts[1]).toEqual(world.posts[0])
    expect(world.toldOf('r')).toEqual(['signed', 'sent', 'not-seen'])
  })

  it('when the pool has dropped it: it is handed over again', async () => {
    const world = await setUp()
    settleMany(world, 1)
    await world.clock.advance(200)
    world.chain.drop()
    for (let i = 0; i < 12; i++) await world.mine()
    expect(world.queue.find('s0')).toBe('mined')
  })
})

describe('a chain that was begun again', () => {
  it('is noticed by the silence, and everything goes on from its first number', async () => {
    const world = await setUp()
    settleMany(world, 3)
    await world.clock.advance(200)
    await world.mine()
    expect(world.chain.mined).toBe(3)
    world.chain.beginAgain()
    world.queue.submit({ key: 'new', intent: settle(7) })
    for (let i = 0; i < 80 && world.queue.find('new') !== 'mined'; i++) await world.mine()
    expect(world.queue.find('new')).toBe('mined')
    expect(world.queue.state).toMatchObject({ waiting: 0, leaving: 0, unconfirmed: 0 })
  })
})

describe('the allowance', () => {
  it('is approved once, spent in the order of nonces, topped up before it runs out, and remembered', async () => {
    const world = await setUp({ limit: 3n * NCT })
    for (let i = 0; i < 4; i++) world.queue.submit({ key: `a${i}`, intent: assertion(i) })
    await world.clock.advance(200)
    expect(kinds(world)).toEqual(['approve', 'assert', 'assert', 'assert', 'approve', 'assert'])
    expect(world.allowance.remaining).toBe(2n * NCT)
    await world.mine()
    expect(world.queue.state).toMatchObject({ leaving: 0, unconfirmed: 0 })
    world.crash()
    await world.start()
    expect(world.allowance.remaining).toBe(2n * NCT)
    world.queue.submit({ key: 'a4', intent: assertion(4, 2n * NCT) })
    await world.clock.advance(200)
    expect(kinds(world).filter((kind) => kind === 'approve').length).toBe(2)
    expect(world.allowance.remaining).toBe(0n)
  })

  it('is never above the operator’s limit, and is lowered with the next assertion', async () => {
    const world = await setUp({ limit: 3n * NCT })
    world.queue.submit({ key: 'over', intent: assertion(1, 4n * NCT) })
    world.queue.submit({ key: 'a', intent: assertion(2) })
    await world.clock.advance(200)
    expect(world.news.find((news) => news.key === 'over')).toMatchObject({ is: 'refused', hash: null, problem: { code: 'limit-reached' } })
    world.allowance.configure({ limit: NCT })
    world.queue.submit({ key: 'b', intent: assertion(3) })
    await world.clock.advance(200)
    const approved = [...world.journal.disk.values()].map(({ intent }) => JSON.parse(intent)).filter(({ is }) => is === 'approve')
    expect(approved.map(({ amount }) => BigInt(amount))).toEqual([3n * NCT, NCT])
    expect(world.allowance.remaining).toBe(0n)
  })

  it('is forgotten when an assertion fails for no reason of the registry', async () => {
    const world = await setUp()
    world.queue.submit({ key: 'a', intent: assertion(1) })
    world.queue.submit({ key: 'b', intent: assertion(2) })
    await world.clock.advance(200)
    const hash = (key: string): string => [...world.journal.disk.values()].find((transaction) => transaction.key === key)?.hash ?? ''
    world.chain.reverting.set(hash('a'), 'Bounty inactive')
    for (let i = 0; i < 12; i++) await world.mine()
    expect(world.allowance.remaining).not.toBeNull()
    world.queue.submit({ key: 'c', intent: assertion(3) })
    await world.clock.advance(200)
    world.chain.reverting.set(hash('c'), 'transaction failed')
    for (let i = 0; i < 12; i++) await world.mine()
    expect(world.allowance.remaining).toBeNull()
  })

  it('is what it was when nothing was signed', async () => {
    const world = await setUp()
    world.signerFailure = 'wallet-locked'
    world.queue.submit({ key: 'a', intent: assertion(1) })
    await world.clock.advance(200)
    expect(world.allowance.remaining).toBeNull()
    world.signerFailure = null
    world.queue.wake()
    await world.clock.advance(200)
    expect(kinds(world)).toEqual(['approve', 'assert'])
  })
})

describe('what is not signed', () => {
  it('a price or a limit above the operator’s ceilings', async () => {
    const world = await setUp({ chain: 'home', ceilings: { price: 100n, limit: 200_000n } })
    world.gas = { price: 101n, limit: 100_000n }
    world.queue.submit({ key: 'dear', intent: { is: 'deposit', amount: 1n } })
    world.queue.submit({ key: 'large', intent: { is: 'deposit', amount: 1n }, gas: { price: 1n, limit: 200_001n } })
    world.queue.submit({ key: 'fair', intent: { is: 'deposit', amount: 1n }, gas: { price: 100n, limit: 200_000n } })
    await world.clock.advance(200)
    const codes = world.news.map((news) => [news.key, news.is === 'refused' ? news.problem.code : news.is])
    expect(codes.slice(0, 3)).toEqual([
      ['fair', 'signed'],
      ['dear', 'gas-above-ceiling'],
      ['large', 'gas-above-ceiling'],
    ])
    expect(world.signed).toMatchObject([[{ chainId: 1337, gasPrice: 100n, gas: 200_000n }]])
  })

  it('anything before the gas terms are known', async () => {
    const world = await setUp()
    world.gas = null
    settleMany(world, 1)
    await world.clock.advance(5_000)
    expect(world.signed).toEqual([])
    world.gas = { price: 0n, limit: 50_000_000n }
    world.queue.wake()
    await world.clock.advance(200)
    expect(world.signed.length).toBe(1)
  })

  it('what is past its last block, what was taken back, and what no contract could take', async () => {
    const world = await setUp()
    world.queue.hold({ code: 'contracts-changed', detail: null, retry: false })
    world.queue.submit({ key: 'late', intent: assertion(1), notAfterBlock: 101 })
    world.queue.submit({ key: 'back', intent: assertion(2) })
    world.queue.submit({ key: 'bad', intent: { ...assertion(3), bids: [] } as never })
    world.queue.submit({ key: 'good', intent: settle(4) })
    await world.mine()
    await world.mine()
    expect(world.signed).toEqual([])
    expect(world.queue.state).toMatchObject({ held: { is: 'owner' }, waiting: 3 })
    expect([world.queue.withdraw('back'), world.queue.withdraw('nothing')]).toEqual([true, false])
    world.queue.release()
    await world.clock.advance(200)
    expect(world.toldOf('late')).toEqual(['expired'])
    expect(world.toldOf('back')).toEqual([])
    expect(world.toldOf('bad')).toEqual(['refused'])
    expect(world.toldOf('good')).toEqual(['signed', 'sent'])
    expect(world.queue.withdraw('good')).toBe(false)
  })

  it('anything while the wallet is locked; it goes on after wake', async () => {
    const world = await setUp()
    const states: QueueState[] = []
    world.queue.watch((state) => states.push(state))
    world.signerFailure = 'wallet-locked'
    settleMany(world, 1)
    await world.clock.advance(200)
    expect(states.at(-1)).toMatchObject({ waiting: 1, held: { is: 'signer', problem: { code: 'wallet-locked' } } })
    world.signerFailure = null
    world.queue.wake()
    await world.clock.advance(200)
    expect(states.at(-1)).toMatchObject({ waiting: 0, unconfirmed: 1, held: null })
  })
})

describe('after a restart with a locked wallet', () => {
  it('sealed reveals keep their nonces, are sent when unlocked, or are known by their event', async () => {
    const world = await setUp()
    world.mood = 'vanished'
    world.queue.submit({ key: 'r1', intent: reveal(1) })
    world.queue.submit({ key: 'r2', intent: reveal(2) })
    await world.clock.advance(130)
    world.crash()
    world.mood = 'well'
    world.journal.sealed = true
    await world.start()
    world.queue.submit({ key: 'r1', intent: reveal(1) })
    world.queue.submit({ key: 'other', intent: settle(3) })
    await world.clock.advance(300)
    expect([world.queue.find('r1'), noncesOf(world, 'other'), world.queue.state.unconfirmed]).toEqual(['signed', [2], 3])
    const second = [...world.journal.disk.values()].find(({ key }) => key === 'r2')
    world.journal.sealed = false
    world.queue.seen(second?.hash ?? '', 101)
    expect(world.toldOf('r2').at(-1)).toBe('mined')
    world.queue.wake()
    await world.clock.advance(300)
    expect(world.posts.flat()).toContain([...world.journal.disk.values()].find(({ key }) => key === 'r1')?.raw)
    expect(world.broken).toEqual([])
    expect(guidOf(0)).not.toBe(guidOf(1))
  })

  it('sealed reveals are read again with the next block when the journal could not be read at the unlock', async () => {
    const world = await setUp()
    world.mood = 'vanished'
    world.queue.submit({ key: 'r1', intent: reveal(1) })
    await world.clock.advance(130)
    world.crash()
    world.mood = 'well'
    world.journal.sealed = true
    await world.start()
    world.journal.sealed = false
    world.journal.unreadable = new ConsoleError('journal-failed', 'the worker is being started again')
    const sent = world.posts.flat().length
    world.queue.wake()
    await world.clock.advance(300)
    expect(world.posts.flat()).toHaveLength(sent)
    world.journal.unreadable = null
    world.queue.blockIs(500)
    await world.clock.advance(300)
    expect(world.posts.flat().slice(sent)).toEqual([...world.journal.disk.values()].map(({ raw }) => raw))
  })
})
