import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleTransfer } from '../../shared/state/samples.ts'
import type { EventLine } from '../../shared/state/state.ts'
import { ACCOUNT, guidOf, hashOf, rowOf, TestJournal, transactionOf } from './fixture.ts'
import type { WorkerJournal } from './journal.ts'
import type { EventQuery, JournalOp, NewLedgerEntry, RevealSecret } from './port.ts'

const secret: RevealSecret = {
  nonce: 86051239637450841054435007419474340261025684358646117413728156380397759884797n,
  verdicts: [true],
  metadata: '[{"malware_family":"SecretFamilyName"}]',
}
const put = (i: number, over = {}, more: Partial<Extract<JournalOp, { is: 'put-bounty' }>> = {}): JournalOp => ({
  is: 'put-bounty',
  community: 'lima',
  account: ACCOUNT,
  row: rowOf(i, over),
  record: `{"i":${i}}`,
  open: true,
  ...more,
})

let files: TestJournal
let journal: WorkerJournal
beforeEach(() => {
  files = new TestJournal()
  journal = files.open()
})
afterEach(() => files.end())

describe('bounties', () => {
  it('come back as they were put, verdicts and secret with them, also after a restart', async () => {
    await journal.write([put(1, {}, { secret })])
    await journal.close()
    journal = files.open()
    expect(await journal.openBounties('lima')).toEqual([{ account: ACCOUNT, row: rowOf(1), record: '{"i":1}', secret, sealed: false }])
    expect(await journal.openBounties('elsewhere')).toEqual([])
  })

  it('keep the secret when they are written again without it', async () => {
    await journal.write([put(1, {}, { secret })])
    await journal.write([put(1, { state: 'revealed', revealBlock: 151 })])
    const kept = await journal.bounty('lima', guidOf(1).toUpperCase())
    expect(kept?.secret).toEqual(secret)
    expect(kept?.row).toEqual(rowOf(1, { state: 'revealed', revealBlock: 151 }))
  })

  it('are there while the wallet is locked, without what is secret, and whole again afterwards', async () => {
    await journal.write([put(1, {}, { secret })])
    const { key } = files
    files.key = null
    const locked = await journal.bounty('lima', guidOf(1))
    expect(locked).toMatchObject({ secret: null, sealed: true, record: '{"i":1}' })
    expect(locked?.row.artifacts[0]?.verdict).toBeNull()
    // The row moves on while locked; neither secret nor verdict may be lost by that.
    await journal.write([put(1, { state: 'reveal-owed', artifacts: locked?.row.artifacts ?? [] })])
    await journal.write([put(1, { state: 'reveal-held' })])
    files.key = key
    const unlocked = await journal.bounty('lima', guidOf(1))
    expect(unlocked).toMatchObject({ secret, sealed: false, row: { state: 'reveal-held' } })
    expect(unlocked?.row.artifacts[0]?.verdict).toEqual(rowOf(1).artifacts[0]?.verdict)
  })

  it('do not open with another key, and a secret without a key is refused as a whole', async () => {
    await journal.write([put(1, {}, { secret })])
    files.key = new Uint8Array(32).fill(8)
    expect(await journal.bounty('lima', guidOf(1))).toMatchObject({ secret: null, sealed: true })
    files.key = null
    await expect(journal.write([put(2), put(3, {}, { secret })])).rejects.toMatchObject({ code: 'wallet-locked' })
    expect(await journal.bounty('lima', guidOf(2))).toBeNull()
  })

  it('are paged by filter, search and moment, owed first and what ended newest first', async () => {
    await journal.write([
      put(1, { state: 'waiting' }),
      put(2, { state: 'won', settledAt: 5_000, payout: 10n ** 18n }, { open: false, words: [hashOf(77)] }),
      put(3, { state: 'lost', settledAt: 6_000, payout: 0n }, { open: false }),
      put(4, { state: 'reveal-owed' }),
      put(5, { state: 'skipped', skipReason: 'no-opinion', bid: null }, { open: false }),
      put(6, { state: 'won-part', settledAt: 9_000, payout: 1n }, { open: false }),
      put(7, { state: 'committed' }),
    ])
    const page = async (over: object) => {
      const query = { community: 'lima', filter: 'all', search: '', since: null, offset: 0, limit: 100, ...over } as const
      const { rows, total } = await journal.assertions(query)
      return [rows.map((row) => Number.parseInt(row.guid.slice(-4), 16)), total]
    }
    expect(await page({})).toEqual([[4, 1, 7, 6, 2, 3], 6])
    expect(await page({ filter: 'open' })).toEqual([[1, 7], 2])
    expect(await page({ filter: 'paid' })).toEqual([[6, 2], 2])
    expect(await page({ filter: 'lost' })).toEqual([[3], 1])
    expect(await page({ offset: 2, limit: 2 })).toEqual([[7, 6], 6])
    expect(await page({ since: 6_000 })).toEqual([[4, 1, 7, 6, 3], 5])
    expect(await page({ search: 'INVOICE-3' })).toEqual([[3], 1])
    expect(await page({ search: hashOf(77) })).toEqual([[2], 1])
    expect(await page({ search: `lima-not-there` })).toEqual([[], 0])
    const past = await journal.pastBounties('lima', ['skipped'], 0, 10)
    expect([past.total, past.rows[0]?.skipReason]).toEqual([1, 'no-opinion'])
    expect((await journal.pastBounties('lima', [], 0, 10)).total).toBe(4)
    const totals = await journal.assertionTotals('lima', 0)
    expect(totals.counts).toEqual({ all: 6, owed: 1, open: 2, paid: 2, lost: 1 })
    // Exact to the base unit: payouts − bids − fees of the three that ended.
    const cost = 3n * (812_500_000_000_000_000n + 31_250_000_000_000_000n)
    expect(totals.net.reduce((sum, { net }) => sum + net, 0n)).toBe(10n ** 18n + 1n - cost)
  })

  it('that were lost without a verdict are read by when they were lost, also while their arbiters vote', async () => {
    const lost = (i: number, firstSeenAt: number, settledAt: number, open: boolean) =>
      put(i, { state: 'forfeited', firstSeenAt, settledAt }, { open })
    await journal.write([
      lost(1, 1_000, 9_000, false),
      lost(2, 2_000, 3_000, false),
      lost(3, 3_000, 8_000, true),
      put(4, { state: 'lost', settledAt: 9_500 }, { open: false }),
    ])
    const order = async (offset: number, limit: number) => (await journal.forfeits('lima', offset, limit)).map(({ guid }) => guid)
    expect(await order(0, 10)).toEqual([1, 3, 2].map(guidOf))
    expect(await order(1, 1)).toEqual([guidOf(3)])
    expect(await journal.forfeits('elsewhere', 0, 10)).toEqual([])
  })

  it('that were never asserted on are pruned; the others and the counters stay', async () => {
    await journal.write([
      put(1, { state: 'won', settledAt: 5_000 }, { open: false }),
      put(2, { state: 'skipped', skipReason: 'too-late', bid: null }, { open: false }),
      put(3, { state: 'scanning', bid: null }),
    ])
    await journal.write([{ is: 'prune', community: 'lima', seenBefore: Number.MAX_SAFE_INTEGER }])
    expect(await journal.bounty('lima', guidOf(2))).toBeNull()
    expect(await journal.bounty('lima', guidOf(1))).not.toBeNull()
    expect(await journal.bounty('lima', guidOf(3))).not.toBeNull()
    expect(await journal.results('lima', 0)).toMatchObject({ bounties: 3, asserted: 1, missed: 1, settled: 1, won: 1 })
  })
})

describe('secrecy', () => {
  it('leaves nothing secret in the clear in any file, write-ahead log included', async () => {
    const intent = JSON.stringify({ is: 'reveal', guid: guidOf(1), nonce: secret.nonce.toString() })
    const raw = `0xf8${secret.nonce.toString(16)}` as const
    await journal.write([
      put(1, { state: 'scanned-held' }),
      put(1, { state: 'committed' }, { secret }),
      { is: 'put-transaction', transaction: transactionOf(1, { key: 'reveal:x', raw, intent, secret: true }) },
    ])
    await journal.write([put(1, { state: 'reveal-sent' })])
    // Written off, it may come back in time to be revealed.
    await journal.write([put(1, { state: 'written-off', settledAt: 1_700_000_000_000 })])
    const contents = () => readdirSync(files.folder).map((name) => readFileSync(join(files.folder, name)))
    const forbidden = [secret.nonce.toString(), secret.nonce.toString(16), 'SecretFamilyName', '"malicious"', Buffer.from(files.key ?? [])]
    const check = (): void => {
      expect(contents().some((bytes) => bytes.includes(guidOf(1)))).toBe(true)
      for (const bytes of contents()) for (const word of forbidden) expect(bytes.includes(word)).toBe(false)
    }
    check()
    const [pending] = await journal.pendingTransactions(ACCOUNT, 'side', 'lima')
    expect(pending).toMatchObject({ readable: true, transaction: { raw, intent } })
    files.key = null
    expect(await journal.pendingTransactions(ACCOUNT, 'side', 'lima')).toMatchObject([{ readable: false }])
    await journal.close()
    check()
  })
})

describe('transactions', () => {
  it('are pending until they are over, and named by their last outcome for what is still open', async () => {
    await journal.write([
      put(1),
      ...[3, 1, 2, 4].map((i) => ({ is: 'put-transaction' as const, transaction: transactionOf(i) })),
      { is: 'set-transaction', hash: hashOf(1), state: 'mined', minedBlock: 200, error: null },
      { is: 'set-transaction', hash: hashOf(4), state: 'failed', minedBlock: 201, error: 'Sender already settled' },
    ])
    const pending = await journal.pendingTransactions(ACCOUNT.toLowerCase(), 'side', 'lima')
    expect(pending.map(({ transaction }) => transaction.nonce)).toEqual([2, 3])
    expect(pending[0]).toEqual({ readable: true, transaction: { ...transactionOf(2), account: ACCOUNT.toLowerCase() } })
    expect(await journal.pendingTransactions(ACCOUNT, 'home', 'lima')).toEqual([])
    expect(await journal.endedTransactions(ACCOUNT, 'side', 'lima')).toEqual([
      { key: `settle:lima:${guidOf(1)}`, hash: hashOf(1), nonce: 1, state: 'mined', minedBlock: 200, error: null },
    ])
  })
})

describe('a transaction that was refused and signed again with the same nonce', () => {
  it('has the same hash, and its bytes are there again', async () => {
    await journal.write([
      { is: 'put-transaction', transaction: transactionOf(1) },
      { is: 'set-transaction', hash: hashOf(1), state: 'refused', minedBlock: null, error: 'no' },
      { is: 'put-transaction', transaction: transactionOf(1) },
    ])
    const [again] = await journal.pendingTransactions(ACCOUNT, 'side', 'lima')
    expect(again).toEqual({ readable: true, transaction: { ...transactionOf(1), account: ACCOUNT.toLowerCase() } })
  })
})

describe('ledger, events, transfers, facts', () => {
  const entry = (amount: bigint, over: Partial<NewLedgerEntry> = {}): JournalOp => ({
    is: 'put-ledger',
    entry: {
      at: 1,
      community: 'lima',
      chain: 'side',
      account: ACCOUNT,
      currency: 'NCT',
      kind: 'payout',
      amount,
      guid: null,
      hash: null,
      subject: null,
      ref: null,
      ...over,
    },
  })

  it('runs an exact balance, once for each reference, and sums what is unexplained', async () => {
    const large = 2n ** 70n + 1n
    await journal.write([entry(large, { kind: 'opening' }), entry(-3n, { ref: 'bid:1' })])
    await journal.write([entry(-3n, { ref: 'bid:1' }), entry(5n, { kind: 'unexplained', at: 9 }), entry(1n, { chain: 'home' })])
    const { entries, unexplained } = await journal.ledger({
      community: 'lima',
      kind: null,
      from: null,
      to: null,
      before: null,
      limit: 50,
    })
    expect(entries.map(({ amount, balance, chain }) => [amount, balance, chain])).toEqual([
      [1n, 1n, 'home'],
      [5n, large + 2n, 'side'],
      [-3n, large - 3n, 'side'],
      [large, large, 'side'],
    ])
    expect(unexplained).toEqual([{ community: 'lima', account: ACCOUNT.toLowerCase(), chain: 'side', currency: 'NCT', amount: 5n }])
    expect(await journal.ledgerBalance('lima', ACCOUNT, 'side', 'NCT')).toBe(large + 2n)
    expect(await journal.ledgerBalance('lima', ACCOUNT, 'side', 'ETH')).toBeNull()
    const some = await journal.ledger({ community: null, kind: 'payout', from: 0, to: 5, before: entries[0]?.id ?? 0, limit: 1 })
    expect(some.entries.map(({ amount }) => amount)).toEqual([-3n])
  })

  it('runs one balance for a home account that Communities share, and keeps each entry with its Community', async () => {
    const home = { chain: 'home', book: 'home:1:0xabc' } as const
    await journal.write([
      entry(100n, { ...home, kind: 'opening' }),
      entry(-30n, { ...home, kind: 'deposit' }),
      entry(-20n, { ...home, kind: 'deposit', community: 'oslo' }),
      entry(1n, { community: 'oslo', kind: 'opening' }),
      entry(7n, { ...home, kind: 'unexplained' }),
    ])
    const page = (community: string) => journal.ledger({ community, kind: null, from: null, to: null, before: null, limit: 9 })
    expect(await journal.ledgerBalance('home:1:0xabc', ACCOUNT, 'home', 'NCT')).toBe(57n)
    const oslo = await page('oslo')
    expect(oslo.entries.map(({ amount, balance, chain }) => [amount, balance, chain])).toEqual([
      [1n, 1n, 'side'],
      [-20n, 50n, 'home'],
    ])
    expect(oslo.unexplained).toEqual([{ community: null, account: ACCOUNT.toLowerCase(), chain: 'home', currency: 'NCT', amount: 7n }])
  })

  it('names who started the transfer that an entry is a part of', async () => {
    const started = (id: string, by: 'maintain' | 'operator' | 'command'): JournalOp => ({
      is: 'put-transfer',
      transfer: sampleTransfer({ id, by, account: ACCOUNT, stage: 'arrived', hash: hashOf(1), signedAt: 1 }),
      record: '{}',
    })
    await journal.write([
      started('a', 'maintain'),
      started('b-2', 'command'),
      started('c', 'operator'),
      entry(-5n, { kind: 'withdrawal', ref: 'transfer:a:out' }),
      entry(-1n, { kind: 'gas', ref: 'transfer:b-2:gas' }),
      entry(3n, { kind: 'arrival', ref: 'transfer:c:in' }),
      entry(-1n, { kind: 'gas', ref: 'transfer:unknown:gas' }),
      entry(2n, { kind: 'payout', ref: 'bounty:a:payout' }),
    ])
    const { entries } = await journal.ledger({ community: 'lima', kind: null, from: null, to: null, before: null, limit: 5 })
    expect(entries.map(({ by }) => by)).toEqual([null, null, 'operator', 'command', 'maintain'])
  })

  it('sums what transfers cost in each Community, since a moment or ever', async () => {
    const cost = (community: string, kind: 'relay-fee' | 'gas' | 'bid', amount: bigint, at: number): JournalOp => ({
      is: 'put-ledger',
      entry: {
        at,
        community,
        chain: 'home',
        account: ACCOUNT,
        currency: kind === 'gas' ? 'ETH' : 'NCT',
        kind,
        amount,
        guid: null,
        hash: null,
        subject: null,
        ref: null,
        book: 'home:1:0xabc',
      },
    })
    expect(await journal.transferCosts(null)).toEqual([])
    await journal.write([
      cost('lima', 'relay-fee', -382_770_000_000_000_000_001n, 10),
      cost('lima', 'gas', -7n, 20),
      cost('lima', 'relay-fee', -2n, 30),
      cost('lima', 'bid', -1000n, 30),
      cost('oslo', 'gas', -5n, 30),
    ])
    expect(await journal.transferCosts(null)).toEqual([
      { community: 'lima', relayFees: 382_770_000_000_000_000_003n, gas: 7n },
      { community: 'oslo', relayFees: 0n, gas: 5n },
    ])
    expect(await journal.transferCosts(20)).toEqual([
      { community: 'lima', relayFees: 2n, gas: 7n },
      { community: 'oslo', relayFees: 0n, gas: 5n },
    ])
  })

  it('pages events newest first and takes an id once', async () => {
    const event = (id: number, community: string | null): EventLine => ({
      id,
      at: id,
      community,
      code: 'settled',
      tone: 'gain',
      mine: true,
      guid: null,
      subject: `line ${id}`,
      amount: 5n,
      counts: { reveals: id },
    })
    expect(await journal.lastEventId()).toBe(0)
    const put = (line: EventLine): JournalOp => ({ is: 'put-event', event: line })
    await journal.write([put(event(1, 'lima')), put(event(2, null)), put(event(3, 'lima')), put({ ...event(3, 'lima'), subject: 'again' })])
    const all = { community: null, kind: null, mine: false, before: null }
    expect(await journal.events({ ...all, limit: 2 })).toEqual([event(3, 'lima'), event(2, null)])
    expect(await journal.events({ ...all, community: 'lima', before: 3, limit: 9 })).toEqual([event(1, 'lima')])
    expect(await journal.lastEventId()).toBe(3)
  })

  it('pages the lines of one kind, of mine, of one Community out of thousands, back to the oldest', async () => {
    const codes = ['committed', 'voted', 'revealed', 'won'] as const
    const line = (id: number): EventLine => ({
      id,
      at: id,
      community: id % 2 === 0 ? 'lima' : 'oslo',
      code: id % 100 === 1 ? 'deposit-arrived' : id % 500 === 2 ? 'of-a-newer-version' : (codes[id % 4] ?? 'won'),
      tone: 'soft',
      mine: id % 4 !== 1,
      guid: null,
      subject: null,
      amount: null,
    })
    const lines = Array.from({ length: 6000 }, (_, index) => line(index + 1))
    for (let from = 0; from < lines.length; from += 1000)
      await journal.write(lines.slice(from, from + 1000).map((event) => ({ is: 'put-event', event })))
    const everything = { community: null, kind: null, mine: false, before: null, limit: 500 }
    const ids = async (query: Partial<EventQuery>) => (await journal.events({ ...everything, ...query })).map(({ id }) => id)
    const expected = (holds: (line: EventLine) => boolean) =>
      lines
        .filter(holds)
        .map(({ id }) => id)
        .toReversed()

    const transfers = expected(({ code }) => code === 'deposit-arrived')
    expect(transfers).toHaveLength(60)
    expect(await ids({ kind: 'transfers', limit: 40 })).toEqual(transfers.slice(0, 40))
    expect(await ids({ kind: 'transfers', limit: 40, before: transfers[39] ?? 0 })).toEqual(transfers.slice(40))
    expect(await ids({ kind: 'console' })).toEqual(expected(({ code }) => code === 'of-a-newer-version'))
    expect(await ids({ kind: 'results', community: 'oslo' })).toEqual(
      expected(({ code, community }) => code === 'won' && community === 'oslo').slice(0, 500),
    )
    const mineOfOslo = expected(({ mine, community }) => mine && community === 'oslo')
    expect(await ids({ mine: true, community: 'oslo', before: 300 })).toEqual(mineOfOslo.filter((id) => id < 300))
  })

  it('keeps transfers that go on and the newest that ended; facts are replaced and removed', async () => {
    const transfer = (id: string, stage: 'sent' | 'arrived', signedAt: number) =>
      sampleTransfer({ id, account: ACCOUNT, stage, hash: hashOf(signedAt), signedAt })
    const put = (value: ReturnType<typeof transfer>): JournalOp => ({ is: 'put-transfer', transfer: value, record: '{}' })
    await journal.write([
      put(transfer('a', 'sent', 1)),
      put(transfer('b', 'arrived', 2)),
      put(transfer('c', 'arrived', 3)),
      { is: 'put-fact', community: 'lima', name: 'allowance', value: '1' },
      { is: 'put-fact', community: 'lima', name: 'gone', value: '1' },
      { is: 'put-fact', community: 'lima', name: 'gone', value: null },
      { is: 'put-fact', community: 'lima', name: 'allowance', value: '2' },
    ])
    expect((await journal.transfers('lima', 1, null)).map(({ transfer }) => transfer)).toEqual([
      transfer('a', 'sent', 1),
      transfer('c', 'arrived', 3),
    ])
    await journal.write([put(transfer('a', 'arrived', 1))])
    expect((await journal.transfers('lima', 9, null)).map(({ transfer }) => transfer.id)).toEqual(['c', 'b', 'a'])
    expect((await journal.transfers('lima', 1, 2)).map(({ transfer }) => transfer.id)).toEqual(['c', 'b'])
    expect(await journal.facts('lima')).toEqual({ allowance: '2' })
  })
})
