import type { BountyDetails, BountyRow } from '../../shared/domain/bounty.ts'
import type { Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings } from '../../shared/domain/engine.ts'
import { type Guid, sameAddress } from '../../shared/domain/identifiers.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { EngineStatistics, Need } from '../../shared/state/state.ts'
import type { JournalOp } from '../journal/port.ts'
import type { AssertionEvent, DaemonEvent, QuorumEvent, RevealEvent, SettledBountyEvent, VoteEvent } from '../polyswarmd/index.ts'
import type { SignedIntent, TransactionNews } from '../transactions/port.ts'
import { BlockTimes } from './block-times.ts'
import type { Bounty } from './bounty-state.ts'
import { missedQuestion } from './catch-up.ts'
import { bountyDetails } from './details.ts'
import { engineLine } from './feed-lines.ts'
import type { Conditions } from './mode.ts'
import { type EngineParts, makeParts } from './parts.ts'
import type { EngineChange, EngineControl, EngineOptions, EngineView } from './port.ts'
import { midnightOf, nextMidnight } from './results-keeper.ts'
import { DEPRECATED } from './resumption.ts'
import { rowOf } from './row.ts'
import { Surroundings } from './surroundings.ts'

const SWEEP_MS = 15_000
const LOOK_AGAIN_MS = 3_000
/** Bounties that were never answered are kept on disk this long, and looked through this often, ms. */
const KEEP_UNANSWERED_MS = 7 * 86_400_000
const PRUNE_MS = 3_600_000

/** See `EngineControl`. The loop around `decide`: hears, has it decided, has it done, and keeps the books. */
export class Engine implements EngineControl {
  readonly #options: EngineOptions
  readonly #around: Surroundings
  readonly #times = new BlockTimes()
  readonly #parts: EngineParts
  readonly #stops: (() => void)[] = []
  #midnight: number
  #prunedAt = 0
  #cancelSweep: (() => void) | null = null
  #cancelLook: (() => void) | null = null

  constructor(options: EngineOptions) {
    const { clock, scanners, journal, queue } = options
    this.#options = options
    this.#around = new Surroundings(options)
    this.#midnight = nextMidnight(clock.now())
    this.#parts = makeParts(options, {
      around: this.#around,
      changed: (bounty) => this.#changed(bounty),
      alongside: (guid, signed) => this.#alongside(guid, signed),
      limit: (limit) => this.#change({ limit }),
      tooManyLosses: () => this.pause('losses'),
      row: (guid) => this.#countedRow(guid),
      view: () => this.#buildView(),
      needs: () => this.needs,
      line: (code, subject) => this.#line(code, subject),
    })
    this.#around.change({ scanners: scanners.state, journal: journal.state, held: queue.state.held })
    this.#stops.push(
      queue.onNews((news) => this.#onNews(news)),
      queue.watch(({ held }) => this.#change({ held })),
      journal.watch((state) => this.#change({ journal: state })),
      scanners.watch((state) => {
        if (state.is === 'down') this.#line('scanner-down', state.detail)
        if (state.is === 'ready') this.#line('scanner-ready', this.#around.settings.scanner)
        this.#change({ scanners: state })
      }),
    )
    this.#sweepLater()
  }

  async load(): Promise<void> {
    const { deprecated } = await this.#parts.resumption.load()
    this.#change({ deprecated })
    this.#parts.outbox.view()
  }

  start(): void {
    const { started, pausedBy } = this.#around.conditions
    this.#change({ started: true, pausedBy: null, pausedUntil: null })
    if (!started || pausedBy !== null) this.#line('engine-started', null)
  }

  pause(by: 'operator' | 'contracts-changed' | 'losses', until: number | null = null): void {
    this.#change({ pausedBy: by, pausedUntil: until })
    this.#line('engine-paused', by)
  }

  stop(): void {
    this.#change({ started: false, pausedBy: null, pausedUntil: null })
    this.#line('engine-stopped', null)
  }

  configure(settings: EngineSettings): void {
    this.#around.settings = settings
    this.#parts.purse.limits = settings.limits
    this.#parts.gate.review()
    this.#parts.outbox.view()
  }

  setParameters(parameters: Parameters): void {
    const before = this.#around.parameters
    this.#around.parameters = parameters
    const moved = before?.revealWindow !== parameters.revealWindow || before.voteWindow !== parameters.voteWindow
    // The windows are the registry's, not the bounty's: a change moves the deadlines of everything that is open.
    if (moved) this.#parts.lives.tickAll(() => true)
    this.#change({ parametersKnown: true })
  }

  setBalance(nct: bigint, askedAt: number): void {
    this.#parts.purse.setBalance(nct, askedAt)
    this.#parts.gate.review()
  }

  setConnected(connected: boolean): void {
    if (this.#around.conditions.connected === connected) return
    this.#change({ connected })
    // What is owed is held or not: every open row shows it.
    for (const bounty of this.#parts.lives.all()) if (bounty.end === null) this.#parts.outbox.row(bounty.facts.guid)
  }

  setUnlocked(unlocked: boolean): void {
    if (this.#around.conditions.unlocked === unlocked) return
    this.#change({ unlocked })
    if (unlocked) this.#parts.resumption.unsealAll()
  }

  onDaemonEvent(event: DaemonEvent): void {
    this.#around.blockMayHaveMoved()
    const block = event.kind === 'block' ? event.number : 'blockNumber' in event ? event.blockNumber : null
    if (block !== null) this.#times.heard(block, this.#options.clock.now())
    switch (event.kind) {
      case 'bounty':
        this.#parts.intake.posted(event)
        return
      case 'assertion':
      case 'reveal':
      case 'vote':
      case 'quorum':
      case 'settled_bounty':
        this.#onBountyEvent(event)
        return
      case 'fee_update':
        if (this.#around.parameters)
          this.#updated({ ...this.#around.parameters, bountyFee: event.bountyFee, assertionFee: event.assertionFee })
        return
      case 'window_update':
        if (this.#around.parameters)
          this.#updated({ ...this.#around.parameters, revealWindow: event.revealWindow, voteWindow: event.voteWindow })
        return
      case 'deprecated':
      case 'undeprecated':
        this.#deprecated(event.kind === 'deprecated')
        return
      default:
        // The others say nothing about a bounty; the Community's clock heard them.
        return
    }
  }

  onBlock(): void {
    this.#around.blockMayHaveMoved()
    const { at, seenBlock } = this.#parts.now()
    if (seenBlock > 0) this.#parts.intake.born(seenBlock)
    if (at >= this.#midnight) this.#newDay()
    this.#endPause()
    if (this.#around.conditions.unlocked) this.#parts.resumption.unsealAll()
    this.#parts.lives.tick()
  }

  async catchUp(signal?: AbortSignal): Promise<void> {
    const { lives, enquiries, catchUp } = this.#parts
    const { block } = this.#parts.now()
    const asked = [...lives.all()].map((bounty) => {
      const question = missedQuestion(bounty, block)
      return question ? enquiries.ask(bounty.facts.guid, question) : Promise.resolve()
    })
    const missed = catchUp.missedBounties(signal).catch((error: unknown) => this.#lookAgain(error, signal))
    await Promise.all([...asked, missed])
  }

  get view(): EngineView {
    return this.#parts.outbox.currentView()
  }

  get needs(): readonly Need[] {
    const { needs, losses, gate, purse } = this.#parts
    const input = {
      community: this.#options.community,
      conditions: this.#around.conditions,
      view: this.view,
      settings: this.#around.settings,
      forfeits: losses.recent,
      unanswered: gate.unanswered,
      sideNct: purse.balance,
    }
    return needs.list(input, this.#options.clock.now())
  }

  rows(): readonly BountyRow[] {
    const now = this.#parts.now()
    return [...this.#parts.lives.all()].map((bounty) => rowOf(bounty, now))
  }

  statistics(): EngineStatistics {
    const { community, blocks } = this.#options
    return this.#parts.book.statistics(community, this.#around.settings.scanner, blocks.block)
  }

  details(guid: Guid): Promise<BountyDetails> {
    const { client, journal, community, account } = this.#options
    const bounty = this.#parts.lives.get(guid.toLowerCase()) ?? null
    return bountyDetails({
      guid: guid.toLowerCase(),
      bounty,
      now: this.#parts.now(),
      times: this.#times,
      client,
      journal,
      community,
      account,
    })
  }

  onChange(listener: (change: EngineChange) => void): () => void {
    return this.#parts.outbox.listen(listener)
  }

  async close(): Promise<void> {
    const { work, enquiries, outbox, saver } = this.#parts
    for (const stop of this.#stops.splice(0)) stop()
    this.#cancelSweep?.()
    this.#cancelLook?.()
    work.stopAll()
    enquiries.stop()
    outbox.stop()
    await saver.close()
  }

  /** Bounties of the silence are still to be found: tried again for as long as this connection lasts. */
  #lookAgain(error: unknown, signal?: AbortSignal): void {
    this.#options.onTrouble('catch up', error)
    this.#cancelLook?.()
    this.#cancelLook = this.#options.clock.after(LOOK_AGAIN_MS, () => {
      if (!this.#around.conditions.connected || signal?.aborted) return
      this.#parts.catchUp.missedBounties(signal).catch((again: unknown) => this.#lookAgain(again, signal))
    })
  }

  #change(part: Partial<Conditions>): void {
    const did = this.#around.change(part)
    if (did === 'nothing') return
    // Bounties that wait for exactly this and can still be answered in time.
    if (did === 'answering') this.#parts.lives.tickAll(({ work }) => work.is === 'idle' || work.is === 'judged')
    this.#parts.outbox.view()
  }

  #changed(bounty: Bounty): void {
    const { purse, gate, outbox } = this.#parts
    const atRisk = purse.atRisk
    purse.follow(bounty, this.#options.clock.now())
    if (purse.atRisk < atRisk) gate.review()
    outbox.row(bounty.facts.guid)
  }

  #onNews(news: TransactionNews): void {
    const subject = this.#parts.errands.subject(news)
    if (subject) this.#parts.lives.apply(subject.guid, { is: 'news', of: subject.of, news })
  }

  #onBountyEvent(event: AssertionEvent | RevealEvent | VoteEvent | QuorumEvent | SettledBountyEvent): void {
    const { lives, intake } = this.#parts
    const guid = event.bountyGuid.toLowerCase()
    const byMe = (event.kind === 'assertion' || event.kind === 'reveal') && sameAddress(event.author, this.#options.account)
    if (byMe && !lives.get(guid)?.answer) intake.mine(guid, { is: 'event', event })
    else lives.apply(guid, { is: 'event', event })
  }

  /** What is written with a signed assertion, before any byte of it leaves. */
  #alongside(guid: Guid, { hash }: SignedIntent): readonly JournalOp[] {
    const { lives, saver } = this.#parts
    const bounty = lives.get(guid)
    if (!bounty?.answer || typeof bounty.answer.secret !== 'object') return []
    const signed: Bounty = { ...bounty, answer: { ...bounty.answer, assert: { is: 'signed', hash }, assertTx: hash } }
    return [saver.put(signed, rowOf(signed, this.#parts.now()), bounty.answer.secret)]
  }

  #updated(parameters: Parameters): void {
    this.#line('parameters-changed', null)
    this.setParameters(parameters)
  }

  #deprecated(deprecated: boolean): void {
    if (this.#around.conditions.deprecated === deprecated) return
    const { community } = this.#options
    this.#parts.saver.add({ is: 'put-fact', community, name: DEPRECATED, value: deprecated ? 'yes' : null })
    if (deprecated) this.#line('registry-deprecated', null)
    this.#change({ deprecated })
  }

  #newDay(): void {
    const { results, purse, gate } = this.#parts
    const now = this.#options.clock.now()
    this.#midnight = nextMidnight(now)
    this.#parts.outbox.settle()
    results.rollOver(midnightOf(now))
    purse.setDay(0n)
    gate.review()
  }

  #endPause(): void {
    const { pausedUntil } = this.#around.conditions
    if (pausedUntil !== null && this.#options.clock.now() >= pausedUntil) this.#change({ pausedBy: null, pausedUntil: null })
  }

  #line(code: EventCode, subject: string | null): void {
    const { community, clock } = this.#options
    this.#parts.outbox.line(engineLine(community, code, subject, clock.now()))
  }

  #countedRow(guid: Guid): BountyRow | null {
    const row = this.#parts.lives.row(guid)
    if (!row) return null
    this.#parts.results.count(row)
    this.#parts.stakes.put(row)
    this.#parts.saver.drift(row)
    return row
  }

  #buildView(): EngineView {
    const { stakes, results, losses, work } = this.#parts
    const load = work.load
    const stake = stakes.summary()
    return {
      state: this.#around.state,
      settings: this.#around.settings,
      stake,
      today: results.today,
      total: results.total,
      deprecated: this.#around.conditions.deprecated,
      lastForfeit: losses.lastForfeit,
      scanWaiting: load.waiting,
      scanning: load.running,
      open: stake.open,
    }
  }

  #sweepLater(): void {
    this.#cancelSweep = this.#options.clock.after(SWEEP_MS, () => {
      this.#sweep()
      this.#sweepLater()
    })
  }

  /** Leaves nothing behind over days: what is over leaves the memory, what was never answered leaves the disk after a while. */
  #sweep(): void {
    const { lives, saver, results, outbox, lostErrands } = this.#parts
    const { queue, community, clock } = this.#options
    outbox.settle()
    for (const guid of lives.sweep((one) => saver.isDirty(one))) {
      results.forget(guid)
      saver.forget(guid)
      outbox.drop(guid)
    }
    lostErrands.look(lives, queue, community)
    const now = clock.now()
    if (now - this.#prunedAt < PRUNE_MS) return
    this.#prunedAt = now
    saver.add({ is: 'prune', community, seenBefore: now - KEEP_UNANSWERED_MS })
  }
}
