import { z } from 'zod'
import { type Hash, hash } from '../../../shared/domain/identifiers.ts'
import type { BlockRecord, Blocks } from './blocks.ts'
import type { Pool } from './pool.ts'
import { accountRecord, blockRecord, digits, hex, toBytes, toText } from './snapshot.ts'
import type { MapState, StateChanges } from './state.ts'
import type { SignedTransaction } from './transaction.ts'
import type { Hex } from './types.ts'

/** One step of a chain's life, with all that is needed to take it again without the EVM. */
export type ChainEntry =
  | { readonly kind: 'pooled'; readonly hash: Hash; readonly raw: Hex }
  | {
      readonly kind: 'block'
      readonly record: BlockRecord
      /** Transactions that left the pool unmined. */
      readonly dropped: readonly Hash[]
      readonly changes: StateChanges
    }

const bytes = z.custom<Uint8Array>((v) => v instanceof Uint8Array)
const value = z.codec(digits.nullable(), bytes.nullable(), {
  decode: (text) => (text === null ? null : toBytes(text)),
  encode: (held) => (held === null ? null : toText(held)),
})
const record = z.codec(accountRecord, z.object({ nonce: z.bigint(), balance: z.bigint(), codeHash: bytes }), {
  decode: (a) => ({ nonce: a.nonce, balance: a.balance, codeHash: toBytes(a.codeHash) }),
  encode: (a) => ({ nonce: a.nonce, balance: a.balance, codeHash: toText(a.codeHash) }),
})
const named = <T extends z.ZodType>(what: T) => z.array(z.tuple([digits, what]))

/** JSON on the one side, `ChainEntry` on the other. */
export const chainEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pooled'), hash, raw: hex }),
  z.object({
    kind: z.literal('block'),
    record: blockRecord,
    dropped: z.array(hash),
    changes: z.object({
      accounts: named(record.nullable()),
      code: named(value),
      emptied: z.array(digits),
      slots: named(named(value)),
    }),
  }),
])

interface Parts {
  readonly state: MapState
  readonly blocks: Blocks
  readonly pool: Pool
  readonly decode: (raw: Hex) => SignedTransaction
}

/** Takes steps again, in order, on a chain that has taken all those before them. */
export function takeAgain(entries: readonly ChainEntry[], { state, blocks, pool, decode }: Parts): void {
  // Most of them are mined before the end: only what is left is decoded, which costs a signature's check each.
  const pooled = new Map<Hash, () => SignedTransaction>(pool.all().map((t) => [t.hash, () => t]))
  for (const transaction of pool.all()) pool.remove(transaction)
  for (const entry of entries) {
    if (entry.kind === 'pooled') {
      pooled.set(entry.hash, () => decode(entry.raw))
      continue
    }
    blocks.add(entry.record)
    state.apply(entry.changes)
    for (const hash of [...entry.record.block.transactions, ...entry.dropped]) pooled.delete(hash)
  }
  for (const transaction of pooled.values()) putBack(transaction(), pool, state)
}

/** One that was replaced by a better paid one is still among those that came; it is over when its number is mined. */
function putBack(transaction: SignedTransaction, pool: Pool, state: MapState): void {
  if (transaction.nonce >= state.nonce(transaction.from)) pool.add(transaction)
}
