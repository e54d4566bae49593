import { getBytes, keccak256, MaxUint256, toBeHex } from 'ethers'
import { bitsToInteger } from '../../../shared/domain/bits.ts'
import { type Address, type Guid, guidToInteger, sameAddress } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, Hex } from '../chain/types.ts'
import { nectarAbi as nectar, registryAbi as registry } from '../contracts/abi.ts'
import type { SandboxAccount } from '../contracts/account.ts'
import type { BookedAssertion, BookedBounty } from '../daemon/bounty-book.ts'
import type { Community } from '../daemon/context.ts'
import type { RegistryEvent } from '../daemon/registry-events.ts'
import { Agenda, RETRY_BLOCKS, SETTLE_PATIENCE_BLOCKS } from './agenda.ts'
import { SeededRandom } from './random.ts'
import { isMalicious } from './samples.ts'
import { Sender } from './sender.ts'
import type { Actor } from './stage.ts'
import type { Windows } from './windows.ts'

/** How good a rival engine is; shares from 0 to 1. */
export interface Skill {
  readonly name: string
  /** How often its verdict is right. */
  readonly accuracy: number
  /** How often it has an opinion on an artifact at all. */
  readonly coverage: number
  /** Blocks from a bounty to its assertion, at most. */
  readonly slowness: number
}

export interface BidLimits {
  readonly minimum: bigint
  readonly maximum: bigint
}

/** What a rival thinks of one bounty: it follows from the seed and the guid alone, so a restart changes nothing. */
interface Opinion {
  readonly mask: readonly boolean[]
  readonly verdicts: readonly boolean[]
  readonly bid: readonly bigint[]
  readonly nonce: bigint
  readonly delay: number
}

type Task = { readonly do: 'assert' | 'reveal' | 'settle'; readonly guid: Guid }

/** Another engine in the market: asserts, reveals and settles with real transactions, and is wrong now and then. */
export class RivalEngine implements Actor {
  readonly #community: Community
  readonly #windows: Windows
  readonly #sender: Sender
  readonly #seed: number
  readonly #skill: Skill
  readonly #limits: BidLimits
  readonly #agenda: Agenda<Task>
  #approved = false

  constructor(community: Community, windows: Windows, account: SandboxAccount, seed: number, skill: Skill, limits: BidLimits) {
    this.#community = community
    this.#windows = windows
    this.#sender = new Sender(account, community.sides.side.chain)
    this.#seed = seed
    this.#skill = skill
    this.#limits = limits
    this.#agenda = new Agenda(community.sides.side.chain.blockNumber())
    for (const guid of community.book.guids) this.#plan(guid)
  }

  async onSideBlock(block: ChainBlock, events: readonly RegistryEvent[]): Promise<void> {
    for (const event of events) {
      if (event.kind === 'bounty') this.#plan(event.guid)
      if (event.kind === 'quorum') this.#agenda.add(block.number, { do: 'settle', guid: event.guid })
    }
    for (const task of this.#agenda.take(block.number)) {
      const booked = this.#community.book.get(task.guid)
      if (booked) await this.#perform(task, booked, block.number + 1)
    }
  }

  #plan(guid: Guid): void {
    const booked = this.#community.book.get(guid)
    if (!booked) return
    const { blockNumber, expiration } = booked.posted
    if (!this.#mine(booked)) this.#agenda.add(blockNumber + this.#delay(guid), { do: 'assert', guid })
    this.#agenda.add(expiration - 1, { do: 'reveal', guid })
    this.#agenda.add(this.#windows.voteEnd(expiration) - 1, { do: 'settle', guid })
  }

  /** @param next the block in which the transaction will be, at the earliest */
  async #perform(task: Task, booked: BookedBounty, next: number): Promise<void> {
    const mine = this.#mine(booked)
    const { expiration } = booked.posted
    if (task.do === 'assert' && !mine && next < expiration) return this.#assert(booked)
    if (!mine) return
    if (task.do === 'reveal' && !mine.revealed && next < this.#windows.revealEnd(expiration)) {
      await this.#reveal(booked, mine)
      this.#agenda.add(next + RETRY_BLOCKS, task)
    }
    if (task.do === 'settle' && (booked.quorum || next >= this.#windows.voteEnd(expiration)) && !this.#settled(booked)) {
      await this.#call('settleBounty', [guidToInteger(task.guid)])
      if (next < this.#windows.voteEnd(expiration) + SETTLE_PATIENCE_BLOCKS) this.#agenda.add(next + RETRY_BLOCKS, task)
    }
  }

  get #address(): Address {
    return this.#sender.address
  }

  #mine(booked: BookedBounty): BookedAssertion | null {
    return booked.assertions.find((a) => sameAddress(a.posted.author, this.#address)) ?? null
  }

  #settled(booked: BookedBounty): boolean {
    return booked.settlements.some((s) => sameAddress(s.settler, this.#address))
  }

  async #assert(booked: BookedBounty): Promise<void> {
    const { guid } = booked.posted
    const { mask, verdicts, bid, nonce } = this.#opinion(booked)
    if (bid.length === 0) return
    if (!this.#approved) {
      const { registry: spender, sides } = this.#community
      await this.#sender.send(sides.side.nectar, nectar.encodeFunctionData('approve', [spender, MaxUint256]) as Hex)
      this.#approved = true
    }
    const mixed = bitsToInteger(verdicts) ^ BigInt(keccak256(toBeHex(nonce, 32))) ^ BigInt(this.#address)
    const commitment = BigInt(keccak256(getBytes(toBeHex(mixed, 32))))
    await this.#call('postAssertion', [guidToInteger(guid), bid, bitsToInteger(mask), commitment])
  }

  async #reveal(booked: BookedBounty, mine: BookedAssertion): Promise<void> {
    const { guid } = booked.posted
    const { verdicts, nonce, mask } = this.#opinion(booked)
    const metadata = verdicts.filter((_, i) => mask[i]).map((bad) => ({ malware_family: bad ? 'EICAR-Test-File' : '' }))
    const text = JSON.stringify(metadata.map((m) => ({ ...m, scanner: { vendor_version: this.#skill.name } })))
    const uri = await this.#community.artifacts.addFile(Buffer.from(text, 'utf8'))
    await this.#call('revealAssertion', [guidToInteger(guid), mine.posted.index, nonce, bitsToInteger(verdicts), uri])
  }

  async #call(name: string, args: readonly unknown[]): Promise<void> {
    await this.#sender.send(this.#community.registry, registry.encodeFunctionData(name, args) as Hex)
  }

  #delay(guid: Guid): number {
    return this.#dice(guid, 'delay').between(0, this.#skill.slowness)
  }

  #dice(guid: Guid, what: string): SeededRandom {
    return new SeededRandom(this.#seed, `${this.#skill.name}/${what}/${guid}`)
  }

  #opinion({ posted }: BookedBounty): Opinion {
    const dice = this.#dice(posted.guid, 'opinion')
    const type = posted.artifactType === 1 ? 'url' : 'file'
    const links = this.#community.artifacts.list(posted.uri) ?? []
    const views = links.map((link) => {
      const bytes = this.#community.artifacts.file(link.hash)
      const truth = bytes !== null && isMalicious(type, bytes)
      const has = dice.chance(this.#skill.coverage)
      const right = dice.chance(this.#skill.accuracy)
      return { has: has && bytes !== null, verdict: truth === right, percent: BigInt(dice.between(0, 100)) }
    })
    const span = this.#limits.maximum - this.#limits.minimum
    return {
      mask: views.map((v) => v.has),
      verdicts: views.map((v) => v.has && v.verdict),
      bid: views.filter((v) => v.has).map((v) => this.#limits.minimum + (span * v.percent) / 100n),
      nonce: dice.word(),
      delay: this.#delay(posted.guid),
    }
  }
}
