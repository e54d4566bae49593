import type { Problem } from '../../shared/errors/errors.ts'
import type { TransactionState } from '../journal/port.ts'
import type { EndedKeys } from './ended-keys.ts'
import type { Flight, FlightBook } from './flight.ts'
import type { Holds } from './holds.ts'
import type { TransactionNews } from './port.ts'
import type { FlightEnds, SendQueueOptions, Tuning } from './queue-parts.ts'
import { movesMoney } from './urgency.ts'
import type { WaitingItem, WaitingList } from './waiting-list.ts'

/** ms until a gap is filled again after a filler was refused. */
const FILL_AGAIN_MS = 60_000
/** More than a foreign sender causes: then there is a pause before each further signature. */
const CONFLICTS_IN_A_ROW = 20

export interface OutcomeParts {
  readonly options: SendQueueOptions
  readonly tuning: Tuning
  readonly flights: FlightBook
  readonly waiting: WaitingList
  readonly ended: EndedKeys
  readonly holds: Holds
  readonly tell: (news: TransactionNews) => void
  readonly stir: () => void
}

/** What it means that a flight is over: nonces, allowance, journal and news move together, here and nowhere else. */
export class Outcomes implements FlightEnds {
  readonly #parts: OutcomeParts
  /** Nonces lost since one of ours was mined. */
  #conflicts = 0
  #noFill = 0

  constructor(parts: OutcomeParts) {
    this.#parts = parts
  }

  /** Until then (ms) no gap is filled: the last filler was refused. */
  get noFillBefore(): number {
    return this.#noFill
  }

  mined(flight: Flight, block: number | null): void {
    this.#parts.options.nonces.tookPlace(flight.nonce)
    this.#conflicts = 0
    this.#end(flight, 'mined', block, null)
    const news = { is: 'mined', key: flight.key, hash: flight.hash, block } as const
    this.#parts.ended.add(news)
    this.#parts.tell(news)
    // Nobody tells of approvals and fillers. What came after one of them and succeeded says that it is mined too.
    for (const other of [...this.#parts.flights.all]) {
      if (other.nonce < flight.nonce && (other.intent.is === 'approve' || other.intent.is === 'fill')) this.mined(other, null)
    }
    this.#parts.stir()
  }

  failed(flight: Flight, block: number | null, text: string): void {
    const { nonces, allowance } = this.#parts.options
    nonces.tookPlace(flight.nonce)
    this.#end(flight, 'failed', block, text)
    if (flight.intent.is === 'approve') allowance?.forget()
    if (flight.intent.is === 'assert') allowance?.assertionFailed(text)
    this.#parts.tell({ is: 'failed', key: flight.key, hash: flight.hash, block, text })
    this.#parts.stir()
  }

  refused(flight: Flight, problem: Problem): void {
    this.#parts.options.nonces.release(flight.nonce)
    this.#end(flight, 'refused', null, problem.detail ?? problem.code)
    if (flight.intent.is === 'approve') this.#parts.options.allowance?.forget()
    if (flight.intent.is === 'fill') this.#noFill = this.#parts.options.clock.now() + FILL_AGAIN_MS
    this.#parts.tell({ is: 'refused', key: flight.key, hash: flight.hash, problem })
    this.#parts.stir()
  }

  lostNonce(flight: Flight): void {
    const { nonces, allowance, clock } = this.#parts.options
    if (movesMoney(flight.intent)) {
      this.refused(flight, { code: 'nonce-conflict', detail: 'another program used the same nonce of this account', retry: false })
      return
    }
    nonces.release(flight.nonce)
    nonces.doubt()
    this.#conflicts += 1
    if (this.#conflicts > CONFLICTS_IN_A_ROW) {
      const detail = 'every nonce is said to be used: another program sends with this account, or the daemon is out of step'
      this.#parts.holds.add('connection', { code: 'nonce-conflict', detail, retry: true })
    }
    if (flight.intent.is === 'approve' || flight.intent.is === 'fill') {
      // A late approval would come after the assertions it was for; the next assertion brings a new one.
      if (flight.intent.is === 'approve') allowance?.forget()
      this.#end(flight, 'replaced', null, 'its nonce was used by another')
    } else {
      this.#parts.flights.remove(flight)
      const { key, intent } = flight
      this.#parts.waiting.add(flight.submission ?? { key, intent }, clock.now() - this.#parts.tuning.gatherMs, [flight.hash])
    }
    this.#parts.stir()
  }

  #end(flight: Flight, state: TransactionState, minedBlock: number | null, error: string | null): void {
    this.#parts.flights.remove(flight)
    this.#note(flight.hash, state, minedBlock, error)
  }

  /** An intent that is not signed anew after all: its dead signature must not be taken up again by a restart. */
  dropReplaced(item: WaitingItem): void {
    for (const hash of item.replaces) this.#note(hash, 'replaced', null, 'its nonce was used by another')
  }

  /** Nobody waits for it: what is not written now is found out again after a restart. */
  #note(hash: string, state: TransactionState, minedBlock: number | null, error: string | null): void {
    this.#parts.options.journal
      .write([{ is: 'set-transaction', hash, state, minedBlock, error }])
      .catch((failure: unknown) => this.#parts.options.onTrouble?.('noting an outcome', failure))
  }
}
