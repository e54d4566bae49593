import type { Taken } from '../../shared/domain/available.ts'
import type { Address, Chain } from '../../shared/domain/identifiers.ts'
import type { BalanceReading, CommunityState } from '../../shared/state/state.ts'
import type { PolyswarmdClient } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'
import { Loop, type Round } from '../runtime/loop.ts'

type Readings = CommunityState['balances']

export interface BalancesOptions {
  readonly client: Pick<PolyswarmdClient, 'balance'>
  readonly account: Address
  readonly clock: Clock
  /** The highest block that a chain is known to have; null before any was seen. */
  readonly seenBlock: (chain: Chain) => number | null
  /** `askedAt`: when the question for the side balance left, ms. */
  readonly onRead: (readings: Readings, askedAt: number) => void
  readonly onError: (error: unknown) => void
}

/** Often enough to be called live, rare enough that three small requests cost a busy daemon nothing. */
const EVERY_MS = 4_000
const RETRY_MS = 2_000

/** Reads the account's three balances again and again: NCT and ETH on the home chain, NCT on the side chain. */
export class Balances {
  readonly #options: BalancesOptions
  readonly #loop: Loop
  #readings: Readings = { homeNct: null, homeEth: null, sideNct: null }
  #asked: { readonly at: number; readonly seen: Readonly<Record<Chain, number | null>> } | null = null

  constructor(options: BalancesOptions) {
    this.#options = options
    this.#loop = new Loop({
      name: 'balances',
      clock: options.clock,
      everyMs: EVERY_MS,
      retryMs: () => RETRY_MS,
      round: (round) => this.#read(round),
      onError: options.onError,
    })
  }

  /** The last readings, each with its time; null = never read. */
  get readings(): Readings {
    return this.#readings
  }

  /** The last readings of NCT with their places on the chains; null = never read. */
  get taken(): Readonly<Record<Chain, Taken | null>> {
    const { homeNct, sideNct } = this.#readings
    return { home: this.#taken(homeNct, 'home'), side: this.#taken(sideNct, 'side') }
  }

  start(): void {
    this.#loop.start()
  }

  stop(): Promise<void> {
    return this.#loop.stop()
  }

  /** Something moved: read now. */
  wake(): void {
    this.#loop.wake()
  }

  #taken(reading: BalanceReading, chain: Chain): Taken | null {
    return reading && this.#asked && { ...reading, askedAt: this.#asked.at, seenBlock: this.#asked.seen[chain] }
  }

  async #read(round: Round): Promise<void> {
    const { client, account, clock, seenBlock, onRead } = this.#options
    const asked = { at: clock.now(), seen: { home: seenBlock('home'), side: seenBlock('side') } }
    const [sideNct, homeNct, homeEth] = await Promise.all([
      client.balance('side', 'nct', account),
      client.balance('home', 'nct', account),
      client.balance('home', 'eth', account),
    ])
    if (round.stopped()) return
    const at = clock.now()
    this.#readings = { sideNct: { value: sideNct, at }, homeNct: { value: homeNct, at }, homeEth: { value: homeEth, at } }
    this.#asked = asked
    onRead(this.#readings, asked.at)
  }
}
