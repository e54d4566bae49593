import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionState } from '../../shared/state/state.ts'
import { ManualClock } from '../runtime/clock.ts'
import { PolyswarmdConnection } from './connection.ts'
import type { DaemonEvent } from './port-events.ts'
import { answerJson, DaemonServer } from './testing/daemon-server.ts'
import { EventServer } from './testing/event-server.ts'
import { eventually } from './testing/eventually.ts'

const account = '0xf0243D9b2E332D7072dD4B143a881B3f135F380c'

/** A daemon whose side chain is at `block`. */
let daemon: { block: number; down: boolean }
let clock: ManualClock
let server: DaemonServer
let events: EventServer
let connection: PolyswarmdConnection
let heard: DaemonEvent[]
let states: ConnectionState[]

beforeEach(async () => {
  daemon = { block: 1_000, down: false }
  clock = new ManualClock()
  server = await new DaemonServer((_, response) => {
    if (daemon.down) response.writeHead(502).end()
    else {
      const chain = { reachable: true, syncing: false }
      const result = { community: 'test', home: { ...chain, block: 77 }, side: { ...chain, block: daemon.block } }
      answerJson(response, 200, { status: 'OK', result })
    }
  }).start()
  events = new EventServer(server)
  connection = new PolyswarmdConnection({
    endpoints: server.endpoints(),
    account,
    apiKey: null,
    clock,
    random: () => 0.5,
    blockTimeMs: { home: null, side: 1_000 },
  })
  heard = []
  states = []
  connection.onEvent((event) => heard.push(event))
  connection.onState((state) => states.push(state))
})
afterEach(async () => {
  await connection.stop()
  await server.stop()
})

const block = (number: number): string => JSON.stringify({ event: 'block', data: { number } })
const quorum = (blockNumber: number): string =>
  JSON.stringify({
    event: 'quorum',
    data: { bounty_guid: '08fb08c1-4ef4-4a34-b897-1bb1db4c2811' },
    block_number: blockNumber,
    txhash: 'ab'.repeat(32),
  })
const statuses = (): number => server.seen.filter((request) => request.path === '/status').length
const started = async (): Promise<void> => {
  connection.start()
  await eventually(
    () => connection.state.is === 'connected' && connection.status !== null && connection.clock('side').block === daemon.block,
  )
  // The first round may ask once more for the opened socket.
  await clock.advance(0)
}
/** Time passes in the small steps in which it does, with room for real sockets in between. */
async function pass(ms: number, everySecond: () => void = () => undefined): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    if (passed % 1_000 === 0) everySecond()
    const asked = statuses()
    await clock.advance(250)
    for (let i = 0; i < 20; i += 1) await clock.advance(0)
    if (statuses() > asked) await eventually(() => connection.status?.at === clock.now() || connection.statusProblem !== null)
  }
}

describe('PolyswarmdConnection', () => {
  it('opens its socket, asks /status and knows both blocks', async () => {
    await started()
    expect(connection.state).toMatchObject({ is: 'connected', since: clock.now(), latencyMs: expect.any(Number) })
    expect(connection.clock('side')).toMatchObject({ block: 1_000, estimated: false })
    expect(connection.clock('home')).toMatchObject({ block: 77 })
    expect(connection.status?.status.community).toBe('test')
    expect(states.map((state) => state.is)).toEqual(['connecting', 'connected'])
  })

  it('takes the block from any event and hands each event on, whatever a listener does', async () => {
    connection.onEvent(() => {
      throw new Error('a listener’s own fault')
    })
    const after: DaemonEvent[] = []
    connection.onEvent((event) => after.push(event))
    await started()
    events.send(block(1_001), quorum(1_004), 'nonsense', '{"event":"comet"}')
    await eventually(() => after.length === 3)
    expect(heard).toEqual(after)
    expect(connection.clock('side').seenBlock).toBe(1_004)
    expect(connection.eventCounters).toEqual({ frames: 4, unknown: 1, refused: 1, reconnects: 0 })
    expect(connection.state.is).toBe('connected')
  })

  it('asks /status no oftener than every 30 s while blocks are heard', async () => {
    await started()
    const before = statuses()
    await pass(28_000, () => {
      daemon.block += 1
      events.send(block(daemon.block))
    })
    expect(statuses()).toBe(before)
    await pass(4_000, () => {
      daemon.block += 1
      events.send(block(daemon.block))
    })
    expect(statuses()).toBe(before + 1)
  })

  it('asks for the home block as closely as its clock needs while that chain is watched, and no longer', async () => {
    await started()
    const hear = (): void => events.send(block(daemon.block++))
    connection.watchHome(true)
    const before = statuses()
    await pass(20_000, hear)
    expect(statuses() - before).toBeGreaterThanOrEqual(2)
    connection.watchHome(false)
    const after = statuses()
    await pass(20_000, hear)
    expect(statuses() - after).toBeLessThanOrEqual(1)
  })

  it('keeps the clock right by asking when the socket goes quiet, and replaces a socket that stays deaf', async () => {
    await started()
    events.send(block(1_000))
    await pass(12_000, () => {
      daemon.block += 1
      expect(Math.abs((connection.clock('side').block ?? 0) - daemon.block)).toBeLessThanOrEqual(2)
    })
    expect(events.sockets).toHaveLength(1)
    await pass(12_000, () => {
      daemon.block += 1
    })
    expect(events.sockets).toHaveLength(2)
    const lost = states.find((state) => state.is === 'lost')
    expect(lost).toMatchObject({ code: 'unreachable', detail: expect.stringMatching(/^nothing heard for \d+ s while blocks went on$/) })
  })

  it('leaves a socket alone that is quiet because the chain stands still', async () => {
    await started()
    await pass(60_000)
    expect(events.sockets).toHaveLength(1)
    expect(connection.clock('side')).toMatchObject({ block: 1_000, stalled: true, estimated: false })
  })

  it('says that it was gone when it is back, so that the owner catches up', async () => {
    const opened: boolean[] = []
    connection.onConnected((again) => opened.push(again))
    await started()
    daemon.down = true
    server.cut()
    await eventually(() => connection.state.is === 'lost')
    expect(connection.state).toMatchObject({ is: 'lost', everConnected: true, code: 'unreachable' })
    daemon.block = 1_060
    // Just to the next try: a real socket needs real time, of which the handshake's limit knows nothing.
    if (connection.state.is === 'lost') await clock.advance((connection.state.nextTryAt ?? 0) - clock.now())
    await eventually(() => connection.state.is === 'connected')
    daemon.down = false
    connection.tryNow()
    await eventually(() => connection.statusProblem === null && connection.clock('side').seenBlock === 1_060)
    expect(opened).toEqual([false, true])
    expect(connection.eventCounters.reconnects).toBe(1)
  })

  it('counts the block on while there is no connection, as an estimate, and asks again and again', async () => {
    await started()
    await server.stop()
    await eventually(() => connection.state.is === 'lost')
    await pass(20_000)
    expect(connection.clock('side')).toMatchObject({ block: 1_020, seenBlock: 1_000, estimated: true })
    expect(connection.statusProblem).toMatchObject({ code: 'unreachable', detail: 'connection refused', retry: true })
    expect(connection.counters.failures).toBeGreaterThanOrEqual(2)
  })

  it('stops for good and starts anew', async () => {
    await started()
    await connection.stop()
    expect(connection.state).toEqual({ is: 'off' })
    expect(clock.waiting).toBe(0)
    const before = server.seen.length
    await clock.advance(120_000)
    expect(server.seen).toHaveLength(before)
    connection.start()
    await eventually(() => connection.state.is === 'connected')
  })

  it('refuses an API key over an insecure connection before it opens anything', () => {
    const make = (): PolyswarmdConnection =>
      new PolyswarmdConnection({ endpoints: server.endpoints(), account, apiKey: 'k3y', clock, random: () => 0 })
    expect(make).toThrow(expect.objectContaining({ code: 'insecure-api-key' }))
    expect(server.connections).toBe(0)
  })
})
