import type { Pins } from '../../shared/domain/community.ts'
import type { Address, Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import type { Problem } from '../../shared/errors/errors.ts'
import type { Journal } from '../journal/port.ts'
import type { PolyswarmdClient } from '../polyswarmd/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Signer } from '../wallet/signer-port.ts'
import type { Allowance } from './allowance.ts'
import type { Flight, FlightBook } from './flight.ts'
import type { Holds } from './holds.ts'
import type { NonceOwner } from './nonce-owner.ts'
import type { GasCeilings, GasTerms, TransactionNews } from './port.ts'

/** What the queue asks of the daemon: it never has anything built. */
export type QueueClient = Pick<PolyswarmdClient, 'sendTransactions' | 'receipts' | 'nonce' | 'pendingNonces'>

export interface SendQueueOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly chain: Chain
  /** The contracts the operator accepted. A Community that gets others gets another queue. */
  readonly pins: Pins
  readonly client: QueueClient
  readonly signer: Pick<Signer, 'sign'>
  readonly journal: Pick<Journal, 'write' | 'pendingTransactions' | 'endedTransactions' | 'facts'>
  /** Shared by all queues of this account on this very chain. */
  readonly nonces: NonceOwner
  readonly clock: Clock
  /** The registry's allowance; null on a home chain. */
  readonly allowance: Allowance | null
  /** The Community's gas terms as learned last; null while they are not known, and then nothing is signed. */
  readonly gas: () => GasTerms | null
  readonly ceilings: () => GasCeilings
  /** An unexpected failure inside, for the log; the queue goes on. */
  readonly onTrouble?: (where: string, error: unknown) => void
  readonly tuning?: Partial<Tuning>
}

/** Numbers that were measured or chosen; tests choose others. */
export interface Tuning {
  /** Milliseconds in which intents gather for one signature and one POST. Blocks take a second: a tenth of it costs nobody a block. */
  readonly gatherMs: number
  /** Transactions in one POST; the daemon takes no more. */
  readonly batch: number
  /** POSTs on the wire at a time: the daemon is as fast with 3 as with 30. */
  readonly posts: number
  /** Blocks of silence after which a transaction is asked after (events come up to 4 s after their block). */
  readonly silence: number
  /** Blocks of silence after which a reveal is simply handed over again: its window may be 10 blocks. */
  readonly revealSilence: number
  /** Blocks of silence after which a transfer is asked after: no event of the registry tells of it. */
  readonly transferSilence: number
}

export const defaultTuning: Tuning = { gatherMs: 100, batch: 10, posts: 3, silence: 8, revealSilence: 4, transferSilence: 2 }

/** How a flight ends; see `Outcomes`. */
export interface FlightEnds {
  mined(flight: Flight, block: number | null): void
  failed(flight: Flight, block: number | null, text: string): void
  refused(flight: Flight, problem: Problem): void
  lostNonce(flight: Flight): void
}

/** What the parts of a queue share. */
export interface QueueContext {
  readonly options: SendQueueOptions
  readonly tuning: Tuning
  readonly flights: FlightBook
  readonly holds: Holds
  readonly block: () => number | null
  readonly stopped: () => boolean
  /** Aborts with the queue. */
  readonly signal: AbortSignal
  readonly tell: (news: TransactionNews) => void
  readonly outcomes: FlightEnds
  /** Something moved: look at everything again, soon. */
  readonly stir: () => void
}
