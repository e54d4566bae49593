import { registryAbi as registry } from '../contracts/abi.ts'
import type { Community } from '../daemon/context.ts'
import type { RegistryEvent } from '../daemon/registry-events.ts'

/** The lengths of a bounty's rounds, in blocks, as the registry has them now. */
export class Windows {
  #reveal: number
  #vote: number
  readonly #stop: () => void

  private constructor(community: Community, reveal: number, vote: number) {
    this.#reveal = reveal
    this.#vote = vote
    this.#stop = community.book.onBlock((_, events) => {
      for (const event of events) this.#hear(event)
    })
  }

  static async read(community: Community): Promise<Windows> {
    const { chain } = community.sides.side
    const [reveal, vote] = await Promise.all(
      ['assertionRevealWindow', 'arbiterVoteWindow'].map((view) => community.reader.integer(chain, community.registry, registry, view)),
    )
    return new Windows(community, Number(reveal), Number(vote))
  }

  /** First block after the reveals; votes are taken from here on. */
  revealEnd(expiration: number): number {
    return expiration + this.#reveal
  }

  /** First block after the votes; from here on everybody settles. */
  voteEnd(expiration: number): number {
    return expiration + this.#reveal + this.#vote
  }

  close(): void {
    this.#stop()
  }

  #hear(event: RegistryEvent): void {
    if (event.kind !== 'windows') return
    this.#reveal = event.reveal
    this.#vote = event.vote
  }
}
