import type { Denomination } from '../../../shared/domain/amount.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { CommunityId } from '../../../shared/domain/identifiers.ts'
import { isInFlight, type MaintainRule, type Transfer } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'
import { localMoment } from './local-moment.ts'
import type { MoneyCommand, MoneyRun } from './money-options.ts'
import type { Terminal } from './run.ts'
import { call, INTERRUPTED, joinPlace, until } from './run-steps.ts'

type Command<Is extends MoneyCommand['is']> = Extract<MoneyCommand, { readonly is: Is }>

interface Work {
  readonly core: ConsoleCore
  readonly id: CommunityId
  readonly terminal: Terminal
  readonly stop: AbortSignal
  readonly json: boolean
}

/**
 * Carries out one command about money, and nothing else: no engine answers bounties meanwhile.
 * @returns exit code: 0 done, 1 a transfer failed or could not be paid for, 130 interrupted
 * @throws ConsoleError why it could not be begun: the host says it and ends with 1
 */
export async function moneyRun(core: ConsoleCore, run: MoneyRun, terminal: Terminal, stop: AbortSignal): Promise<number> {
  const id = await joinPlace(core, run.place)
  const work: Work = { core, id, terminal, stop, json: run.json }
  const { command } = run
  switch (command.is) {
    case 'view-balance':
      return viewBalance(work, command)
    case 'transfer':
      return transfers(work, command)
    case 'maintain':
      return maintain(work, command)
    default:
      return assertNever(command)
  }
}

/** Balances that were read after the start. */
const ready = ({ connection, balances }: CommunityState): boolean =>
  connection.is === 'connected' && balances.sideNct !== null && balances.homeNct !== null

async function viewBalance({ core, id, terminal, stop, json }: Work, command: Command<'view-balance'>): Promise<number> {
  const state = await until(core, id, stop, ready)
  if (!state) return INTERRUPTED
  const { homeNct, homeEth, sideNct } = state.balances
  const { wallet: account } = state.settings
  const balances = { account, home: homeNct?.value ?? 0n, homeEth: homeEth?.value ?? 0n, side: sideNct?.value ?? 0n }
  tellBalances(balances, command, json, terminal)
  return 0
}

/** Base units. */
export interface Balances {
  readonly account: string | null
  readonly home: bigint
  readonly homeEth: bigint
  readonly side: bigint
}

export function tellBalances(
  balances: Balances,
  { chains, denomination }: Command<'view-balance'>,
  json: boolean,
  terminal: Terminal,
): void {
  if (json) {
    const shown = Object.fromEntries(chains.map((chain) => [chain, balances[chain].toString()]))
    const eth = chains.includes('home') ? { homeEth: balances.homeEth.toString() } : {}
    terminal.out(JSON.stringify({ account: balances.account, ...shown, ...eth }))
  } else for (const chain of chains) terminal.out(`Balance is ${inUnits(balances[chain], denomination)} (${denomination}) on ${chain}`)
}

async function transfers(work: Work, command: Command<'transfer'>): Promise<number> {
  const { core, id, terminal, stop, json } = work
  if (!(await until(core, id, stop, ready))) return INTERRUPTED
  const { direction, text, denomination, all } = command
  const done: Transfer[] = []
  for (let i = 0; i < command.times; i++) {
    if (!(await free(work, direction))) return INTERRUPTED
    const plan = await call(core, 'transfer.plan', { community: id, direction, text, denomination, all })
    const started = await call(core, 'transfer.start', { ...plan, by: 'command' })
    const isLast = i === command.times - 1
    const ended = await followed(work, started.id, isLast && !command.wait)
    if (!ended) {
      terminal.error('Interrupted; what was sent goes on by itself, and the journal remembers it.')
      return INTERRUPTED
    }
    done.push(ended)
    if (!json) terminal.out(sentence(ended))
    if (ended.stage === 'failed') break
  }
  if (json) terminal.out(JSON.stringify({ transfers: done.map(asJson) }))
  return done.some(({ stage }) => stage === 'failed') ? 1 : 0
}

/**
 * Waits for the transfer that an earlier command left in flight: one for each direction at a time. One that is overdue is not waited for;
 * planning the next is refused then, with the reason. null when interrupted.
 */
async function free({ core, id, stop, terminal }: Work, direction: Transfer['direction']): Promise<CommunityState | null> {
  const flying = ({ transfers: all }: CommunityState): Transfer | undefined =>
    all.find((each) => each.direction === direction && isInFlight(each.stage) && !each.overdue)
  const now = core.state.communities[id]
  if (now && flying(now)) terminal.error(`Waiting for the ${direction} in flight first.`)
  return until(core, id, stop, (state) => flying(state) === undefined)
}

/** A transfer until it is mined or has arrived, or came to nothing; null when interrupted. */
async function followed({ core, id, stop }: Work, transferId: string, onlyMined: boolean): Promise<Transfer | null> {
  const find = ({ transfers: all }: CommunityState): Transfer | undefined => all.find((each) => each.id === transferId)
  const isOver = (transfer: Transfer | undefined): boolean =>
    transfer !== undefined && (!isInFlight(transfer.stage) || (onlyMined && isMined(transfer)))
  const state = await until(core, id, stop, (each) => isOver(find(each)))
  return (state && find(state)) ?? null
}

/**
 * Keeps the rule until it has made as many transfers as were asked for, or until it is interrupted. The rule rests as soon as the last one
 * is begun: the arrival of that one may be heard of together with its being mined, and would begin the next in the same moment.
 */
async function maintain(work: Work, { rule: asked, keepsDaily, transfers: wanted }: Command<'maintain'>): Promise<number> {
  const { core, id, terminal, stop, json } = work
  const first = await until(core, id, stop, ready)
  if (!first) return INTERRUPTED
  const before = { rule: first.maintain, ids: new Set(first.transfers.map((each) => each.id)) }
  // A limit that was set in the window holds until it is lifted by its name.
  const rule = keepsDaily ? { ...asked, daily: first.maintain?.daily ?? null } : asked
  const set = (next: MaintainRule) => call(core, 'maintain.set', { community: id, rule: next, by: 'command' })
  // The state shows the newest transfers only.
  const seen = new Map<string, Transfer>()
  const told = new Map<string, string>()
  let said = ''
  const look = (state: CommunityState): readonly Transfer[] => {
    for (const each of state.transfers) if (each.by === 'maintain' && !before.ids.has(each.id)) seen.set(each.id, each)
    if (!json) said = tellMaintain(state, before.ids, told, said, terminal)
    return [...seen.values()].filter(({ stage }) => stage !== 'failed')
  }
  try {
    for (let made: readonly Transfer[] = []; wanted === null || made.length < wanted; ) {
      await set(rule)
      const begun = await until(core, id, stop, (state) => {
        const { length } = look(state)
        return wanted !== null && length >= wanted
      })
      if (!begun) break
      await set({ ...rule, on: false })
      const ended = await until(core, id, stop, (state) => look(state).every(isMined))
      if (!ended) break
      made = look(ended)
    }
    const last = core.state.communities[id]
    if (last) look(last)
    const made = [...seen.values()].filter(isMined)
    if (json) terminal.out(JSON.stringify({ transfers: made.map(asJson) }))
    return wanted !== null && made.length >= wanted ? 0 : INTERRUPTED
  } finally {
    // The rule was this program's while it ran, as with the Python tool. The settings never had it: whatever ends this program ends it too.
    await set(before.rule ?? { ...rule, on: false })
  }
}

/** It has left its chain: seen in a block there, or already on the other side. */
const isMined = ({ minedAt, stage }: Transfer): boolean => minedAt !== null || stage === 'arrived'

/** Says each stage of each transfer once, and what the rule waits for when that changes. */
function tellMaintain(
  state: CommunityState,
  old: ReadonlySet<string>,
  told: Map<string, string>,
  said: string,
  terminal: Terminal,
): string {
  for (const transfer of state.transfers) {
    const stage = transfer.overdue ? 'overdue' : transfer.stage
    if (old.has(transfer.id) || told.get(transfer.id) === stage) continue
    told.set(transfer.id, stage)
    terminal.out(sentence(transfer))
  }
  const { code, amount } = state.maintainNext ?? { code: 'off', amount: null }
  const line = waits[code]?.(inUnits(amount ?? 0n, 'nct'), state) ?? ''
  if (line !== said && line !== '') terminal.error(line)
  return line
}

const waits: Readonly<Record<string, (amount: string, state: CommunityState) => string>> = {
  'home-nct-low': (needed, { balances }) =>
    `Insufficient funds for deposit. Have ${inUnits(balances.homeNct?.value ?? 0n, 'nct')} NCT. Need ${needed} NCT.`,
  'home-eth-low': (needed, { balances }) =>
    `Insufficient ETH for the gas of a deposit. Have ${inUnits(balances.homeEth?.value ?? 0n, 'nct')} ETH. Need ${needed} ETH.`,
  'fee-too-high': (fee) => `A withdrawal is due, but the relay keeps ${fee} NCT: all of it.`,
  'day-limit': (due, { maintainNext }) =>
    `${due} NCT are due and do not fit yet: of what may be moved in 24 hours ${inUnits(maintainNext?.left ?? 0n, 'nct')} NCT are left. Waiting until ${localMoment(maintainNext?.until ?? 0)}.`,
  'contracts-changed': () => 'The Community shows other contracts than the accepted ones: nothing is moved meanwhile.',
  'contracts-not-compared': () => 'Waiting until the contracts of the Community are compared with the accepted ones.',
  'no-connection': () => 'Waiting for the connection.',
}

function sentence({ direction, amount, fee, stage, overdue, reason, hash }: Transfer): string {
  const what = `${direction === 'deposit' ? 'Deposit' : 'Withdrawal'} of ${inUnits(amount, 'nct')} NCT`
  if (stage === 'failed') return `${what} failed: ${reason ?? 'no reason was given'}`
  const net = fee === 0n ? '' : `, of which the relay keeps ${inUnits(fee, 'nct')} NCT`
  return `${what}${net}: ${overdue ? 'overdue' : stage} (${hash})`
}

const asJson = ({ id, direction, amount, fee, stage, hash, reason }: Transfer) => ({
  id,
  direction,
  amount: amount.toString(),
  fee: fee.toString(),
  arrives: (amount - fee).toString(),
  stage,
  hash,
  reason,
})

const decimals: Readonly<Record<Denomination, number>> = { nct: 18, 'nct-gwei': 9, 'nct-wei': 0 }

/** All digits in the unit that was asked for; the Python tool cuts the fraction off. */
export function inUnits(amount: bigint, denomination: Denomination): string {
  const places = decimals[denomination]
  const digits = amount.toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}
