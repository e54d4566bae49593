import type { BountyRow } from '../../shared/domain/bounty.ts'
import type { Address, CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import type { Journal, JournalOp, RevealSecret } from '../journal/port.ts'
import { partOf } from '../journal/tally.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Bounty, isStaked } from './bounty-state.ts'
import { recordOf } from './record.ts'

/** What can be learned again from the chain may be lost in a crash, so it is gathered for a moment; what cannot, goes with the transaction. */
const GATHER_MS = 200
const RETRY_MS = 1_000
/** A bounty that is owed something for this long is written as such, for the lists that are read from the journal. */
const DRIFT_MS = 5_000

export interface SaverOptions {
  readonly community: CommunityId
  readonly account: Address
  readonly journal: Journal
  readonly clock: Clock
  /** The bounty as it is at the moment of writing; null when it has left the memory. */
  readonly current: (guid: Guid) => { readonly bounty: Bounty; readonly row: BountyRow } | null
  readonly onTrouble: (where: string, error: unknown) => void
}

/** Writes bounties and ledger lines to the journal, gathered; what could not be written is written later. */
export class Saver {
  readonly #options: SaverOptions
  #dirty = new Set<Guid>()
  #extra: JournalOp[] = []
  /** In which part of the journal's lists a bounty was when it was last written. */
  readonly #savedPart = new Map<Guid, number>()
  readonly #drifting = new Set<Guid>()
  #cancelDrift: (() => void) | null = null
  #cancel: (() => void) | null = null
  #writing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(options: SaverOptions) {
    this.#options = options
  }

  mark(guid: Guid): void {
    this.#dirty.add(guid)
    this.#later(GATHER_MS)
  }

  /** A row moved on without anything that must be saved: written only when it stays in another part of the lists for a while. */
  drift(row: BountyRow): void {
    const saved = this.#savedPart.get(row.guid)
    if (saved === undefined || saved === partOf(row) || this.#closed) return
    this.#drifting.add(row.guid)
    this.#cancelDrift ??= this.#options.clock.after(DRIFT_MS, () => {
      this.#cancelDrift = null
      for (const guid of this.#drifting) {
        const current = this.#options.current(guid)
        if (current && partOf(current.row) !== this.#savedPart.get(guid)) this.mark(guid)
      }
      this.#drifting.clear()
    })
  }

  /** It has left the memory. */
  forget(guid: Guid): void {
    this.#savedPart.delete(guid)
  }

  add(op: JournalOp): void {
    this.#extra.push(op)
    this.#later(GATHER_MS)
  }

  /** Whether this bounty's last state is not on disk yet. */
  isDirty(guid: Guid): boolean {
    return this.#dirty.has(guid)
  }

  /** Resolves when everything handed over so far was written, or failed and waits to be written again. */
  flush(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    const guids = this.#dirty
    const extra = this.#extra
    if (guids.size === 0 && extra.length === 0) return this.#writing
    this.#dirty = new Set()
    this.#extra = []
    const ops = [...guids].flatMap((guid) => this.#opOf(guid)).concat(extra)
    this.#writing = this.#writing.then(() => this.#options.journal.write(ops)).catch((error: unknown) => this.#keep(guids, extra, error))
    return this.#writing
  }

  /** Writes what waits, for the last time. What cannot be written now is read from the chain after the next start. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
    this.#cancel?.()
    this.#cancelDrift?.()
  }

  /** The op that makes a bounty durable, with its secret where it is signed for the first time. */
  put(bounty: Bounty, row: BountyRow, secret?: RevealSecret): JournalOp {
    const { community, account } = this.#options
    this.#savedPart.set(row.guid, partOf(row))
    const words = [bounty.answer?.assertTx, bounty.answer?.revealTx, bounty.answer?.settleTx].filter((word) => typeof word === 'string')
    return {
      is: 'put-bounty',
      community,
      account: bounty.answer ? account : null,
      row,
      record: recordOf(bounty),
      open: isStaked(bounty),
      words,
      ...(secret ? { secret } : {}),
    }
  }

  #opOf(guid: Guid): readonly JournalOp[] {
    const current = this.#options.current(guid)
    return current ? [this.put(current.bounty, current.row)] : []
  }

  #keep(guids: ReadonlySet<Guid>, extra: readonly JournalOp[], error: unknown): void {
    this.#options.onTrouble('journal', error)
    for (const guid of guids) this.#dirty.add(guid)
    this.#extra.unshift(...extra)
    this.#later(RETRY_MS)
  }

  #later(ms: number): void {
    if (this.#closed) return
    this.#cancel ??= this.#options.clock.after(ms, () => {
      this.#cancel = null
      this.flush().catch(() => undefined)
    })
  }
}
