import { movedInDay, type RuleMove, underLimit } from '../../shared/domain/maintain.ts'
import { type Outlook, outlookOf } from '../../shared/domain/outlook.ts'
import type { MaintainRule } from '../../shared/domain/transfer.ts'
import type { MaintainCode } from '../../shared/state/codes.ts'
import type { GasTerms } from '../transactions/port.ts'
import { type ContractsKnown, maySign } from './contracts-known.ts'

/** What a decision rests on; amounts are base units of NCT (ETH: wei), null where it is not known. */
export interface MaintainFacts {
  readonly rule: MaintainRule | null
  readonly connected: boolean
  readonly unlocked: boolean
  readonly contracts: ContractsKnown
  readonly sideNct: bigint | null
  /** What that reading of the side balance may hold still of stakes that are on their way. */
  readonly sideLeaving: bigint
  readonly homeNct: bigint | null
  readonly homeEth: bigint | null
  /** What a deposit would pay, as asked last. */
  readonly gas: GasTerms | null
  /** What the relay keeps of a withdrawal. */
  readonly relayFee: bigint | null
  /** A transfer of this Community is on its way or being signed: the net amount that comes, by direction; null = none. */
  readonly inFlight: { readonly deposit: bigint | null; readonly withdrawal: bigint | null }
  /** What rules have moved here, for the limit of a day. */
  readonly moved: readonly RuleMove[]
  readonly now: number
}

/**
 * Move that much, or what is waited for. `amount`: what is in flight, what is needed, or the balance; `until` (ms): when it is over by
 * itself; `left`: what the limit of a day leaves.
 */
export type MaintainDecision =
  | { readonly do: 'deposit' | 'withdrawal'; readonly amount: bigint }
  | {
      readonly do: 'wait'
      readonly code: MaintainCode
      readonly amount: bigint | null
      readonly until: number | null
      readonly left?: bigint
    }

type Waiting = Extract<MaintainDecision, { do: 'wait' }>
const wait = (code: MaintainCode, amount: bigint | null = null, until: number | null = null): Waiting => ({
  do: 'wait',
  code,
  amount,
  until,
})

/**
 * What the rule wants done now. Below the minimum it deposits the refill, above the maximum it withdraws down to the target; never while
 * anything of this Community is on its way in either direction: what is in flight is not in any balance, and counting it twice is how a
 * wallet is emptied into a relay that does not deliver.
 */
export function decideMaintain(facts: MaintainFacts): MaintainDecision {
  const { rule, connected, sideNct, sideLeaving, inFlight } = facts
  if (!rule?.on) return wait('off')
  if (!connected || sideNct === null) return wait('no-connection')
  // A stake on its way is no reason for a deposit before it is gone, and what is gone in a moment cannot be withdrawn.
  const stays = sideNct - sideLeaving
  const due = sideNct < rule.minimum ? 'deposit' : rule.maximum && stays > rule.maximum.above ? 'withdrawal' : null
  if (due === null) return wait('enough', sideNct)
  if (facts.contracts === 'changed') return wait('contracts-changed')
  const flying = inFlight.deposit ?? inFlight.withdrawal
  if (flying !== null) return wait('transfer-in-flight', flying)
  const wanted = due === 'deposit' ? rule.refill : stays - (rule.maximum?.target ?? stays)
  const { amount, freeAt } = underLimit(rule.daily, facts.moved, wanted, facts.now)
  if (freeAt !== null) return { ...wait('day-limit', amount, freeAt), left: leftOfDay(rule.daily ?? 0n, facts) }
  if (due === 'deposit') return decideDeposit(amount, facts)
  if (facts.relayFee !== null && amount <= facts.relayFee) return wait('fee-too-high', facts.relayFee)
  return ready({ do: 'withdrawal', amount }, facts)
}

/** What the rule may still move now; nothing where a lower limit came after the moves. */
function leftOfDay(daily: bigint, { moved, now }: MaintainFacts): bigint {
  const left = daily - movedInDay(moved, now)
  return left > 0n ? left : 0n
}

/** What the limit of a day does to the rule's goal, with what is in flight to the side chain counted there; null when nothing, or unknown. */
export function outlookNow({ rule, sideNct, sideLeaving, inFlight, moved, now }: MaintainFacts): Outlook | null {
  if (rule === null || sideNct === null) return null
  const stays = sideNct < rule.minimum ? sideNct : sideNct - sideLeaving
  return outlookOf(rule, stays + (inFlight.deposit ?? 0n), moved, now)
}

function decideDeposit(amount: bigint, facts: MaintainFacts): MaintainDecision {
  const { homeNct, homeEth, gas } = facts
  if (homeNct === null || homeEth === null) return wait('no-connection')
  if (homeNct < amount) return wait('home-nct-low', amount)
  const cost = gas === null ? 0n : gas.limit * gas.price
  if (homeEth < cost || (gas !== null && gas.price > 0n && homeEth === 0n)) return wait('home-eth-low', cost)
  return ready({ do: 'deposit', amount }, facts)
}

function ready(move: Exclude<MaintainDecision, { do: 'wait' }>, { unlocked, contracts }: MaintainFacts): MaintainDecision {
  if (!unlocked) return wait('wallet-locked')
  return maySign(contracts, move.do) ? move : wait('contracts-not-compared')
}
