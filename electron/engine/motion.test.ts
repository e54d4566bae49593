import { describe, expect, it } from 'vitest'
import { availableBy, type Taken } from '../../shared/domain/available.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { sampleRow } from '../../shared/state/samples.ts'
import { isMine } from '../journal/tally.ts'
import { ManualClock } from '../runtime/clock.ts'
import type { TransactionQueue } from '../transactions/port.ts'
import { blankAnswer } from './answering.ts'
import type { Answer } from './bounty-state.ts'
import { Errands } from './errands.ts'
import { calm, type Troubles, World } from './life.fixture.ts'
import { Motion } from './motion.ts'
import { guidOf, hashOf, ME, ModelChain, ModelDaemon, NCT, parameters } from './world.fixture.ts'

const FUNDS = 1_000n * NCT
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n)

/** The account at one moment: what each assertion took that had landed, and what each settlement had paid. */
interface Moment {
  readonly foreign: bigint
  readonly cost: ReadonlyMap<Guid, bigint>
  readonly paid: ReadonlyMap<Guid, bigint>
}

/** A world whose balance is read, late and seldom, and moved by strangers as well. */
class Wallet {
  readonly world: World
  #foreign = 0n
  #asked: { readonly at: number; readonly seenBlock: number | null } | null = null
  #last: { readonly taken: Taken; readonly moment: Moment } | null = null

  constructor(world: World) {
    this.world = world
  }

  /** One block; the answer to a question of before it is of before it or of after it. */
  async block(): Promise<void> {
    const { random, clock } = this.world
    if (random() < 0.1) this.#foreign += NCT * BigInt(Math.floor(random() * 7) - 3)
    if (this.#asked === null && random() < 0.4) this.#asked = { at: clock.now(), seenBlock: this.world.seenBlock }
    const before = this.#moment()
    await this.world.block()
    const { engine } = this.world
    if (this.#asked === null || engine === null || random() < 0.5) return
    const moment = random() < 0.5 ? before : this.#moment()
    const taken = { value: this.#valueOf(moment), askedAt: this.#asked.at, at: clock.now(), seenBlock: this.#asked.seenBlock }
    this.#asked = null
    this.#last = { taken, moment }
    engine.setBalance(taken.value, taken.askedAt)
  }

  async restart(): Promise<void> {
    this.world.crash()
    this.#asked = null
    this.#last = null
    await this.world.start()
  }

  /** Available and staked as they are shown, the same money counted once, and the last reading; null before one of this life. */
  look(): { readonly total: bigint; readonly once: bigint; readonly read: bigint } | null {
    const view = this.world.engine?.view
    if (!view || this.#last === null) return null
    const { taken, moment } = this.#last
    const total = availableBy(taken, view.motion) + view.stake.atRisk
    return { total, once: FUNDS + moment.foreign + sum(this.#known(moment)), read: taken.value }
  }

  /** What is known of each stake; what nobody told as the reading has it. */
  *#known({ cost, paid }: Moment): Iterable<bigint> {
    for (const guid of this.world.chain.everPosted.keys()) {
      const row = this.world.engine?.rows().find((one) => one.guid === guid) ?? this.world.journal.bounties.get(guid)?.row
      const unheard = paid.get(guid) ?? 0n
      if (!row || !isMine(row)) yield unheard - (cost.get(guid) ?? 0n)
      else if (row.payout !== null) yield row.payout - (row.bid ?? 0n) - (row.assertionFee ?? 0n)
      else if (row.settledAt !== null) yield unheard - (row.bid ?? 0n) - (row.assertionFee ?? 0n)
      else yield unheard - (row.assertionFee ?? 0n)
    }
  }

  #moment(): Moment {
    const cost = new Map<Guid, bigint>()
    const paid = new Map<Guid, bigint>()
    for (const { guid, assertions, settled } of this.world.chain.everPosted.values()) {
      const mine = assertions.find(({ author }) => author === ME)
      if (mine) cost.set(guid, sum(mine.bids) + parameters.assertionFee)
      const payout = settled.get(ME)
      if (payout !== undefined) paid.set(guid, payout)
    }
    return { foreign: this.#foreign, cost, paid }
  }

  #valueOf({ foreign, cost, paid }: Moment): bigint {
    return FUNDS + foreign - sum(cost.values()) + sum(paid.values())
  }
}

describe('what is in motion', () => {
  const guid = guidOf(1)
  const open = sampleRow(guid, { state: 'committed', bid: 30n, assertionFee: 1n, assertBlock: 50 })
  const landed: Answer = { ...blankAnswer, onChain: true }
  const paid = (hash: number): Answer => ({ ...landed, settled: true, settleTx: hashOf(hash), payout: 44n })

  it('is a stake until a balance is asked for that has it taken off, and never again, whatever becomes of its bounty', () => {
    const motion = new Motion()
    motion.follow({ ...open, state: 'assert-sent', assertBlock: null }, blankAnswer, 100)
    expect(motion.now.leaving).toEqual([{ amount: 31n, landed: null }])
    motion.follow(open, landed, 200)
    motion.read(150, 250)
    expect(motion.now.leaving).toEqual([{ amount: 31n, landed: { at: 200, block: 50 } }])
    motion.read(300, 350)
    motion.follow({ ...open, state: 'revealed' }, landed, 400)
    expect(motion.now.leaving).toEqual([])
  })

  it('is a stake that ended before a balance was asked for, and none that was never mined', () => {
    const motion = new Motion()
    motion.follow(open, landed, 200)
    motion.follow({ ...open, state: 'lost' }, landed, 210)
    expect(motion.now.leaving).toHaveLength(1)
    motion.follow({ ...open, state: 'skipped' }, blankAnswer, 220)
    expect(motion.now.leaving).toEqual([])
  })

  it('is a payout of a settlement that this run sent first, until a balance was answered later; of no other settlement', () => {
    const motion = new Motion()
    motion.settling(guid, 500)
    motion.settlementSigned(guid, hashOf(7))
    motion.follow({ ...open, state: 'won' }, paid(7), 600)
    expect(motion.now.coming).toEqual([{ amount: 44n, sentAt: 500 }])
    motion.read(450, 500)
    expect(motion.now.coming).toHaveLength(1)
    motion.read(510, 520)
    expect(motion.now.coming).toEqual([])
    motion.settling(guidOf(2), 600)
    motion.settlementSigned(guidOf(2), hashOf(8))
    motion.follow({ ...open, guid: guidOf(2), state: 'won' }, paid(9), 700)
    motion.follow({ ...open, guid: guidOf(3), state: 'won' }, paid(7), 700)
    expect(motion.now.coming).toEqual([])
  })

  it('begins with a settlement that the queue never heard of', () => {
    const begun: string[] = []
    const settle = (known: ReturnType<TransactionQueue['find']>): void => {
      const queue = { find: () => known, submit: () => undefined } as unknown as TransactionQueue
      const client = new ModelDaemon(new ModelChain())
      const settling = (of: Guid): void => void begun.push(of)
      const options = { community: 'model', account: ME, queue, client, clock: new ManualClock(), alongside: () => [], settling } as const
      new Errands(options).settle(guid)
    }
    settle('sent')
    settle('mined')
    expect(begun).toEqual([])
    settle(null)
    expect(begun).toEqual([guid])
  })
})

describe('available and staked together', () => {
  it('are the same money at every block of a calm life, the fee apart, read or not', async () => {
    const world = new World(5)
    const wallet = new Wallet(world)
    await world.start()
    for (let i = 1; i <= 12; i++) world.chain.post(guidOf(i), [true, i % 2 === 0], 12 + i)
    const differences = new Set<bigint>()
    for (let block = 0; block < 90; block++) {
      await wallet.block()
      const seen = wallet.look()
      if (seen) differences.add(seen.total - seen.once)
      expect(seen?.total ?? 0n).toBeLessThanOrEqual(seen?.once ?? 0n)
    }
    expect(differences).toContain(0n)
    const { total, read } = wallet.look() ?? {}
    expect(total).toBe(read)
    expect(world.journal.signed.size).toBe(36)
  })

  const troubles: Troubles = { ...calm, lostEvent: 0.3, repeatedEvent: 0.1, eventDelay: 6, lostSend: 0.3, lostRequest: 0.3 }

  it.each(Array.from({ length: 24 }, (_, i) => i + 1))(
    'are never more than that once, and the chain’s own figure when all is over, in lives that end at any moment: history %i',
    async (seed) => {
      const world = new World(seed, troubles)
      const wallet = new Wallet(world)
      await world.start()
      let posted = 0
      for (let block = 0; block < 120; block++) {
        if (posted < 14 && world.random() < 0.25) world.chain.post(guidOf(++posted), [true, false], 8 + Math.floor(world.random() * 12))
        await wallet.block()
        if (world.random() < 0.03) await wallet.restart()
        const seen = wallet.look()
        if (seen) expect(seen.total, `block ${block}`).toBeLessThanOrEqual(seen.once)
      }
      world.troubles = calm
      for (let block = 0; block < 150; block++) await wallet.block()
      const { total, read } = wallet.look() ?? {}
      expect(total).toBe(read)
      expect(world.engine?.view.stake.open).toBe(0)
    },
  )
})
