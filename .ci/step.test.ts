import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { check, counted, readPlain, readVitest, SideBySide, type Step } from './step.ts'

let folder: string
let said: string[]
let together: SideBySide
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steps-'))
  said = []
  together = new SideBySide(folder, (text) => said.push(text))
})
afterEach(() => {
  together.cancel()
  rmSync(folder, { recursive: true, force: true })
})

/** A step whose program writes this to its report. */
const writing = (name: string, report: string, read = readPlain): Step =>
  counted(
    folder,
    name,
    process.execPath,
    (path) => ['-e', `require('fs').writeFileSync(${JSON.stringify(path)}, ${JSON.stringify(report)})`],
    read,
  )
const speaking = (name: string, code: string): Step => check(name, [process.execPath, '-e', code])
const good = JSON.stringify({ passed: 2, failed: 0, skipped: 1, notes: [] })

describe('steps that run side by side', () => {
  it.each([
    ['is cut off', good.slice(0, 20), readPlain],
    ['lacks a count', '{"passed":2}', readPlain],
    ['is none of vitest', '{"numPassedTests":2}', readVitest],
  ])('are all told when a report %s: that step has failed', async (_, report, read) => {
    const rows = await together.run([writing('whole', good), writing('damaged', report, read)])
    expect(rows.map(({ outcome: { passed, failed } }) => [passed, failed])).toEqual([
      [2, 0],
      [0, 1],
    ])
    expect(rows[1]?.outcome.notes).toEqual([expect.stringMatching(/^damaged wrote a report that cannot be read: ./)])
  })

  it('are all told when one breaks in an unexpected way', async () => {
    const breaks: Step = { name: 'breaks', run: () => Promise.reject(new Error('no such folder\nat x')) }
    const [whole, broken] = await together.run([writing('whole', good), breaks])
    expect(whole?.outcome.passed).toBe(2)
    expect(broken?.outcome).toEqual({ passed: 0, failed: 1, skipped: 0, notes: ['breaks broke: no such folder'] })
  })

  it('are said one after the other, the second whole and once it has ended, also what it says last', async () => {
    const [, second] = await together.run([
      speaking('first', ''),
      speaking('second', "console.log('begun'); process.on('exit', () => require('fs').writeSync(2, 'x'.repeat(200000) + 'last'))"),
    ])
    expect(second?.outcome.passed).toBe(1)
    expect(said).toHaveLength(2)
    expect(said[1]).toMatch(/^\n== second, ended beside first\nbegun\nx{200000}last$/)
  })

  it('do not wait for what a step has left behind', async () => {
    const orphan = 'setTimeout(() => {}, 60000)'
    const leaves = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(orphan)}], { stdio: 'inherit', detached: true }); require('fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(c.pid)); c.unref()`
    const rows = await together.run([speaking('first', ''), speaking('leaves', leaves)])
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')))
    expect(rows.map(({ outcome }) => outcome.passed)).toEqual([1, 1])
  })

  it('have said what they had to say when the run is cancelled', async () => {
    const endless = (name: string): Step =>
      speaking(
        name,
        `console.log('half of it'); require('fs').writeFileSync(${JSON.stringify(join(folder, `${name}.there`))}, ''); setTimeout(() => {}, 600000)`,
      )
    const ended = together.run([speaking('first', ''), endless('second')])
    await expect.poll(() => existsSync(join(folder, 'second.there'))).toBe(true)
    together.cancel()
    expect(said.at(-1)).toBe('\n== second, until the run was cancelled\nhalf of it\n')
    expect((await ended)[1]?.outcome.failed).toBe(1)
    expect(said).toHaveLength(2)
  })
})

describe('what vitest reports', () => {
  it('is counted with the tests that failed and why, and with files that did not run', () => {
    const test = { status: 'failed', fullName: 'it works', failureMessages: ['Error: no\n at x'] }
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 1,
      testResults: [
        {
          status: 'failed',
          name: join(process.cwd(), 'a.test.ts'),
          message: '',
          assertionResults: [test, { status: 'skipped', fullName: 'later' }],
        },
        { status: 'failed', name: join(process.cwd(), 'b.test.ts'), message: 'cannot be read', assertionResults: [] },
      ],
    }
    expect(readVitest(JSON.stringify(report))).toEqual({
      passed: 5,
      failed: 2,
      skipped: 1,
      notes: ['failed: a.test.ts: it works: Error: no', 'failed: b.test.ts: cannot be read', 'skipped: later'],
    })
  })
})
