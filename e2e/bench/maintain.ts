import { join } from 'node:path'
import { Interface } from 'ethers'
import type { ConsoleCore } from '../../electron/console/core.ts'
import { call } from '../../electron/host/headless/run-steps.ts'
import { type SandboxHandle, startSandbox } from '../../electron/sandbox/sandbox.ts'
import type { LedgerEntry } from '../../shared/contract/contract.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { isInFlight } from '../../shared/domain/transfer.ts'
import type { CommunityState } from '../../shared/state/state.ts'
import { chainBalances, ledgerOf, openConsole, until, wallet } from '../integration/console-here.ts'

export interface MaintainRun {
  /** Blocks of the side chain under the rule. */
  readonly blocks: number
  readonly blockMs: number
  /** Blocks from one bounty to the next. */
  readonly bountyEvery: number
  readonly voteWindow: number
}

/** What a rule did under an engine that loses. Amounts are base units of NCT as decimal text. */
export interface MaintainBench extends MaintainRun {
  readonly bounties: number
  readonly asserted: number
  /** By the engine's own results. */
  readonly won: number
  readonly wonPart: number
  readonly lost: number
  readonly returned: number
  readonly forfeited: number
  readonly missed: number
  readonly minimum: string
  readonly refill: string
  /** Mined on the home chain, and paid out on the side chain. */
  readonly deposits: number
  readonly arrivals: number
  /** Of the side balance, read on the chain at each block. */
  readonly lowest: string
  readonly highest: string
  /** Blocks at which more than one deposit was on its way, by the chains or by the console's own word. */
  readonly violations: number
  readonly unexplained: number
  readonly totalsEqualChains: boolean
}

const ROOT = join(import.meta.dirname, '../..')
const NCT = 10n ** 18n
const REFILL = 60n * NCT
/** How long the last bounties, transfers and readings may take to come to rest. */
const REST_MS = 180_000
const transfers = new Interface(['event Transfer(address indexed from, address indexed to, uint256 value)'])

/**
 * A console whose scanner is always wrong, on real chains with daemon, relay and verifiers, under a rule that keeps its balance filled for so
 * many blocks. Then everything comes to rest and is counted.
 * @throws Error when it does not come to rest
 */
export async function benchMaintain(run: MaintainRun, say: (line: string) => void): Promise<MaintainBench> {
  const ends: (() => Promise<void> | void)[] = []
  try {
    const sandbox = await startSandbox({
      blockTimeMs: run.blockMs,
      bountyEvery: run.bountyEvery,
      revealWindow: 30,
      voteWindow: run.voteWindow,
      actors: { rivals: 1, arbiters: 1, settle: false },
      fund: [wallet.address],
    })
    ends.push(() => sandbox.close())
    // None is to be missed because nobody was there yet.
    sandbox.pauseBounties(true)
    const { core, id } = await openConsole(sandbox, ends, join(ROOT, 'e2e/bench/losing-scanner.ts'))
    return await measure(run, sandbox, core, id, say)
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

async function measure(run: MaintainRun, sandbox: SandboxHandle, core: ConsoleCore, id: CommunityId, say: (line: string) => void) {
  const state = (): CommunityState => core.state.communities[id] ?? never()
  await until('a balance', () => state().balances.sideNct !== null && state().connection.is === 'connected')
  const minimum = (await chainBalances(sandbox)).side
  const limits = { ...state().engineSettings.limits, perDay: null, atOnce: null }
  await call(core, 'engine.configure', { community: id, settings: { limits } })
  const rule = { on: true, minimum, refill: REFILL, maximum: null, confirmations: 20, daily: null }
  await call(core, 'maintain.set', { community: id, rule })
  await call(core, 'engine.start', { community: id })
  sandbox.pauseBounties(false)
  const { chain } = sandbox.community.sides.side
  const from = chain.blockNumber()
  const witness = new Witness(sandbox, minimum, () => state().transfers.filter(({ stage }) => isInFlight(stage)).length)
  say(`${run.blocks} blocks of ${run.blockMs} ms from block ${from}`)
  let told = 0
  const past = (): boolean => {
    const block = chain.blockNumber() - from
    if (block - told >= 300) {
      told = block
      say(`block ${block}: ${witness.deposits} deposits, side balance ${witness.last / NCT} NCT, ${sandbox.posted()} bounties`)
    }
    return block >= run.blocks
  }
  await until('the blocks', past, run.blocks * run.blockMs * 3 + REST_MS)
  sandbox.pauseBounties(true)
  await call(core, 'maintain.set', { community: id, rule: { ...rule, on: false } })
  await until('rest', () => isAtRest(state()), REST_MS)
  const totalsEqualChains = await until('the ledger to be even', () => isEven(sandbox, core, id), REST_MS).then(
    () => true,
    () => false,
  )
  await witness.stop()
  const entries = await ledgerOf(core, id)
  const { asserted, won, wonPart, lost, returned, forfeited, missed } = state().total
  return {
    ...run,
    bounties: sandbox.posted(),
    asserted,
    won,
    wonPart,
    lost,
    returned,
    forfeited,
    missed,
    minimum: minimum.toString(),
    refill: REFILL.toString(),
    deposits: witness.deposits,
    arrivals: witness.arrivals,
    lowest: witness.lowest.toString(),
    highest: witness.highest.toString(),
    violations: witness.violations,
    unexplained: entries.filter(({ kind }) => kind === 'unexplained').length,
    totalsEqualChains,
  }
}

const isAtRest = ({ stake, queues, transfers: all }: CommunityState): boolean =>
  stake.open === 0 && queues.send === 0 && all.every(({ stage }) => !isInFlight(stage))

async function isEven(sandbox: SandboxHandle, core: ConsoleCore, id: CommunityId): Promise<boolean> {
  const entries = await ledgerOf(core, id)
  const { side, home, eth } = await chainBalances(sandbox)
  return sumOf(entries, 'side', 'NCT') === side && sumOf(entries, 'home', 'NCT') === home && sumOf(entries, 'home', 'ETH') === eth
}

const sumOf = (entries: readonly LedgerEntry[], chain: string, currency: string): bigint =>
  entries.filter((entry) => entry.chain === chain && entry.currency === currency).reduce((sum, { amount }) => sum + amount, 0n)

/** Looks at both chains at every block of the side chain: balances, and how many deposits are between them. */
class Witness {
  readonly #sandbox: SandboxHandle
  readonly #saysInFlight: () => number
  readonly #leave: () => void
  #busy: Promise<void> = Promise.resolve()
  #seen = { home: 0, side: 0 }
  deposits = 0
  arrivals = 0
  lowest: bigint
  highest: bigint
  last: bigint
  violations = 0

  constructor(sandbox: SandboxHandle, balance: bigint, saysInFlight: () => number) {
    this.#sandbox = sandbox
    this.#saysInFlight = saysInFlight
    this.lowest = this.highest = this.last = balance
    const { home, side } = sandbox.community.sides
    this.#seen = { home: home.chain.blockNumber(), side: side.chain.blockNumber() }
    this.#leave = side.chain.onBlock(() => {
      this.#busy = this.#busy.then(() => this.#look())
    })
  }

  async stop(): Promise<void> {
    this.#leave()
    await this.#busy
    await this.#look()
  }

  async #look(): Promise<void> {
    const relays = this.#sandbox.contracts
    this.deposits += this.#count('home', (from, to) => from === wallet.address.toLowerCase() && to === relays.home.relay.toLowerCase())
    this.arrivals += this.#count('side', (from, to) => from === relays.side.relay.toLowerCase() && to === wallet.address.toLowerCase())
    if (this.deposits - this.arrivals > 1 || this.#saysInFlight() > 1) this.violations += 1
    const { side } = await chainBalances(this.#sandbox)
    this.last = side
    if (side < this.lowest) this.lowest = side
    if (side > this.highest) this.highest = side
  }

  #count(name: 'home' | 'side', counts: (from: string, to: string) => boolean): number {
    const { chain, nectar } = this.#sandbox.community.sides[name]
    const toBlock = chain.blockNumber()
    const fromBlock = this.#seen[name] + 1
    this.#seen[name] = toBlock
    if (fromBlock > toBlock) return 0
    return chain.logs({ fromBlock, toBlock, address: nectar }).filter((log) => {
      const event = transfers.parseLog({ topics: [...log.topics], data: log.data })
      return event?.name === 'Transfer' && counts(String(event.args[0]).toLowerCase(), String(event.args[1]).toLowerCase())
    }).length
  }
}

function never(): never {
  throw new Error('the Community is not joined')
}
