import { createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { assertNever } from '../../shared/domain/assert-never.ts'
import { type BountyRow, bountyRow, type Verdict, verdict } from '../../shared/domain/bounty.ts'
import type { Address } from '../../shared/domain/identifiers.ts'
import { transfer } from '../../shared/domain/transfer.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { kindOfEvent } from '../../shared/state/event-kinds.ts'
import { eventLine } from '../../shared/state/state.ts'
import { parseRow } from './earlier-rows.ts'
import {
  type JournalOp,
  KEEP_ENDED_MS,
  type ReadTransaction,
  type RevealSecret,
  type StoredBounty,
  type StoredTransaction,
} from './port.ts'
import type { BountyRecord, KeptBounty, TransactionRecord, WireOp } from './protocol.ts'
import { KEY_BYTES, seal, unseal } from './sealing.ts'
import { hasEnded, isMissed, isRevealed, partOf } from './tally.ts'

/** Where the accounts' sealing keys come from; the signer offers it. */
export interface JournalKeys {
  journalKey(account: Address): Uint8Array | null
}

const stringify = (value: unknown): string => JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? field.toString() : field))
const placeOfSecret = (community: string, guid: string): string => `secret:${community}:${guid}`
const placeOfVerdicts = (community: string, guid: string): string => `verdicts:${community}:${guid}`
const placeOfTransaction = (hash: string): string => `transaction:${hash}`

const secretText = z.codec(
  z.object({ nonce: z.string().regex(/^\d+$/), verdicts: z.array(z.boolean()), metadata: z.string() }),
  z.custom<RevealSecret>(),
  {
    decode: (text) => ({ ...text, nonce: BigInt(text.nonce) }),
    encode: ({ nonce, verdicts, metadata }) => ({ nonce: nonce.toString(), verdicts: [...verdicts], metadata }),
  },
)
const verdictsText = z.array(verdict.nullable())

/** Domain values to what the worker keeps, and back. Sealing happens here, in the main process: the worker never sees a secret. */
export class JournalWire {
  readonly #keys: JournalKeys
  readonly #now: () => number
  /** By account. Making a key ready costs more than sealing with it. */
  readonly #ready = new Map<string, { readonly bytes: Uint8Array; readonly key: KeyObject }>()

  constructor(keys: JournalKeys, now: () => number) {
    this.#keys = keys
    this.#now = now
  }

  /** @throws ConsoleError 'wallet-locked' when something must be sealed and the key is not at hand */
  toWire(op: JournalOp): WireOp {
    switch (op.is) {
      case 'put-bounty':
        return this.#bountyToWire(op)
      case 'put-transaction':
        return this.#transactionToWire(op.transaction)
      case 'set-transaction':
        return { ...op, is: 'transaction-state' }
      case 'put-transfer': {
        const { id, community, stage, signedAt } = op.transfer
        const ended = stage === 'arrived' || stage === 'failed' || stage === 'written-off'
        return { is: 'transfer', id, community, ended, signedAt, transfer: stringify(op.transfer), record: op.record }
      }
      case 'put-event': {
        const { id, community, at, mine, code } = op.event
        return { is: 'event', id, community, at, mine, kind: kindOfEvent(code), event: stringify(op.event) }
      }
      case 'put-ledger': {
        const community = op.entry.community ?? ''
        return { ...op.entry, is: 'ledger', community, book: op.entry.book ?? community, amount: op.entry.amount.toString() }
      }
      case 'put-fact':
        return { ...op, is: 'fact' }
      case 'prune':
        return { ...op, endedBefore: this.#now() - KEEP_ENDED_MS }
      default:
        return assertNever(op)
    }
  }

  #bountyToWire(op: Extract<JournalOp, { is: 'put-bounty' }>): BountyRecord {
    const { row, community, account } = op
    const key = account === null ? null : this.#key(account)
    if (op.secret && !key) throw new ConsoleError('wallet-locked', 'the commitment cannot be sealed')
    // From the first verdict on, so that no earlier version of the row in the file tells what a later one hides.
    // What was given up may come back in time to be revealed.
    const mayComeBack = row.state === 'written-off' || row.skipReason === 'assertion-refused'
    const isSecret = !isRevealed(row) && (!hasEnded(row) || mayComeBack)
    const hide = account !== null && isSecret && row.artifacts.some((artifact) => artifact.verdict !== null)
    const verdicts = row.artifacts.map((artifact) => artifact.verdict)
    const guid = row.guid.toLowerCase()
    const ended = hasEnded(row)
    return {
      is: 'bounty',
      community,
      guid,
      account,
      row: stringify(hide ? { ...row, artifacts: row.artifacts.map((artifact) => ({ ...artifact, verdict: null })) } : row),
      record: op.record,
      sealedSecret: op.secret && key ? seal(key, placeOfSecret(community, guid), stringify(op.secret)) : null,
      sealedVerdicts: hide && key ? seal(key, placeOfVerdicts(community, guid), JSON.stringify(verdicts)) : null,
      open: op.open,
      state: row.state,
      part: partOf(row),
      bid: text(row.bid),
      fee: text(row.assertionFee),
      payout: text(row.payout),
      expiration: row.expiration,
      firstSeenAt: row.firstSeenAt,
      endedAt: ended ? (row.settledAt ?? this.#now()) : null,
      endedExactly: row.settledAt !== null,
      revealed: isRevealed(row),
      missed: isMissed(row),
      words: wordsOf(row, op.words ?? []),
    }
  }

  #transactionToWire(transaction: StoredTransaction): TransactionRecord {
    const { raw, intent, secret, hash, account } = transaction
    const rest = { ...transaction, is: 'transaction' as const }
    if (!secret) return { ...rest, sealed: null }
    const key = this.#key(account)
    if (!key) throw new ConsoleError('wallet-locked', 'the transaction cannot be sealed')
    return { ...rest, raw: null, intent: null, sealed: seal(key, placeOfTransaction(hash), JSON.stringify({ raw, intent })) }
  }

  fromBounty(community: string, kept: KeptBounty): StoredBounty {
    const key = kept.account === null ? null : this.#key(kept.account)
    const secret = this.#open(key, placeOfSecret(community, kept.guid), kept.sealedSecret)
    return {
      account: kept.account,
      row: this.fromRow(community, kept),
      record: kept.record,
      secret: secret === null ? null : (z.decode(secretText, secret as z.input<typeof secretText>) as RevealSecret),
      sealed: kept.sealedSecret !== null && secret === null,
    }
  }

  fromRow(community: string, kept: KeptBounty): BountyRow {
    const row = z.decode(bountyRow, parseRow(kept.row) as z.input<typeof bountyRow>)
    if (!kept.sealedVerdicts || kept.account === null) return row
    const opened = this.#open(this.#key(kept.account), placeOfVerdicts(community, kept.guid), kept.sealedVerdicts)
    if (opened === null) return row
    const verdicts: readonly (Verdict | null)[] = verdictsText.parse(opened)
    return { ...row, artifacts: row.artifacts.map((artifact, i) => ({ ...artifact, verdict: artifact.verdict ?? verdicts[i] ?? null })) }
  }

  fromTransaction(kept: Omit<TransactionRecord, 'is'>): ReadTransaction {
    const { raw: rawInClear, intent: intentInClear, sealed, ...rest } = kept
    const known = rest as Omit<StoredTransaction, 'raw' | 'intent'>
    if (rawInClear !== null && intentInClear !== null) {
      return { readable: true, transaction: { ...known, raw: rawInClear as `0x${string}`, intent: intentInClear } }
    }
    const opened = this.#open(this.#key(known.account), placeOfTransaction(known.hash), sealed)
    if (opened === null) return { readable: false, transaction: known }
    const { raw, intent } = z.object({ raw: z.templateLiteral(['0x', z.string()]), intent: z.string() }).parse(opened)
    return { readable: true, transaction: { ...known, raw, intent } }
  }

  #open(key: KeyObject | null, place: string, sealed: Uint8Array | null): unknown {
    if (!sealed || !key) return null
    const opened = unseal(key, place, sealed)
    return opened === null ? null : JSON.parse(opened)
  }

  /** Asked for each time, so that a lock ends it at once. */
  #key(account: string): KeyObject | null {
    const bytes = this.#keys.journalKey(account)
    if (!bytes) {
      this.#ready.delete(account)
      return null
    }
    const ready = this.#ready.get(account)
    if (ready && Buffer.compare(ready.bytes, bytes) === 0) return ready.key
    if (bytes.length !== KEY_BYTES) throw new ConsoleError('internal', `the journal key has ${bytes.length} bytes`)
    const key = createSecretKey(bytes)
    this.#ready.set(account, { bytes, key })
    return key
  }
}

export const fromEvent = (json: string) => z.decode(eventLine, JSON.parse(json))
export const fromTransfer = (json: string) => z.decode(transfer, JSON.parse(json))

const text = (value: bigint | null): string | null => (value === null ? null : value.toString())

/** Everything a bounty may be searched by, in lower case, one word a line. */
function wordsOf(row: BountyRow, more: readonly string[]): string {
  const words = [row.guid, row.uri, row.author, ...row.artifacts.flatMap((artifact) => [artifact.name, artifact.sha256]), ...more]
  return words
    .filter((word) => word !== null)
    .join('\n')
    .toLowerCase()
}
