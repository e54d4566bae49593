import type { Chain } from '../../shared/domain/identifiers.ts'
import type { Clock } from '../runtime/clock.ts'
import type { HomeAccount } from './home-account.ts'
import type { SideAccount } from './side-account.ts'
import type { Terms } from './terms.ts'
import type { TransferBook } from './transfer-book.ts'

export interface CuriosityOptions {
  readonly clock: Clock
  readonly home: Pick<HomeAccount, 'isOdd' | 'isCurious'>
  readonly side: Pick<SideAccount, 'isOdd' | 'isCurious'>
  readonly transfers: Pick<TransferBook, 'all' | 'expected'>
  readonly terms: Pick<Terms, 'age' | 'doubt'>
  readonly readBalances: () => void
}

/** Shorter than it takes a difference to count as unexplained. */
const SUSPICION_MS = 3_000
/** From one reading to the next while a difference or an arrival is being looked at, and while a confirmed transfer is awaited. */
const CURIOUS_MS = 1_000
const DUE_MS = 2_000

/** When balances and fees are asked for sooner than usual: while the next answer may tell an arrival or explain a difference. */
export class Curiosity {
  readonly #options: CuriosityOptions
  /** When the balances that were read last were asked for. */
  #askedAt = Number.NEGATIVE_INFINITY
  #wokeAt = Number.NEGATIVE_INFINITY

  constructor(options: CuriosityOptions) {
    this.#options = options
  }

  /** Readings came in; false when later ones came before them. */
  hears(askedAt: number): boolean {
    if (askedAt <= this.#askedAt) return false
    this.#askedAt = askedAt
    return true
  }

  askSooner(): void {
    const { clock, home, side, transfers, readBalances } = this.#options
    if (this.#askedAt === Number.NEGATIVE_INFINITY) return
    const isDue = transfers.all.some(({ stage }) => stage === 'confirmed')
    const wait = home.isCurious || side.isCurious ? CURIOUS_MS : isDue ? DUE_MS : null
    if (wait === null || clock.now() - Math.max(this.#askedAt, this.#wokeAt) < wait) return
    this.#wokeAt = clock.now()
    readBalances()
  }

  /**
   * A difference while a transfer is awaited may be one that was paid with a fee not heard of yet: it is asked for before the difference
   * counts as unexplained.
   * @returns whether the fees are doubted now
   */
  suspectFees(): boolean {
    const { home, side, transfers, terms } = this.#options
    if (terms.age < SUSPICION_MS) return false
    const isOdd: Record<Chain, boolean> = { home: home.isOdd, side: side.isOdd }
    if (!(['home', 'side'] as const).some((chain) => isOdd[chain] && transfers.expected(chain).length > 0)) return false
    terms.doubt()
    return true
  }
}
