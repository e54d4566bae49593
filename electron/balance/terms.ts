import type { Pins } from '../../shared/domain/community.ts'
import type { Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import type { Journal } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { homeGas } from '../transactions/pins.ts'
import type { GasTerms } from '../transactions/port.ts'
import type { TreasuryClient } from './port.ts'

export interface TermsOptions {
  readonly community: CommunityId
  readonly pins: Pins
  readonly client: TreasuryClient
  readonly journal: Pick<Journal, 'write' | 'facts'>
  readonly clock: Clock
  /** How much a rule's next deposit brings; null while no rule is on: then nobody needs to know its gas. */
  readonly refill: () => bigint | null
  readonly onFee: (target: Chain, fee: bigint) => void
  readonly onTrouble: (where: string, error: unknown) => void
}

/** The relay's fees change rarely; an arrival must find the one it was paid with. */
const EVERY_MS = 60_000
const FEE_FACT = 'relay-fee-home'

/** What the Community asks for a transfer: the relay's fees, kept over restarts, and a deposit's gas. */
export class Terms {
  readonly #options: TermsOptions
  readonly #fees: Record<Chain, bigint | null> = { home: null, side: null }
  #gas: GasTerms | null = null
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(options: TermsOptions) {
    this.#options = options
  }

  /** What the relay keeps of a withdrawal, as asked last; null when it was never asked. */
  get feeHome(): bigint | null {
    return this.#fees.home
  }
  /** What a deposit would pay, as asked last. */
  get gas(): GasTerms | null {
    return this.#gas
  }
  setGas(gas: GasTerms): void {
    this.#gas = gas
  }

  /** @throws ConsoleError of the journal */
  async load(): Promise<void> {
    const { [FEE_FACT]: kept } = await this.#options.journal.facts(this.#options.community)
    if (kept !== undefined && /^\d{1,78}$/.test(kept)) this.#fees.home = BigInt(kept)
  }

  /** ms since it was asked last. */
  get age(): number {
    return this.#options.clock.now() - this.#askedAt
  }
  get isDue(): boolean {
    return this.age >= EVERY_MS
  }
  /** Something changed: ask at the next opportunity. */
  doubt(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY
  }

  /** Never rejects: what cannot be learned stays as it was. */
  async ask(stopped: () => boolean): Promise<void> {
    const { client, pins, clock, refill, onTrouble } = this.#options
    this.#askedAt = clock.now()
    for (const chain of ['home', 'side'] as const) {
      const fee = await client.relayFee(chain).catch(() => null)
      if (stopped()) return
      if (fee !== null) this.#feeIs(chain, fee)
    }
    const amount = refill()
    if (amount === null) return
    await homeGas(client, amount, pins).then(
      (gas) => this.setGas(gas),
      (error: unknown) => onTrouble('gas', error),
    )
  }

  #feeIs(chain: Chain, fee: bigint): void {
    const { journal, community, onFee, onTrouble } = this.#options
    const before = this.#fees[chain]
    this.#fees[chain] = fee
    onFee(chain, fee)
    if (chain !== 'home' || fee === before) return
    const fact = { is: 'put-fact', community, name: FEE_FACT, value: fee.toString() } as const
    journal.write([fact]).catch((error: unknown) => onTrouble('relay fee', error))
  }
}
