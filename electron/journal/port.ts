import type { AssertionFilter, AssertionTotals, LedgerEntry } from '../../shared/contract/contract.ts'
import type { BountyRow, MyState } from '../../shared/domain/bounty.ts'
import type { Address, Chain, CommunityId, Guid, Hash } from '../../shared/domain/identifiers.ts'
import type { Transfer } from '../../shared/domain/transfer.ts'
import type { EventKind } from '../../shared/state/event-kinds.ts'
import type { AppState, EventLine, Results } from '../../shared/state/state.ts'

/** How long transactions that are over and lines of the feed are kept, ms: a quarter of a year, longer than anybody looks back for them. */
export const KEEP_ENDED_MS = 90 * 86_400_000

/** 'saved': all that was handed over is durable. 'writing': something waits. 'failed': it waits, cannot be written, and is tried again. */
export type JournalState = AppState['journal']

/**
 * What opens a commitment. Whoever loses it before the reveal loses the bid; whoever reads it can copy the verdict. So it is sealed with
 * the account's journal key (AES-256-GCM) before it leaves the main process, and no file holds it in the clear.
 */
export interface RevealSecret {
  /** 256 random bits, not zero. */
  readonly nonce: bigint
  /** By artifact of the bounty, as committed. */
  readonly verdicts: readonly boolean[]
  /** What the reveal will say besides the verdicts (at most 1024 characters); it tells the verdict, so it is secret as long. */
  readonly metadata: string
}

/**
 * 'signed': durable, and may have left. 'sent': the daemon has taken it. The others are ends: 'mined' with success, 'failed' mined and
 * reverted, 'refused' certainly never in the pool, 'replaced' its nonce went to another transaction and the intent was signed anew.
 */
export type TransactionState = 'signed' | 'sent' | 'mined' | 'failed' | 'refused' | 'replaced'

/** One signed transaction, as it is kept. */
export interface StoredTransaction {
  /** The intent's name: `reveal:COMMUNITY:GUID`, `transfer:ID`; the same for each signature of the same intent. */
  readonly key: string
  readonly community: CommunityId
  readonly account: Address
  readonly chain: Chain
  readonly chainId: number
  readonly nonce: number
  readonly hash: Hash
  /** The signed bytes, `0x` hexadecimal. */
  readonly raw: `0x${string}`
  /** The intent as JSON; the transactions room reads and writes it. */
  readonly intent: string
  /** The bounty it belongs to. */
  readonly guid: Guid | null
  readonly state: TransactionState
  /** 0 is the most urgent. */
  readonly urgency: number
  /** How many times the bytes were handed to the daemon, as far as it was written down. */
  readonly attempts: number
  readonly minedBlock: number | null
  /** Why it failed or was refused, in the chain's or the daemon's words. */
  readonly error: string | null
  /** When it was signed, milliseconds since the epoch. */
  readonly signedAt: number
  /** It opens a commitment: `raw` and `intent` are sealed on disk. */
  readonly secret: boolean
}

/** A line of the ledger; the journal numbers it and keeps the running balance of (book, account, chain, currency). */
export interface NewLedgerEntry extends Omit<LedgerEntry, 'id' | 'balance' | 'by'> {
  /** What it stands for (`settle:GUID`): a second entry with the same `ref` in the same Community is ignored. null = never the same. */
  readonly ref: string | null
  /**
   * Whose running balance it moves; left out: the Community's own. A home account is shared by all Communities on that home chain, so its
   * entries name `home:…` and run in one balance, whichever Community they belong to.
   */
  readonly book?: string
}

/** Everything that can be written. All ops of one `write` become durable together or not at all, in the order given. */
export type JournalOp =
  | {
      readonly is: 'put-bounty'
      readonly community: CommunityId
      /** The account that answers; null when none does. */
      readonly account: Address | null
      /**
       * Verdicts in it are kept sealed while they are a secret: from the bid on until `revealBlock` is known or the bounty has ended
       * otherwise than by being written off.
       * They come back with the row as long as the key is at hand, else as null.
       */
      readonly row: BountyRow
      /** The engine's own durable record, JSON, in the clear: nothing secret in it. */
      readonly record: string
      /** To be taken up again after a restart. */
      readonly open: boolean
      /** Left out: the secret that is stored already stays. Needs the account's key: without it the write rejects 'wallet-locked'. */
      readonly secret?: RevealSecret
      /** More words to find it by, besides guid, names, uri and hashes of the row: transaction hashes. */
      readonly words?: readonly string[]
    }
  | { readonly is: 'put-transaction'; readonly transaction: StoredTransaction }
  | {
      readonly is: 'set-transaction'
      readonly hash: Hash
      readonly state: TransactionState
      readonly minedBlock: number | null
      readonly error: string | null
    }
  /** `record`: the balance room's own durable JSON. */
  | { readonly is: 'put-transfer'; readonly transfer: Transfer; readonly record: string }
  /** `id` is the caller's, ascending over restarts (`lastEventId`); an id that is there already is ignored. */
  | { readonly is: 'put-event'; readonly event: EventLine }
  | { readonly is: 'put-ledger'; readonly entry: NewLedgerEntry }
  /** A small durable word of one room about one Community (allowance, gas terms, last block seen). null removes it. Never a secret. */
  | { readonly is: 'put-fact'; readonly community: CommunityId; readonly name: string; readonly value: string | null }
  /**
   * Drops bounties that never had a bid of mine and were seen before this moment (ms), and others' lines of the feed. Counters keep them.
   * And, `KEEP_ENDED_MS` old: signed transactions that are over and belong to nothing open, and every line of the feed. Assertions,
   * transfers and ledger stay for ever.
   */
  | { readonly is: 'prune'; readonly community: CommunityId; readonly seenBefore: number }

/** A bounty as it was kept. */
export interface StoredBounty {
  readonly account: Address | null
  readonly row: BountyRow
  readonly record: string
  /** null: there is none, or it cannot be read now (see `sealed`). */
  readonly secret: RevealSecret | null
  /** There is a secret and the account's key is not at hand: ask again when the wallet is unlocked. */
  readonly sealed: boolean
}

/** A transaction whose bytes cannot be read while the wallet is locked says so. */
export type ReadTransaction =
  | { readonly readable: true; readonly transaction: StoredTransaction }
  | { readonly readable: false; readonly transaction: Omit<StoredTransaction, 'raw' | 'intent'> }

/** The outcome of a transaction that is over. */
export interface EndedTransaction {
  readonly key: string
  readonly hash: Hash
  readonly nonce: number
  readonly state: 'mined' | 'failed'
  readonly minedBlock: number | null
  readonly error: string | null
}

export interface AssertionQuery {
  readonly community: CommunityId
  readonly filter: AssertionFilter
  /** Words in any place of names, uri, guid, content and transaction hashes; case does not matter; empty = all. */
  readonly search: string
  /** Bounties that ended at or after it, and all that have not ended (ms); null = all. */
  readonly since: number | null
  readonly offset: number
  /** 1 to 500. */
  readonly limit: number
}

export interface EventQuery {
  /** null = every Community, and what belongs to none. */
  readonly community: CommunityId | null
  readonly kind: EventKind | null
  /** Mine alone. */
  readonly mine: boolean
  /** Lines with a smaller id; null = from the newest. */
  readonly before: number | null
  /** 1 to 500. */
  readonly limit: number
}

export interface LedgerQuery {
  readonly community: CommunityId | null
  readonly kind: LedgerEntry['kind'] | null
  /** Milliseconds since the epoch, inclusive; null = open. */
  readonly from: number | null
  readonly to: number | null
  /** Entries with a smaller id; null = from the newest. */
  readonly before: number | null
  readonly limit: number
}

export interface TransferCosts {
  readonly community: CommunityId
  readonly relayFees: bigint
  readonly gas: bigint
}

/** Sum of the 'unexplained' entries of one account on one chain; `community` is null for a home account that Communities share. */
export interface UnexplainedAmount {
  readonly community: CommunityId | null
  readonly account: Address
  readonly chain: Chain
  readonly currency: 'NCT' | 'ETH'
  readonly amount: bigint
}

/**
 * The durable store of everything that was decided. Answers are domain values, checked on the way out of the worker.
 * Reads see every write that was handed over before them. They reject with ConsoleError 'journal-failed' while the worker is not there,
 * 'journal-newer' when the file belongs to a newer version of the console.
 */
export interface Journal {
  readonly state: JournalState
  /** Hears every change of `state`; the returned function stops it. */
  watch(listener: (state: JournalState) => void): () => void

  /**
   * Resolves when all of it is on disk, and never before; what arrives together shares one flush.
   * When the worker dies or the disk is full it stays pending and is written later, exactly once (`state` says 'failed' meanwhile).
   * Rejects, with nothing written: 'wallet-locked' (a secret without its key), 'journal-newer', 'journal-failed' when the console stops
   * or the file cannot be used at all, 'invalid-request' for an op that no journal could hold.
   */
  write(ops: readonly JournalOp[]): Promise<void>

  /** Bounties with `open: true`, oldest first. */
  openBounties(community: CommunityId): Promise<readonly StoredBounty[]>
  bounty(community: CommunityId, guid: Guid): Promise<StoredBounty | null>

  /** Transactions that are not final, by nonce ascending. */
  pendingTransactions(account: Address, chain: Chain, community: CommunityId): Promise<readonly ReadTransaction[]>
  /** The last signature of each intent that is over ('mined' or 'failed') and still matters: of open bounties, and of transfers. */
  endedTransactions(account: Address, chain: Chain, community: CommunityId): Promise<readonly EndedTransaction[]>

  /** All transfers that have not ended, the newest `ended` that have, and all that were signed since then (ms; null = no more). `record` as it was put. */
  transfers(
    community: CommunityId,
    ended: number,
    since: number | null,
  ): Promise<readonly { readonly transfer: Transfer; readonly record: string }[]>

  /** Rows with a bid of mine: owed first, then open, paid, lost; owed and open by expiration, the others newest first. */
  assertions(query: AssertionQuery): Promise<{ readonly rows: readonly BountyRow[]; readonly total: number }>
  /** Counts by filter, and the net of each stretch since `since` (from the first end when null), at most 200 of them. */
  assertionTotals(community: CommunityId, since: number | null): Promise<AssertionTotals>
  /** Stakes lost without a verdict, the last lost first; also those whose arbiters still vote. */
  forfeits(community: CommunityId, offset: number, limit: number): Promise<readonly BountyRow[]>
  /** Rows that are not open any more, newest first; `states` empty = all. */
  pastBounties(
    community: CommunityId,
    states: readonly MyState[],
    offset: number,
    limit: number,
  ): Promise<{ readonly rows: readonly BountyRow[]; readonly total: number }>
  /** Newest first. */
  events(query: EventQuery): Promise<readonly EventLine[]>
  /** 0 when there is none. */
  lastEventId(): Promise<number>
  /** Newest first, with the sums of all unexplained entries (not of this page alone). */
  ledger(query: LedgerQuery): Promise<{ readonly entries: readonly LedgerEntry[]; readonly unexplained: readonly UnexplainedAmount[] }>
  /** What transfers cost in each Community that had any since then (ms; null = ever), base units above zero: relay fees in NCT, gas in ETH. */
  transferCosts(from: number | null): Promise<readonly TransferCosts[]>
  /** The running balance of a book (a Community's own, or `home:…`) as the ledger has it; null when there is no entry. */
  ledgerBalance(book: CommunityId, account: Address, chain: Chain, currency: 'NCT' | 'ETH'): Promise<bigint | null>
  /**
   * Exact results since a moment (ms). Counted by `firstSeenAt`: bounties, asserted, revealed, missed, staked; by the end: everything else.
   * 'missed' = not answered although nothing said to leave it: see `tally.ts`.
   */
  results(community: CommunityId, since: number): Promise<Results>
  facts(community: CommunityId): Promise<Readonly<Record<string, string>>>

  /** Writes what waits, then ends the worker. */
  close(): Promise<void>
}
