import { amountToText } from '../../shared/domain/amount.ts'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError, type Problem, toProblem } from '../../shared/errors/errors.ts'
import type { JournalOp } from '../journal/port.ts'
import type { SignedTransaction, UnsignedTransaction } from '../wallet/signer-port.ts'
import { encodeTransaction } from './encode.ts'
import { type Flight, newFlight } from './flight.ts'
import { gasTerms } from './gas-terms.ts'
import { intentToJson } from './intent-json.ts'
import type { GasTerms, Intent, Submission } from './port.ts'
import type { SendQueueOptions } from './queue-parts.ts'
import { urgencyOf } from './urgency.ts'
import type { WaitingItem } from './waiting-list.ts'

/** What became of a batch of waiting items. */
export interface BatchOutcome {
  /** Durable now: these may leave. */
  readonly flights: readonly Flight[]
  /** Never to be signed as they are. */
  readonly refused: readonly { readonly item: WaitingItem; readonly problem: Problem }[]
  /** To be tried again, and why not now. */
  readonly held: { readonly items: readonly WaitingItem[]; readonly by: 'signer' | 'journal'; readonly problem: Problem } | null
}

interface Planned {
  readonly submission: Submission
  readonly gas: GasTerms
  readonly replaces: readonly string[]
}

/**
 * Turns waiting items into durable, signed transactions: plan, nonces, encode, one signature call, one journal write. Nothing of it leaves
 * the console here; what is returned as a flight is on disk.
 */
export class BatchSigner {
  readonly #options: SendQueueOptions
  #approvals = 0

  constructor(options: SendQueueOptions) {
    this.#options = options
  }

  async sign(items: readonly WaitingItem[], terms: GasTerms): Promise<BatchOutcome> {
    const { allowance, nonces } = this.#options
    const before = allowance?.remaining ?? null
    const { planned, refused } = this.#plan(items, terms)
    if (planned.length === 0) return { flights: [], refused, held: null }
    const given = nonces.allocate(planned.length)
    const giveBack = (): void => {
      for (const nonce of given) nonces.release(nonce)
      // Forgotten meanwhile (an approval failed) stays forgotten.
      if (allowance && allowance.remaining !== null) allowance.rewind(before)
    }
    const going = items.filter((item) => planned.some(({ submission }) => submission === item.submission))
    try {
      const flights = await this.#signAndWrite(planned, given)
      return { flights, refused, held: null }
    } catch (error) {
      giveBack()
      const problem = toProblem(error)
      if (problem.code === 'invalid-request') {
        return { flights: [], refused: [...refused, ...going.map((item) => ({ item, problem }))], held: null }
      }
      const by = problem.code.startsWith('journal-') ? 'journal' : 'signer'
      if (problem.code === 'internal') this.#options.onTrouble?.('signing', error)
      return { flights: [], refused, held: { items: going, by, problem } }
    }
  }

  async #signAndWrite(planned: readonly Planned[], given: readonly number[]): Promise<Flight[]> {
    const { account, chain, pins, signer, journal, clock } = this.#options
    const unsigned = planned.map(({ submission, gas }, i) =>
      encodeTransaction(submission.intent, chain, account, pins, given[i] ?? -1, gas),
    )
    const signed = await signer.sign(account, unsigned)
    if (signed.length !== unsigned.length) throw new ConsoleError('signer-unavailable', because('signed-in-part'))
    if (signed.some(({ from }) => !sameAddress(from, account))) throw new ConsoleError('address-mismatch', because('signed-by-other'))
    const flights = planned.map(({ submission }, i) => toFlight(submission, unsigned[i], signed[i]))
    const signedAt = clock.now()
    const ops = flights.flatMap((flight, i) => this.#opsFor(flight, planned[i], unsigned[i], signedAt))
    const touched = planned.some(({ submission }) => submission.intent.is === 'assert' || submission.intent.is === 'approve')
    if (touched && this.#options.allowance) ops.push(this.#options.allowance.toOp())
    // The line that law 2 hangs on: whoever gets these flights may send them, and nobody has them before this resolves.
    await journal.write(ops)
    return flights
  }

  #plan(items: readonly WaitingItem[], terms: GasTerms) {
    const planned: Planned[] = []
    const refused: { item: WaitingItem; problem: Problem }[] = []
    for (const item of items) {
      const { submission, replaces } = item
      const gas = submission.gas ?? terms
      const problem =
        this.#gasProblem(gas) ?? this.#encodingProblem(submission.intent, gas) ?? this.#planAllowance(submission.intent, gas, planned)
      if (problem) refused.push({ item, problem })
      else planned.push({ submission, gas, replaces })
    }
    return { planned, refused }
  }

  #gasProblem(gas: GasTerms): Problem | null {
    const ceilings = this.#options.ceilings()
    if (gas.price <= ceilings.price && gas.limit <= ceilings.limit) return null
    return toProblem(new ConsoleError('gas-above-ceiling', gasTerms(gas, ceilings)))
  }

  /** One intent that no contract could take must not take its neighbours with it. */
  #encodingProblem(intent: Intent, gas: GasTerms): Problem | null {
    const { chain, account, pins } = this.#options
    try {
      encodeTransaction(intent, chain, account, pins, 0, gas)
      return null
    } catch (error) {
      return toProblem(error)
    }
  }

  /** Puts an approval before an assertion that needs one. */
  #planAllowance(intent: Intent, gas: GasTerms, planned: Planned[]): Problem | null {
    const { allowance, community } = this.#options
    if (intent.is !== 'assert' || !allowance) return null
    const cost = intent.bids.reduce((sum, bid) => sum + bid, intent.fee)
    const plan = allowance.plan(cost)
    if (plan === 'over-limit') {
      const short = because('allowance-short', { cost: amountToText(cost), limit: amountToText(allowance.limit) })
      return toProblem(new ConsoleError('limit-reached', short))
    }
    if (plan === 'approve-first') {
      const key = `approve:${community}:${this.#options.clock.now()}:${this.#approvals++}`
      planned.push({ submission: { key, intent: { is: 'approve', amount: allowance.approve() } }, gas, replaces: [] })
    }
    allowance.spend(cost)
    return null
  }

  #opsFor(flight: Flight, planned: Planned | undefined, unsigned: UnsignedTransaction | undefined, signedAt: number): JournalOp[] {
    if (!planned || !unsigned) return []
    const { community, account, chain } = this.#options
    const { key, hash, raw, nonce, guid, urgency, intent } = flight
    const replaced = planned.replaces.map(
      (old): JournalOp => ({
        is: 'set-transaction',
        hash: old,
        state: 'replaced',
        minedBlock: null,
        error: 'its nonce was used by another',
      }),
    )
    const transaction = {
      key,
      community,
      account,
      chain,
      chainId: unsigned.chainId,
      nonce,
      hash,
      raw,
      intent: intentToJson(intent),
      guid,
      state: 'signed',
      urgency,
      attempts: 0,
      minedBlock: null,
      error: null,
      signedAt,
      secret: intent.is === 'reveal',
    } as const
    return [...replaced, { is: 'put-transaction', transaction }, ...(planned.submission.alongside?.({ key, hash, nonce }) ?? [])]
  }
}

function toFlight(submission: Submission, unsigned: UnsignedTransaction | undefined, signed: SignedTransaction | undefined): Flight {
  if (!unsigned || !signed) throw new ConsoleError('signer-unavailable', because('signed-in-part'))
  const { key, intent } = submission
  const guid = 'guid' in intent ? intent.guid : null
  const { nonce } = unsigned
  return newFlight({ key, intent, urgency: urgencyOf(intent), guid, nonce, hash: signed.hash, raw: signed.raw, submission, left: false })
}
