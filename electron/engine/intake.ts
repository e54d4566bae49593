import { type Guid, sameAddress } from '../../shared/domain/identifiers.ts'
import type { Journal, StoredBounty } from '../journal/port.ts'
import type { BountyEvent, DaemonBounty } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'
import type { BountyFacts } from './bounty-state.ts'
import type { Input } from './inputs.ts'
import type { Lives } from './lives.ts'
import type { EngineClient, EngineOptions } from './port.ts'
import { restoreBounty } from './record.ts'

export interface IntakeOptions extends Pick<EngineOptions, 'community' | 'account' | 'onTrouble'> {
  readonly lives: Lives
  readonly journal: Pick<Journal, 'bounty'>
  readonly client: Pick<EngineClient, 'bounty'>
  readonly clock: Clock
  /** What the journal knows comes back into the books. */
  readonly restored: (stored: StoredBounty) => void
}

/**
 * How bounties come in. A second answer to a bounty would overwrite the secret of the first, so before anything is begun that may be older
 * than this run, the journal is asked whether it is known.
 */
export class Intake {
  readonly #options: IntakeOptions
  readonly #looking = new Map<Guid, Input[]>()
  /** What is posted after this block cannot be in the journal of an earlier run. */
  #bornAt: number | null = null

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** The first block that this run has seen. */
  born(block: number): void {
    this.#bornAt ??= block
  }

  posted(event: BountyEvent): void {
    const { guid, artifactType, author, amount, uri, expiration, metadata, blockNumber } = event
    const facts = { guid, artifactType, author, amount, uri, expiration, claims: metadata, postedBlock: blockNumber }
    this.#take(facts, this.#bornAt !== null && blockNumber > this.#bornAt)
  }

  /** Found over HTTP. */
  found(bounty: DaemonBounty): void {
    this.#take(foundFacts(bounty), false)
  }

  /** Found over HTTP when it was over: it was missed, unless the journal knows it. */
  missed(bounty: DaemonBounty): void {
    const { journal, community, lives, clock, onTrouble } = this.#options
    const facts = foundFacts(bounty)
    if (lives.get(facts.guid) || this.#looking.has(facts.guid)) return
    journal
      .bounty(community, facts.guid)
      .then((stored) => {
        // Begun meanwhile by something else that was heard of it, it stays as it is.
        if (!stored) lives.beginMissed({ ...facts, firstSeenAt: clock.now() })
      })
      .catch((error: unknown) => onTrouble('look up', error))
  }

  /** My account did something on a bounty that we do not hold as ours: the journal may know it, the daemon does. */
  mine(guid: Guid, input: Input): void {
    const waiting = this.#looking.get(guid)
    if (waiting) {
      waiting.push(input)
      return
    }
    this.#lookUp(guid, [input], async () => {
      if (this.#options.lives.get(guid)) return
      this.#begin({ ...foundFacts(await this.#options.client.bounty(guid)), guid })
    })
  }

  #take(posted: Omit<BountyFacts, 'firstSeenAt'>, isNew: boolean): void {
    const guid = posted.guid.toLowerCase()
    if (this.#options.lives.get(guid) || this.#looking.has(guid)) return
    const facts = { ...posted, guid }
    if (isNew) this.#begin(facts)
    else this.#lookUp(guid, [], () => Promise.resolve(this.#begin(facts)))
  }

  #begin(facts: Omit<BountyFacts, 'firstSeenAt'>): void {
    this.#options.lives.begin({ ...facts, firstSeenAt: this.#options.clock.now() })
  }

  #lookUp(guid: Guid, inputs: Input[], otherwise: () => Promise<void>): void {
    this.#looking.set(guid, inputs)
    this.#resume(guid, otherwise)
      .catch((error: unknown) => this.#options.onTrouble('look up', error))
      .finally(() => {
        this.#looking.delete(guid)
        for (const input of inputs) this.#options.lives.apply(guid, input)
      })
      .catch(() => undefined)
  }

  async #resume(guid: Guid, otherwise: () => Promise<void>): Promise<void> {
    const { journal, community, account, restored, lives } = this.#options
    const stored = await journal.bounty(community, guid)
    if (!stored) {
      await otherwise()
      return
    }
    const bounty = restoreBounty(stored)
    const isOurs = stored.account !== null && sameAddress(stored.account, account)
    if (!isOurs && bounty.answer) return
    if (lives.get(guid)?.answer) return
    restored(stored)
  }
}

/** What the daemon tells of a bounty when it is asked: not when it was posted. */
function foundFacts({ guid, artifactType, author, amount, uri, expiration, metadata }: DaemonBounty): Omit<BountyFacts, 'firstSeenAt'> {
  return { guid: guid.toLowerCase(), artifactType, author, amount, uri, expiration, claims: metadata, postedBlock: null }
}
