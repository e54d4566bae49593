import type { Reading } from './statement.ts'

/** A transaction of ours on a chain where gas has a price. */
export interface GasSpender {
  readonly id: string
  readonly limit: bigint
  /** Wei for each unit. */
  readonly price: bigint
  /** When it was known to be over, mined or reverted (ms); null while it is on its way. */
  readonly doneAt: number | null
}

export type GasFinding =
  | { readonly is: 'opening'; readonly amount: bigint; readonly reading: Reading }
  /** What these transactions burnt together. */
  | { readonly is: 'gas'; readonly ids: readonly string[]; readonly cost: bigint; readonly reading: Reading }
  | { readonly is: 'unexplained'; readonly amount: bigint; readonly reading: Reading }

/** No transaction burns less. */
const LEAST_GAS = 21_000n
const GAS_READINGS = 2
const ODD_READINGS = 3
const ODD_MS = 10_000

/**
 * The ETH of one account as the ledger has it and as it is read. polyswarmd does not tell what a transaction burnt, so it is what is missing
 * after it: a multiple of its gas price between the least a transaction takes and its limit. Anything else is unexplained. Pure.
 */
export class GasStatement {
  #balance: bigint | null
  #opened: boolean
  #askedAt = Number.NEGATIVE_INFINITY
  #same: { readonly difference: bigint; readonly count: number; readonly since: number } | null = null

  constructor(balance: bigint | null, opened: boolean) {
    this.#balance = balance
    this.#opened = opened
  }

  get balance(): bigint {
    return this.#balance ?? 0n
  }

  /** The first balance is known. */
  get isOpened(): boolean {
    return this.#opened
  }

  read(reading: Reading, spenders: readonly GasSpender[]): readonly GasFinding[] {
    if (reading.askedAt <= this.#askedAt) return []
    this.#askedAt = reading.askedAt
    const difference = reading.value - this.balance
    const onTheWay = spenders.some(({ doneAt }) => doneAt === null)
    if (!this.#opened) {
      // Something may be spent in it or not: the next reading will tell.
      if (onTheWay) return []
      this.#opened = true
      return this.#found(difference, { is: 'opening', amount: difference, reading })
    }
    if (difference === 0n) {
      this.#same = null
      return []
    }
    this.#same =
      this.#same?.difference === difference
        ? { ...this.#same, count: this.#same.count + 1 }
        : { difference, count: 1, since: reading.askedAt }
    if (onTheWay) return []
    const { count, since } = this.#same
    if (mayBeGas(-difference, spenders)) {
      const isLate = spenders.some(({ doneAt }) => doneAt !== null && doneAt > reading.askedAt)
      if (isLate || count < GAS_READINGS) return []
      return this.#found(difference, { is: 'gas', ids: spenders.map(({ id }) => id), cost: -difference, reading })
    }
    if (count < ODD_READINGS || reading.askedAt - since < ODD_MS) return []
    return this.#found(difference, { is: 'unexplained', amount: difference, reading })
  }

  #found(difference: bigint, finding: GasFinding): readonly GasFinding[] {
    this.#balance = this.balance + difference
    this.#same = null
    return [finding]
  }
}

function mayBeGas(cost: bigint, spenders: readonly GasSpender[]): boolean {
  if (cost <= 0n || spenders.length === 0) return false
  const least = spenders.reduce((sum, { price }) => sum + price * LEAST_GAS, 0n)
  const most = spenders.reduce((sum, { price, limit }) => sum + price * limit, 0n)
  const prices = new Set(spenders.map(({ price }) => price))
  const [price = 0n] = prices
  return cost >= least && cost <= most && (prices.size > 1 || (price > 0n && cost % price === 0n))
}
