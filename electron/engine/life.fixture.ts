import { defaultEngineSettings, type EngineSettings } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { NewEventLine } from '../../shared/state/state.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import { ManualClock } from '../runtime/clock.ts'
import { commitmentOf, randomNonce } from '../transactions/commitment.ts'
import { Engine } from './engine.ts'
import type { BlockTime } from './port.ts'
import { MemoryJournal, ModelQueue } from './stores.fixture.ts'
import {
  AMBASSADOR,
  type ChainBounty,
  guidOf,
  ME,
  ModelChain,
  ModelDaemon,
  ModelScanners,
  NCT,
  parameters,
  RIVAL,
  randomOf,
} from './world.fixture.ts'

const BLOCK_MS = 1_000

/** What goes wrong, as probabilities for each time it could. */
export interface Troubles {
  readonly lostEvent: number
  readonly repeatedEvent: number
  /** Longest delay of an event, blocks. */
  readonly eventDelay: number
  readonly lostSend: number
  readonly lostRequest: number
}
export const calm: Troubles = { lostEvent: 0, repeatedEvent: 0, eventDelay: 0, lostSend: 0, lostRequest: 0 }

const unlimited: EngineSettings = {
  ...defaultEngineSettings,
  limits: { ...defaultEngineSettings.limits, perDay: null, perBounty: null, atOnce: null },
}

/** A whole small world around a real engine: model chain, daemon, queue and journal; time moves block by block, crashes are sudden. */
export class World {
  readonly clock = new ManualClock()
  readonly chain = new ModelChain()
  readonly daemon = new ModelDaemon(this.chain)
  readonly journal = new MemoryJournal()
  readonly scanners = new ModelScanners()
  readonly lines: NewEventLine[] = []
  readonly troubleShown: (readonly [where: string, error: unknown])[] = []
  readonly random: () => number
  troubles: Troubles
  settings: EngineSettings = unlimited
  connected = true
  unlocked = true
  /** How far the estimated clock is ahead of the chain, blocks. */
  clockAhead = 0
  engine: Engine | null = null
  queue: ModelQueue | null = null
  /** Blocks in which everything needed to reveal was there, by guid. */
  readonly healthyRevealBlocks = new Map<Guid, number>()
  #seen: number | null = null
  #life = { isAlive: true }
  #inFlight: { readonly event: DaemonEvent; readonly at: number }[] = []

  constructor(seed = 1, troubles: Troubles = calm) {
    this.random = randomOf(seed)
    this.troubles = troubles
    this.chain.onEvent((event) => this.#carry(event))
    this.daemon.fails = () => !this.connected || this.random() < this.troubles.lostRequest
  }

  async start(): Promise<Engine> {
    const self = this
    const life = { isAlive: true }
    this.#life = life
    const blocks: BlockTime = {
      get seenBlock() {
        return self.#seen
      },
      get block() {
        return self.#seen === null ? null : Math.max(self.#seen, self.chain.block + self.clockAhead)
      },
      blockTimeMs: BLOCK_MS,
    }
    const queue = new ModelQueue(this.chain, this.journal, {
      lost: () => this.random() < this.troubles.lostSend,
      mute: () => this.random() < 0.2,
      connected: () => this.connected,
      unlocked: () => this.unlocked,
    })
    const engine = new Engine({
      community: 'model',
      account: ME,
      client: this.daemon,
      scanners: this.scanners,
      queue,
      journal: this.journal.asJournal(() => life.isAlive),
      blocks,
      clock: this.clock,
      settings: this.settings,
      joinedAt: 0,
      readParameters: () =>
        engine.setParameters({ ...parameters, revealWindow: this.chain.windows.reveal, voteWindow: this.chain.windows.vote }),
      onTrouble: (where, error) => this.troubleShown.push([where, error]),
    })
    engine.onChange(({ events }) => this.lines.push(...events))
    this.daemon.settlementOf = (hash) => {
      for (const { hash: one, intent } of this.journal.signed.values()) if (one === hash && intent.is === 'settle') return intent.guid
      return null
    }
    this.engine = engine
    this.queue = queue
    await engine.load()
    engine.setUnlocked(this.unlocked)
    engine.setParameters({ ...parameters, revealWindow: this.chain.windows.reveal, voteWindow: this.chain.windows.vote })
    engine.begin()
    await queue.start()
    await this.#reconnect()
    return engine
  }

  /** The highest block that was heard of; null before any was. */
  get seenBlock(): number | null {
    return this.#seen
  }

  /** The process is gone between two instructions: nothing is written any more, nothing closed. */
  crash(): void {
    this.#life.isAlive = false
    this.queue?.stop().catch(() => undefined)
    this.engine?.close().catch(() => undefined)
    this.engine = null
    this.queue = null
    this.#inFlight = []
    this.#seen = null
  }

  /** The console is closed in order. */
  async quit(): Promise<void> {
    await this.engine?.close()
    this.crash()
  }

  async setConnected(connected: boolean): Promise<void> {
    if (connected === this.connected) return
    this.connected = connected
    if (connected) await this.#reconnect()
    else {
      this.#inFlight = []
      this.engine?.setConnected(false)
    }
  }

  /** The daemon and its node know nothing of these bounties, for ever or until they are remembered. */
  forget(which: (guid: Guid) => boolean): void {
    for (const guid of [...this.chain.bounties.keys()]) if (which(guid)) this.chain.bounties.delete(guid)
  }

  /** Whatever was forgotten is there again, as it was. */
  remember(): void {
    for (const [guid, bounty] of this.chain.everPosted) this.chain.bounties.set(guid, bounty)
  }

  /** The side chain is begun again, and the block clock has noticed. */
  beginAnew(): void {
    this.chain.beginAnew()
    this.#inFlight = []
    this.#seen = this.chain.block
  }

  /** Until what nobody knows any more has been asked after for long enough. */
  async untilMissing(): Promise<void> {
    await this.blocks(80)
    await this.clock.advance(600_000)
    await this.blocks(600)
  }

  /** What an operator does who has seen the need: writes off all that is missing. @returns how many */
  async writeOffMissing(): Promise<number> {
    const missing = this.engine?.rows().filter(({ state }) => state === 'missing') ?? []
    await this.engine?.writeOff(missing.map(({ guid }) => guid))
    return missing.length
  }

  /** The daemon forgets all of it, for good as it seems, and the operator writes it off. @returns how many */
  async writeOffForgotten(): Promise<number> {
    this.forget(() => true)
    await this.untilMissing()
    return this.writeOffMissing()
  }

  setUnlocked(unlocked: boolean): void {
    this.unlocked = unlocked
    this.journal.unlocked = unlocked
    this.engine?.setUnlocked(unlocked)
  }

  async #reconnect(): Promise<void> {
    if (!this.connected) return
    this.engine?.setConnected(true)
    // Not awaited: a real connection goes on meanwhile. After a start no block is known yet: the answer that names the first is on its way.
    this.engine?.catchUp().catch(() => undefined)
    await this.clock.advance(0)
    this.#seen = this.chain.block
    this.engine?.onBlock()
    await this.clock.advance(0)
  }

  /** One block: others play, the chain mines, news travel, the engine acts. */
  async block(): Promise<void> {
    this.#others()
    this.chain.mine()
    if (this.connected && this.engine) {
      if (this.chain.block % 3 === 0) this.#seen = this.chain.block
      for (const { event } of this.#arrived()) this.#hear(event)
      this.queue?.blockIs()
      this.engine.onBlock()
    } else if (this.engine) this.engine.onBlock()
    this.#countHealthy()
    await this.#diskIsQuiet()
    await this.clock.advance(BLOCK_MS / 2)
    await this.#diskIsQuiet()
    this.queue?.pump()
    await this.clock.advance(BLOCK_MS / 2)
  }

  async blocks(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.block()
  }

  /** A real journal takes real time, in which no block may pass: it answers in turn, so what was asked before is answered by then. */
  async #diskIsQuiet(): Promise<void> {
    const { mirror } = this.journal
    if (!mirror || !this.engine) return
    // An answer may lead to the next question.
    for (let i = 0; i < 3; i++) {
      await mirror.facts('model')
      await this.clock.advance(0)
    }
  }

  #hear(event: DaemonEvent): void {
    if ('blockNumber' in event && event.blockNumber !== null) this.#seen = Math.max(this.#seen ?? 0, event.blockNumber)
    this.engine?.onDaemonEvent(event)
  }

  #carry(event: DaemonEvent): void {
    if (!this.connected || !this.engine || this.random() < this.troubles.lostEvent) return
    const delay = (): number => this.chain.block + Math.floor(this.random() * (this.troubles.eventDelay + 1))
    this.#inFlight.push({ event, at: delay() })
    if (this.random() < this.troubles.repeatedEvent) this.#inFlight.push({ event, at: delay() })
  }

  #arrived(): { readonly event: DaemonEvent }[] {
    const arrived = this.#inFlight.filter(({ at }) => at <= this.chain.block)
    this.#inFlight = this.#inFlight.filter(({ at }) => at > this.chain.block)
    return arrived.sort(() => this.random() - 0.5)
  }

  /** The rival asserts and reveals, three arbiters vote the truth; some bounties get no vote at all (guid ends in 9). */
  #others(): void {
    for (const bounty of this.chain.bounties.values()) {
      const { guid, expiration, truth } = bounty
      const revealEnd = expiration + this.chain.windows.reveal
      if (this.chain.block === expiration - 4) this.#rivalAsserts(bounty)
      const rival = bounty.assertions.find(({ author }) => author === RIVAL)
      if (rival && this.chain.block === expiration + 2) {
        const verdicts = truth.map((malicious, i) => (i === 0 ? !malicious : malicious))
        this.chain.asOther(RIVAL, { is: 'reveal', guid, index: rival.index, nonce: nonceOf(guid), verdicts, metadata: '' })
      }
      if (guid.endsWith('9')) continue
      for (const [i, voter] of [AMBASSADOR, RIVAL].entries())
        if (this.chain.block === revealEnd + 1 + i) this.chain.vote(guid, voter, truth, i === 1)
    }
  }

  #rivalAsserts({ guid, truth }: ChainBounty): void {
    const verdicts = truth.map((malicious, i) => (i === 0 ? !malicious : malicious))
    const mask = truth.map(() => true)
    const bids = truth.map(() => NCT / 2n)
    this.chain.asOther(RIVAL, {
      is: 'assert',
      guid,
      mask,
      bids,
      commitment: commitmentOf(RIVAL, nonceOf(guid), verdicts),
      fee: parameters.assertionFee,
    })
  }

  #countHealthy(): void {
    if (!this.engine || !this.connected || !this.unlocked) return
    for (const { guid, expiration } of this.chain.bounties.values()) {
      const block = this.chain.block
      if (block >= expiration && block < expiration + this.chain.windows.reveal)
        this.healthyRevealBlocks.set(guid, (this.healthyRevealBlocks.get(guid) ?? 0) + 1)
    }
  }
}

const nonces = new Map<Guid, bigint>()
function nonceOf(guid: Guid): bigint {
  const known = nonces.get(guid) ?? randomNonce()
  nonces.set(guid, known)
  return known
}

/** A world whose engine runs and has seen nothing yet. */
export async function startedWorld(): Promise<{ readonly world: World; readonly engine: Engine }> {
  const world = new World()
  return { world, engine: await world.start() }
}

/** A world in which one bounty was posted and answered: its assertion is on chain, and its window open for nine blocks more. */
export async function stakedWorld(): Promise<{ readonly world: World; readonly engine: Engine }> {
  const started = await startedWorld()
  started.world.chain.post(guidOf(1), [true], 12)
  await started.world.blocks(3)
  return started
}
