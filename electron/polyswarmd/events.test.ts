import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { endpoints, readAddress } from './address.ts'
import type { ReadEvent } from './convert-event.ts'
import { EventSocket, type EventSocketOptions, type SocketState } from './events.ts'
import { makeCertificate } from './testing/certificate.ts'
import { DaemonServer } from './testing/daemon-server.ts'
import { EventServer } from './testing/event-server.ts'
import { eventually } from './testing/eventually.ts'
import { readFrames } from './testing/fixtures.ts'

let clock: ManualClock
let server: DaemonServer
let events: EventServer
const ends: (() => Promise<void> | void)[] = []

beforeEach(async () => {
  clock = new ManualClock()
  server = await new DaemonServer(() => undefined).start()
  events = new EventServer(server)
  ends.push(() => server.stop())
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function open(options: Partial<EventSocketOptions> = {}) {
  const frames: ReadEvent[] = []
  const states: SocketState[] = []
  const opened: boolean[] = []
  const socket = new EventSocket({
    endpoints: server.endpoints(),
    chain: 'side',
    apiKey: null,
    clock,
    random: () => 1,
    onFrame: (frame) => frames.push(frame),
    onState: () => states.push(socket.state),
    onOpen: (again) => opened.push(again),
    ...options,
  })
  ends.push(() => socket.stop())
  socket.start()
  return { socket, frames, states, opened }
}
type Opened = ReturnType<typeof open>
const connected = ({ socket }: Opened): Promise<void> => eventually(() => socket.state.is === 'connected')
const lost = ({ socket }: Opened): Promise<void> => eventually(() => socket.state.is === 'lost' && socket.state.nextTryAt !== null)
const block = (number: number): string => JSON.stringify({ event: 'block', data: { number } })

describe('EventSocket', () => {
  it('asks for its chain and delivers the recorded frames in their order', async () => {
    const client = open()
    await connected(client)
    expect(events.handshakes[0]?.url).toBe('/events?chain=side')
    expect(events.handshakes[0]?.headers.authorization).toBeUndefined()
    const recorded = readFrames()
    events.send(...recorded.map(({ frame }) => frame))
    await eventually(() => client.frames.length === recorded.length)
    expect(client.frames.map((frame) => frame.ok && frame.event.kind)).toEqual(
      recorded.map(({ message }) => (message as { event: string }).event),
    )
    expect(client.states.map((state) => state.is)).toEqual(['connecting', 'connected'])
    expect(client.opened).toEqual([false])
  })

  it('keeps frames that nobody knows, refuses those that are wrong, and stays open', async () => {
    const client = open()
    await connected(client)
    events.send(
      'not json',
      '{"event":"comet","data":{},"block_number":7}',
      '{"event":"quorum","data":{},"block_number":9,"txhash":"aa"}',
      block(10),
    )
    events.latest.send(Buffer.from([1, 2, 3]), { binary: true })
    await eventually(() => client.frames.length === 5)
    expect(client.frames).toMatchObject([
      { ok: false, block: null, error: { code: 'bad-answer' } },
      { ok: true, event: { kind: 'other', name: 'comet', blockNumber: 7, txhash: null } },
      { ok: false, block: 9, error: { code: 'bad-answer' } },
      { ok: true, event: { kind: 'block', number: 10 }, block: 10 },
      { ok: false },
    ])
    expect(client.socket.state.is).toBe('connected')
  })

  it('comes back after a cut with growing waits, says since when it is lost, and tells its owner', async () => {
    const client = open()
    await connected(client)
    events.send(block(1))
    await eventually(() => client.frames.length === 1)
    const cutAt = clock.now()
    events.refuse = 502
    server.cut()
    await lost(client)
    expect(client.socket.state).toMatchObject({ is: 'lost', since: cutAt, attempt: 0, everConnected: true, nextTryAt: cutAt + 500 })
    const waits: number[] = []
    for (let i = 1; i <= 9; i += 1) {
      const { nextTryAt } = client.socket.state as { nextTryAt: number }
      waits.push(nextTryAt - clock.now())
      await clock.advance(nextTryAt - clock.now())
      await eventually(() => events.handshakes.length === i + 1)
      await lost(client)
      expect(client.socket.state).toMatchObject({ since: cutAt, attempt: i, error: { code: 'unreachable', message: '502 Bad Gateway' } })
    }
    expect(waits).toEqual([500, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    events.refuse = null
    await clock.advance(30_000)
    await connected(client)
    expect(client.opened).toEqual([false, true])
  })

  it('waits at random between half and all of the backoff', async () => {
    const client = open({ random: () => 0 })
    await connected(client)
    server.cut()
    await lost(client)
    expect((client.socket.state as { nextTryAt: number }).nextTryAt - clock.now()).toBe(250)
  })

  it('keeps its backoff when the other side opens and cuts at once', async () => {
    const client = open()
    for (let i = 1; i <= 3; i += 1) {
      await connected(client)
      server.cut()
      await lost(client)
      expect(client.socket.state).toMatchObject({ attempt: i })
      await clock.advance((client.socket.state as { nextTryAt: number }).nextTryAt - clock.now())
    }
  })

  it('tries at once when asked to', async () => {
    events.refuse = 503
    const client = open()
    await lost(client)
    events.refuse = null
    client.socket.tryNow()
    client.socket.tryNow()
    await connected(client)
    expect(events.handshakes).toHaveLength(2)
  })

  it.each([
    [401, 'unauthorized', 'the API key is missing or not accepted'],
    [404, 'not-polyswarmd', 'it answers 404 instead of opening the event socket'],
    [302, 'bad-answer', 'it redirects elsewhere (302); redirects are not followed'],
  ])('says what a %i means and does not hurry', async (status, code, message) => {
    events.refuse = status
    const client = open()
    await lost(client)
    expect(client.socket.state).toMatchObject({ is: 'lost', everConnected: false, error: { code, message } })
    if (code !== 'bad-answer') expect((client.socket.state as { nextTryAt: number }).nextTryAt - clock.now()).toBe(15_000)
  })

  it('says when nobody listens there and when the name does not exist', async () => {
    const nobody = server.endpoints()
    await server.stop()
    const client = open({ endpoints: nobody })
    await lost(client)
    expect(client.socket.state).toMatchObject({ error: { code: 'unreachable', message: 'connection refused' } })
    const nowhere = open({ endpoints: endpoints(readAddress('no-such-host.invalid').address, false) })
    await lost(nowhere)
    expect(nowhere.socket.state).toMatchObject({ error: { code: 'unreachable', message: expect.stringMatching(/host name|name server/) } })
  })

  it('gives up a handshake that nobody answers', async () => {
    server.http.removeAllListeners('upgrade')
    let reached = false
    server.http.on('upgrade', () => {
      reached = true
    })
    const client = open()
    await eventually(() => reached)
    await clock.advance(10_000)
    expect(client.socket.state).toMatchObject({ is: 'lost', error: { code: 'timeout', message: 'no answer in 10 s' } })
  })

  it('notices a line that died without a word', async () => {
    const client = open()
    await connected(client)
    for (let i = 0; i < 6; i += 1) await beat()
    expect(client.socket.state.is).toBe('connected')
    const lastLifeAt = clock.now()
    events.autoPong = false
    for (let i = 0; i < 3; i += 1) await beat()
    expect(client.socket.state).toMatchObject({
      is: 'lost',
      since: lastLifeAt,
      error: { code: 'unreachable', message: 'no sign of life for 30 s' },
    })

    /** One heartbeat, with time for the pong to travel. */
    async function beat(): Promise<void> {
      let pinged = false
      events.latest.once('ping', () => {
        pinged = true
      })
      await clock.advance(10_000)
      await eventually(() => pinged || client.socket.state.is === 'lost')
      for (let i = 0; i < 50; i += 1) await clock.advance(0)
    }
  })

  it('closes on a frame beyond all measure, and not on the largest the chain has room for', async () => {
    const client = open()
    await connected(client)
    events.send(JSON.stringify({ event: 'comet', data: 'x'.repeat(4 * 2 ** 20) }))
    await eventually(() => client.frames.length === 1)
    expect(client.frames[0]).toMatchObject({ ok: true })
    events.send(JSON.stringify({ event: 'comet', data: 'x'.repeat(9 * 2 ** 20) }))
    await lost(client)
    expect(client.socket.state).toMatchObject({ error: { code: 'bad-answer' } })
    expect(client.frames).toHaveLength(1)
  })

  it('is silent once it is stopped, and leaves no timer', async () => {
    const client = open()
    await connected(client)
    events.send(block(1))
    client.socket.stop()
    await eventually(() => events.latest.readyState === 3)
    await clock.advance(120_000)
    expect(client.frames).toHaveLength(0)
    expect(client.socket.state).toEqual({ is: 'off' })
    expect(clock.waiting).toBe(0)
    expect(events.handshakes).toHaveLength(1)
  })

  it('sends its API key over TLS only', async () => {
    expect(() => open({ apiKey: 'k3y' })).toThrow(expect.objectContaining({ code: 'insecure-api-key' }))
    expect(events.handshakes).toHaveLength(0)
    const tls = makeCertificate('Northwind CA', new Date('2049-01-01'))
    const secure = await new DaemonServer(() => undefined, tls).start()
    ends.push(() => secure.stop())
    const secureEvents = new EventServer(secure)
    const stranger = open({ endpoints: secure.endpoints(), apiKey: 'k3y' })
    await lost(stranger)
    expect(stranger.socket.state).toMatchObject({ error: { code: 'tls-failed', message: 'its certificate is self-signed' } })
    expect(secureEvents.handshakes).toHaveLength(0)
    await connected(open({ endpoints: secure.endpoints(), apiKey: 'k3y', extraCa: tls.cert }))
    expect(secureEvents.handshakes[0]?.headers.authorization).toBe('k3y')
  })
})
