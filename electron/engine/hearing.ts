import type { Parameters } from '../../shared/domain/community.ts'
import { sameAddress } from '../../shared/domain/identifiers.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { AssertionEvent, DaemonEvent, QuorumEvent, RevealEvent, SettledBountyEvent, VoteEvent } from '../polyswarmd/index.ts'
import type { TransactionNews } from '../transactions/port.ts'
import type { BlockTimes } from './block-times.ts'
import type { Conditions } from './mode.ts'
import type { EngineParts } from './parts.ts'
import type { EngineOptions } from './port.ts'
import { DEPRECATED } from './resumption.ts'
import type { Surroundings } from './surroundings.ts'

export interface HearingOptions {
  readonly options: Pick<EngineOptions, 'community' | 'account' | 'clock'>
  readonly parts: EngineParts
  readonly around: Surroundings
  readonly times: BlockTimes
  readonly change: (part: Partial<Conditions>) => void
  readonly line: (code: EventCode, subject: string | null) => void
}

/** What the Community and the queue tell: to whom in the engine it belongs. */
export class Hearing {
  readonly #options: HearingOptions
  constructor(options: HearingOptions) {
    this.#options = options
  }

  event(event: DaemonEvent): void {
    const { around, times, parts, options } = this.#options
    around.blockMayHaveMoved()
    const block = event.kind === 'block' ? event.number : 'blockNumber' in event ? event.blockNumber : null
    if (block !== null) times.heard(block, options.clock.now())
    const { parameters } = around
    switch (event.kind) {
      case 'bounty':
        parts.catchUp.heard(event.guid)
        parts.intake.posted(event)
        return
      case 'assertion':
      case 'reveal':
      case 'vote':
      case 'quorum':
      case 'settled_bounty':
        this.#ofBounty(event)
        return
      case 'fee_update':
        if (parameters) this.#updated({ ...parameters, bountyFee: event.bountyFee, assertionFee: event.assertionFee })
        return
      case 'window_update':
        if (parameters) this.#updated({ ...parameters, revealWindow: event.revealWindow, voteWindow: event.voteWindow })
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

  news(news: TransactionNews): void {
    const { errands, lives, motion } = this.#options.parts
    const subject = errands.subject(news)
    if (subject?.of === 'settle' && news.is === 'signed') motion.settlementSigned(subject.guid, news.hash)
    if (subject) lives.apply(subject.guid, { is: 'news', of: subject.of, news })
  }

  /** The registry's rules as read or changed. */
  parameters(parameters: Parameters): void {
    const { around, parts, change } = this.#options
    const before = around.parameters
    around.parameters = parameters
    const moved = before?.revealWindow !== parameters.revealWindow || before.voteWindow !== parameters.voteWindow
    // The windows are the registry's, not the bounty's: a change moves the deadlines of everything that is open.
    if (moved) parts.lives.tickAll(() => true)
    change({ parametersKnown: true })
  }

  #ofBounty(event: AssertionEvent | RevealEvent | VoteEvent | QuorumEvent | SettledBountyEvent): void {
    const { options, parts } = this.#options
    const { lives, intake, late } = parts
    const guid = event.bountyGuid.toLowerCase()
    const byMe = (event.kind === 'assertion' || event.kind === 'reveal') && sameAddress(event.author, options.account)
    const isBack = event.kind === 'settled_bounty' && sameAddress(event.settler, options.account) && late.isWatching(guid)
    if ((byMe || isBack) && !lives.get(guid)?.answer) intake.mine(guid, { is: 'event', event })
    else lives.apply(guid, { is: 'event', event })
  }

  #updated(parameters: Parameters): void {
    this.#options.line('parameters-changed', null)
    this.parameters(parameters)
  }

  #deprecated(deprecated: boolean): void {
    const { options, parts, around, change, line } = this.#options
    if (around.conditions.deprecated === deprecated) return
    parts.saver.add({ is: 'put-fact', community: options.community, name: DEPRECATED, value: deprecated ? 'yes' : null })
    if (deprecated) line('registry-deprecated', null)
    change({ deprecated })
  }
}
