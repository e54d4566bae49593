import { bitsToInteger } from '../../../shared/domain/bits.ts'
import { type Guid, guidToInteger, sameAddress } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, Hex } from '../chain/types.ts'
import { registryAbi as registry } from '../contracts/abi.ts'
import type { SandboxAccount } from '../contracts/account.ts'
import type { BookedBounty } from '../daemon/bounty-book.ts'
import type { Community } from '../daemon/context.ts'
import type { RegistryEvent } from '../daemon/registry-events.ts'
import { Agenda, RETRY_BLOCKS, SETTLE_PATIENCE_BLOCKS } from './agenda.ts'
import { isMalicious } from './samples.ts'
import { Sender } from './sender.ts'
import type { Actor } from './stage.ts'
import type { Windows } from './windows.ts'

type Task = { readonly do: 'vote' | 'settle'; readonly guid: Guid }

/** Votes the truth on every bounty of the Community, whoever posted it. */
export class Arbiter implements Actor {
  readonly #community: Community
  readonly #windows: Windows
  readonly #sender: Sender
  readonly #settles: boolean
  readonly #agenda: Agenda<Task>

  constructor(community: Community, windows: Windows, account: SandboxAccount, settles: boolean) {
    this.#community = community
    this.#windows = windows
    this.#sender = new Sender(account, community.sides.side.chain)
    this.#settles = settles
    this.#agenda = new Agenda(community.sides.side.chain.blockNumber())
    for (const guid of community.book.guids) this.#plan(guid)
  }

  async onSideBlock(block: ChainBlock, events: readonly RegistryEvent[]): Promise<void> {
    for (const event of events) if (event.kind === 'bounty') this.#plan(event.guid)
    for (const task of this.#agenda.take(block.number)) {
      const booked = this.#community.book.get(task.guid)
      if (booked) await this.#perform(task, booked, block.number + 1)
    }
  }

  #plan(guid: Guid): void {
    const booked = this.#community.book.get(guid)
    if (!booked) return
    const { expiration } = booked.posted
    this.#agenda.add(this.#windows.revealEnd(expiration) - 1, { do: 'vote', guid })
    if (this.#settles) this.#agenda.add(this.#windows.voteEnd(expiration) - 1, { do: 'settle', guid })
  }

  async #perform(task: Task, booked: BookedBounty, next: number): Promise<void> {
    const me = this.#sender.address
    const voted = booked.votes.some((v) => sameAddress(v.voter, me))
    const voteEnd = this.#windows.voteEnd(booked.posted.expiration)
    if (task.do === 'vote' && !voted && next < voteEnd) {
      await this.#call('voteOnBounty', [guidToInteger(task.guid), bitsToInteger(this.#truth(booked)), true])
      this.#agenda.add(next + RETRY_BLOCKS, task)
    }
    if (task.do === 'settle' && voted && next >= voteEnd && !booked.settlements.some((s) => sameAddress(s.settler, me))) {
      await this.#call('settleBounty', [guidToInteger(task.guid)])
      if (next < voteEnd + SETTLE_PATIENCE_BLOCKS) this.#agenda.add(next + RETRY_BLOCKS, task)
    }
  }

  #truth({ posted }: BookedBounty): boolean[] {
    const { artifacts } = this.#community
    const type = posted.artifactType === 1 ? 'url' : 'file'
    return (artifacts.list(posted.uri) ?? []).map((link) => {
      const bytes = artifacts.file(link.hash)
      return bytes !== null && isMalicious(type, bytes)
    })
  }

  async #call(name: string, args: readonly unknown[]): Promise<void> {
    await this.#sender.send(this.#community.registry, registry.encodeFunctionData(name, args) as Hex)
  }
}
