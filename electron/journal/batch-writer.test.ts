import { describe, expect, it } from 'vitest'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import { BatchWriter } from './batch-writer.ts'
import type { WireOp } from './protocol.ts'

const op = (name: string): WireOp => ({ is: 'fact', community: 'lima', name, value: null })
const transaction: WireOp = {
  is: 'transaction',
  hash: '0x',
  key: 'k',
  community: 'lima',
  account: '0x',
  chain: 'side',
  chainId: 1,
  nonce: 0,
  raw: null,
  intent: null,
  sealed: null,
  secret: false,
  guid: null,
  state: 'signed',
  urgency: 0,
  attempts: 0,
  minedBlock: null,
  error: null,
  signedAt: 0,
}
const namesOf = (ops: readonly WireOp[]): string[] => ops.map((op) => (op.is === 'fact' ? op.name : '?'))

/** A worker that answers when the test says so. */
function setUp() {
  const clock = new ManualClock()
  const sent: { seq: number; names: string[]; done(): void; fail(error: ConsoleError): void }[] = []
  const writer = new BatchWriter({
    clock,
    passes: (error) => error.retry,
    send: (seq, ops) => new Promise((resolve, fail) => sent.push({ seq, names: namesOf(ops), done: () => resolve(undefined), fail })),
  })
  const outcomes: string[] = []
  const write = (name: string): void => {
    writer.write([op(name)]).then(
      () => outcomes.push(`${name} written`),
      (error: ConsoleError) => outcomes.push(`${name} ${error.code}`),
    )
  }
  return { clock, writer, sent, outcomes, write }
}

/** Longer than writes wait for company. */
const LINGER = 40

describe('BatchWriter', () => {
  it('gathers what arrives together and during a flush, and resolves only what is durable', async () => {
    const { clock, writer, sent, outcomes, write } = setUp()
    write('a')
    expect([sent.length, writer.state]).toEqual([0, { is: 'writing' }])
    await clock.advance(LINGER - 5)
    write('b')
    await clock.advance(5)
    expect(sent.map(({ names }) => names)).toEqual([['a', 'b']])
    for (const name of ['c', 'd']) write(name)
    await clock.advance(LINGER)
    expect(sent.length).toBe(1)
    sent[0]?.done()
    await clock.advance(0)
    expect(outcomes).toEqual(['a written', 'b written'])
    expect(sent[1]?.names).toEqual(['c', 'd'])
    expect(writer.state).toEqual({ is: 'writing' })
    sent[1]?.done()
    await clock.advance(0)
    expect(outcomes.length).toBe(4)
    expect(writer.state).toEqual({ is: 'saved' })
  })

  it('does not wait for company when there is much of it, when somebody waits to read, or when transactions wait to leave', async () => {
    const { clock, writer, sent, write } = setUp()
    write('a')
    let read = false
    writer.flushed().then(
      () => {
        read = true
      },
      () => undefined,
    )
    expect(sent[0]?.names).toEqual(['a'])
    await clock.advance(0)
    expect(read).toBe(false)
    sent[0]?.done()
    await clock.advance(0)
    expect(read).toBe(true)
    for (let i = 0; i < 200; i++) write(`n${i}`)
    expect(sent[1]?.names.length).toBe(200)
    sent[1]?.done()
    await clock.advance(0)
    write('company')
    writer.write([transaction]).catch(() => undefined)
    expect(sent[2]?.names).toEqual(['company', '?'])
  })

  it('hands a batch of unknown fate over again under its number, and tells readers at once', async () => {
    const { clock, writer, sent, outcomes, write } = setUp()
    write('a')
    const reader = writer.flushed().catch((error: ConsoleError) => error.code)
    sent[0]?.fail(new ConsoleError('journal-failed', because('journal-disk-full'), { retry: true }))
    await clock.advance(0)
    expect(await reader).toBe('journal-failed')
    expect(writer.state).toEqual({ is: 'failed', detail: 'the disk is full', reason: because('journal-disk-full') })
    await expect(writer.flushed()).rejects.toMatchObject({ code: 'journal-failed' })
    write('b')
    expect(sent).toHaveLength(1)
    await clock.advance(200)
    expect([sent[1]?.seq, sent[1]?.names]).toEqual([sent[0]?.seq, ['a']])
    sent[1]?.done()
    await clock.advance(LINGER)
    sent[2]?.done()
    await clock.advance(0)
    expect(outcomes).toEqual(['a written', 'b written'])
    expect(writer.state).toEqual({ is: 'saved' })
  })

  it('does not let one bad write take others with it', async () => {
    const { clock, sent, outcomes, write } = setUp()
    for (const name of ['good', 'bad', 'fine']) write(name)
    await clock.advance(LINGER)
    sent[0]?.fail(new ConsoleError('invalid-request', 'bad'))
    await clock.advance(0)
    for (let i = 1; i < 4; i++) {
      const batch = sent[i]
      if (batch?.names[0] === 'bad') batch.fail(new ConsoleError('invalid-request', 'bad'))
      else batch?.done()
      await clock.advance(0)
    }
    expect(sent.slice(1).map(({ names }) => names)).toEqual([['good'], ['bad'], ['fine']])
    expect(outcomes).toEqual(['good written', 'bad invalid-request', 'fine written'])
  })

  it('writes what waits before it closes, and gives up only what cannot be written', async () => {
    const { clock, writer, sent, outcomes, write } = setUp()
    write('a')
    write('b')
    const closing = writer.close()
    sent[0]?.done()
    await clock.advance(0)
    await closing
    expect(outcomes).toEqual(['a written', 'b written'])
    await expect(writer.write([op('late')])).rejects.toMatchObject({ code: 'journal-failed' })

    const failing = setUp()
    failing.write('a')
    const end = failing.writer.close()
    failing.sent[0]?.fail(new ConsoleError('journal-failed', 'disk full', { retry: true }))
    await end
    expect(failing.outcomes).toEqual(['a journal-failed'])
  })
})
