import type { CallOutput, TransferPlan } from '../../shared/contract/contract.ts'
import type { Denomination } from '../../shared/domain/amount.ts'
import type { Pins } from '../../shared/domain/community.ts'
import type { Address, Chain, CommunityId } from '../../shared/domain/identifiers.ts'
import type { MaintainRule, Transfer, TransferDirection } from '../../shared/domain/transfer.ts'
import type { CommunityState, Need, NewEventLine } from '../../shared/state/state.ts'
import type { Journal } from '../journal/port.ts'
import type { DaemonEvent, PolyswarmdClient } from '../polyswarmd/index.ts'
import type { Clock } from '../runtime/clock.ts'
import type { GasCeilings, TransferQueue } from '../transactions/port.ts'
import type { ContractsKnown } from './contracts-known.ts'
import type { HomeAccount } from './home-account.ts'

/** What a treasury asks of polyswarmd: reads, and what the daemon would pay for gas. Nothing that it builds is ever signed. */
export type TreasuryClient = Pick<PolyswarmdClient, 'account' | 'balance' | 'relayFee' | 'buildDeposit'>

/** A chain's block clock, as far as a treasury reads it. */
export interface BlockTime {
  /** The block now, by the clock; null before any was seen. */
  readonly block: number | null
  /** The highest block really seen; null before any was. Confirmations are counted by it. */
  readonly seenBlock: number | null
  /** Measured, milliseconds a block; null while it is not known. */
  readonly blockTimeMs: number | null
}

/** Everything a treasury is made of: one Community, one account, both of its chains. */
export interface TreasuryOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly pins: Pins
  readonly client: TreasuryClient
  readonly homeQueue: TransferQueue
  readonly sideQueue: TransferQueue
  /**
   * The account on its home chain, shared by all Communities on that chain: their transfers move one balance. From one `HomeAccounts` for the
   * whole console, as nonces are: `homeAccounts.of(account, pins)`.
   */
  readonly home: HomeAccount
  readonly journal: Pick<Journal, 'write' | 'transfers' | 'ledger' | 'ledgerBalance' | 'facts'>
  readonly blocks: (chain: Chain) => BlockTime
  readonly clock: Clock
  /** null: no rule was ever made. */
  readonly rule: MaintainRule | null
  /** What the operator lets a deposit's gas cost at most on the home chain. */
  readonly ceilings: () => GasCeilings
  /** NCT that the last reading of the side balance may hold still of stakes that are on their way. */
  readonly sideLeaving: () => bigint
  /** Asks for new readings soon: something of ours moved. They come back through `setBalances`. */
  readonly readBalances: () => void
  /** Whether something is on its way on the home chain, so that its block has to be known closely. */
  readonly watchHome: (watched: boolean) => void
  /** An unexpected failure inside; the treasury goes on. For the log. */
  readonly onTrouble: (where: string, error: unknown) => void
}

/** What an operator wants moved. */
export interface TransferRequest {
  readonly direction: TransferDirection
  /** As typed; not looked at when `all`. */
  readonly text: string
  readonly denomination: Denomination
  /** The whole balance of the source chain. */
  readonly all: boolean
}

/** Who starts a transfer. */
export type TransferOrigin = Transfer['by']

/** What of a treasury the Community's state shows. */
export interface TreasuryView {
  /** In flight, and those that ended lately; newest first, at most 64. */
  readonly transfers: readonly Transfer[]
  readonly maintain: MaintainRule | null
  readonly maintainNext: CommunityState['maintainNext']
  /** What the relay keeps of a withdrawal; null until asked. */
  readonly relayFeeHome: bigint | null
  /** NCT that left the other chain and will come to this one, less the relay's fee. */
  readonly arriving: Readonly<Record<Chain, bigint>>
}

/** A change; what is null did not change. */
export interface TreasuryChange {
  readonly view: TreasuryView | null
  /** All needs of this treasury; they replace the former ones. */
  readonly needs: readonly Need[] | null
  /** New lines of the feed, oldest first, without the id that the console gives. */
  readonly events: readonly NewEventLine[]
}

/**
 * The money of one account in one Community: deposits, withdrawals, the rule that keeps its side balance filled, and the ledger's side of
 * both balances.
 *
 * Order of a life: construct; `onChange`; `await load()` (before the queues' `start()`, so that no news is missed); `await start()` after
 * it; tell it balances, connection and lock as they become known. Methods throw only what they say.
 */
export interface TreasuryControl {
  /** Takes up the journal's transfers and ledger. @throws ConsoleError of the journal: nothing was taken up, it may be called again */
  load(): Promise<void>
  /** From now on the rule acts. */
  start(): void
  close(): Promise<void>

  /**
   * What a transfer would do, asked from the Community now. Nothing is signed.
   * @throws ConsoleError 'amount-invalid', 'balance-too-low', 'withdrawal-below-fee', 'gas-too-low', 'gas-above-ceiling',
   *   'transfer-in-flight', 'relay-fee-unknown', 'contracts-changed', or the client's errors
   */
  plan(request: TransferRequest): Promise<TransferPlan>
  /**
   * Signs and sends a plan. Resolves when it is durable with its hash; what becomes of it is in the view.
   * @throws ConsoleError 'plan-changed' when fee, gas or balance moved against it, 'invalid-request' when it does not add up,
   *   'transfer-in-flight', 'wallet-locked', 'contracts-changed' while the Community shows other contracts, or why it could not be signed: nothing was signed then
   */
  startTransfer(plan: TransferPlan, by: TransferOrigin): Promise<{ readonly id: string }>
  /** Waits no longer. If it arrives after all, it is shown as arrived. @throws ConsoleError 'invalid-request' when it is not in flight */
  writeOff(id: string): Promise<void>
  /**
   * What a rule would do if it were on now, with the plan of what it would move at once; of a locked wallet: once it is unlocked. Nothing is
   * kept or signed. @throws ConsoleError 'invalid-request' when the rule makes no sense, or as `plan`
   */
  lookAt(rule: MaintainRule): Promise<CallOutput<'maintain.look'>>
  /**
   * Takes effect at once: what the rule before has not signed yet is not signed any more.
   * @param store keeps the rule; of one that is on, called before it acts and before the feed says it: what it throws is thrown, and the rule
   *   before stays. One that is off is off, for this run at least, also when `store` throws
   * @throws ConsoleError 'invalid-request' when a rule that is on makes no sense (see `ruleProblems`): it was not stored
   */
  setRule(rule: MaintainRule, store: () => void): void

  /** A reading of all three balances; `askedAt` (ms): when the questions left. */
  setBalances(readings: CommunityState['balances'], askedAt: number): void
  setConnected(connected: boolean): void
  setUnlocked(unlocked: boolean): void
  /**
   * Until it is told, nothing is known and no transfer is signed: what is started waits for it. While they are changed nothing can be started
   * and what waits goes on waiting; afterwards everything goes on by itself.
   */
  setContracts(known: ContractsKnown): void
  /** A block clock moved: looks at once. Without it, it looks twice a second. */
  onBlock(): void
  /** Every event of the side chain's socket: they tell in which block the account's balance moved. */
  onDaemonEvent(event: DaemonEvent): void

  readonly view: TreasuryView
  readonly needs: readonly Need[]
  /** Hears changes; the returned function stops it. */
  onChange(listener: (change: TreasuryChange) => void): () => void
}
