import type { StopCause } from '../../shared/domain/engine.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { EngineWish } from '../community/joined-community.ts'
import type { Staker } from '../community/staker.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/log.ts'
import type { SettingsStore } from './settings.ts'

export interface EngineWishesOptions {
  readonly settings: SettingsStore
  /** @throws ConsoleError 'community-missing', 'wallet-missing' */
  readonly staker: (id: CommunityId) => Staker
  readonly clock: Clock
  readonly log: Log
}

/** What the operator wants of each engine: done, and kept in the settings for the next start. */
export class EngineWishes {
  readonly #options: EngineWishesOptions
  /** Were started for so many bounties, by command: that ends with this console. */
  readonly #counted = new Set<CommunityId>()

  constructor(options: EngineWishesOptions) {
    this.#options = options
  }

  /** Before any Community is opened: an engine that is not to start with the console waits for the operator; what it has staked goes on all the same. */
  begin(): void {
    for (const { community, engine, wish } of this.#options.settings.value.communities)
      if (wish === 'running' && !engine.autoStart) this.#keepStopped(community.id, 'no-auto-start')
  }

  /**
   * Starts one for so many bounties; over a restart it is stopped.
   * @throws ConsoleError 'community-missing', 'wallet-missing'; then, and when the settings cannot be written, nothing was started
   */
  startFor(id: CommunityId, atMost: number): void {
    const staker = this.#options.staker(id)
    // Kept first: killed after a start that nobody noted, an engine that was left running would answer without end.
    this.#keepStopped(id, 'command')
    this.#counted.add(id)
    staker.startEngine(atMost)
  }

  /**
   * Starts, pauses or stops an engine, and remembers it. That is the operator's word and stands until the next one: a console that merely
   * ends, by a quit, a Ctrl-C, the system or a crash, is no word, and the next start goes on as it was wished. Of an engine that counts its
   * bounties only that it is stopped is remembered: over a restart its count is gone and it would answer without end. What is to stake is
   * kept before it does; what stakes no more needs no room on the disk.
   * @param by who stops it
   * @throws ConsoleError 'community-missing', 'wallet-missing'
   */
  set(id: CommunityId, wish: EngineWish, by: StopCause = 'operator'): void {
    const staker = this.#options.staker(id)
    if (wish === 'running') {
      this.#keep(id, staker, wish)
      staker.startEngine()
    } else if (wish === 'paused') {
      staker.pauseEngine()
      this.#keep(id, staker, wish)
    } else {
      staker.stopEngine(by)
      this.#keepStopped(id, by)
    }
  }

  /** The end of this run is when those by command were stopped. Settings that cannot be written are told in the log alone. */
  end(): void {
    const { settings, log } = this.#options
    try {
      for (const id of this.#counted) if (settings.joined(id)?.stopped?.by === 'command') this.#keepStopped(id, 'command')
    } catch (error) {
      log.warn('when an engine stopped could not be kept', { err: error })
    }
  }

  #keep(id: CommunityId, staker: Staker, wish: 'running' | 'paused'): void {
    if (staker.engine.isCounting) this.#keepStopped(id, 'command')
    else this.#options.settings.updateJoined(id, (joined) => ({ ...joined, wish, stopped: null }))
  }

  #keepStopped(id: CommunityId, by: StopCause): void {
    const at = this.#options.clock.now()
    this.#options.settings.updateJoined(id, (joined) => ({ ...joined, wish: 'stopped', stopped: { by, at } }))
  }
}
