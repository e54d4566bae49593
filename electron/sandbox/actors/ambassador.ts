import { MaxUint256 } from 'ethers'
import { type Guid, guidToInteger, sameAddress } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, Hex } from '../chain/types.ts'
import { nectarAbi as nectar, registryAbi as registry } from '../contracts/abi.ts'
import type { SandboxAccount } from '../contracts/account.ts'
import { artifactBloom } from '../daemon/bloom.ts'
import type { Community } from '../daemon/context.ts'
import type { RegistryEvent } from '../daemon/registry-events.ts'
import { Agenda, RETRY_BLOCKS, SETTLE_PATIENCE_BLOCKS } from './agenda.ts'
import { SeededRandom } from './random.ts'
import { type Sample, sampleFile, sampleUrl } from './samples.ts'
import { Sender } from './sender.ts'
import type { Actor } from './stage.ts'
import type { Windows } from './windows.ts'

export interface AmbassadorOptions {
  readonly seed: number
  /** Bounties posted after each block; a fraction posts one every few blocks. */
  readonly bountiesPerBlock: number
  /** Artifacts of each bounty; null mixes one to four. */
  readonly artifacts: number | null
  /** Blocks in which a bounty takes assertions. */
  readonly duration: number
  /** Shares from 0 to 1: how many files hold the test string, how many bounties are about URLs. */
  readonly maliciousShare: number
  readonly urlShare: number
  readonly maxArtifactBytes: number
  /** Base units offered for each artifact: from the registry's minimum up to this many times it. */
  readonly maxGenerosity: number
  /** Bounties to post before it falls silent; null never does. */
  readonly limit: number | null
  /** Whether it takes its rest home when a bounty is over. */
  readonly settles: boolean
}

/** Shares of one do not add up to it in floats. */
const ALMOST_ONE = 1 - 1e-9

/** Posts bounties at a steady rate and settles them. */
export class Ambassador implements Actor {
  readonly #community: Community
  readonly #options: AmbassadorOptions
  readonly #windows: Windows
  readonly #sender: Sender
  readonly #random: SeededRandom
  readonly #settlements: Agenda<Guid>
  #credit = 0
  #posted: number
  #approved = false
  #paused = false

  constructor(community: Community, windows: Windows, account: SandboxAccount, options: AmbassadorOptions) {
    this.#community = community
    this.#windows = windows
    this.#options = options
    this.#sender = new Sender(account, community.sides.side.chain)
    const mine = community.book.guids.filter((guid) => this.#isMine(guid))
    this.#posted = mine.length
    const head = community.sides.side.chain.blockNumber()
    // A restored Community goes on with new dice, or it would post the guids of its first life again.
    this.#random = new SeededRandom(options.seed, `ambassador from block ${head}`)
    this.#settlements = new Agenda(head)
    for (const guid of mine) this.#planSettlement(guid)
  }

  /** How many bounties it has posted in all. */
  get posted(): number {
    return this.#posted
  }

  /** Stops or resumes posting; settling goes on. */
  pause(paused: boolean): void {
    this.#paused = paused
  }

  async onSideBlock(block: ChainBlock, events: readonly RegistryEvent[]): Promise<void> {
    for (const event of events) this.#hear(event, block.number)
    for (const guid of this.#settlements.take(block.number)) await this.#settle(guid, block.number)
    if (this.#paused) return
    this.#credit += this.#options.bountiesPerBlock
    for (; this.#credit >= ALMOST_ONE; this.#credit -= 1) {
      if (this.#options.limit !== null && this.#posted >= this.#options.limit) return
      await this.#post()
    }
  }

  #isMine(guid: Guid): boolean {
    const author = this.#community.book.get(guid)?.posted.author
    return author !== undefined && sameAddress(author, this.#sender.address)
  }

  #hear(event: RegistryEvent, now: number): void {
    if (event.kind === 'bounty' && this.#isMine(event.guid)) this.#planSettlement(event.guid)
    if (event.kind === 'quorum' && this.#isMine(event.guid)) this.#settlements.add(now, event.guid)
  }

  #planSettlement(guid: Guid): void {
    const booked = this.#community.book.get(guid)
    if (booked && this.#options.settles) this.#settlements.add(this.#windows.voteEnd(booked.posted.expiration) - 1, guid)
  }

  async #settle(guid: Guid, now: number): Promise<void> {
    const booked = this.#community.book.get(guid)
    if (!booked || !this.#options.settles) return
    const me = this.#sender.address
    if (booked.settlements.some((s) => sameAddress(s.settler, me))) return
    const over = now + 1 >= this.#windows.voteEnd(booked.posted.expiration)
    if (!booked.quorum && !over) return
    await this.#sender.send(this.#community.registry, registry.encodeFunctionData('settleBounty', [guidToInteger(guid)]) as Hex)
    const patience = this.#windows.voteEnd(booked.posted.expiration) + SETTLE_PATIENCE_BLOCKS
    if (now + RETRY_BLOCKS < patience) this.#settlements.add(now + RETRY_BLOCKS, guid)
  }

  async #post(): Promise<void> {
    const { artifacts, registry: to, sides } = this.#community
    await this.#approveOnce()
    const url = this.#random.chance(this.#options.urlShare)
    const samples = this.#samples(url)
    const uri = await artifacts.addDirectory(samples.map((s) => s.bytes))
    const metadata = await artifacts.addFile(Buffer.from(JSON.stringify(samples.map((s) => s.metadata)), 'utf8'))
    const minimum = await this.#community.reader.integer(sides.side.chain, to, registry, 'BOUNTY_AMOUNT_MINIMUM')
    const percent = BigInt(this.#random.between(100, Math.round(this.#options.maxGenerosity * 100)))
    const amount = ((minimum * percent) / 100n) * BigInt(samples.length)
    const bloom = artifactBloom((artifacts.list(uri) ?? []).map((link) => link.hash))
    const guid = guidToInteger(this.#random.guid())
    const args = [guid, url ? 1 : 0, amount, uri, samples.length, this.#options.duration, bloom, metadata]
    await this.#sender.send(to, registry.encodeFunctionData('postBounty', args) as Hex)
    this.#posted += 1
  }

  async #approveOnce(): Promise<void> {
    if (this.#approved) return
    const { registry: spender, sides } = this.#community
    await this.#sender.send(sides.side.nectar, nectar.encodeFunctionData('approve', [spender, MaxUint256]) as Hex)
    this.#approved = true
  }

  #samples(url: boolean): Sample[] {
    const count = this.#options.artifacts ?? this.#random.pick([1, 1, 1, 2, 2, 3, 4])
    return Array.from({ length: count }, () => {
      const malicious = this.#random.chance(url ? this.#options.maliciousShare / 3 : this.#options.maliciousShare)
      return url ? sampleUrl(this.#random, malicious) : sampleFile(this.#random, malicious, this.#options.maxArtifactBytes)
    })
  }
}
