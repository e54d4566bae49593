import type { Address, CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import type { JournalOp } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { intentKey, type SignedIntent, type TransactionNews, type TransactionQueue } from '../transactions/port.ts'
import type { Bounty, Judged } from './bounty-state.ts'
import type { Effect } from './inputs.ts'
import type { EngineClient } from './port.ts'
import { LONGEST_METADATA, verdictMetadata } from './reveal-metadata.ts'

/** Longest a reveal waits for its metadata to be stored at the daemon, ms: names are a courtesy, the reveal is money. */
const METADATA_MS = 2_000

export interface ErrandsOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly queue: TransactionQueue
  readonly client: Pick<EngineClient, 'postMetadata'>
  readonly clock: Clock
  /** The ops that make a signed assertion durable together with its bounty and its secret. */
  readonly alongside: (guid: Guid, signed: SignedIntent) => readonly JournalOp[]
  /** A settlement is about to be handed to a queue that never heard of it. */
  readonly settling: (guid: Guid) => void
}

/** What the engine has the queue do. */
export class Errands {
  readonly #options: ErrandsOptions
  constructor(options: ErrandsOptions) {
    this.#options = options
  }

  assert({ facts, answer }: Bounty, notAfterBlock: number): void {
    if (!answer) return
    const { community, queue, alongside } = this.#options
    const { mask, bids, commitment, fee } = answer
    queue.submit({
      key: intentKey.assert(community, facts.guid),
      intent: { is: 'assert', guid: facts.guid, mask, bids, commitment, fee },
      notAfterBlock,
      alongside: (signed) => alongside(facts.guid, signed),
    })
  }

  withdrawAssertion(guid: Guid): void {
    const { community, queue } = this.#options
    queue.withdraw(intentKey.assert(community, guid))
  }

  reveal(bounty: Bounty, effect: Extract<Effect, { is: 'reveal' }>): void {
    const asserted = bounty.judged.filter((one, i): one is Judged => one !== null && bounty.answer?.mask[i] === true)
    if (effect.secret.metadata !== '' || asserted.length === 0) {
      this.#reveal(bounty.facts.guid, effect, effect.secret.metadata)
      return
    }
    this.#store(asserted)
      .then((uri) => this.#reveal(bounty.facts.guid, effect, uri))
      .catch(() => undefined)
  }

  #reveal(guid: Guid, { index, secret, notAfterBlock }: Extract<Effect, { is: 'reveal' }>, metadata: string): void {
    const { community, queue } = this.#options
    queue.submit({
      key: intentKey.reveal(community, guid),
      intent: { is: 'reveal', guid, index, nonce: secret.nonce, verdicts: secret.verdicts, metadata },
      notAfterBlock,
    })
  }

  /** Too long for the transaction, so the daemon keeps it and the reveal names it; '' when that does not work in time. */
  #store(asserted: readonly Judged[]): Promise<string> {
    const { client, clock } = this.#options
    return new Promise((resolve) => {
      const cancel = clock.after(METADATA_MS, () => resolve(''))
      const done = (uri: string): void => {
        cancel()
        resolve(uri.length <= LONGEST_METADATA ? uri : '')
      }
      client.postMetadata(asserted.map(verdictMetadata)).then(done, () => done(''))
    })
  }

  settle(guid: Guid): void {
    const { community, queue, settling } = this.#options
    const key = intentKey.settle(community, guid)
    if (queue.find(key) === null) settling(guid)
    queue.submit({ key, intent: { is: 'settle', guid } })
  }

  /** Which bounty of this Community a piece of news is about; null when it is none of the engine's. */
  subject(news: TransactionNews): { readonly guid: Guid; readonly of: 'assert' | 'reveal' | 'settle' } | null {
    const [of, community, guid] = news.key.split(':')
    if (community !== this.#options.community || guid === undefined) return null
    return of === 'assert' || of === 'reveal' || of === 'settle' ? { guid, of } : null
  }
}
