import type { Address, Chain, Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { Problem } from '../../shared/errors/errors.ts'
import type { JournalOp } from '../journal/port.ts'

/**
 * What the console wants done on a chain. Everything that is signed is encoded from one of these, for pinned contracts and nothing else.
 * Amounts are base units of NCT.
 */
export type Intent =
  /** side: the registry may take up to `amount` NCT in all. The queue adds these by itself; see `AllowanceRules`. */
  | { readonly is: 'approve'; readonly amount: bigint }
  /** side: postAssertion. `bids`: one for each true bit of `mask`; `fee`: the registry's assertion fee, taken along with the bids. */
  | {
      readonly is: 'assert'
      readonly guid: Guid
      readonly bids: readonly bigint[]
      readonly mask: readonly boolean[]
      readonly commitment: bigint
      readonly fee: bigint
    }
  /** side: revealAssertion; `index` is the assertion's place on the bounty, `metadata` at most 1024 characters. */
  | {
      readonly is: 'reveal'
      readonly guid: Guid
      readonly index: number
      readonly nonce: bigint
      readonly verdicts: readonly boolean[]
      readonly metadata: string
    }
  /** side: settleBounty. */
  | { readonly is: 'settle'; readonly guid: Guid }
  /** home: NCT to the home relay. */
  | { readonly is: 'deposit'; readonly amount: bigint }
  /** side: NCT to the side relay. */
  | { readonly is: 'withdraw'; readonly amount: bigint }
  /** home or side: a transfer of 0 NCT to the account itself, to use up a nonce that others wait for. The queue adds these by itself. */
  | { readonly is: 'fill' }

/** What a transaction pays: gas limit, and wei for each unit of gas (0n on a side chain). */
export interface GasTerms {
  readonly limit: bigint
  readonly price: bigint
}

/** What is known of a transaction at the moment it becomes durable. */
export interface SignedIntent {
  readonly key: string
  readonly hash: Hash
  readonly nonce: number
}

/** One intent handed to the queue. */
export interface Submission {
  /**
   * The intent's name, unique and the same over restarts: see `intentKey`. A key that waits, is on its way or was mined is not taken
   * twice: what is known of it is told again instead. After 'failed', 'refused' or 'expired' the same key may be submitted anew.
   */
  readonly key: string
  readonly intent: Intent
  /** The last block in which signing still makes sense; later the item is dropped as 'expired'. */
  readonly notAfterBlock?: number
  /** Terms shown to the operator before; else the Community's. Above the operator's ceilings: refused with 'gas-above-ceiling'. */
  readonly gas?: GasTerms
  /**
   * The caller's own writes: durable in the very transaction that makes the signed bytes durable, before any byte leaves.
   * Called once for each signature, so a second time when the intent must be signed anew with another nonce. Must not throw.
   */
  readonly alongside?: (signed: SignedIntent) => readonly JournalOp[]
}

/** What becomes of an intent, in this order; 'sent' may be left out, 'not-seen' may come several times. */
export type TransactionNews =
  /** Durable; the bytes leave now. Comes again with another hash when the intent was signed anew; only one of them can be mined. */
  | { readonly is: 'signed'; readonly key: string; readonly hash: Hash; readonly nonce: number }
  /** The daemon has taken it into its pool. */
  | { readonly is: 'sent'; readonly key: string; readonly hash: Hash }
  /** On its way for longer than usual; it is being asked after and sent again. `sentBlock`: when it left first. */
  | { readonly is: 'not-seen'; readonly key: string; readonly hash: Hash; readonly sentBlock: number | null }
  /** End: mined with success. `block` is null when only the receipt said so. */
  | { readonly is: 'mined'; readonly key: string; readonly hash: Hash; readonly block: number | null }
  /** End: mined and reverted; `text` is the contract's refusal. */
  | { readonly is: 'failed'; readonly key: string; readonly hash: Hash; readonly block: number | null; readonly text: string }
  /**
   * End: not on chain and not in the pool. `hash` is null when nothing was signed ('gas-above-ceiling', 'limit-reached',
   * 'balance-too-low'). 'nonce-conflict': a transfer whose nonce another program took; it is never signed anew without being asked for.
   */
  | { readonly is: 'refused'; readonly key: string; readonly hash: Hash | null; readonly problem: Problem }
  /** End: `notAfterBlock` has passed before it could be signed. Nothing was signed. */
  | { readonly is: 'expired'; readonly key: string }

/** Why the queue holds back. */
export type HoldReason =
  /** Daemon or network down; tried again at `nextTryAt` (ms) and at `wake`. */
  | { readonly is: 'connection'; readonly problem: Problem; readonly nextTryAt: number }
  /** No key at hand, or the signer is down. */
  | { readonly is: 'signer'; readonly problem: Problem; readonly nextTryAt: number }
  /** The journal cannot write: nothing may leave. */
  | { readonly is: 'journal'; readonly problem: Problem; readonly nextTryAt: number }
  /** By `hold`: contracts changed, chain replaced. */
  | { readonly is: 'owner'; readonly problem: Problem }

/** What a queue tells about itself. */
export interface QueueState {
  /** Waiting for a signature. */
  readonly waiting: number
  /** Signed, not yet taken by the daemon. */
  readonly leaving: number
  /** In the daemon's pool, not yet seen in a block. */
  readonly unconfirmed: number
  readonly held: HoldReason | null
}

/** The way onto one chain for one account: the only place that signs and sends. */
export interface TransactionQueue {
  readonly account: Address
  readonly chain: Chain
  readonly state: QueueState
  watch(listener: (state: QueueState) => void): () => void
  /** Hears what becomes of every intent; never called from inside `submit`. The returned function stops it. */
  onNews(listener: (news: TransactionNews) => void): () => void

  /**
   * Takes up what the journal holds (sends it again, asks after it), then sends. Call it once, after the listeners are there.
   * Rejects with the journal's error; a daemon that is not there yet does not matter.
   */
  start(): Promise<void>
  /** Nothing is signed or sent any more; what is signed is in the journal. */
  stop(): Promise<void>

  /** Queues an intent by its urgency: reveal, assertion, settlement, transfer. Never throws and never waits: outcomes come as news. */
  submit(submission: Submission): void
  /** Takes an intent back; false when it is signed already (then its outcome still comes). */
  withdraw(key: string): boolean
  /** Where an intent is now; null when the queue does not know the key. */
  find(key: string): 'waiting' | 'signed' | 'sent' | 'mined' | null

  /** An event named this transaction: it is mined, with success (events come from successful ones alone). Unknown hashes are ignored. */
  seen(hash: Hash, block: number): void
  /** The block clock moved. Silence is measured in these blocks. */
  blockIs(block: number): void
  /** The connection came back, or the wallet was unlocked: try now. */
  wake(): void
  /** Stops signing and sending until `release`; what happens on chain is still followed. */
  hold(problem: Problem): void
  release(): void
}

/** A queue that transfers go through as well. */
export interface TransferQueue extends TransactionQueue {
  /** While held, no deposit and no withdrawal is signed; what waits stays waiting, and everything else goes on. */
  holdTransfers(held: boolean): void
}

/** The one way to name an intent, so that a restart finds it again. */
export const intentKey = {
  assert: (community: string, guid: Guid): string => `assert:${community}:${guid}`,
  reveal: (community: string, guid: Guid): string => `reveal:${community}:${guid}`,
  settle: (community: string, guid: Guid): string => `settle:${community}:${guid}`,
  /** `id` is the transfer's own. */
  transfer: (id: string): string => `transfer:${id}`,
} as const

/** How the registry's standing allowance is kept. Amounts are base units of NCT. */
export interface AllowanceRules {
  /** Never approved above this: the operator's word. An assertion that costs more by itself is refused with 'limit-reached'. */
  readonly limit: bigint
}

/** What the operator lets a transaction cost at most. */
export interface GasCeilings {
  /** Wei for each unit of gas. */
  readonly price: bigint
  readonly limit: bigint
}
