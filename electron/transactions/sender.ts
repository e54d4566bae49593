import { assertNever } from '../../shared/domain/assert-never.ts'
import { type Problem, toProblem } from '../../shared/errors/errors.ts'
import type { SendOutcome } from '../polyswarmd/records.ts'
import { backoff } from './backoff.ts'
import type { Flight } from './flight.ts'
import type { QueueContext } from './queue-parts.ts'

/** Hands durable transactions to the daemon, up to ten in a POST, and takes its word for each. */
export class Sender {
  readonly #context: QueueContext
  readonly #timers = new Set<() => void>()
  #posts = 0
  /** So many go one by one: the daemon refused a whole request, and only one of them may be the reason. */
  #singly = 0

  constructor(context: QueueContext) {
    this.#context = context
  }

  pump(): void {
    const { flights, tuning, holds, stopped } = this.#context
    while (!stopped() && !holds.has('connection', 'owner') && this.#posts < tuning.posts) {
      const batch = flights.outbox(this.#singly > 0 ? 1 : tuning.batch)
      if (batch.length === 0) return
      if (this.#singly > 0) this.#singly -= 1
      for (const flight of batch) flight.where = 'posting'
      this.#posts += 1
      this.#post(batch)
        .catch((error: unknown) => this.#context.options.onTrouble?.('sending', error))
        .finally(() => {
          this.#posts -= 1
          this.#context.stir()
        })
    }
  }

  stop(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
  }

  async #post(batch: readonly Flight[]): Promise<void> {
    const { options, flights, holds } = this.#context
    let outcomes: readonly SendOutcome[]
    for (const flight of batch) flight.attempts += 1
    try {
      outcomes = await options.client.sendTransactions(
        options.chain,
        batch.map(({ raw }) => raw),
      )
    } catch (error) {
      this.#noneTaken(batch, error)
      return
    }
    holds.wentWell('connection')
    for (const [i, flight] of batch.entries()) {
      if (flights.holds(flight)) this.#judge(flight, outcomes[i] ?? { kind: 'unknown', text: 'no answer for this one' })
    }
    this.#againLater(batch)
  }

  /** The client is certain that none was taken, so nothing is known to have left. */
  #noneTaken(batch: readonly Flight[], error: unknown): void {
    const { flights, holds, outcomes, stopped } = this.#context
    for (const flight of batch) if (flight.where === 'posting') flight.where = 'outbox'
    if (stopped()) return
    const problem = toProblem(error)
    if (problem.code !== 'refused-by-daemon') {
      holds.add('connection', problem)
      return
    }
    const [only] = batch
    if (batch.length === 1 && only && flights.holds(only)) outcomes.refused(only, problem)
    else this.#singly += batch.length
  }

  #judge(flight: Flight, outcome: SendOutcome): void {
    const { options, outcomes } = this.#context
    const first = !flight.left
    switch (outcome.kind) {
      case 'sent':
      case 'already-known':
        this.#taken(flight)
        return
      case 'nonce-too-low':
        options.nonces.doubt()
        // These bytes had never left before: whoever used the nonce, it was not this transaction.
        if (first) outcomes.lostNonce(flight)
        else this.#nonceUsed(flight)
        return
      case 'underpriced':
        // Another transaction sits in the pool under this nonce. If ours never left, it never will be there.
        options.nonces.doubt()
        if (first) outcomes.lostNonce(flight)
        else this.#unsure(flight)
        return
      case 'insufficient-funds':
        this.#refused(flight, first, { code: 'gas-too-low', detail: 'the account has too little ETH for gas', retry: false })
        return
      case 'refused':
        this.#refused(flight, first, { code: 'refused-by-daemon', detail: outcome.text.slice(0, 500), retry: false })
        return
      case 'unknown':
        this.#unsure(flight)
        return
      default:
        assertNever(outcome)
    }
  }

  #taken(flight: Flight): void {
    const { block, tell } = this.#context
    const again = flight.sentBlock !== null
    flight.left = true
    flight.where = 'pool'
    flight.sentBlock ??= block()
    if (!again) tell({ is: 'sent', key: flight.key, hash: flight.hash })
  }

  /** "Not in the pool" is no "never mined" for bytes that left before: a receipt is asked for first, and only a second refusal counts. */
  #refused(flight: Flight, first: boolean, problem: Problem): void {
    if (first || flight.refusedLate) {
      this.#context.outcomes.refused(flight, problem)
      return
    }
    flight.where = 'unsure'
    flight.refusedLate = true
    flight.wanted = true
  }

  #nonceUsed(flight: Flight): void {
    flight.where = 'unsure'
    flight.nonceUsed = true
    flight.wanted = true
  }

  #unsure(flight: Flight): void {
    flight.left = true
    flight.where = 'unsure'
    flight.sentBlock ??= this.#context.block()
  }

  /** Anything may have happened; the very same bytes go again, together, which can do no harm. */
  #againLater(batch: readonly Flight[]): void {
    const { options, flights, stir } = this.#context
    const isUnsure = (flight: Flight): boolean => flights.holds(flight) && flight.where === 'unsure' && !flight.wanted && !flight.nonceUsed
    const unsure = batch.filter(isUnsure)
    if (unsure.length === 0) return
    const cancel = options.clock.after(backoff(Math.max(...unsure.map(({ attempts }) => attempts)) - 1), () => {
      this.#timers.delete(cancel)
      for (const flight of unsure) if (isUnsure(flight)) flight.where = 'outbox'
      stir()
    })
    this.#timers.add(cancel)
  }
}
