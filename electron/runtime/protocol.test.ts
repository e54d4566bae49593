import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { because } from '../../shared/errors/because.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import type { HelperPort } from './channel.ts'
import { ManualClock } from './clock.ts'
import { memoryChannel } from './memory-channel.fixture.ts'
import { Connection, defineProtocol, type Handlers, serve } from './protocol.ts'

const protocol = defineProtocol({
  calls: {
    double: { params: z.object({ value: z.bigint() }), result: z.bigint(), timeoutMs: 1000 },
    bytes: { params: z.instanceof(Uint8Array), result: z.instanceof(Uint8Array), timeoutMs: 1000 },
    hang: { params: z.null(), result: z.null(), timeoutMs: 1000 },
    fail: { params: z.string(), result: z.null(), timeoutMs: 1000 },
  },
  events: { progress: z.object({ done: z.int() }) },
})

const handlers: Handlers<typeof protocol> = {
  double: ({ value }) => value * 2n,
  bytes: (bytes) => bytes.toReversed(),
  hang: () => new Promise(() => undefined),
  fail: (secret) => {
    if (secret === 'typed') throw new ConsoleError('wallet-locked', 'plain words')
    throw new TypeError(`unexpected ${secret}`)
  },
}

function connect(run: (port: HelperPort) => void = (port) => void serve(port, protocol, handlers)) {
  const clock = new ManualClock()
  const channel = memoryChannel(run)
  return {
    clock,
    channel,
    connection: new Connection(channel, protocol, clock, (reason) => new ConsoleError('signer-unavailable', reason)),
  }
}

describe('a helper protocol', () => {
  it('answers calls out of order with the types of the protocol', async () => {
    const { connection } = connect()
    const answers = await Promise.all([
      connection.call('double', { value: 2n ** 200n }),
      connection.call('bytes', new Uint8Array([1, 2, 3])),
      connection.call('double', { value: 4n }),
    ])
    expect(answers).toEqual([2n ** 201n, new Uint8Array([3, 2, 1]), 8n])
  })

  it('refuses parameters that do not fit before they are sent, and names no value', async () => {
    const { connection } = connect()
    const error = await connection.call('double', { value: 'hunter2' as never }).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'invalid-request' })
    expect(String(error)).not.toContain('hunter2')
  })

  it('refuses on the helper side what a broken parent sends', async () => {
    const answers: unknown[] = []
    const channel = memoryChannel((port) => void serve(port, protocol, handlers))
    channel.onMessage((message) => answers.push(message))
    channel.post({ type: 'call', id: 1, name: 'double', params: { value: 'x' } })
    channel.post({ type: 'call', id: 2, name: '__proto__', params: {} })
    channel.post('nonsense')
    await new Promise((resolve) => setImmediate(resolve))
    expect(answers).toMatchObject([
      { type: 'problem', id: 1, problem: { code: 'invalid-request' } },
      { type: 'problem', id: 2, problem: { code: 'invalid-request' } },
    ])
  })

  it('carries typed errors whole, and of others only kind and place', async () => {
    const { connection } = connect()
    await expect(connection.call('fail', 'typed')).rejects.toMatchObject({ code: 'wallet-locked', message: 'plain words' })
    const error = await connection.call('fail', 'my secret').catch((e: unknown) => e as ConsoleError)
    expect(error).toMatchObject({ code: 'internal' })
    expect(String(error)).toMatch(/TypeError at protocol\.test\.ts:\d+/)
    expect(String(error)).not.toContain('secret')
  })

  it('gives up after the time of the call, and takes no late answer for another', async () => {
    const { clock, connection } = connect()
    const call = connection.call('hang', null).catch((e: unknown) => e)
    await clock.advance(999)
    expect(clock.waiting).toBe(1)
    await clock.advance(1)
    expect(await call).toMatchObject({ code: 'timeout' })
  })

  it('refuses an answer that does not fit', async () => {
    const { connection } = connect((port) =>
      port.onMessage((message) => port.post({ type: 'value', id: (message as { id: number }).id, value: 'not a bigint' })),
    )
    await expect(connection.call('double', { value: 1n })).rejects.toMatchObject({ code: 'bad-answer' })
  })

  it('rejects every waiting call and every later one when the helper ends', async () => {
    const { clock, channel, connection } = connect()
    const calls = [connection.call('hang', null), connection.call('hang', null)].map((call) => call.catch((e: unknown) => e))
    channel.die(because('helper-signal', { signal: 'SIGSEGV' }))
    for (const call of calls) expect(await call).toMatchObject({ code: 'signer-unavailable', message: 'it was ended by SIGSEGV' })
    await expect(connection.call('double', { value: 1n })).rejects.toMatchObject({ code: 'signer-unavailable' })
    expect(clock.waiting).toBe(0)
  })

  it('tells events that fit and drops the others', async () => {
    const heard: unknown[] = []
    let port: HelperPort | undefined
    const { connection } = connect((p) => {
      port = p
    })
    const stop = connection.on('progress', (event) => heard.push(event))
    port?.post({ type: 'event', name: 'progress', data: { done: 1 } })
    port?.post({ type: 'event', name: 'progress', data: { done: 'x' } })
    port?.post({ type: 'event', name: 'toString', data: { done: 2 } })
    await new Promise((resolve) => setImmediate(resolve))
    stop()
    port?.post({ type: 'event', name: 'progress', data: { done: 3 } })
    await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toEqual([{ done: 1 }])
  })
})
