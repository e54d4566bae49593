import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../../shared/errors/errors.ts'
import type { LogFields } from '../../runtime/log.ts'
import * as words from '../plain-reason.ts'
import { type StartFailureParts, tellStartFailure } from './start-failure.ts'

async function told(error: unknown, over: Partial<StartFailureParts> = {}) {
  const lines: [string, LogFields | undefined][] = []
  const boxes: string[] = []
  await tellStartFailure(error, {
    words: async () => words,
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

  it('keeps the stack of a fault of its own in the log', async () => {
    expect((await told(fault)).lines).toEqual([['The console cannot start', { error: fault }]])
  })

  it('shows the box even where its words or its log cannot be had', async () => {
    const gone = () => Promise.reject(new Error('a file of the program is missing'))
    const { boxes } = await told(fault, { words: gone, openLog: gone })
    expect(boxes).toEqual(['PolySwarm Console cannot start: x is not a function'])
  })
})
