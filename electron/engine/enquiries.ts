import type { Guid, Hash } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { Question, Told } from './inputs.ts'
import type { EngineClient } from './port.ts'
import { nextOf } from './question-order.ts'

/** Questions asked at the same time; the daemon has others to answer, and our own reveals to take. */
const AT_ONCE = 4

interface Waiting {
  readonly urgent: Question['urgent']
  readonly work: () => Promise<void>
}

export interface EnquiriesOptions {
  readonly client: Pick<EngineClient, 'assertions' | 'votes' | 'bounty' | 'receipts'>
  readonly seenBlock: () => number
  readonly told: (guid: Guid, told: Told) => void
  readonly untold: (guid: Guid) => void
  /** It answered that it knows no such bounty. */
  readonly notKnown: (guid: Guid) => void
  readonly paid: (guid: Guid, payout: bigint | null) => void
}

/** Asks the daemon what events did not tell; what NCT hangs on first. */
export class Enquiries {
  readonly #options: EnquiriesOptions
  /** Oldest first. */
  readonly #waiting: Waiting[] = []
  #running = 0
  #stopped = false

  constructor(options: EnquiriesOptions) {
    this.#options = options
  }

  /** Resolves when it was answered or could not be. @param gap told with the answer */
  ask(guid: Guid, question: Question, gap?: number): Promise<void> {
    return this.#queue(question.urgent, () => this.#ask(guid, question, gap))
  }

  /** What the account got by one settlement, by its receipt. */
  askPayout(guid: Guid, hash: Hash, account: string): Promise<void> {
    return this.#queue(null, () => this.#askPayout(guid, hash, account))
  }

  stop(): void {
    this.#stopped = true
    this.#waiting.length = 0
  }

  #queue(urgent: Question['urgent'], work: () => Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ urgent, work: () => work().finally(resolve) })
      this.#pump()
    })
  }

  #pump(): void {
    while (this.#running < AT_ONCE && !this.#stopped) {
      const [next] = this.#waiting.splice(nextOf(this.#waiting, this.#options.seenBlock()), 1)
      if (!next) return
      this.#running += 1
      next
        .work()
        .catch(() => undefined)
        .finally(() => {
          this.#running -= 1
          this.#pump()
        })
        .catch(() => undefined)
    }
  }

  async #ask(guid: Guid, question: Question, gap: number | undefined): Promise<void> {
    const { client, seenBlock, told, untold, notKnown } = this.#options
    const asked = seenBlock()
    const answers = await Promise.allSettled([
      question.assertions ? client.assertions(guid) : undefined,
      question.votes ? client.votes(guid) : undefined,
      question.bounty ? client.bounty(guid) : undefined,
    ])
    if (this.#stopped) return
    const [assertions, votes, bounty] = answers
    if (assertions.status === 'fulfilled' && votes.status === 'fulfilled' && bounty.status === 'fulfilled') {
      const { value } = assertions
      told(guid, {
        seenBlock: asked,
        ...(gap !== undefined && { gap }),
        ...(value && { assertions: value }),
        ...(votes.value && { votes: votes.value }),
        ...(bounty.value && { bounty: bounty.value }),
      })
    } else if (answers.every((answer) => isNotKnown(answer) || (answer.status === 'fulfilled' && answer.value === undefined)))
      notKnown(guid)
    // No answer is no fact: the bounty asks again when its patience is over.
    else untold(guid)
  }

  async #askPayout(guid: Guid, hash: Hash, account: string): Promise<void> {
    const { client, paid, untold } = this.#options
    try {
      const { outcomes, events } = await client.receipts('side', [hash])
      if (this.#stopped) return
      const mined = outcomes.some(({ outcome }) => outcome.kind === 'mined')
      const transfer = events.transfers.find(({ to }) => to.toLowerCase() === account.toLowerCase())
      // A settlement that pays nothing makes no transfer.
      if (mined) paid(guid, transfer?.value ?? 0n)
      else paid(guid, null)
    } catch {
      if (!this.#stopped) untold(guid)
    }
  }
}

/** The daemon's own refusal, that no repeat changes: of a bounty it does not know it says 400 on one route and 404 on the others. */
export const isNotKnown = (answer: PromiseSettledResult<unknown>): boolean =>
  answer.status === 'rejected' &&
  answer.reason instanceof ConsoleError &&
  answer.reason.code === 'refused-by-daemon' &&
  !answer.reason.retry
