import { assertNever } from '../../../shared/domain/assert-never.ts'
import { type Address, type Guid, integerToGuid, sameAddress } from '../../../shared/domain/identifiers.ts'
import type { ChainBlock, ChainLog, Hex, SandboxChain } from '../chain/types.ts'
import { registryAbi } from '../contracts/abi.ts'
import type { ContractReader } from './contract-reader.ts'
import { type RegistryEvent, readRegistryLog } from './registry-events.ts'

type EventOf<K extends RegistryEvent['kind']> = Extract<RegistryEvent, { kind: K }>

/** One assertion as the registry's events told it. */
export interface BookedAssertion {
  readonly posted: EventOf<'assertion'>
  /** Null until it is revealed. */
  readonly revealed: EventOf<'reveal'> | null
}

/** One bounty as the registry's events told it. */
export interface BookedBounty {
  readonly posted: EventOf<'bounty'>
  /** By index. */
  readonly assertions: readonly BookedAssertion[]
  readonly votes: readonly EventOf<'vote'>[]
  readonly quorum: EventOf<'quorum'> | null
  readonly settlements: readonly EventOf<'settled'>[]
}

interface OpenRecord extends BookedBounty {
  readonly assertions: BookedAssertion[]
  readonly votes: EventOf<'vote'>[]
  quorum: EventOf<'quorum'> | null
  readonly settlements: EventOf<'settled'>[]
}

/** Called after each block of the registry's chain with what it brought, in order. */
export type BlockListener = (block: ChainBlock, events: readonly RegistryEvent[]) => void

/** Blocks after its expiration in which a bounty stays in the book: as long as the chain keeps its logs. */
const KEEP_BLOCKS = 5_000
const PAGE_SIZE = 25

/**
 * The bounties of a registry by guid, kept from its events: each log is decoded once, for the daemon and all actors together, and
 * nothing is ever searched for. Bounties that are long over are left to the contract; their guids stay.
 */
export class BountyBook {
  readonly #registry: Address
  readonly #bounties = new Map<Guid, OpenRecord>()
  readonly #order: Guid[]
  readonly #listeners = new Set<BlockListener>()
  readonly #stop: () => void

  private constructor(chain: SandboxChain, registry: Address, older: readonly Guid[]) {
    this.#registry = registry
    this.#order = [...older]
    for (const log of chain.logs({ fromBlock: 0, toBlock: chain.blockNumber(), address: registry })) this.#take(log)
    this.#stop = chain.onBlock((block, logs) => this.#follow(block, logs))
  }

  /** Reads what the chain already holds, then follows it. Nothing may be mined meanwhile. */
  static async open(chain: SandboxChain, registry: Address, reader: ContractReader): Promise<BountyBook> {
    const topics = [registryAbi.getEvent('NewBounty')?.topicHash as Hex]
    const inLogs = chain.logs({ fromBlock: 0, toBlock: chain.blockNumber(), address: registry, topics }).length
    const older = Number(await reader.integer(chain, registry, registryAbi, 'getNumberOfBounties')) - inLogs
    const guids: Guid[] = []
    for (let page = 0; page * PAGE_SIZE < older; page++) {
      const [found] = await reader.read(chain, registry, registryAbi, 'getBountyGuids', [page])
      guids.push(...(found as readonly bigint[]).map(integerToGuid))
    }
    return new BountyBook(chain, registry, guids.slice(0, Math.max(0, older)))
  }

  get(guid: Guid): BookedBounty | null {
    return this.#bounties.get(guid.toLowerCase()) ?? null
  }

  /** All guids in order of posting. */
  get guids(): readonly Guid[] {
    return this.#order
  }

  onBlock(listener: BlockListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#stop()
    this.#listeners.clear()
  }

  #follow(block: ChainBlock, logs: readonly ChainLog[]): void {
    this.#forget(block.number)
    const events = logs.filter((log) => sameAddress(log.address, this.#registry)).flatMap((log) => this.#take(log) ?? [])
    for (const listener of this.#listeners) listener(block, events)
  }

  /** In order of posting, which is nearly that of expiration: what waits behind a longer bounty waits a little. */
  #forget(head: number): void {
    for (const [guid, { posted }] of this.#bounties) {
      if (posted.expiration + KEEP_BLOCKS > head) return
      this.#bounties.delete(guid)
    }
  }

  #take(log: ChainLog): RegistryEvent | null {
    const event = readRegistryLog(log)
    if (event) this.#record(event)
    return event
  }

  #record(event: RegistryEvent): void {
    switch (event.kind) {
      case 'bounty':
        this.#order.push(event.guid)
        this.#bounties.set(event.guid, { posted: event, assertions: [], votes: [], quorum: null, settlements: [] })
        return
      case 'assertion':
        this.#change(event.guid, (b) => {
          b.assertions[event.index] = { posted: event, revealed: null }
        })
        return
      case 'reveal':
        this.#change(event.guid, (b) => {
          const assertion = b.assertions[event.index]
          if (assertion) b.assertions[event.index] = { posted: assertion.posted, revealed: event }
        })
        return
      case 'vote':
        this.#change(event.guid, (b) => b.votes.push(event))
        return
      case 'quorum':
        this.#change(event.guid, (b) => {
          b.quorum = event
        })
        return
      case 'settled':
        this.#change(event.guid, (b) => b.settlements.push(event))
        return
      case 'fees':
      case 'windows':
      case 'deprecated':
      case 'undeprecated':
        return
      default:
        assertNever(event)
    }
  }

  #change(guid: Guid, change: (bounty: OpenRecord) => void): void {
    const bounty = this.#bounties.get(guid)
    if (bounty) change(bounty)
  }
}
