import type { Address } from '../../shared/domain/identifiers.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import type { PolyswarmdClient } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'
import { Loop, type Round } from '../runtime/loop.ts'

type Readings = CommunityState['balances']

export interface BalancesOptions {
  readonly client: Pick<PolyswarmdClient, 'balance'>
  readonly account: Address
  readonly clock: Clock
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

  async #read(round: Round): Promise<void> {
    const { client, account, clock, onRead } = this.#options
    const askedAt = clock.now()
    const [sideNct, homeNct, homeEth] = await Promise.all([
      client.balance('side', 'nct', account),
      client.balance('home', 'nct', account),
      client.balance('home', 'eth', account),
    ])
    if (round.stopped()) return
    const at = clock.now()
    this.#readings = { sideNct: { value: sideNct, at }, homeNct: { value: homeNct, at }, homeEth: { value: homeEth, at } }
    onRead(this.#readings, askedAt)
  }
}
