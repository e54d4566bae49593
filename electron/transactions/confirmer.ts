import { assertNever } from '../../shared/domain/assert-never.ts'
import { toProblem } from '../../shared/errors/errors.ts'
import type { ReceiptOutcome } from '../polyswarmd/records.ts'
import type { Flight } from './flight.ts'
import type { QueueContext } from './queue-parts.ts'
import { movesMoney } from './urgency.ts'

/** The daemon asks its node for so many at a time. */
const HASHES = 10
/** Doublings of the silence between two questions about the same transaction. */
const MOST_DOUBLINGS = 4
/** Questions in vain after which the nonces themselves are doubted. */
const ASKS_TO_DOUBT = 2

/**
 * Follows what was sent until its end is known. Events tell of nearly all of it; what stays silent is handed over again or asked after.
 * One question at a time: the daemon waits for receipts, seconds for each.
 */
export class Confirmer {
  readonly #context: QueueContext
  #asking = false

  constructor(context: QueueContext) {
    this.#context = context
  }

  /** The block clock moved: notices silence. */
  onBlock(block: number): void {
    for (const flight of [...this.#context.flights.all]) {
      if (flight.where !== 'pool' && flight.where !== 'unsure') continue
      if (flight.askFrom === null) flight.askFrom = (flight.sentBlock ?? block) + this.#silence(flight)
      if (block >= flight.askFrom && !flight.wanted) this.#silent(flight, block)
    }
  }

  pump(): void {
    const { flights, holds, stopped, options, stir } = this.#context
    if (this.#asking || stopped() || holds.has('connection')) return
    const wanted = [...flights.all].filter((flight) => flight.wanted && flight.where !== 'posting')
    if (wanted.length === 0) return
    wanted.sort((a, b) => a.urgency - b.urgency || a.nonce - b.nonce)
    this.#asking = true
    this.#ask(wanted.slice(0, HASHES))
      .catch((error: unknown) => options.onTrouble?.('asking after transactions', error))
      .finally(() => {
        this.#asking = false
        stir()
      })
  }

  #silence({ intent, urgency }: Flight): number {
    const { tuning } = this.#context
    if (movesMoney(intent)) return tuning.transferSilence
    return urgency === 0 ? tuning.revealSilence : tuning.silence
  }

  #silent(flight: Flight, block: number): void {
    const { tell } = this.#context
    tell({ is: 'not-seen', key: flight.key, hash: flight.hash, sentBlock: flight.sentBlock })
    if (flight.urgency === 0 && flight.asks === 0) {
      // Cheaper and faster than a receipt: a pool that knows it says so, a chain that has it calls its nonce too low.
      flight.asks = 1
      flight.askFrom = block + this.#silence(flight)
      if (!flight.nonceUsed) flight.where = 'outbox'
    } else flight.wanted = true
  }

  async #ask(batch: readonly Flight[]): Promise<void> {
    const { options, flights, holds, signal } = this.#context
    const { client, nonces, chain } = options
    try {
      // Only a nonce that was used before the question makes "not found" a proof.
      const unproven = batch.some((flight) => flight.nonceUsed && flight.nonce >= nonces.mined)
      // One that stays silent for this long may wait behind a number that nobody uses.
      if (unproven || batch.some(({ asks }) => asks >= ASKS_TO_DOUBT)) await nonces.sync(client)
      const usedBefore = new Set(batch.filter((flight) => flight.nonce < nonces.mined))
      const hashes = batch.map(({ hash }) => hash)
      const { outcomes } = await client.receipts(chain, hashes, signal)
      const byHash = new Map(outcomes.map(({ hash, outcome }) => [hash.toLowerCase(), outcome]))
      for (const flight of batch) {
        const outcome = byHash.get(flight.hash.toLowerCase()) ?? { kind: 'unknown', text: 'no answer for this one' }
        if (flights.holds(flight)) this.#judge(flight, outcome, usedBefore.has(flight))
      }
    } catch (error) {
      for (const flight of batch) this.#later(flight)
      const problem = toProblem(error)
      if (problem.code === 'unreachable' || problem.code === 'tls-failed' || problem.code === 'unauthorized')
        holds.add('connection', problem)
    }
  }

  #judge(flight: Flight, outcome: ReceiptOutcome, nonceUsedBefore: boolean): void {
    const { outcomes } = this.#context
    switch (outcome.kind) {
      case 'mined':
        outcomes.mined(flight, null)
        return
      case 'failed':
        outcomes.failed(flight, outcome.block, outcome.text)
        return
      case 'timeout':
        if (nonceUsedBefore) {
          outcomes.lostNonce(flight)
          return
        }
        this.#later(flight)
        // It may have fallen out of the pool: the same bytes again.
        if (!flight.nonceUsed) flight.where = 'outbox'
        return
      case 'unknown':
        this.#later(flight)
        return
      default:
        assertNever(outcome)
    }
  }

  /** Asks again, each time after a longer silence. */
  #later(flight: Flight): void {
    flight.wanted = false
    flight.asks += 1
    const doublings = Math.min(flight.asks - 1, MOST_DOUBLINGS)
    flight.askFrom = (this.#context.block() ?? 0) + this.#silence(flight) * 2 ** doublings
  }
}
