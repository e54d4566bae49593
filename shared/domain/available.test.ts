import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availableBy, type Coming, type Leaving, noMotion, type Taken } from './available.ts'

const taken: Taken = { value: 1_000n, askedAt: 500, at: 600, seenBlock: 50 }
const left = (landed: Leaving['landed']) => availableBy(taken, { leaving: [{ amount: 30n, landed }], coming: [] })
const came = (sentAt: number) => availableBy(taken, { leaving: [], coming: [{ amount: 7n, sentAt }] })

describe('what is available by a reading', () => {
  it('is the reading while nothing of ours is in motion', () => {
    expect(availableBy(taken, noMotion)).toBe(1_000n)
  })

  it('has a stake taken off that was not heard to be mined, or only while the balance was asked for, or later', () => {
    expect([left(null), left({ at: 500, block: null }), left({ at: 550, block: 51 }), left({ at: 700, block: null })]).toEqual([
      970n,
      970n,
      970n,
      970n,
    ])
  })

  it('is the reading again where that was asked for after the stake was heard to be mined, or of a chain that had its block', () => {
    expect([left({ at: 499, block: null }), left({ at: 499, block: 60 }), left({ at: 700, block: 50 })]).toEqual([1_000n, 1_000n, 1_000n])
  })

  it('has a payout put on while no reading can have it, and only then', () => {
    expect([came(601), came(600), came(599), came(0)]).toEqual([1_007n, 1_007n, 1_000n, 1_000n])
  })

  it('is nothing rather than less', () => {
    expect(availableBy(taken, { leaving: [{ amount: 1_001n, landed: null }], coming: [] })).toBe(0n)
  })
})

/** An assertion and its settlement: when each was sent, mined and heard of, in steps of the model; null = not (yet). */
interface Stake {
  readonly bid: bigint
  readonly fails: boolean
  readonly payout: bigint
  mined: number | null
  heard: number | null
  blockTold: boolean
  over: boolean
  settleSent: number | null
  /** Of an earlier life: what came of it is left to the readings. */
  settleIsOld: boolean
  paid: number | null
  paidHeard: number | null
}

const FEE = 3n
const FUNDS = 1_000_000n

/** Our stakes, strangers who move the same balance, readings that take their time, and lives that end at any moment. */
class Model {
  readonly stakes: Stake[] = []
  readonly #random: () => number
  #step = 0
  #balance = FUNDS
  #foreign = 0n
  #asked: { at: number; seenBlock: number; value: bigint | null; foreign: bigint; evaluated: number } | null = null
  taken: (Taken & { readonly foreign: bigint; readonly evaluated: number }) | null = null
  /** The highest block that was heard of; each step is a block. */
  #seen = 0

  constructor(random: () => number) {
    this.#random = random
  }

  step(quiet: boolean): void {
    this.#step += 1
    if (this.#chance(0.5)) this.#seen = this.#step
    if (!quiet) this.#play()
    for (const stake of this.stakes) this.#follow(stake)
    this.#read()
  }

  crash(): void {
    this.taken = null
    this.#asked = null
    for (const stake of this.stakes) {
      stake.settleIsOld = stake.settleSent !== null
      // Not on disk: it is heard of again.
      if (this.#chance(0.5) && stake.paidHeard === null && !stake.over) stake.heard = null
      else if (stake.heard !== null) stake.heard = this.#step
    }
  }

  #play(): void {
    if (this.#chance(0.4)) this.#stake()
    if (this.#chance(0.1)) this.#move(BigInt(Math.floor(this.#random() * 90)) - 45n)
  }

  #stake(): void {
    this.stakes.push({
      bid: BigInt(1 + Math.floor(this.#random() * 40)),
      fails: this.#chance(0.2),
      payout: BigInt(Math.floor(this.#random() * 80)),
      mined: null,
      heard: null,
      blockTold: this.#chance(0.8),
      over: false,
      settleSent: null,
      settleIsOld: false,
      paid: null,
      paidHeard: null,
    })
  }

  #move(amount: bigint): void {
    this.#foreign += amount
    this.#balance += amount
  }

  #follow(stake: Stake): void {
    if (stake.over) return
    if (stake.mined === null) {
      if (!this.#chance(0.4)) return
      if (stake.fails) stake.over = true
      else {
        stake.mined = this.#step
        this.#balance -= stake.bid + FEE
      }
    } else if (stake.heard === null) {
      if (!this.#chance(0.4)) return
      stake.heard = this.#step
      if (stake.blockTold) this.#seen = Math.max(this.#seen, stake.mined)
    } else if (stake.settleSent === null) {
      if (this.#chance(0.2)) stake.settleSent = this.#step
    } else if (stake.paid === null) {
      if (!this.#chance(0.4)) return
      stake.paid = this.#step
      this.#balance += stake.payout
    } else if (stake.paidHeard === null && this.#chance(0.4)) stake.paidHeard = this.#step
  }

  /** Asked in one step, taken from the chain in a later one, answered in one still later. */
  #read(): void {
    const at = this.#step
    if (this.#asked === null) {
      if (this.#chance(0.4)) this.#asked = { at, seenBlock: this.#seen, value: null, foreign: 0n, evaluated: at }
    } else if (this.#asked.value === null) {
      if (this.#chance(0.5)) this.#asked = { ...this.#asked, value: this.#balance, foreign: this.#foreign, evaluated: at }
    } else if (this.#chance(0.5)) {
      const { at: askedAt, seenBlock, value, foreign, evaluated } = this.#asked
      this.taken = { askedAt, at, seenBlock, value, foreign, evaluated }
      this.#asked = null
    }
  }

  #chance(of: number): boolean {
    return this.#random() < of
  }

  get #leaving(): readonly Leaving[] {
    return this.stakes
      .filter(({ over, heard }) => !over || heard !== null)
      .map(({ bid, heard, mined, blockTold }) => ({
        amount: bid + FEE,
        landed: heard === null ? null : { at: heard, block: blockTold ? mined : null },
      }))
  }

  get #coming(): readonly Coming[] {
    return this.stakes.flatMap(({ paidHeard, settleSent, settleIsOld, payout }) =>
      paidHeard !== null && settleSent !== null && !settleIsOld ? [{ amount: payout, sentAt: settleSent }] : [],
    )
  }

  /** What is shown as available and as staked together; null before a reading of this life. */
  get total(): bigint | null {
    if (this.taken === null) return null
    const staked = this.stakes.reduce((sum, { bid, over, paidHeard }) => (over || paidHeard !== null ? sum : sum + bid), 0n)
    return availableBy(this.taken, { leaving: this.#leaving, coming: this.#coming }) + staked
  }

  /** The same money counted once: what the chain had when it was read, and of each stake what is known. */
  get once(): bigint {
    const { foreign, evaluated } = this.taken ?? { foreign: 0n, evaluated: 0 }
    return this.stakes.reduce((sum, { bid, over, payout, paid, paidHeard }) => {
      if (over) return sum
      if (paidHeard !== null) return sum + payout - bid - FEE
      // Nobody has told of it, and what it paid is in the reading.
      return sum - FEE + (paid !== null && paid <= evaluated ? payout : 0n)
    }, FUNDS + foreign)
  }

  /** What may be missing from the total until a reading is certain. */
  get unsure(): bigint {
    const asked = this.taken?.askedAt ?? 0
    return this.stakes.reduce((sum, { bid, over, heard, paidHeard, payout }) => {
      const stake = !over && (heard === null || heard >= asked) ? bid + FEE : 0n
      return sum + stake + (paidHeard !== null && paidHeard >= asked ? payout : 0n)
    }, 0n)
  }
}

function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

describe('the total of a wallet that stakes, is paid out and is moved by strangers, over lives that end at any moment', () => {
  it('counts nothing twice at any moment, and nothing is left out that a reading is certain of', () => {
    const property = fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.constantFrom(0, 0.01, 0.05), (seed, crashes) => {
      const random = randomOf(seed)
      const model = new Model(random)
      for (let i = 0; i < 200; i++) {
        model.step(false)
        if (random() < crashes) model.crash()
        const { total } = model
        if (total === null) continue
        expect(total).toBeLessThanOrEqual(model.once)
        expect(total).toBeGreaterThanOrEqual(model.once - model.unsure)
      }
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('is what the chain has with the first reading after everything came to rest, whatever strangers did between two lives', () => {
    const property = fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      const random = randomOf(seed)
      const model = new Model(random)
      for (let life = 0; life < 2; life++) {
        for (let i = 0; i < 60; i++) model.step(false)
        model.crash()
        expect(model.total).toBeNull()
      }
      for (let i = 0; i < 300; i++) model.step(true)
      expect(model.unsure).toBe(0n)
      expect(model.total).toBe(model.taken?.value)
      expect(model.total).toBe(model.once)
    })
    fc.assert(property, { numRuns: 200 })
  })
})
