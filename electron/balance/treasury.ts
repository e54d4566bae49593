import type { CallOutput, TransferPlan } from '../../shared/contract/contract.ts'
import type { Chain } from '../../shared/domain/identifiers.ts'
import { movedInDay } from '../../shared/domain/maintain.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import type { CommunityState, Need } from '../../shared/state/state.ts'
import type { JournalOp } from '../journal/port.ts'
import type { DaemonEvent } from '../polyswarmd/index.ts'
import { Loop, type Round } from '../runtime/loop.ts'
import type { TransactionNews } from '../transactions/port.ts'
import { BlockBook } from './block-book.ts'
import { type ContractsKnown, maySign } from './contracts-known.ts'
import { Curiosity } from './curiosity.ts'
import { decideMaintain, type MaintainFacts, outlookNow } from './decide.ts'
import { Fillers } from './fillers.ts'
import type { AccountMember } from './findings.ts'
import { Maintainer, nextOf } from './maintainer.ts'
import { NeedTimes, needsOf } from './needs.ts'
import { amountOf, makePlan, type PlanOptions } from './plan.ts'
import type { TransferOrigin, TransferRequest, TreasuryChange, TreasuryControl, TreasuryOptions, TreasuryView } from './port.ts'
import { requireSense, ruleLine } from './rule-line.ts'
import { SideAccount } from './side-account.ts'
import { Starter } from './starter.ts'
import { Telling } from './telling.ts'
import { Terms } from './terms.ts'
import { TransferBook } from './transfer-book.ts'
import { hasLeft, netOf } from './transfer-life.ts'
import { memberOf, viewOf } from './view.ts'

type Readings = CommunityState['balances']

/** Blocks are noted and the rule looked at so often, besides whenever something moves. */
const LOOK_MS = 500
/** Longest a transfer waits for the first balances. */
const OPENING_MS = 8_000

/** `TreasuryControl` for one account in one Community. It composes; each part is a file of its own. */
export class Treasury implements TreasuryControl {
  readonly #options: TreasuryOptions
  readonly #blocks: BlockBook
  readonly #terms: Terms
  readonly #transfers: TransferBook
  readonly #side: SideAccount
  readonly #member: AccountMember
  readonly #fillers: Fillers
  readonly #curiosity: Curiosity
  readonly #starter: Starter
  readonly #maintainer: Maintainer
  readonly #loop: Loop
  readonly #times = new NeedTimes()
  readonly #telling = new Telling(() => ({ view: this.view, needs: this.needs }))
  readonly #leave: (() => void)[] = []
  #rule: MaintainRule | null
  #readings: Readings = { homeNct: null, homeEth: null, sideNct: null }
  #connected = false
  #unlocked = false
  #contracts: ContractsKnown = 'nothing'
  #closed = false

  constructor(options: TreasuryOptions) {
    this.#options = options
    this.#rule = options.rule
    const { community, account, journal, clock, home } = options
    this.#blocks = new BlockBook(options.blocks, () => clock.now())
    this.#terms = new Terms({
      ...options,
      refill: () => (this.#rule?.on ? this.#rule.refill : null),
      onFee: (target, fee) => this.#transfers.feeIs(target, fee),
    })
    this.#transfers = new TransferBook({
      community,
      account,
      journal,
      clock,
      homeBook: home.book,
      write: (ops) => this.#write(ops),
      say: (line) => this.#telling.line(line),
      booked: (chain, movement) => (chain === 'home' ? home.booked(movement) : this.#side.booked(movement)),
      blockNow: (chain) => this.#blocks.now(chain),
      changed: () => this.#telling.changed(),
      onTrouble: options.onTrouble,
    })
    this.#fillers = new Fillers(clock)
    this.#member = memberOf(community, this.#transfers, this.#fillers)
    this.#side = new SideAccount({
      community,
      account,
      journal,
      member: this.#member,
      now: () => clock.now(),
      atMost: (chain) => this.#blocks.now(chain)?.atMost ?? null,
      changed: () => this.#telling.changed(),
      onTrouble: options.onTrouble,
    })
    this.#curiosity = new Curiosity({ ...options, side: this.#side, transfers: this.#transfers, terms: this.#terms })
    this.#starter = new Starter({
      ...options,
      planning: this.#planning(),
      transfers: this.#transfers,
      isUnlocked: () => this.#unlocked,
      contracts: () => this.#contracts,
      confirmations: () => this.#rule?.confirmations ?? null,
      signedBlock: (chain) => this.#blocks.now(chain)?.seen ?? null,
    })
    this.#maintainer = new Maintainer({
      clock,
      facts: () => this.#facts(),
      knowsDay: () => this.#transfers.knowsDay,
      plan: (direction, amount) => makePlan(this.#planning(), direction, amount),
      start: (plan) => {
        const rule = this.#rule
        return this.#begin(plan, 'maintain', () => this.#rule === rule)
      },
      changed: () => this.#telling.changed(),
    })
    this.#loop = new Loop({
      name: 'treasury',
      clock,
      everyMs: LOOK_MS,
      round: (round) => this.#round(round),
      onError: (error) => options.onTrouble('treasury', error),
    })
  }

  get view(): TreasuryView {
    return viewOf(this.#transfers.all, this.#rule, this.#maintainer.next, this.#terms.feeHome)
  }

  get needs(): readonly Need[] {
    const { community, clock, home } = this.#options
    const { homeNct, homeEth } = this.#readings
    const next = this.#maintainer.next
    const facts = {
      community,
      now: clock.now(),
      transfers: this.#transfers.all,
      homeNctNeeded: next?.code === 'home-nct-low' ? next.amount : null,
      homeNct: homeNct?.value ?? null,
      maintains: this.#rule?.on === true,
      homeEth: homeEth?.value ?? null,
      gas: this.#terms.gas,
      failure: this.#maintainer.failure,
      unexplained: { side: this.#side.unexplained, home: home.unexplained },
    }
    return this.#times.date(needsOf(facts), clock.now())
  }

  onChange(listener: (change: TreasuryChange) => void): () => void {
    return this.#telling.listen(listener)
  }

  async load(): Promise<void> {
    const { home, homeQueue, sideQueue } = this.#options
    this.#holdTransfers()
    await Promise.all([this.#transfers.load(), this.#side.load(), home.load(), this.#terms.load()])
    this.#leave.push(
      home.join(this.#member),
      homeQueue.onNews((news) => this.#hear('home', news)),
      sideQueue.onNews((news) => this.#hear('side', news)),
    )
  }

  start(): void {
    const { homeQueue, sideQueue } = this.#options
    this.#transfers.dropUnknown(({ id, direction }) => {
      const queue = direction === 'deposit' ? homeQueue : sideQueue
      return queue.find(`transfer:${id}`) !== null
    })
    this.#loop.start()
    this.#maintainer.start()
    this.#telling.changed()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#telling.stop()
    for (const leave of this.#leave.splice(0)) leave()
    this.#starter.stop()
    await this.#loop.stop()
    await this.#maintainer.stop()
    await this.#side.settled()
  }

  plan(request: TransferRequest): Promise<TransferPlan> {
    return this.#starter.plan(request.direction, () => amountOf(request))
  }

  startTransfer(plan: TransferPlan, by: TransferOrigin): Promise<{ readonly id: string }> {
    return this.#begin(plan, by, () => true)
  }

  async writeOff(id: string): Promise<void> {
    this.#transfers.writeOff(id)
  }

  async lookAt(rule: MaintainRule): Promise<CallOutput<'maintain.look'>> {
    requireSense(rule, this.#terms.feeHome)
    const facts = { ...this.#facts(), rule: { ...rule, on: true } }
    const move = decideMaintain({ ...facts, unlocked: true })
    const plan = move.do === 'wait' ? null : await makePlan(this.#planning(), move.do, move.amount)
    const moved = movedInDay(facts.moved, facts.now)
    return { next: nextOf(decideMaintain(facts), null), plan, moved, outlook: outlookNow(facts) }
  }

  setRule(rule: MaintainRule, store: () => void): void {
    if (rule.on) {
      requireSense(rule, this.#terms.feeHome)
      store()
      this.#actBy(rule)
    } else {
      // What moves no money needs neither sense nor room on the disk.
      this.#actBy(rule)
      store()
    }
  }

  #actBy(rule: MaintainRule): void {
    const line = ruleLine(this.#options.community, this.#rule, rule, this.#options.clock.now())
    if (line) this.#telling.line(line)
    this.#rule = rule
    this.#starter.takeBackRule()
    this.#maintainer.reset()
    this.#terms.doubt()
    this.#maintainer.look()
    this.#telling.changed()
  }

  setBalances(readings: Readings, askedAt: number): void {
    if (!this.#curiosity.hears(askedAt)) return
    this.#blocks.note()
    this.#readings = readings
    const side = this.#blocks.place('side', readings.sideNct, askedAt)
    if (side) this.#side.look(side)
    const nct = this.#blocks.place('home', readings.homeNct, askedAt)
    const eth = this.#blocks.place('home', readings.homeEth, askedAt)
    if (nct && eth) this.#options.home.look(this.#member, { nct, eth })
    if (this.#curiosity.suspectFees()) this.#loop.wake()
    this.#maintainer.look()
    this.#telling.changed()
  }

  setConnected(connected: boolean): void {
    this.#connected = connected
    this.#terms.doubt()
    this.#loop.wake()
    this.#telling.changed()
  }

  setUnlocked(unlocked: boolean): void {
    this.#unlocked = unlocked
    this.#maintainer.look()
    this.#telling.changed()
  }

  setContracts(known: ContractsKnown): void {
    this.#contracts = known
    this.#holdTransfers()
    this.#maintainer.look()
    this.#telling.changed()
  }

  onBlock(): void {
    this.#look()
  }

  onDaemonEvent(event: DaemonEvent): void {
    this.#side.onDaemonEvent(event)
  }

  async #begin(plan: TransferPlan, by: TransferOrigin, isWanted: () => boolean): Promise<{ readonly id: string }> {
    if (this.#connected) await this.#opened()
    const started = await this.#starter.start(plan, by, isWanted)
    this.#options.readBalances()
    return started
  }

  #holdTransfers(): void {
    const { homeQueue, sideQueue } = this.#options
    homeQueue.holdTransfers(!maySign(this.#contracts, 'deposit'))
    sideQueue.holdTransfers(!maySign(this.#contracts, 'withdrawal'))
  }

  /** Waits for the first balances to be in the ledger, so that what is moved now shows as what it is; not for long. */
  async #opened(): Promise<void> {
    const { clock, home } = this.#options
    const until = clock.now() + OPENING_MS
    while (!(home.isOpened && this.#side.isOpened) && clock.now() < until && !this.#closed) {
      await new Promise<void>((resolve) => clock.after(LOOK_MS / 2, resolve))
    }
  }

  async #round({ stopped, signal }: Round): Promise<void> {
    this.#look()
    if (!this.#connected || !this.#terms.isDue || signal.aborted) return
    await this.#terms.ask(stopped)
    if (!stopped()) this.#telling.changed()
  }

  /** Deposits are mined and confirmed there; and before its block is known no balance of it can be placed. */
  #needsHomeBlock(): boolean {
    return this.#options.blocks('home').seenBlock === null || this.#transfers.inFlight('deposit') !== null
  }

  #look(): void {
    this.#blocks.note()
    if (this.#connected) this.#curiosity.askSooner()
    this.#options.watchHome(this.#needsHomeBlock())
    this.#transfers.count((chain) => this.#options.blocks(chain).seenBlock)
    this.#side.look(null)
    this.#options.home.look(this.#member, null)
    this.#maintainer.look()
  }

  #hear(chain: Chain, news: TransactionNews): void {
    const before = this.#transfers.find(news.key.slice('transfer:'.length))
    if (chain === 'side') this.#side.hear(news, this.#blocks.now('side')?.seen ?? 0)
    else this.#fillers.hear(news, this.#terms.gas)
    this.#starter.hear(news)
    this.#transfers.hear(news)
    const after = this.#transfers.find(news.key.slice('transfer:'.length))
    if (after === null || after.stage === before?.stage) return
    if (after.by === 'maintain' && after.stage === 'failed') this.#maintainer.transferFailed()
    if (hasLeft(after)) this.#options.readBalances()
    this.#telling.changed()
  }

  #facts(): MaintainFacts {
    const flying = (direction: 'deposit' | 'withdrawal'): bigint | null => {
      const transfer = this.#transfers.inFlight(direction)
      return transfer ? netOf(transfer) : this.#starter.starting(direction)
    }
    return {
      rule: this.#rule,
      connected: this.#connected,
      unlocked: this.#unlocked,
      contracts: this.#contracts,
      sideNct: this.#readings.sideNct?.value ?? null,
      sideLeaving: this.#options.sideLeaving(),
      homeNct: this.#readings.homeNct?.value ?? null,
      homeEth: this.#readings.homeEth?.value ?? null,
      gas: this.#terms.gas,
      relayFee: this.#terms.feeHome,
      inFlight: { deposit: flying('deposit'), withdrawal: flying('withdrawal') },
      moved: this.#transfers.movedByRule(),
      now: this.#options.clock.now(),
    }
  }

  #planning(): PlanOptions {
    return {
      ...this.#options,
      lastKnown: () => ({ sideNct: this.#readings.sideNct?.value ?? this.#side.balance, relayFeeHome: this.#terms.feeHome }),
      onGas: (gas) => this.#terms.setGas(gas),
    }
  }

  #write(ops: readonly JournalOp[]): void {
    const { journal, onTrouble } = this.#options
    journal.write(ops).catch((error: unknown) => onTrouble('treasury', error))
  }
}
