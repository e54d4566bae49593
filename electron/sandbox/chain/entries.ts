import { z } from 'zod'
import { type Hash, hash } from '../../../shared/domain/identifiers.ts'
import type { BlockRecord } from './blocks.ts'
import { accountRecord, blockRecord, digits, hex, toBytes, toText, writtenOut } from './snapshot.ts'
import type { StateChanges } from './state.ts'
import type { Hex } from './types.ts'

/** One step of a chain's life, with all that is needed to take it again without the EVM. */
export type ChainEntry =
  | {
      readonly kind: 'pooled'
      readonly hash: Hash
      readonly raw: Hex
      /** The worse paid one whose place it took. */
      readonly replaced: Hash | null
    }
  | {
      readonly kind: 'block'
      readonly record: BlockRecord
      /** Transactions that left the pool unmined. */
      readonly dropped: readonly Hash[]
      readonly changes: StateChanges
    }

const value = digits.nullable().transform((text) => (text === null ? null : toBytes(text)))
const record = accountRecord.transform((a) => ({ ...a, codeHash: toBytes(a.codeHash) }))
const named = <T extends z.ZodType>(what: T) => z.array(z.tuple([digits, what]))

/** Reads what `entryAsJson` gave. */
export const chainEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pooled'), hash, raw: hex, replaced: hash.nullable().default(null) }),
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

export function entryAsJson(entry: ChainEntry): z.input<typeof chainEntry> {
  if (entry.kind === 'pooled') return entry
  const { accounts, code, emptied, slots } = entry.changes
  const text = (bytes: Uint8Array | null): string | null => bytes && toText(bytes)
  return {
    kind: 'block',
    record: writtenOut(entry.record),
    dropped: [...entry.dropped],
    changes: {
      accounts: accounts.map(([key, a]) => [key, a && { nonce: `${a.nonce}`, balance: `${a.balance}`, codeHash: toText(a.codeHash) }]),
      code: code.map(([key, bytes]) => [key, text(bytes)]),
      emptied: [...emptied],
      slots: slots.map(([key, values]) => [key, values.map(([slot, bytes]) => [slot, text(bytes)])]),
    },
  }
}
