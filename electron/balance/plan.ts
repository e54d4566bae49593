import type { TransferPlan } from '../../shared/contract/contract.ts'
import { amountToText, parseAmount } from '../../shared/domain/amount.ts'
import type { Pins } from '../../shared/domain/community.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import type { TransferDirection } from '../../shared/domain/transfer.ts'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { gasTerms } from '../transactions/gas-terms.ts'
import { homeGas } from '../transactions/pins.ts'
import type { GasCeilings, GasTerms } from '../transactions/port.ts'
import type { TransferRequest, TreasuryClient } from './port.ts'
import { chainsOf } from './transfer-life.ts'

/** What is known without asking: for a daemon that wants an API key and gets none, which lets withdrawals through all the same. */
export interface LastKnown {
  readonly sideNct: bigint | null
  readonly relayFeeHome: bigint | null
}

export interface PlanOptions {
  readonly community: CommunityId
  readonly pins: Pins
  readonly client: TreasuryClient
  readonly ceilings: () => GasCeilings
  readonly lastKnown: () => LastKnown
  /** Told what a deposit would pay for gas, whenever it is asked. */
  readonly onGas: (gas: GasTerms) => void
}

const NO_GAS: GasTerms = { limit: 0n, price: 0n }

/** The amount of a request; 'all' where it is the whole balance. @throws ConsoleError 'amount-invalid' */
export function amountOf({ text, denomination, all }: TransferRequest): bigint | 'all' {
  if (all) return 'all'
  const parsed = parseAmount(text, denomination)
  if (!parsed.ok) throw new ConsoleError('amount-invalid', parsed.problem)
  if (parsed.value === 0n) throw new ConsoleError('amount-invalid', because('nothing-moved'))
  return parsed.value
}

/**
 * What a transfer would do now, asked from the Community. Nothing is signed.
 * @throws ConsoleError as `TreasuryControl.plan`
 */
export async function makePlan(options: PlanOptions, direction: TransferDirection, wanted: bigint | 'all'): Promise<TransferPlan> {
  const { balance, fee } = await askMoney(options, direction)
  const amount = wanted === 'all' ? balance : wanted
  if (amount === 0n) throw new ConsoleError('balance-too-low', because('nothing-there'))
  if (amount > balance)
    throw new ConsoleError('balance-too-low', because('balance-short', { balance: amountToText(balance), amount: amountToText(amount) }))
  if (amount <= fee) {
    throw new ConsoleError('withdrawal-below-fee', because('relay-keeps-all', { fee: amountToText(fee), amount: amountToText(amount) }))
  }
  const gas = direction === 'deposit' ? await askGas(options, amount) : NO_GAS
  const plan = { community: options.community, direction, amount, fee, arrives: amount - fee, left: balance - amount }
  return { ...plan, gasPrice: gas.price, gasLimit: gas.limit, gasCost: gas.price * gas.limit }
}

/** Fee, gas or balance moved against what the operator saw: nothing is signed then. @throws ConsoleError 'plan-changed' */
export function requireUnchanged(seen: TransferPlan, now: TransferPlan): void {
  if (now.fee > seen.fee) throw new ConsoleError('plan-changed', because('relay-fee-now', { fee: amountToText(now.fee) }))
  if (now.gasCost > seen.gasCost) throw new ConsoleError('plan-changed', because('gas-cost-now', { cost: amountToText(now.gasCost) }))
}

/** A plan comes back through the window: what does not add up is not ours. @throws ConsoleError 'invalid-request' */
export function requireSound({ amount, fee, arrives, gasPrice, gasLimit, gasCost, direction }: TransferPlan): void {
  const adds = amount > 0n && fee >= 0n && arrives === amount - fee && gasPrice >= 0n && gasLimit >= 0n && gasCost === gasPrice * gasLimit
  if (!adds) throw new ConsoleError('invalid-request', 'this plan does not add up')
  if (direction === 'withdrawal' && gasCost !== 0n) throw new ConsoleError('invalid-request', 'a withdrawal needs no gas')
}

async function askMoney({ client, lastKnown }: PlanOptions, direction: TransferDirection): Promise<{ balance: bigint; fee: bigint }> {
  const { source, target } = chainsOf(direction)
  try {
    const [balance, fee] = await Promise.all([client.balance(source, 'nct', client.account), client.relayFee(target)])
    return { balance, fee }
  } catch (error) {
    const isClosed = error instanceof ConsoleError && error.code === 'unauthorized' && direction === 'withdrawal'
    if (!isClosed) throw error
    // Without an API key nothing can be asked, and funds may still be taken home: by what was known last.
    const { sideNct, relayFeeHome } = lastKnown()
    if (relayFeeHome === null || sideNct === null) throw new ConsoleError('relay-fee-unknown', because('relay-fee-not-told'))
    return { balance: sideNct, fee: relayFeeHome }
  }
}

async function askGas({ client, pins, ceilings, onGas }: PlanOptions, amount: bigint): Promise<GasTerms> {
  const [gas, eth] = await Promise.all([homeGas(client, amount, pins), client.balance('home', 'eth', client.account)])
  onGas(gas)
  const most = ceilings()
  if (gas.price > most.price || gas.limit > most.limit) {
    throw new ConsoleError('gas-above-ceiling', gasTerms(gas, most))
  }
  const cost = gas.price * gas.limit
  if (cost > eth) throw new ConsoleError('gas-too-low', because('gas-short', { cost: amountToText(cost), balance: amountToText(eth) }))
  return gas
}
