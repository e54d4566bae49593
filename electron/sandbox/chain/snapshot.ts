import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { hash } from '../../../shared/domain/identifiers.ts'
import { breath } from '../../runtime/breath.ts'
import type { BlockRecord } from './blocks.ts'
import type { StateContents } from './state.ts'
import type { SignedTransaction } from './transaction.ts'
import type { Hex } from './types.ts'

const VERSION = 1
const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** Bytes with `0x`. */
export const hex = z.custom<Hex>((v) => typeof v === 'string' && /^0x([0-9a-f]{2})*$/.test(v), 'not bytes')
export const digits = z.string().regex(/^[0-9a-f]+$/)
const wei = z.codec(z.string().regex(/^\d+$/), z.bigint(), { decode: (t) => BigInt(t), encode: (v) => v.toString() })
const account = z.string().regex(/^0x[0-9a-f]{40}$/)
export const accountRecord = z.object({ nonce: wei, balance: wei, codeHash: digits })
const index = z.number().int().nonnegative()

const logRecord = z.object({
  address: account,
  topics: z.array(hex),
  data: hex,
  blockNumber: index,
  transactionHash: hash,
  transactionIndex: index,
  logIndex: index,
})
const receiptRecord = z.object({
  transactionHash: hash,
  transactionIndex: index,
  blockNumber: index,
  blockHash: hash,
  from: account,
  to: account.nullable(),
  contractAddress: account.nullable(),
  status: z.union([z.literal(0), z.literal(1)]),
  gasUsed: wei,
  gasPrice: wei,
  logs: z.array(logRecord),
  revertReason: z.string().nullable(),
})
export const blockRecord = z.object({
  block: z.object({ number: index, hash, parentHash: hash, timestamp: index, gasUsed: wei, transactions: z.array(hash) }),
  receipts: z.array(receiptRecord),
  transactions: z.array(z.object({ raw: hex, from: account, nonce: index, blockNumber: index })),
})

const snapshotFile = z.object({
  version: z.literal(VERSION),
  chainId: index,
  accounts: z.record(digits, accountRecord),
  code: z.record(digits, digits),
  storage: z.record(digits, z.record(digits, digits)),
  blocks: z.array(blockRecord).min(1),
  pool: z.array(hex),
  /** How many entries of its log it contains; earlier builds kept none. */
  entries: index.default(0),
})

export interface Snapshot {
  readonly state: StateContents
  readonly blocks: readonly BlockRecord[]
  readonly pool: readonly Hex[]
  readonly entries: number
}

export const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const toBytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'))

function mapValues<A, B>(entries: Iterable<readonly [string, A]>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Array.from(entries, ([key, value]) => [key, f(value)]))
}

/** By hand and not by the schema, which takes several times as long: the sandbox stands still meanwhile. */
export function writtenOut({ block, receipts, transactions }: BlockRecord): z.input<typeof blockRecord> {
  return {
    block: { ...block, gasUsed: `${block.gasUsed}`, transactions: [...block.transactions] },
    receipts: receipts.map((r) => ({
      ...r,
      gasUsed: `${r.gasUsed}`,
      gasPrice: `${r.gasPrice}`,
      logs: r.logs.map((log) => ({ ...log, topics: [...log.topics] })),
    })),
    transactions: [...transactions],
  }
}

/** After so many blocks (some 10 ms) whoever waits for this process is heard. */
const BREATHE_AFTER = 256

/** The whole chain as JSON for `packSnapshot`. Nothing may change before it resolves. */
export async function takeSnapshot(
  chainId: number,
  state: StateContents,
  blocks: readonly BlockRecord[],
  pool: readonly SignedTransaction[],
  entries: number,
): Promise<string> {
  const others: Omit<z.input<typeof snapshotFile>, 'blocks'> = {
    version: VERSION,
    chainId,
    accounts: mapValues(state.accounts, (a) => ({ nonce: `${a.nonce}`, balance: `${a.balance}`, codeHash: toText(a.codeHash) })),
    code: mapValues(state.code, toText),
    storage: mapValues(state.storage, (slots) => mapValues(slots, toText)),
    pool: pool.map((t) => t.raw),
    entries,
  }
  const parts: string[] = []
  for (const block of blocks) {
    if (parts.length % BREATHE_AFTER === BREATHE_AFTER - 1) await breath()
    parts.push(JSON.stringify(writtenOut(block)))
  }
  return `${JSON.stringify(others).slice(0, -1)},"blocks":[${parts.join(',')}]}`
}

export const packSnapshot = (taken: string): Promise<Uint8Array> => zip(taken, { level: 1 })

/** Reads what `packSnapshot` gave; throws when the bytes are damaged or belong to another chain. */
export async function readSnapshot(bytes: Uint8Array, chainId: number): Promise<Snapshot> {
  const content = snapshotFile.parse(JSON.parse((await unzip(bytes)).toString('utf8')))
  if (content.chainId !== chainId) throw new Error(`the snapshot is of chain ${content.chainId}, not of ${chainId}`)
  return {
    state: {
      accounts: new Map(Object.entries(mapValues(Object.entries(content.accounts), (a) => ({ ...a, codeHash: toBytes(a.codeHash) })))),
      code: new Map(Object.entries(mapValues(Object.entries(content.code), toBytes))),
      storage: new Map(
        Object.entries(
          mapValues(Object.entries(content.storage), (slots) => new Map(Object.entries(mapValues(Object.entries(slots), toBytes)))),
        ),
      ),
    },
    blocks: content.blocks,
    pool: content.pool,
    entries: content.entries,
  }
}
