import { assertNever } from '../../shared/domain/assert-never.ts'
import type { Address, CommunityId } from '../../shared/domain/identifiers.ts'
import type { JournalOp } from '../journal/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ArtifactWork } from './artifact-work.ts'
import type { Bounty } from './bounty-state.ts'
import type { Enquiries } from './enquiries.ts'
import type { Errands } from './errands.ts'
import { bountyLine } from './feed-lines.ts'
import type { Effect } from './inputs.ts'
import type { LimitGate } from './limit-gate.ts'
import type { Losses } from './losses.ts'
import type { Outbox } from './outbox.ts'
import { knownTruth, myVerdicts } from './outcome.ts'
import type { Saver } from './saver.ts'
import type { ScanBook } from './scan-book.ts'

export interface PerformerOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly clock: Clock
  readonly work: ArtifactWork
  readonly errands: Errands
  readonly enquiries: Enquiries
  readonly saver: Saver
  readonly outbox: Outbox
  readonly book: ScanBook
  readonly gate: LimitGate
  readonly losses: Losses
  readonly tooManyLosses: () => void
  readonly readParameters: () => void
}

/** Does what was decided. Nothing here decides anything. */
export class Performer {
  readonly #options: PerformerOptions
  constructor(options: PerformerOptions) {
    this.#options = options
  }

  perform(bounty: Bounty, effect: Effect): void {
    const { work, errands, enquiries, saver, gate, account } = this.#options
    const { guid } = bounty.facts
    switch (effect.is) {
      case 'list':
        if (bounty.work.is === 'scanning') this.#options.book.budget(bounty.work.blocks)
        work.list(bounty.facts, effect.budgetMs)
        return
      case 'judge':
        work.judge(bounty, effect.index, effect.budgetMs)
        return
      case 'stop-judging':
        work.stop(guid)
        return
      case 'assert':
        errands.assert(bounty, effect.notAfterBlock)
        return
      case 'withdraw-assertion':
        errands.withdrawAssertion(guid)
        return
      case 'reveal':
        errands.reveal(bounty, effect)
        return
      case 'settle':
        errands.settle(guid)
        return
      case 'ask':
        enquiries.ask(guid, effect.question, effect.gap).catch(() => undefined)
        return
      case 'ask-payout':
        enquiries.askPayout(guid, effect.hash, account).catch(() => undefined)
        return
      case 'save':
        saver.mark(guid)
        return
      case 'ledger':
        saver.add(this.#ledgerLine(bounty, effect))
        return
      case 'limit':
        gate.reach(effect.by, effect.needed)
        return
      case 'line':
        this.#tell(bounty, effect)
        return
      case 'forfeited':
        this.#forfeited(bounty, effect.amount)
        return
      case 'read-parameters':
        this.#options.readParameters()
        return
      default:
        assertNever(effect)
    }
  }

  #tell(bounty: Bounty, line: Extract<Effect, { is: 'line' }>): void {
    const { outbox, community, clock, book, gate } = this.#options
    outbox.line(bountyLine(community, bounty, line, clock.now()))
    if (line.code === 'bounty-posted') this.#posted(bounty)
    else if (line.code === 'assert-sent') book.answered()
    else if (line.code === 'not-answered') gate.unanswered += 1
    else if (line.code === 'skipped') this.#skipped(bounty)
    else if (line.code === 'won' || line.code === 'won-part' || line.code === 'lost' || line.code === 'returned') this.#ended(bounty)
    else if (line.code === 'revealed') this.#options.losses.takeBack(bounty.facts.guid)
  }

  /** One that was found later was posted in a minute that nobody knows, and perhaps counted there by an earlier run. */
  #posted({ facts }: Bounty): void {
    if (facts.postedBlock !== null) this.#options.book.posted()
  }

  #skipped({ work }: Bounty): void {
    if (work.is !== 'dropped' || work.drop.is !== 'skipped') return
    if (work.drop.reason === 'too-late' || work.drop.reason === 'scan-timed-out') this.#options.book.tooLate()
  }

  /** How often my verdicts were the arbiters': what a scanner is worth. */
  #ended(bounty: Bounty): void {
    this.#options.losses.takeBack(bounty.facts.guid)
    const truth = bounty.noVotes ? null : knownTruth(bounty)
    const verdicts = myVerdicts(bounty, this.#options.account)
    if (!truth || !verdicts || !bounty.answer) return
    const asserted = bounty.answer.mask.map((is, i) => is && verdicts[i] === truth[i])
    const right = asserted.filter(Boolean).length
    this.#options.book.judged(right, bounty.answer.mask.filter(Boolean).length - right)
  }

  #forfeited({ facts, forfeitedAt, lossReason }: Bounty, amount: bigint): void {
    const { losses, clock } = this.#options
    const claim = facts.claims[0]
    const name = (claim?.filename ?? claim?.url ?? facts.guid).slice(0, 300)
    if (losses.add({ guid: facts.guid, name, amount, at: forfeitedAt ?? clock.now(), reason: lossReason })) this.#options.tooManyLosses()
  }

  #ledgerLine({ facts }: Bounty, { kind, amount, hash }: Extract<Effect, { is: 'ledger' }>): JournalOp {
    const { community, account, clock } = this.#options
    const claim = facts.claims[0]
    return {
      is: 'put-ledger',
      entry: {
        at: clock.now(),
        community,
        chain: 'side',
        account,
        currency: 'NCT',
        kind,
        amount,
        guid: facts.guid,
        hash,
        subject: (claim?.filename ?? claim?.url ?? null)?.slice(0, 300) ?? null,
        ref: `${kind}:${facts.guid}`,
      },
    }
  }
}
