import { amountToText } from '../../shared/domain/amount.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { ruleProblems } from '../../shared/domain/maintain.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { EventCode } from '../../shared/state/codes.ts'
import type { NewEventLine } from '../../shared/state/state.ts'

/** @throws ConsoleError 'invalid-request' when the rule makes no sense. @param relayFee as `ruleProblems` takes it */
export function requireSense(rule: MaintainRule, relayFee: bigint | null): void {
  const [problem] = ruleProblems(rule, relayFee)
  if (problem) throw new ConsoleError('invalid-request', `${problem.field}: ${problem.code}`)
}

/** What the feed says when a rule takes the place of another: switched on with which bounds, changed, or off; null when nothing acts otherwise. */
export function ruleLine(community: CommunityId, before: MaintainRule | null, after: MaintainRule, at: number): NewEventLine | null {
  const code = codeOf(before, after)
  if (code === null) return null
  return { at, community, code, tone: 'soft', mine: true, guid: null, subject: after.on ? boundsOf(after) : null, amount: null }
}

function codeOf(before: MaintainRule | null, after: MaintainRule): EventCode | null {
  if (before?.on !== true) return after.on ? 'maintain-on' : null
  if (!after.on) return 'maintain-off'
  return boundsOf(before) === boundsOf(after) && before.confirmations === after.confirmations ? null : 'maintain-changed'
}

/** In signs alone, so that they read in every language. */
function boundsOf({ minimum, refill, maximum, daily }: MaintainRule): string {
  const low = `< ${amountToText(minimum)} NCT: +${amountToText(refill)} NCT`
  const high = maximum === null ? '' : `; > ${amountToText(maximum.above)} NCT: ${amountToText(maximum.target)} NCT`
  return `${low}${high}${daily === null ? '' : `; ≤ ${amountToText(daily)} NCT / 24 h`}`
}
