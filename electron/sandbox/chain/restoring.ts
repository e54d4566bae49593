import type { Common } from '@ethereumjs/common'
import type { Hash } from '../../../shared/domain/identifiers.ts'
import type { Blocks } from './blocks.ts'
import type { ChainEntry } from './entries.ts'
import type { Machine } from './machine.ts'
import type { Pool } from './pool.ts'
import { readSnapshot } from './snapshot.ts'
import type { MapState } from './state.ts'
import { decodeTransaction, type SignedTransaction } from './transaction.ts'
import type { Hex } from './types.ts'

interface NewChain {
  readonly machine: Machine
  readonly blocks: Blocks
  readonly pool: Pool
  readonly common: Common
  readonly chainId: number
}

/**
 * Brings a chain back that nothing has happened on yet.
 * @param since its steps by number; those that the snapshot contains are passed over, and so is what comes after a gap
 * @returns how many steps the chain has taken since it began
 * @throws Error when the snapshot is damaged or of another chain
 */
export async function restore(
  { machine, blocks, pool, common, chainId }: NewChain,
  bytes: Uint8Array,
  since: ReadonlyMap<number, ChainEntry> = new Map(),
): Promise<number> {
  const snapshot = await readSnapshot(bytes, chainId)
  const decode = (raw: Hex): SignedTransaction => decodeTransaction(raw, common)
  machine.state.load(snapshot.state)
  for (const record of snapshot.blocks) blocks.add(record)
  for (const raw of snapshot.pool) pool.add(decode(raw))
  const entries: ChainEntry[] = []
  for (let n = snapshot.entries, entry = since.get(n); entry; entry = since.get(++n)) entries.push(entry)
  takeAgain(entries, { state: machine.state, blocks, pool, decode })
  return snapshot.entries + entries.length
}

interface Parts {
  readonly state: MapState
  readonly blocks: Blocks
  readonly pool: Pool
  readonly decode: (raw: Hex) => SignedTransaction
}

/** Takes steps again, in order, on a chain that has taken all those before them. */
function takeAgain(entries: readonly ChainEntry[], { state, blocks, pool, decode }: Parts): void {
  // Most of them are mined before the end: only what is left is decoded, which costs a signature's check each.
  const pooled = new Map<Hash, () => SignedTransaction>(pool.all().map((t) => [t.hash, () => t]))
  for (const transaction of pool.all()) pool.remove(transaction)
  for (const entry of entries) {
    if (entry.kind === 'pooled') {
      if (entry.replaced !== null) pooled.delete(entry.replaced)
      pooled.set(entry.hash, () => decode(entry.raw))
      continue
    }
    blocks.add(entry.record)
    state.apply(entry.changes)
    for (const hash of [...entry.record.block.transactions, ...entry.dropped]) pooled.delete(hash)
  }
  for (const transaction of pooled.values()) putBack(transaction(), pool, state)
}

/** The first logs do not tell who was replaced: such a one is over at the latest when its number is mined. */
function putBack(transaction: SignedTransaction, pool: Pool, state: MapState): void {
  if (transaction.nonce >= state.nonce(transaction.from)) pool.add(transaction)
}
