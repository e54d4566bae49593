import type { Pins } from '../../shared/domain/community.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import type { Journal } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'

export interface HomeAccountsOptions {
  readonly journal: Pick<Journal, 'write' | 'ledger' | 'ledgerBalance'>
  readonly clock: Clock
  readonly onTrouble: (where: string, error: unknown) => void
}

/** One account on one home chain: the balance that the transfers of all Communities on that chain move. */
export class HomeAccount {
  readonly account: Address
  /** The name of its book in the ledger: chain and token. */
  readonly book: string

  constructor(account: Address, pins: Pins) {
    this.account = account
    this.book = `home:${pins.homeChainId}:${pins.homeNectar.toLowerCase()}`
  }
}

/** Every home account of the console; made once, by the composition root. */
export class HomeAccounts {
  readonly #accounts = new Map<string, HomeAccount>()
  readonly options: HomeAccountsOptions

  constructor(options: HomeAccountsOptions) {
    this.options = options
  }

  of(account: Address, pins: Pins): HomeAccount {
    const key = `${account.toLowerCase()} ${pins.homeChainId} ${pins.homeNectar.toLowerCase()}`
    const known = this.#accounts.get(key) ?? new HomeAccount(account, pins)
    this.#accounts.set(key, known)
    return known
  }
}
