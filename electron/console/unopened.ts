import { sandbox as sandboxCommunity } from '../../shared/domain/community.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { type ErrorCode, toProblem } from '../../shared/errors/errors.ts'
import type { Reason } from '../../shared/errors/reasons.ts'
import type { ConnectionState } from '../../shared/state/state.ts'
import { type LostConnection, unreachedNeed } from '../community/own-needs.ts'
import type { Journal } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import type { Needs } from './needs.ts'
import { notOpenYet } from './not-open-yet.ts'
import type { SettingsStore } from './settings.ts'
import type { StateStore } from './store.ts'

export interface UnopenedOptions {
  readonly settings: SettingsStore
  readonly store: StateStore
  readonly journal: Journal
  readonly needs: Needs
  readonly clock: Clock
  readonly log: Log
  /** An open Community speaks for itself: nothing is shown of it from here. */
  readonly isOpen: (id: CommunityId) => boolean
  readonly openAgain: (id: CommunityId) => void
}

/** A joined Community that could not be opened (a keychain that is still locked) is tried again after so long. */
const OPEN_AGAIN_MS = 30_000

/** Joined Communities that are not open: shown with what is owed there, with why they are not open, and tried again. */
export class Unopened {
  readonly #options: UnopenedOptions
  /** Ends the wait for the next try. */
  readonly #waiting = new Map<CommunityId, () => void>()
  #closed = false

  constructor(options: UnopenedOptions) {
    this.#options = options
  }

  /** Shows the sandbox as it was left until its process runs, which takes a while: what is owed there is owed already. Never rejects. */
  async sandboxStarts(): Promise<void> {
    await this.#show(sandboxCommunity.id, { is: 'connecting', since: this.#options.clock.now(), attempt: 0 })
  }

  /** The sandbox did not start: said where it would be. Never rejects. */
  async sandboxFailed(detail: string): Promise<void> {
    await this.#show(sandboxCommunity.id, this.#lost('sandbox-failed', detail, null))
  }

  /** Says why a Community is not open, shows it as it was left, and has it opened again in a while. Never rejects. */
  async failed(id: CommunityId, error: unknown): Promise<void> {
    const { clock, log, needs, openAgain, settings } = this.#options
    const { code, detail, reason } = toProblem(error)
    if (!this.#closed)
      this.#waiting.set(
        id,
        clock.after(OPEN_AGAIN_MS, () => openAgain(id)),
      )
    log.error('a joined Community could not be opened', { community: id, code, err: error })
    const lost = this.#lost(code, detail ?? code, clock.now() + OPEN_AGAIN_MS, reason)
    // Nothing is revealed there until it is open.
    needs.set(id, [unreachedNeed(settings.joined(id)?.community ?? { id, name: id }, lost, 'now')])
    await this.#show(id, lost)
  }

  /** It is opened now: no later try is wanted. */
  opening(id: CommunityId): void {
    this.#waiting.get(id)?.()
    this.#waiting.delete(id)
  }

  close(): void {
    this.#closed = true
    for (const cancel of this.#waiting.values()) cancel()
  }

  #lost(code: ErrorCode, detail: string, nextTryAt: number | null, reason?: Reason): LostConnection {
    const since = this.#options.clock.now()
    const lost = { is: 'lost', since, attempt: 0, nextTryAt, everConnected: false, code, detail: detail.slice(0, 300) } as const
    return { ...lost, ...(reason && { reason }) }
  }

  async #show(id: CommunityId, connection: ConnectionState): Promise<void> {
    const { journal, store, clock, log, settings, isOpen } = this.#options
    try {
      const joined = settings.joined(id)
      const changes = joined ? await notOpenYet(joined, connection, journal, clock.now()) : []
      if (!isOpen(id) && !this.#closed && settings.joined(id)) store.update(changes)
    } catch (error) {
      log.warn('what is at stake in a Community could not be shown before it is open', { community: id, err: error })
    }
  }
}
