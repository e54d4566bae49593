import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventKind } from '../../shared/state/event-kinds.ts'
import { hashOf, rowOf, TestJournal, transactionOf } from './fixture.ts'
import { migrations } from './schema.ts'

let files: TestJournal
beforeEach(() => {
  files = new TestJournal()
})
afterEach(() => files.end())

const untilWorkers = async (count: number): Promise<void> => {
  while (files.workers.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('kill -9', () => {
  it('loses nothing that was acknowledged and writes nothing twice, round after round', async () => {
    const journal = files.open()
    const acknowledged: number[] = []
    const all: Promise<void>[] = []
    let next = 0
    const rounds = 4
    for (let round = 1; round <= rounds; round++) {
      for (let i = 0; i < 150; i++) {
        const n = ++next
        const write = journal.write([
          { is: 'put-transaction', transaction: transactionOf(n) },
          {
            is: 'put-ledger',
            entry: {
              at: n,
              community: 'lima',
              chain: 'side',
              account: '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA',
              currency: 'NCT',
              kind: 'bid',
              amount: -1n,
              guid: null,
              hash: null,
              subject: null,
              ref: null,
            },
          },
        ])
        all.push(write.then(() => void acknowledged.push(n)))
        if (i % 30 === 29) await new Promise((resolve) => setImmediate(resolve))
        // Somewhere in the middle of the traffic; what is on its way at that moment is the point of the test.
        if (i === 20 * round) files.killWorker()
      }
      // What a second console would find at this moment: every acknowledged write.
      await all[all.length - 1]
      await untilWorkers(round + 1)
    }
    await Promise.all(all)
    expect(acknowledged.length).toBe(next)
    files.killWorker()
    const survivor = files.open()
    const pending = await survivor.pendingTransactions('0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA', 'side', 'lima')
    expect(pending.map(({ transaction }) => transaction.hash)).toEqual(Array.from({ length: next }, (_, i) => hashOf(i + 1)))
    // Each ledger entry has no reference of its own: a batch that was applied twice would show.
    expect(await survivor.ledgerBalance('lima', '0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA', 'side', 'NCT')).toBe(BigInt(-next))
  })

  it('keeps an acknowledged write when worker and console die at once', async () => {
    const journal = files.open()
    await journal.write([{ is: 'put-transaction', transaction: transactionOf(1) }])
    files.killWorker()
    const other = new TestJournal()
    other.key = files.key
    const again = files.open()
    expect(await again.pendingTransactions('0x2B813F079E7E3Cf24Eeb1aC5853bd6f9118a04eA', 'side', 'lima')).toHaveLength(1)
    await other.end()
  })
})

describe('the file', () => {
  it('belongs to one console at a time', async () => {
    const first = files.open()
    await first.write([{ is: 'put-fact', community: 'lima', name: 'a', value: '1' }])
    const second = files.open()
    await expect(second.facts('lima')).rejects.toMatchObject({ code: 'journal-in-use' })
    await first.close()
    expect(await second.facts('lima')).toEqual({ a: '1' })
  })

  it('of the version before lines had a kind is read, each line by its kind', async () => {
    const codes = ['committed', 'won', 'transfer-overdue', 'connection-lost', 'wallet-locked', 'of-nobody-knows-when']
    const earlier = new DatabaseSync(files.path)
    for (const step of migrations.slice(0, 3)) earlier.exec(step)
    earlier.exec('PRAGMA user_version = 3')
    const insert = earlier.prepare('INSERT INTO event (id, community, at, mine, event) VALUES (?, ?, ?, 1, ?)')
    codes.forEach((code, index) => {
      const line = { id: index + 1, at: 1, community: 'lima', code, tone: 'soft', mine: true, guid: null, subject: null, amount: null }
      insert.run(index + 1, 'lima', 1, JSON.stringify(line))
    })
    earlier.close()
    const journal = files.open()
    const codesOf = async (kind: EventKind) => {
      const lines = await journal.events({ community: 'lima', kind, mine: true, before: null, limit: 9 })
      return lines.map(({ code }) => code)
    }
    expect(await codesOf('rounds')).toEqual(['committed'])
    expect(await codesOf('results')).toEqual(['won'])
    expect(await codesOf('transfers')).toEqual(['transfer-overdue'])
    expect(await codesOf('connection')).toEqual(['connection-lost'])
    expect(await codesOf('console')).toEqual(['of-nobody-knows-when', 'wallet-locked'])
  })

  it('of a newer version is refused and left as it is', async () => {
    const newer = new DatabaseSync(files.path)
    newer.exec(`CREATE TABLE later (x); PRAGMA user_version = ${migrations.length + 1}`)
    newer.close()
    const before = readFileSync(files.path)
    const journal = files.open()
    await expect(journal.facts('lima')).rejects.toMatchObject({ code: 'journal-newer' })
    await expect(journal.write([{ is: 'put-fact', community: 'lima', name: 'a', value: '1' }])).rejects.toMatchObject({
      code: 'journal-newer',
    })
    expect(journal.state.is).toBe('failed')
    expect(readFileSync(files.path).equals(before)).toBe(true)
  })

  it.each([
    ['no database at all', (whole: Buffer) => Buffer.from('this is not a journal'.repeat(Math.ceil(whole.length / 21)))],
    [
      'damaged in the middle',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(8192, 0x5a), whole.subarray(12_288)]),
    ],
  ])('that is %s fails clearly, is kept aside, and is never overwritten', async (_, damage) => {
    const journal = files.open()
    await journal.write(
      Array.from({ length: 200 }, (_, i) => ({
        is: 'put-bounty' as const,
        community: 'lima',
        account: null,
        row: rowOf(i),
        record: '{}',
        open: true,
      })),
    )
    await journal.close()
    const damaged = damage(readFileSync(files.path))
    writeFileSync(files.path, damaged)
    const again = files.open()
    const failure = await again.facts('lima').catch((error: Error) => error)
    expect(failure).toMatchObject({ code: 'journal-failed', message: expect.stringContaining('kept as') })
    await expect(again.write([{ is: 'put-fact', community: 'lima', name: 'a', value: '1' }])).rejects.toMatchObject({
      code: 'journal-failed',
    })
    const aside = readdirSync(files.folder).find((name) => name.includes('.damaged-') && !name.endsWith('-wal'))
    expect(readFileSync(`${files.folder}/${aside}`).equals(damaged)).toBe(true)
    expect(existsSync(files.path) && statSync(files.path).size > 0).toBe(false)
  })

  it('can be read by the operator alone', async () => {
    const journal = files.open()
    await journal.write([{ is: 'put-fact', community: 'lima', name: 'a', value: '1' }])
    for (const name of readdirSync(files.folder)) expect(statSync(`${files.folder}/${name}`).mode & 0o077).toBe(0)
  })
})
