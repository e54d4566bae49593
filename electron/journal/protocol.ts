import { z } from 'zod'
import { defineProtocol } from '../runtime/protocol.ts'

/*
 * What travels between the console and the journal's worker: flat records of texts, numbers and sealed bytes. Whole rows travel as JSON
 * texts that the worker never opens; only what it counts, sorts and finds by has a field of its own.
 */

/** Base units as decimal text. */
const decimal = z.string().regex(/^-?\d{1,80}$/)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const json = z.string().max(4_000_000)
const short = z.string().max(400)
const time = z.int()

export const bountyRecord = z.object({
  is: z.literal('bounty'),
  community: short,
  guid: short,
  account: short.nullable(),
  row: json,
  record: json,
  /** null: leave what is there. */
  sealedSecret: bytes.nullable(),
  /** null: leave what is there; a verdict in the row itself comes first. */
  sealedVerdicts: bytes.nullable(),
  open: z.boolean(),
  state: short,
  part: z.int().min(0).max(4),
  bid: decimal.nullable(),
  fee: decimal.nullable(),
  payout: decimal.nullable(),
  expiration: z.int(),
  firstSeenAt: time,
  /** When it ended; `endedExactly` false: the time of writing, unless an earlier one is there. */
  endedAt: time.nullable(),
  endedExactly: z.boolean(),
  revealed: z.boolean(),
  missed: z.boolean(),
  words: json,
})
export type BountyRecord = z.output<typeof bountyRecord>

export const transactionRecord = z.object({
  is: z.literal('transaction'),
  hash: short,
  key: short,
  community: short,
  account: short,
  chain: short,
  chainId: z.int(),
  nonce: z.int().nonnegative(),
  raw: json.nullable(),
  intent: json.nullable(),
  sealed: bytes.nullable(),
  secret: z.boolean(),
  guid: short.nullable(),
  state: short,
  urgency: z.int(),
  attempts: z.int(),
  minedBlock: z.int().nullable(),
  error: json.nullable(),
  signedAt: time,
})
export type TransactionRecord = z.output<typeof transactionRecord>

export const ledgerRecord = z.object({
  is: z.literal('ledger'),
  at: time,
  community: short,
  chain: short,
  account: short,
  currency: short,
  kind: short,
  amount: decimal,
  guid: short.nullable(),
  hash: short.nullable(),
  subject: short.nullable(),
  ref: short.nullable(),
  /** Whose running balance it moves. */
  book: short,
})
export type LedgerRecord = z.output<typeof ledgerRecord>

export const wireOp = z.discriminatedUnion('is', [
  bountyRecord,
  transactionRecord,
  z.object({ is: z.literal('transaction-state'), hash: short, state: short, minedBlock: z.int().nullable(), error: json.nullable() }),
  z.object({
    is: z.literal('transfer'),
    id: short,
    community: short,
    ended: z.boolean(),
    signedAt: time,
    transfer: json,
    record: json,
  }),
  z.object({
    is: z.literal('event'),
    id: z.int(),
    community: short.nullable(),
    at: time,
    mine: z.boolean(),
    kind: short,
    event: json,
  }),
  ledgerRecord,
  z.object({ is: z.literal('fact'), community: short, name: short, value: json.nullable() }),
  z.object({ is: z.literal('prune'), community: short, seenBefore: time, endedBefore: time }),
])
export type WireOp = z.output<typeof wireOp>

export const keptBounty = z.object({
  account: short.nullable(),
  guid: short,
  row: json,
  record: json,
  sealedSecret: bytes.nullable(),
  sealedVerdicts: bytes.nullable(),
})
export type KeptBounty = z.output<typeof keptBounty>

const count = z.int().nonnegative()
/** Bigints travel as they are between threads and processes. */
const tally = z.object({
  bounties: count,
  asserted: count,
  revealed: count,
  settled: count,
  won: count,
  wonPart: count,
  lost: count,
  forfeited: count,
  returned: count,
  missed: count,
  staked: z.bigint(),
  bids: z.bigint(),
  fees: z.bigint(),
  payouts: z.bigint(),
  net: z.bigint(),
  wonNet: z.bigint(),
  wonPartNet: z.bigint(),
  lostNet: z.bigint(),
  forfeitedNet: z.bigint(),
  writtenOff: count,
  writtenOffNet: z.bigint(),
})
const totals = z.object({
  counts: z.object({ all: count, owed: count, open: count, paid: count, lost: count }),
  net: z.array(z.object({ at: time, net: z.bigint() })).max(200),
  stretchMs: z.int().positive(),
})
const keptLedgerEntry = z.object({
  id: z.int(),
  at: time,
  community: short.nullable(),
  chain: z.enum(['home', 'side']),
  account: short,
  currency: z.enum(['NCT', 'ETH']),
  kind: short,
  amount: z.bigint(),
  balance: z.bigint(),
  guid: short.nullable(),
  hash: short.nullable(),
  subject: short.nullable(),
  by: short.nullable(),
})

const at = { community: short }
const page = z.object({ rows: z.array(keptBounty), total: z.int() })
const paging = { offset: z.int().nonnegative(), limit: z.int().min(1).max(500) }
const read = { timeoutMs: 60_000 }

export const journalProtocol = defineProtocol({
  calls: {
    /** Applied in one durable transaction. A `seq` of the same `session` that was applied before is acknowledged and left alone. */
    write: {
      params: z.object({ session: short, seq: z.int().positive(), ops: z.array(wireOp) }),
      result: z.object({}),
      timeoutMs: 120_000,
    },
    openBounties: { params: z.object(at), result: z.array(keptBounty), ...read },
    bounty: { params: z.object({ ...at, guid: short }), result: keptBounty.nullable(), ...read },
    pendingTransactions: {
      params: z.object({ ...at, account: short, chain: short }),
      result: z.array(transactionRecord.omit({ is: true })),
      ...read,
    },
    endedTransactions: {
      params: z.object({ ...at, account: short, chain: short }),
      result: z.array(
        z.object({
          key: short,
          hash: short,
          nonce: z.int(),
          state: z.enum(['mined', 'failed']),
          minedBlock: z.int().nullable(),
          error: json.nullable(),
        }),
      ),
      ...read,
    },
    transfers: {
      params: z.object({ ...at, ended: z.int(), since: z.int().nullable() }),
      result: z.array(z.object({ transfer: json, record: json })),
      ...read,
    },
    assertions: {
      params: z.object({ ...at, parts: z.array(z.int()), words: z.array(short).max(20), since: time.nullable(), ...paging }),
      result: page,
      ...read,
    },
    assertionTotals: { params: z.object({ ...at, since: time.nullable(), now: time }), result: totals, ...read },
    forfeits: { params: z.object({ ...at, ...paging }), result: z.array(keptBounty), ...read },
    pastBounties: { params: z.object({ ...at, states: z.array(short).max(20), ...paging }), result: page, ...read },
    events: {
      params: z.object({
        community: short.nullable(),
        kind: short.nullable(),
        mine: z.boolean(),
        before: z.int().nullable(),
        limit: z.int().min(1).max(500),
      }),
      result: z.array(json),
      ...read,
    },
    lastEventId: { params: z.object({}), result: z.int(), ...read },
    ledger: {
      params: z.object({
        community: short.nullable(),
        kind: short.nullable(),
        from: time.nullable(),
        to: time.nullable(),
        before: z.int().nullable(),
        limit: z.int().min(1).max(500),
      }),
      result: z.object({
        entries: z.array(keptLedgerEntry),
        unexplained: z.array(
          z.object({
            community: short.nullable(),
            account: short,
            chain: z.enum(['home', 'side']),
            currency: z.enum(['NCT', 'ETH']),
            amount: z.bigint(),
          }),
        ),
      }),
      ...read,
    },
    transferCosts: {
      params: z.object({ from: time.nullable() }),
      result: z.array(z.object({ community: short, relayFees: z.bigint(), gas: z.bigint() })),
      ...read,
    },
    ledgerBalance: {
      params: z.object({ ...at, account: short, chain: short, currency: short }),
      result: z.bigint().nullable(),
      ...read,
    },
    results: { params: z.object({ ...at, since: time }), result: tally, ...read },
    facts: { params: z.object(at), result: z.record(z.string(), z.string()), ...read },
    /** Truncates the write-ahead log and closes the file; the worker ends afterwards. */
    close: { params: z.object({}), result: z.object({}), timeoutMs: 20_000 },
  },
  events: {},
})
