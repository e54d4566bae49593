import { amountToText } from '../../../shared/domain/amount.ts'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityId } from '../../../shared/domain/identifiers.ts'
import { lossText } from '../../../shared/errors/sentences.ts'
import type { CommunityState, Results } from '../../../shared/state/state.ts'
import type { ConsoleCore } from '../../console/core.ts'
import { localMoment } from './local-moment.ts'
import type { ScriptedRun } from './options.ts'
import type { Terminal } from './run.ts'
import { call, INTERRUPTED, joinPlace, until } from './run-steps.ts'

/** The one line of `--json`; amounts are decimal strings of base units. */
export interface RunTotals {
  /** Seen, answered or not: never fewer than `asserted` and `missed` together. */
  readonly bounties: number
  /** By this account, also what another program asserted with its key. */
  readonly asserted: number
  readonly revealed: number
  readonly settled: number
  readonly forfeited: number
  /** Given up by the operator; below zero when a write-off of an earlier run was taken back. */
  readonly writtenOff: number
  /** Of the bounties that were to be answered: never asserted, or refused by the registry. */
  readonly missed: number
  readonly bidTotal: string
  readonly feeTotal: string
  readonly payoutTotal: string
  readonly balanceStart: string
  readonly balanceEnd: string
}

/**
 * Runs an engine by the command line alone: wallet, Community, engine; until it is told to stop, or for N bounties with `--testing N`.
 * @returns exit code: of a run for N bounties 0 when nothing was forfeited or written off and the totals equal the balances, 1 else or when
 *   the engine was stopped, or paused itself after losses, before; 130 when it was interrupted
 */
export async function scriptedRun(core: ConsoleCore, run: ScriptedRun, terminal: Terminal, stop: AbortSignal): Promise<number> {
  const id = await joinPlace(core, run)
  await configure(core, id, run)
  if (run.testing !== null) return countedRun(core, id, { ...run, testing: run.testing }, terminal, stop)
  const opened = await until(core, id, stop, isOpened)
  if (!opened) return INTERRUPTED
  await call(core, 'engine.start', { community: id })
  tellStart(opened, 'Answering', terminal)
  await until(core, id, stop, () => false)
  // As with the desktop's quit, the engine is not stopped: nobody said so, and one that starts by itself goes on at the next start.
  return INTERRUPTED
}

const isOpened = ({ balances, connection }: CommunityState): boolean => balances.sideNct !== null && connection.is === 'connected'

const tellStart = ({ settings: { name, wallet } }: CommunityState, which: string, terminal: Terminal): void =>
  terminal.error(`${which} bounties of ${name} with ${wallet ?? 'no wallet'}.`)

/** What an earlier run has staked is finished first, then N bounties are taken on and no more, and the run ends when all of them did. */
async function countedRun(
  core: ConsoleCore,
  id: CommunityId,
  run: ScriptedRun & { readonly testing: number },
  terminal: Terminal,
  stop: AbortSignal,
): Promise<number> {
  const { testing } = run
  // No new bounty before the balance at the start is known.
  await stopEngine(core, id)
  const opened = await until(core, id, stop, isOpened)
  const left = opened?.stake.open ?? 0
  const foundAtOnce = lostStakes(core, id).length
  if (left > 0) terminal.error(`Finishing ${left} assertions of an earlier run first.`)
  const first = opened && (left > 0 ? await settled(core, id, stop, terminal) : opened)
  if (!opened || !first) return INTERRUPTED
  const lost = first.total.forfeited - opened.total.forfeited + foundAtOnce
  if (lost > 0) return endAfterLosses(core, first, lost, run, terminal)
  const before = { results: first.total, balance: first.balances.sideNct?.value ?? 0n }
  await call(core, 'engine.start', { community: id, atMost: testing })
  tellStart(first, testing === 1 ? 'Answering one of the' : `Answering ${testing} of the`, terminal)
  const answered = await engineEnded(core, id, stop)
  if (!answered) await stopEngine(core, id)
  const ended = answered ? await settled(core, id, stop, terminal) : null
  if (!answered || !ended) return INTERRUPTED
  const isWhole = answered.engine.is === 'stopped' && answered.engine.after === testing
  const why = answered.engine.is === 'paused' ? 'paused itself after losses' : 'was stopped'
  if (!isWhole) terminal.error(`The engine ${why} before it had taken on ${testing} bounties.`)
  // What came after the last answer was left alone on purpose.
  const results = { ...ended.total, bounties: answered.total.bounties, missed: answered.total.missed }
  const missed = isWhole ? (missedOf(ended) ?? missedOf(answered)) : null
  const totals = totalsOf(before.results, results, missed, before.balance, ended.balances.sideNct?.value ?? 0n)
  tell(terminal, run, totals)
  return isWhole && totals.forfeited === 0 && totals.writtenOff <= 0 && isBalanced(totals) ? 0 : 1
}

const stopEngine = (core: ConsoleCore, id: CommunityId) => call(core, 'engine.stop', { community: id, by: 'command' })

/** What this console found lost since it was started, as far as it is in the state: a row leaves it a while after its end. */
const lostStakes = (core: ConsoleCore, id: CommunityId): readonly BountyRow[] =>
  Object.values(core.state.bounties[id] ?? {}).filter(
    ({ state, settledAt }) => state === 'forfeited' && settledAt !== null && settledAt >= core.state.app.startedAt,
  )

/** Stakes of an earlier run were lost: nothing new is staked before somebody has looked. @returns the exit code */
function endAfterLosses(core: ConsoleCore, first: CommunityState, lost: number, run: ScriptedRun, terminal: Terminal): number {
  terminal.error(
    `${lost} ${lost === 1 ? 'stake' : 'stakes'} of an earlier run ${lost === 1 ? 'was' : 'were'} lost, so nothing new was staked; run again to go on.`,
  )
  for (const { artifacts, guid, bid, assertionFee, lossReason } of lostStakes(core, first.settings.id)) {
    const amount = amountToText((bid ?? 0n) + (assertionFee ?? 0n))
    terminal.error(`${artifacts[0]?.name ?? guid}: ${amount} NCT. ${lossReason ? lossText(lossReason, localMoment) : ''}`.trim())
  }
  const balance = first.balances.sideNct?.value ?? 0n
  tell(terminal, run, totalsOf({ ...first.total, forfeited: first.total.forfeited - lost }, first.total, null, balance, balance))
  return 1
}

/** Of the bounties that were taken on, those without an assertion, as the engine counts them; null when it tells of none. */
const missedOf = ({ engine }: CommunityState): number | null => (engine.is === 'stopped' ? (engine.missed ?? null) : null)

/**
 * The Community's state when its engine has stopped: by itself, with every bounty taken on, or by somebody's hand; or when it has paused
 * itself after losses, for nobody is there to look and let it go on. null when interrupted.
 */
async function engineEnded(core: ConsoleCore, id: CommunityId, stop: AbortSignal): Promise<CommunityState | null> {
  // Until its start is told, the state shows how it stood before.
  const begun = await until(core, id, stop, ({ engine }) => engine.is !== 'stopped' || engine.after !== undefined)
  return begun && until(core, id, stop, ({ engine }) => engine.is === 'stopped' || (engine.is === 'paused' && engine.by === 'losses'))
}

async function configure(core: ConsoleCore, id: CommunityId, { backend, bidStrategy, perDay, atOnce }: ScriptedRun): Promise<void> {
  const limits = core.state.communities[id]?.engineSettings.limits
  const limit = (wanted: ScriptedRun['perDay'], now: bigint | null): bigint | null =>
    wanted === null ? now : wanted === 'none' ? null : wanted
  const changed = limits && { ...limits, perDay: limit(perDay, limits.perDay), atOnce: limit(atOnce, limits.atOnce) }
  await call(core, 'engine.configure', {
    community: id,
    settings: {
      ...(backend ? { scanner: backend } : {}),
      ...(bidStrategy ? { strategy: bidStrategy } : {}),
      ...(changed ? { limits: changed } : {}),
    },
  })
}

/** Waits until nothing is open any more, telling how many are, and the balance was read after the last settlement. */
async function settled(core: ConsoleCore, id: CommunityId, stop: AbortSignal, terminal: Terminal): Promise<CommunityState | null> {
  let told = core.state.communities[id]?.stake.open ?? 0
  const quiet = await until(core, id, stop, ({ stake, queues }) => {
    if (stake.open !== told && stake.open > 0)
      terminal.error(`${stake.open} ${stake.open === 1 ? 'assertion is' : 'assertions are'} open still.`)
    told = stake.open
    return stake.open === 0 && queues.send === 0
  })
  if (!quiet) return null
  const since = Date.now()
  // Two readings: the first may have been asked before the last settlement was mined.
  const once = await until(core, id, stop, ({ balances }) => (balances.sideNct?.at ?? 0) > since)
  const at = once?.balances.sideNct?.at ?? 0
  return once && until(core, id, stop, ({ balances }) => (balances.sideNct?.at ?? 0) > at)
}

/** @param missedOfRun of the bounties of the run; null = all that the results count */
function totalsOf(before: Results, after: Results, missedOfRun: number | null, balanceStart: bigint, balanceEnd: bigint): RunTotals {
  const since = (pick: (results: Results) => number): number => pick(after) - pick(before)
  const asserted = since((results) => results.asserted)
  const missed = missedOfRun ?? since((results) => results.missed)
  const amount = (pick: (results: Results) => bigint): string => (pick(after) - pick(before)).toString()
  return {
    bounties: Math.max(
      asserted + missed,
      since(({ bounties }) => bounties),
    ),
    asserted,
    revealed: since(({ revealed }) => revealed),
    settled: since(({ settled }) => settled),
    forfeited: since(({ forfeited }) => forfeited),
    writtenOff: since(({ writtenOff }) => writtenOff),
    missed,
    bidTotal: amount(({ bids }) => bids),
    feeTotal: amount(({ fees }) => fees),
    payoutTotal: amount(({ payouts }) => payouts),
    balanceStart: balanceStart.toString(),
    balanceEnd: balanceEnd.toString(),
  }
}

/** Everything that left and came back is in the totals: the balance proves it. */
const isBalanced = ({ balanceStart, balanceEnd, bidTotal, feeTotal, payoutTotal }: RunTotals): boolean =>
  BigInt(balanceEnd) - BigInt(balanceStart) === BigInt(payoutTotal) - BigInt(bidTotal) - BigInt(feeTotal)

function tell(terminal: Terminal, run: ScriptedRun, totals: RunTotals): void {
  if (run.json) terminal.out(JSON.stringify(totals))
  else
    terminal.out(
      `${totals.settled} of ${totals.asserted} assertions settled, ${totals.forfeited} forfeited, ${totals.writtenOff} written off, ${totals.missed} bounties missed.`,
    )
  if (!isBalanced(totals))
    terminal.error(
      'The totals do not equal the change of the balance: somebody else moved NCT of this account, or something is unexplained.',
    )
}
