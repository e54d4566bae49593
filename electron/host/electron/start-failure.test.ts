import { describe, expect, it } from 'vitest'
import { because } from '../../../shared/errors/because.ts'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { LogFields } from '../../runtime/log.ts'
import * as words from '../plain-reason.ts'
import { type StartFailureParts, tellStartFailure } from './start-failure.ts'
import { startWords } from './start-words.ts'

async function told(error: unknown, over: Partial<StartFailureParts> = {}) {
  const lines: [string, LogFields | undefined][] = []
  const boxes: string[] = []
  await tellStartFailure(error, {
    language: 'en',
    words: async () => ({ ...words, startWords }),
    log: { error: (message, fields) => void lines.push([message, fields]) },
    openLog: async () => undefined,
    show: (title, text) => void boxes.push(`${title}: ${text}`),
    ...over,
  })
  return { lines, boxes }
}
const inUse = new ConsoleError('journal-in-use')
const fault = new TypeError('x is not a function')

describe('a desktop console that cannot start', () => {
  it('says why in a box, and in the log as a field of one fixed sentence', async () => {
    const { lines, boxes } = await told(inUse)
    expect(lines).toEqual([['The console cannot start', { reason: words.plainReason(inUse) }]])
    expect(boxes).toEqual([`PolySwarm Console cannot start: ${words.plainReason(inUse)}`])
  })

  it('says it in the language of the window, what became of a damaged journal too, and in the log in English', async () => {
    const { lines, boxes } = await told(new ConsoleError('journal-failed', because('journal-kept-aside', { path: '/d/j.damaged' })), {
      language: 'ja',
    })
    expect(boxes[0]).toMatch(
      /^PolySwarm Console を起動できません: ジャーナルを使えません。.*（ジャーナルが壊れています。\/d\/j\.damaged として残しました）$/,
    )
    expect(JSON.stringify(lines)).toContain('kept as /d/j.damaged')
    expect((await told(inUse, { language: 'ja' })).boxes[0]).toMatch(/別のコンソールが/)
  })

  it('keeps the stack of a fault of its own in the log', async () => {
    expect((await told(fault)).lines).toEqual([['The console cannot start', { error: fault }]])
  })

  it('shows the box even where its words or its log cannot be had', async () => {
    const gone = () => Promise.reject(new Error('a file of the program is missing'))
    const { boxes } = await told(fault, { words: gone, openLog: gone })
    expect(boxes).toEqual(['PolySwarm Console cannot start: x is not a function'])
  })
})
