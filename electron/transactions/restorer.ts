import type { Hash } from '../../shared/domain/identifiers.ts'
import type { ReadTransaction, StoredTransaction } from '../journal/port.ts'
import type { EndedKeys } from './ended-keys.ts'
import { newFlight } from './flight.ts'
import { intentFromJson } from './intent-json.ts'
import type { QueueContext } from './queue-parts.ts'

/**
 * Takes up what the journal holds. Whatever was durable may have left before the console ended, so it is handed over again as it is.
 * What is sealed waits for the wallet; its nonces and keys are taken all the same.
 */
export class Restorer {
  readonly #context: QueueContext
  readonly #ended: EndedKeys
  /** By hash: what cannot be read while the wallet is locked. */
  readonly #sealed = new Map<string, { readonly key: string; readonly nonce: number }>()

  constructor(context: QueueContext, ended: EndedKeys) {
    this.#context = context
    this.#ended = ended
  }

  get sealed(): number {
    return this.#sealed.size
  }
  isSealed(key: string): boolean {
    for (const sealed of this.#sealed.values()) if (sealed.key === key) return true
    return false
  }

  /** @throws ConsoleError of the journal */
  async restore(): Promise<void> {
    const { options, tell } = this.#context
    const { journal, account, chain, community, allowance } = options
    const [facts, ended, pending] = await Promise.all([
      allowance ? journal.facts(community) : {},
      journal.endedTransactions(account, chain, community),
      journal.pendingTransactions(account, chain, community),
    ])
    allowance?.restore(facts)
    for (const { key, hash, state, minedBlock: block, error } of ended) {
      if (state === 'failed') tell({ is: 'failed', key, hash, block, text: error ?? '' })
      else {
        this.#ended.add({ is: 'mined', key, hash, block })
        tell({ is: 'mined', key, hash, block })
      }
    }
    for (const read of pending) this.#takeUp(read)
  }

  /** The wallet may be open now: reads again what was sealed. @throws ConsoleError of the journal */
  async unseal(): Promise<void> {
    if (this.#sealed.size === 0) return
    const { journal, account, chain, community } = this.#context.options
    for (const read of await journal.pendingTransactions(account, chain, community)) {
      if (read.readable && this.#sealed.delete(read.transaction.hash)) this.#add(read.transaction)
    }
  }

  /** A sealed one was mined. */
  seen(hash: Hash, block: number): void {
    const sealed = this.#sealed.get(hash)
    if (!sealed) return
    const { options, tell } = this.#context
    this.#sealed.delete(hash)
    options.nonces.tookPlace(sealed.nonce)
    const news = { is: 'mined', key: sealed.key, hash, block } as const
    this.#ended.add(news)
    options.journal
      .write([{ is: 'set-transaction', hash, state: 'mined', minedBlock: block, error: null }])
      .catch((error: unknown) => options.onTrouble?.('noting an outcome', error))
    tell(news)
  }

  #takeUp(read: ReadTransaction): void {
    const { key, nonce, hash } = read.transaction
    this.#context.options.nonces.restore(nonce)
    if (read.readable) this.#add(read.transaction)
    else this.#sealed.set(hash, { key, nonce })
  }

  #add(stored: StoredTransaction): void {
    const { flights, tell } = this.#context
    const { key, urgency, guid, nonce, hash, raw } = stored
    flights.add(newFlight({ key, intent: intentFromJson(stored.intent), urgency, guid, nonce, hash, raw, submission: null, left: true }))
    tell({ is: 'signed', key, hash, nonce })
  }
}
