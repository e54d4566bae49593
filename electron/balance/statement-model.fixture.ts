import { type Expected, type Finding, type Movement, type Pending, Statement } from './statement.ts'

/** A pseudo-random source with the few draws that the model needs; one seed gives one history. */
export class Draws {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0 || 1
  }
  /** 0 ≤ n < 1 */
  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return this.#state / 2 ** 32
  }
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  chance(p: number): boolean {
    return this.next() < p
  }
}

export interface World {
  readonly seed: number
  /** Bounties for each block, on average. */
  readonly rate: number
  /** Blocks for which things go on; afterwards all falls quiet. */
  readonly blocks: number
  /** Longest time an event takes to be known, blocks. */
  readonly latestEvent: number
  /** How often (0 to 1) the block of a movement stays unknown. */
  readonly unknownBlock: number
  /** Deposits, one after the other. */
  readonly transfers: number
  /** Base units; amounts of bids and payouts are drawn from the same few round numbers, so that they can be mistaken for each other. */
  readonly unit: bigint
  /** What a deposit brings at least, in units: with 1 it may be mistaken for a payout. */
  readonly net: number
  /** Movements by somebody else, spread over the run. */
  readonly foreign: number
}

export interface Outcome {
  readonly wrong: readonly string[]
  readonly arrived: number
  readonly started: number
  readonly unexplained: bigint
  readonly foreignSum: bigint
  readonly ledger: bigint
  readonly chain: bigint
  /** Blocks from the real arrival until it was told. */
  readonly delays: readonly number[]
}

interface Errand {
  readonly amounts: readonly bigint[]
  readonly signedAt: number
  readonly minedAt: number
  /** When the ledger has it. */
  readonly knownAt: number
  readonly blockKnown: boolean
}

interface Way {
  readonly id: string
  readonly net: bigint
  readonly comesAt: number
  readonly readyAt: number
  told: boolean
}

/** Block times of the model, ms. */
const BLOCK = 1_000
const READ_EVERY = 4_000
const QUIET_BLOCKS = 240
/** Quiet at the beginning, so that the opening is known before anything happens. */
const FIRST_BLOCKS = 40

/**
 * One account's side chain in which an engine bids and is paid, a relay pays transfers, somebody else sends money, and a daemon answers
 * late, twice or out of order; told to a statement exactly as a console would hear of it.
 */
export class StatementModel {
  readonly #world: World
  readonly #draws: Draws
  readonly #statement: Statement
  readonly #errands: Errand[] = []
  readonly #ways: Way[] = []
  readonly #foreign: { readonly at: number; readonly amount: bigint }[] = []
  readonly #booked = new Set<Errand>()
  readonly #findings: Finding[] = []
  readonly #wrong: string[] = []
  readonly #delays: number[] = []
  readonly #opening: bigint
  #late: {
    readonly deliverAt: number
    readonly askedAt: number
    readonly answeredAt: number
    readonly value: bigint
    readonly lo: number
  }[] = []

  constructor(world: World) {
    this.#world = world
    this.#draws = new Draws(world.seed)
    this.#opening = 1_000n * world.unit
    this.#statement = new Statement(null, false)
    this.#plan()
  }

  run(): Outcome {
    const { blocks, latestEvent } = this.#world
    const last = Math.max(blocks * BLOCK, ...this.#ways.map(({ comesAt, readyAt }) => Math.max(comesAt, readyAt)))
    const end = last + (QUIET_BLOCKS + 2 * latestEvent) * BLOCK
    for (let now = 5 * BLOCK; now < end; now += 250) {
      this.#hear(now)
      if (now % READ_EVERY === 0) this.#ask(now)
      this.#deliver(now)
      this.#judge(now)
    }
    const sum = (kind: Finding['is']) =>
      this.#findings.reduce((total, found) => (found.is === kind && 'amount' in found ? total + found.amount : total), 0n)
    return {
      wrong: this.#wrong,
      arrived: this.#findings.filter(({ is }) => is === 'arrived').length,
      started: this.#ways.length,
      unexplained: sum('unexplained'),
      foreignSum: this.#foreign.reduce((total, { amount }) => total + amount, 0n),
      ledger: this.#statement.balance,
      chain: this.#balance(end),
      delays: this.#delays,
    }
  }

  /** Everything that will happen, drawn ahead; what the console knows of it is decided by time. */
  #plan(): void {
    const { rate, blocks, transfers, unit, foreign } = this.#world
    const draws = this.#draws
    const round = (): bigint => (unit * BigInt(1 + draws.below(4))) / 2n
    const fee = unit / 32n
    for (let i = 0; i < rate * blocks; i++) {
      const signedAt = FIRST_BLOCKS * BLOCK + draws.below(blocks * BLOCK)
      this.#errands.push(this.#errand([-round(), -fee], signedAt, 1 + draws.below(6)))
      if (draws.chance(0.7)) this.#errands.push(this.#errand([round() * BigInt(draws.below(3))], signedAt + 20 * BLOCK, 1 + draws.below(6)))
    }
    let at = FIRST_BLOCKS * BLOCK
    for (let i = 0; i < transfers; i++) {
      const minedAt = at + draws.below(10) * BLOCK
      const comesAt = minedAt + (20 + draws.below(60)) * BLOCK
      this.#ways.push({
        id: `t${i}`,
        net: unit * BigInt(this.#world.net + draws.below(5)),
        comesAt,
        readyAt: minedAt + draws.below(90) * BLOCK,
        told: false,
      })
      // One at a time: the next begins when this one was told at the latest that is fair to expect.
      at = comesAt + (this.#world.latestEvent + 60) * BLOCK
    }
    // Not within some readings of an arrival: of two amounts that come between the same two readings nobody can tell which is whose.
    for (let i = 0; i < foreign; i++) {
      const when = FIRST_BLOCKS * BLOCK + draws.below(blocks * BLOCK)
      const near = this.#ways.some(({ comesAt }) => Math.abs(comesAt - when) < (this.#world.latestEvent + 60) * BLOCK)
      // Odd amounts, no two of which cancel out: what adds up to a transfer's own amount cannot be told from it.
      const amount = unit * BigInt(7 + draws.below(50)) + BigInt(13 + 101 * i)
      if (!near) this.#foreign.push({ at: when, amount: draws.chance(0.7) ? amount : -amount })
    }
  }

  #errand(amounts: readonly bigint[], signedAt: number, blocksUntilMined: number): Errand {
    const { latestEvent, unknownBlock } = this.#world
    const minedAt = (Math.floor(signedAt / BLOCK) + blocksUntilMined) * BLOCK
    const knownAt = minedAt + this.#draws.below(latestEvent * BLOCK)
    return { amounts, signedAt, minedAt, knownAt, blockKnown: !this.#draws.chance(unknownBlock) }
  }

  /** The chain's truth at a moment. */
  #balance(now: number): bigint {
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)
    return (
      this.#opening +
      this.#errands.reduce((total, errand) => (errand.minedAt <= now ? total + sum(errand.amounts) : total), 0n) +
      this.#ways.reduce((total, way) => (way.comesAt <= now ? total + way.net : total), 0n) +
      this.#foreign.reduce((total, { at, amount }) => (at <= now ? total + amount : total), 0n)
    )
  }

  #hear(now: number): void {
    for (const errand of this.#errands) {
      if (errand.knownAt > now || this.#booked.has(errand)) continue
      this.#booked.add(errand)
      const block = Math.floor(errand.minedAt / BLOCK)
      const from = errand.blockKnown ? block : Math.floor(errand.signedAt / BLOCK)
      const until = errand.blockKnown ? block : Math.floor(now / BLOCK) + 5
      for (const amount of errand.amounts) this.#statement.book({ amount, from, until } satisfies Movement)
    }
  }

  #ask(now: number): void {
    const draws = this.#draws
    const takenAt = now + draws.below(1_500)
    const answeredAt = takenAt + draws.below(1_500)
    const lo = Math.floor(now / BLOCK) - draws.below(4)
    const reading = { deliverAt: answeredAt + draws.below(6_000), askedAt: now, answeredAt, value: this.#balance(takenAt), lo }
    this.#late.push(reading)
    if (draws.chance(0.2)) this.#late.push({ ...reading, deliverAt: reading.deliverAt + draws.below(9_000) })
  }

  #deliver(now: number): void {
    for (const { deliverAt, askedAt, answeredAt, value, lo } of this.#late.filter((each) => each.deliverAt <= now)) {
      this.#statement.read({ value, askedAt, at: answeredAt, lo, hi: Math.floor(answeredAt / BLOCK) + 5 })
      void deliverAt
    }
    this.#late = this.#late.filter(({ deliverAt }) => deliverAt > now)
  }

  #judge(now: number): void {
    const open = this.#errands.filter((errand) => errand.signedAt <= now && !this.#booked.has(errand))
    const unclearSince = open.length === 0 ? null : Math.min(...open.map(({ signedAt }) => signedAt))
    const expected: Expected[] = this.#ways
      .filter(({ told, comesAt }) => !told && now >= comesAt - 80 * BLOCK)
      .map(({ id, net, readyAt }) => ({ id, nets: [net], ready: readyAt <= now }))
    const pending: readonly Pending[] = []
    for (const found of this.#statement.judge({ pending, expected, unclearSince })) {
      this.#findings.push(found)
      if (found.is === 'arrived') this.#arrived(found.id, found.net, now)
    }
  }

  #arrived(id: string, net: bigint, now: number): void {
    const way = this.#ways.find((each) => each.id === id)
    if (!way || way.told) this.#wrong.push(`${id} was told twice`)
    else if (way.comesAt > now) this.#wrong.push(`${id} was told ${(way.comesAt - now) / BLOCK} blocks before it came`)
    else if (way.net !== net) this.#wrong.push(`${id} brought ${way.net} and was told as ${net}`)
    else this.#delays.push((now - way.comesAt) / BLOCK)
    if (way) way.told = true
  }
}
