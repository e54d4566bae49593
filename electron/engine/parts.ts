import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Guid } from '../../shared/domain/identifiers.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { Need } from '../../shared/state/state.ts'
import type { JournalOp } from '../journal/port.ts'
import type { SignedIntent } from '../transactions/port.ts'
import { ArtifactWork } from './artifact-work.ts'
import type { Bounty } from './bounty-state.ts'
import { CatchUp } from './catch-up.ts'
import { Enquiries } from './enquiries.ts'
import { Errands } from './errands.ts'
import { LostErrands } from './housekeeping.ts'
import type { Input, Now } from './inputs.ts'
import { Intake } from './intake.ts'
import { LateWatch } from './late-watch.ts'
import { LimitGate } from './limit-gate.ts'
import { Lives } from './lives.ts'
import { Losses } from './losses.ts'
import type { LimitPause } from './mode.ts'
import { Motion } from './motion.ts'
import { Needs } from './needs.ts'
import { Outbox } from './outbox.ts'
import { Performer } from './performer.ts'
import type { EngineOptions, EngineView } from './port.ts'
import { Purse } from './purse.ts'
import { ResultsKeeper } from './results-keeper.ts'
import { Resumption } from './resumption.ts'
import { Saver } from './saver.ts'
import { ScanBook } from './scan-book.ts'
import { Silence } from './silence.ts'
import { StakeBook } from './stake-book.ts'
import type { Surroundings } from './surroundings.ts'

/** What the parts ask of the engine that holds them. */
export interface EngineHooks {
  readonly around: Surroundings
  readonly changed: (bounty: Bounty, isRestored: boolean) => void
  readonly alongside: (guid: Guid, signed: SignedIntent) => readonly JournalOp[]
  readonly limit: (limit: LimitPause | null) => void
  readonly tooManyLosses: () => void
  readonly row: (guid: Guid) => BountyRow | null
  readonly view: () => EngineView
  readonly needs: () => readonly Need[]
  readonly line: (code: EventCode, subject: string | null) => void
}

export type EngineParts = ReturnType<typeof makeParts>

/** Builds what an engine is made of and ties it together. */
export function makeParts(options: EngineOptions, hooks: EngineHooks) {
  const { around } = hooks
  const now = (): Now => around.now(purse.budget(), silence.now())
  const { clock, client, scanners, journal, queue, community, account, onTrouble, readParameters, blocks } = options
  const purse = new Purse(options.settings.limits)
  const losses = new Losses(clock)
  const book = new ScanBook(clock)
  const gate = new LimitGate({ purse, clock, change: hooks.limit, tell: (by) => hooks.line('engine-paused', by) })
  const lives: Lives = new Lives({
    now,
    perform: (bounty, effect) => performer.perform(bounty, effect),
    changed: hooks.changed,
    onTrouble,
  })
  const tell = (guid: Guid, input: Input): void => {
    lives.apply(guid, input)
  }
  const work = new ArtifactWork({ client, scanners, clock, settings: () => around.settings, book, tell })
  const enquiries = new Enquiries({
    client,
    seenBlock: () => blocks.seenBlock ?? 0,
    told: (guid, told) => {
      if (!lives.apply(guid, { is: 'told', told })) late.told(guid, told)
    },
    notKnown: (guid) => tell(guid, { is: 'not-known' }),
    untold: (guid) => tell(guid, { is: 'untold' }),
    paid: (guid, payout) => tell(guid, { is: 'paid', payout }),
  })
  const motion = new Motion()
  const settling = (guid: Guid): void => motion.settling(guid, clock.now())
  const errands = new Errands({ community, account, queue, client, clock, alongside: hooks.alongside, settling })
  const current = (guid: Guid) => {
    const bounty = lives.get(guid)
    const row = lives.row(guid)
    return bounty && row ? { bounty, row } : null
  }
  const saver = new Saver({ community, account, journal, clock, current, onTrouble })
  const outbox = new Outbox({ clock, onTrouble, row: hooks.row, view: hooks.view, needs: hooks.needs })
  const intake = new Intake({
    community,
    account,
    onTrouble,
    lives,
    journal,
    client,
    clock,
    restored: (stored) => resumption.restore(stored),
  })
  const silence: Silence = new Silence({ community, blocks, clock, onTrouble, write: (op) => saver.add(op) })
  const late = new LateWatch({
    community,
    account,
    clock,
    onTrouble,
    ask: (guid, question) => enquiries.ask(guid, question),
    write: (op) => saver.add(op),
    found: (guid, input) => intake.mine(guid, input),
  })
  const catchUp = new CatchUp({
    client,
    block: () => now().block,
    isKnown: (guid) => lives.get(guid) !== undefined,
    found: (bounty) => intake.found(bounty),
    missed: (bounty) => intake.missed(bounty),
  })
  const results = new ResultsKeeper()
  const resumption: Resumption = new Resumption({
    journal,
    community,
    account,
    clock,
    joinedAt: options.joinedAt,
    onTrouble,
    lives,
    purse,
    results,
    losses,
    late: { load: (fact) => late.load(fact) },
    silence,
    book,
    unlocked: () => around.conditions.unlocked,
    write: (op) => saver.add(op),
  })
  const performer = new Performer({
    community,
    account,
    clock,
    work,
    errands,
    enquiries,
    saver,
    outbox,
    book,
    gate,
    losses,
    tooManyLosses: hooks.tooManyLosses,
    readParameters,
  })
  return {
    purse,
    motion,
    losses,
    book,
    gate,
    lives,
    work,
    enquiries,
    errands,
    saver,
    outbox,
    intake,
    late,
    silence,
    catchUp,
    results,
    resumption,
    now,
    stakes: new StakeBook(),
    needs: new Needs(),
    lostErrands: new LostErrands(),
  }
}
