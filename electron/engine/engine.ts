import type { BountyDetails, BountyRow } from '../../shared/domain/bounty.ts'
import type { Parameters } from '../../shared/domain/community.ts'
import type { EngineSettings, StopCause, Stopped } from '../../shared/domain/engine.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { EngineStatistics, Need } from '../../shared/state/state.ts'
import type { JournalOp } from '../journal/port.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import type { SignedIntent } from '../transactions/port.ts'
import { BlockTimes } from './block-times.ts'
import type { Bounty } from './bounty-state.ts'
import { CountedRun } from './counted-run.ts'
import { bountyDetails } from './details.ts'
import { engineLine, takenUpLines } from './feed-lines.ts'
import { Hearing } from './hearing.ts'
import { mayWriteOff } from './missing.ts'
import type { Conditions, TakenOn } from './mode.ts'
import { type EngineParts, makeParts } from './parts.ts'
import type { EngineChange, EngineControl, EngineOptions, EngineView } from './port.ts'
import { PAUSED_BY_LOSSES } from './resumption.ts'
import { rowOf } from './row.ts'
import { Surroundings } from './surroundings.ts'
import { Upkeep } from './upkeep.ts'

/** See `EngineControl`. The loop around `decide`: hears, has it decided, has it done, and keeps the books. */
export class Engine implements EngineControl {
  readonly #options: EngineOptions
  readonly #around: Surroundings
  readonly #times = new BlockTimes()
  readonly #parts: EngineParts
  readonly #hearing: Hearing
  readonly #upkeep: Upkeep
  readonly #stops: (() => void)[] = []

  /** Whether the journal says that it had paused itself after losses. */
  #lossesKept = false
  readonly #counted: CountedRun

  constructor(options: EngineOptions) {
    const { scanners, journal, queue } = options
    this.#options = options
    this.#around = new Surroundings(options)
    this.#parts = makeParts(options, {
      around: this.#around,
      changed: (bounty, isRestored) => this.#changed(bounty, isRestored),
      alongside: (guid, signed) => this.#alongside(guid, signed),
      limit: (limit) => this.#change({ limit }),
      tooManyLosses: () => this.pause('losses'),
      row: (guid) => this.#countedRow(guid),
      view: () => this.#buildView(),
      needs: () => this.needs,
      line: (code, subject) => this.#line(code, subject),
    })
    const change = (part: Partial<Conditions>): void => this.#change(part)
    const { lives, purse, now } = this.#parts
    this.#counted = new CountedRun({
      conditions: () => this.#around.conditions,
      atRisk: () => purse.atRisk,
      block: () => now().block,
      known: () => lives.all(),
      change,
      over: (taken) => this.#stopAfter(taken),
    })
    const line = (code: EventCode, subject: string | null): void => this.#line(code, subject)
    const inside = { options, parts: this.#parts, around: this.#around, change }
    this.#hearing = new Hearing({ ...inside, times: this.#times, line })
    this.#upkeep = new Upkeep(inside)
    this.#around.change({ scanners: scanners.state, journal: journal.state, held: queue.state.held })
    this.#stops.push(
      queue.onNews((news) => this.#hearing.news(news)),
      queue.watch(({ held }) => this.#change({ held })),
      journal.watch((state) => this.#change({ journal: state })),
      scanners.watch((state) => {
        if (state.is === 'down') this.#line('scanner-down', state.detail)
        if (state.is === 'ready') this.#line('scanner-ready', this.#around.settings.scanner)
        this.#change({ scanners: state })
      }),
    )
  }

  async load(): Promise<void> {
    const { deprecated, pausedByLosses, takenUp } = await this.#parts.resumption.load()
    const { community, clock } = this.#options
    this.#lossesKept = pausedByLosses
    this.#change({ deprecated, ...(pausedByLosses ? { pausedBy: 'losses' } : {}) })
    for (const line of takenUpLines(community, takenUp, clock.now())) this.#parts.outbox.line(line)
    this.#parts.outbox.view()
  }

  begin(): void {
    if (this.#around.conditions.pausedBy === 'losses') this.#change({ started: true })
    else this.start()
  }

  start(): void {
    const { started, pausedBy } = this.#around.conditions
    if (!this.#counted.isOn) this.#counted.end()
    this.#keepPause(false)
    this.#change({ started: true, takenOn: null, stopped: null, pausedBy: null, pausedUntil: null })
    if (!started || pausedBy !== null) this.#line('engine-started', null)
  }

  takeAtMost(bounties: number): void {
    this.#counted.begin(bounties)
  }

  pause(by: 'operator' | 'contracts-changed' | 'losses', until: number | null = null): void {
    // Of changed contracts the gate knows what was before.
    if (by !== 'contracts-changed') this.#keepPause(by === 'losses')
    // Each further loss pauses an engine that losses have paused already.
    const isNews = this.#around.conditions.pausedBy !== by
    this.#change({ pausedBy: by, pausedUntil: until })
    if (isNews) this.#line('engine-paused', by)
  }

  stop(by: StopCause = 'operator'): void {
    this.#counted.end()
    this.#keepPause(false)
    const stopped = { by, at: this.#options.clock.now() }
    this.#change({ started: false, takenOn: null, stopped, full: false, pausedBy: null, pausedUntil: null })
    this.#line('engine-stopped', null)
  }

  stoppedBefore(stopped: Stopped | null): void {
    this.#change({ stopped })
  }

  configure(settings: EngineSettings): void {
    this.#around.settings = settings
    this.#parts.purse.limits = settings.limits
    this.#parts.gate.review()
    this.#parts.outbox.view()
  }

  setParameters(parameters: Parameters): void {
    this.#hearing.parameters(parameters)
  }

  setBalance(nct: bigint, askedAt: number, seenBlock: number | null = null): void {
    this.#parts.purse.setBalance(nct, askedAt, seenBlock)
    this.#parts.motion.read(askedAt, this.#options.clock.now())
    this.#parts.gate.review()
  }

  setConnected(connected: boolean): void {
    if (this.#around.conditions.connected === connected) return
    this.#change({ connected })
    const { silence, lives } = this.#parts
    silence.setConnected(connected)
    if (connected) this.#endSilence()
    // What is owed is held or not: every open row shows it.
    for (const bounty of lives.all()) if (bounty.end === null) this.#parts.outbox.row(bounty.facts.guid)
  }

  refused(): void {
    this.#parts.silence.heard()
    this.#endSilence()
  }

  setUnlocked(unlocked: boolean): void {
    if (this.#around.conditions.unlocked === unlocked) return
    this.#change({ unlocked })
    if (unlocked) this.#parts.resumption.unsealAll()
  }

  onDaemonEvent(event: DaemonEvent): void {
    this.#hearing.event(event)
  }

  onBlock(): void {
    this.#upkeep.block()
  }

  catchUp(signal?: AbortSignal): Promise<void> {
    return this.#upkeep.catchUp(signal)
  }

  get isCounting(): boolean {
    return this.#counted.isOn
  }

  get view(): EngineView {
    return this.#parts.outbox.currentView()
  }

  get needs(): readonly Need[] {
    const { needs, losses, gate, purse, stakes, silence } = this.#parts
    const input = {
      community: this.#options.community,
      conditions: this.#around.conditions,
      view: this.view,
      settings: this.#around.settings,
      forfeits: losses.recent,
      missing: stakes.missing(),
      silence: silence.now(),
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

  async writeOff(guids: readonly Guid[]): Promise<void> {
    const { lives, late, saver } = this.#parts
    const bounties = guids.map((guid) => lives.get(guid.toLowerCase()))
    for (const [i, bounty] of bounties.entries()) {
      if (!bounty?.answer) throw new ConsoleError('bounty-missing', guids[i])
      if (!mayWriteOff(bounty)) throw new ConsoleError('still-expected', `${bounty.facts.guid} is not missing`)
    }
    for (const guid of guids) lives.apply(guid.toLowerCase(), { is: 'write-off' })
    late.save()
    await saver.flush()
  }

  onChange(listener: (change: EngineChange) => void): () => void {
    return this.#parts.outbox.listen(listener)
  }

  async close(): Promise<void> {
    const { work, enquiries, outbox, saver, resumption } = this.#parts
    for (const stop of this.#stops.splice(0)) stop()
    this.#upkeep.stop()
    work.stopAll()
    enquiries.stop()
    resumption.close()
    await saver.close()
    outbox.end()
  }

  /** By itself: nobody has looked, so a pause after losses is still one when it is started with the console. */
  #stopAfter(takenOn: TakenOn): void {
    this.#change({ started: false, takenOn, stopped: null, full: false, pausedBy: this.#lossesKept ? 'losses' : null, pausedUntil: null })
    this.#line('engine-stopped', null)
  }

  /** A pause after losses outlives a restart: until somebody has looked, what made them is likely still there. */
  #keepPause(byLosses: boolean): void {
    if (byLosses === this.#lossesKept) return
    this.#lossesKept = byLosses
    const { community } = this.#options
    this.#parts.saver.add({ is: 'put-fact', community, name: PAUSED_BY_LOSSES, value: byLosses ? 'yes' : null })
  }

  /** It answers: nothing is missing for its silence any more. */
  #endSilence(): void {
    this.#parts.lives.tickAll(({ missing, end }) => missing?.reason === 'no-answer' && end === null)
  }

  #change(part: Partial<Conditions>): void {
    this.#counted.passOn()
    const did = this.#around.change(part)
    if (did === 'nothing') return
    // Bounties that wait for exactly this and can still be answered in time.
    if (did === 'answering') this.#parts.lives.tickAll(({ work }) => work.is === 'idle' || work.is === 'judged')
    this.#parts.outbox.view()
  }

  #changed(bounty: Bounty, isRestored: boolean): void {
    const { purse, gate, outbox, late } = this.#parts
    late.follow(bounty)
    const atRisk = purse.atRisk
    purse.follow(bounty, this.#options.clock.now())
    if (purse.atRisk < atRisk) gate.review()
    this.#counted.follow(bounty, isRestored)
    outbox.row(bounty.facts.guid)
  }

  /** What is written with a signed assertion, before any byte of it leaves. */
  #alongside(guid: Guid, { hash }: SignedIntent): readonly JournalOp[] {
    const { lives, saver } = this.#parts
    const bounty = lives.get(guid)
    if (!bounty?.answer || typeof bounty.answer.secret !== 'object') return []
    const signed: Bounty = { ...bounty, answer: { ...bounty.answer, assert: { is: 'signed', hash }, assertTx: hash } }
    return [saver.put(signed, rowOf(signed, this.#parts.now()), bounty.answer.secret)]
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
    this.#parts.motion.follow(row, this.#parts.lives.get(guid)?.answer ?? null, this.#options.clock.now())
    this.#parts.saver.drift(row)
    return row
  }

  #buildView(): EngineView {
    const { stakes, motion, results, losses, work } = this.#parts
    const load = work.load
    const stake = stakes.summary()
    return {
      state: this.#around.state,
      settings: this.#around.settings,
      stake,
      motion: motion.now,
      today: results.today,
      total: results.total,
      deprecated: this.#around.conditions.deprecated,
      lastForfeit: losses.lastForfeit,
      recentLosses: losses.withinHour(this.#options.clock.now()),
      scanWaiting: load.waiting,
      scanning: load.running,
      open: stake.open,
    }
  }
}
