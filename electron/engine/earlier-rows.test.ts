import { renameSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lossText } from '../../shared/errors/sentences.ts'
import { lossFromText } from '../journal/earlier-rows.ts'
import { ACCOUNT, rowOf, TestJournal } from '../journal/fixture.ts'
import { migrations } from '../journal/schema.ts'
import { isReadable } from './record.ts'

let files: TestJournal
beforeEach(() => {
  files = new TestJournal()
})
afterEach(() => files.end())

const WRITTEN_OFF = 'Written off by the operator: '
const told = [
  [
    'This account asserted, but the secret of that assertion is not in the journal: it was lost, or another program asserted.',
    'secret-missing',
  ],
  ['Not revealed in time: the wallet was locked through the reveal window.', 'wallet-locked'],
  ['Not revealed in time: the console was not running or had no connection through the reveal window.', 'not-running'],
  ['Not revealed in time: the reveal was sent, but not mined within the reveal window.', 'not-mined'],
  ['Not revealed in time: the block to send it in had passed', 'reveal-too-late'],
  [`${WRITTEN_OFF}the Community did not know this bounty any more.`, 'written-off-not-found'],
  [`${WRITTEN_OFF}the Community knew this bounty without this assertion.`, 'written-off-not-in-it'],
  [`${WRITTEN_OFF}the side chain had begun anew, and the Community did not know this bounty any more.`, 'written-off-chain-anew'],
  [`${WRITTEN_OFF}the Community has not answered since 1970-01-01T00:00:05.000Z.`, 'written-off-no-answer'],
  ['Not revealed in time: Bounty not in reveal window', 'told-before'],
] as const

describe('the reason of a loss that version 2 kept as a sentence', () => {
  it.each(told)('“%s” is the code %s, which says the same in English', (sentence, code) => {
    const reason = lossFromText(sentence)
    expect(reason).toMatchObject({ code })
    expect(lossText(reason as Parameters<typeof lossText>[0]).replace(/\.$/, '')).toBe(sentence.replace(/\.$/, ''))
  })

  it('is read from the file, in the row and in the engine’s record', async () => {
    const record = (lossReason: unknown) =>
      JSON.stringify({
        version: 1,
        drop: null,
        artifactCount: 1,
        answer: null,
        assertions: [],
        votes: [],
        quorumMask: null,
        lossReason,
        forfeitedAt: 5,
        noVotes: false,
        checks: 0,
        end: null,
        scan: null,
      })
    const row = rowOf(1, { state: 'forfeited', lossReason: { code: 'not-mined', values: {} }, settledAt: 5 })
    const journal = files.open()
    await journal.write([{ is: 'put-bounty', community: 'lima', account: ACCOUNT, row, record: record(null), open: true }])
    await journal.close()
    const [sentence] = told[1]
    // As version 2 wrote it.
    const later = `${files.path}-later`
    renameSync(files.path, later)
    const file = new DatabaseSync(files.path)
    for (const step of migrations.slice(0, 2)) file.exec(step)
    file.exec('PRAGMA user_version = 2')
    file.prepare('ATTACH ? AS later').run(later)
    for (const table of ['meta', 'bounty']) file.exec(`INSERT OR REPLACE INTO main.${table} SELECT * FROM later.${table}`)
    file.prepare("UPDATE bounty SET row = json_set(row, '$.lossReason', ?), record = ?").run(sentence, record(sentence))
    file.close()

    const again = files.open()
    const { rows } = await again.assertions({ community: 'lima', filter: 'all', search: '', since: null, offset: 0, limit: 10 })
    expect(rows).toMatchObject([{ lossReason: { code: 'wallet-locked', values: {} } }])
    expect((await again.openBounties('lima')).map(isReadable)).toEqual([true])
  })
})
