import type { Chain } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, ChainLog } from '../chain/types.ts'
import type { Community } from '../daemon/context.ts'
import type { RegistryEvent } from '../daemon/registry-events.ts'

/** Somebody who takes part in the sandbox's Community. What an actor sends after a block is mined in the next one. */
export interface Actor {
  /** After each block of the side chain. */
  onSideBlock?(block: ChainBlock, events: readonly RegistryEvent[]): Promise<void>
  /** After each block of either chain, with all its logs. */
  onLogs?(chain: Chain, block: ChainBlock, logs: readonly ChainLog[]): Promise<void>
}

/**
 * Lets the actors act one after the other, in a fixed order, block by block: the same seed then gives the same transactions in the same
 * order. An actor that throws loses its turn, not its place.
 */
export class Stage {
  readonly #actors: readonly Actor[]
  readonly #onError: (error: unknown) => void
  readonly #stop: readonly (() => void)[]
  #tail: Promise<void> = Promise.resolve()
  #closed = false

  constructor(community: Community, actors: readonly Actor[], onError: (error: unknown) => void) {
    this.#actors = actors
    this.#onError = onError
    const { home, side } = community.sides
    this.#stop = [
      community.book.onBlock((block, events) => this.#turn((actor) => actor.onSideBlock?.(block, events))),
      home.chain.onBlock((block, logs) => this.#turn((actor) => actor.onLogs?.('home', block, logs))),
      side.chain.onBlock((block, logs) => this.#turn((actor) => actor.onLogs?.('side', block, logs))),
    ]
  }

  /** Resolves when every actor has done what the blocks so far asked of it. */
  idle(): Promise<void> {
    return this.#tail
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const stop of this.#stop) stop()
    await this.#tail
  }

  #turn(act: (actor: Actor) => Promise<void> | undefined): void {
    this.#tail = this.#tail.then(async () => {
      for (const actor of this.#actors) {
        if (this.#closed) return
        try {
          await act(actor)
        } catch (error) {
          this.#onError(error)
        }
      }
    })
  }
}
