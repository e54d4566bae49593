import type { Pins } from '../../shared/domain/community.ts'
import type { Address, Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import { withoutKey } from '../balance/without-key.ts'
import type { Journal } from '../journal/port.ts'
import type { PolyswarmdConnection } from '../polyswarmd/connection.ts'
import type { Clock } from '../runtime/clock.ts'
import { Allowance, type GasTerms, type NonceOwner, SendQueue } from '../transactions/index.ts'
import type { GasCeilings } from '../transactions/port.ts'
import type { Signer } from '../wallet/signer-port.ts'
import type { LearnedGas } from './contract-watch.ts'
import { gasFact, readGasFact } from './gas-fact.ts'
import { sidePlace } from './places.ts'

/** A token transfer burns about 60,000; a daemon that asks for ten times as much is not given it. */
const HOME_GAS_LIMIT = 600_000n
/** The registry's side chain is free; a Community that asks for gas there is not the one that was joined. */
const SIDE_CEILINGS = { price: 0n, limit: 50_000_000n }

/** The one nonce owner of an account at one place: a chain, by a name that no other chain has. */
export type NonceOwners = (account: Address, chain: Chain, place: string) => NonceOwner

export interface ChainQueuesOptions {
  readonly id: CommunityId
  readonly account: Address
  readonly pins: Pins
  readonly connection: Pick<PolyswarmdConnection, 'client' | 'clock'>
  readonly journal: Journal
  readonly signer: Signer
  readonly clock: Clock
  readonly nonces: NonceOwners
  readonly onTrouble: (where: string, error: unknown) => void
  /** The name of the account's home chain. */
  readonly homePlace: string
  /** The operator's limits, as they are now. */
  readonly limits: () => { readonly allowance: bigint; readonly homeGasPrice: bigint }
}

/** One account's ways onto both chains of a Community, with the gas terms that were learned and the registry's allowance. */
export class ChainQueues {
  readonly side: SendQueue
  readonly home: SendQueue
  readonly #options: ChainQueuesOptions
  readonly #allowance: Allowance
  #sideGas: GasTerms | null = null
  #homeGas: GasTerms | null = null

  constructor(options: ChainQueuesOptions) {
    const { id, account, pins, connection, journal, signer, clock, nonces, homePlace, limits, onTrouble } = options
    this.#options = options
    this.#allowance = new Allowance(id, account, pins.registry, { limit: limits().allowance })
    const queue = { community: id, account, pins, client: withoutKey(connection.client), signer, journal, clock, onTrouble }
    this.side = new SendQueue({
      ...queue,
      chain: 'side',
      nonces: nonces(account, 'side', sidePlace(id, pins)),
      allowance: this.#allowance,
      gas: () => this.#sideGas,
      ceilings: () => SIDE_CEILINGS,
    })
    this.home = new SendQueue({
      ...queue,
      chain: 'home',
      nonces: nonces(account, 'home', homePlace),
      allowance: null,
      gas: () => this.#homeGas,
      ceilings: () => this.homeCeilings(),
    })
  }

  /** NCT the registry may still take; null = not known. */
  get allowance(): bigint | null {
    return this.#allowance.remaining
  }

  homeCeilings(): GasCeilings {
    return { price: this.#options.limits().homeGasPrice, limit: HOME_GAS_LIMIT }
  }

  /** The operator's limits are others now. */
  limitsChanged(): void {
    this.#allowance.configure({ limit: this.#options.limits().allowance })
  }

  /** Takes up the gas terms of the last run. @throws ConsoleError of the journal */
  async load(): Promise<void> {
    this.#sideGas = readGasFact(await this.#options.journal.facts(this.#options.id))
  }

  /** @throws ConsoleError of the journal */
  async start(): Promise<void> {
    await Promise.all([this.side.start(), this.home.start()])
  }

  async stop(): Promise<void> {
    await Promise.all([this.side.stop(), this.home.stop()])
  }

  wake(): void {
    this.side.wake()
    this.home.wake()
  }

  /** The queues reckon with what was really seen: an estimate must not make a reveal expire. */
  onBlock(): void {
    const { connection } = this.#options
    const side = connection.clock('side').seenBlock
    if (side !== null) this.side.blockIs(side)
    const home = connection.clock('home').seenBlock
    if (home !== null) this.home.blockIs(home)
  }

  /** @throws ConsoleError of the journal */
  async gasIs({ home, side }: LearnedGas): Promise<void> {
    this.#homeGas = home
    this.#sideGas = side
    await this.#options.journal.write([gasFact(this.#options.id, side)])
    this.wake()
  }
}
