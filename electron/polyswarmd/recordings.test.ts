import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { systemClock } from '../runtime/clock.ts'
import { readEvent } from './convert-event.ts'
import { DaemonHttp } from './http.ts'
import { type ExactJson, parseExact } from './json.ts'
import type { DaemonEvent } from './port-events.ts'
import { answerExchange, DaemonServer } from './testing/daemon-server.ts'
import { type Exchange, readExchanges, readFrames, readPeerExchanges } from './testing/fixtures.ts'
import { Transport, type TransportRequest } from './transport.ts'
import * as wire from './wire.ts'

/* Every recorded exchange, request and event of the real daemon passes through the real client code. */

/** Schemas by route, where this console reads it; the others must still come out of the envelope. */
const SCHEMAS: readonly (readonly [RegExp, z.ZodType])[] = [
  [/^GET \/status$/, wire.status],
  [/^GET \/nonce$/, wire.nonce],
  [/^GET \/pending$/, wire.pending],
  [/^GET \/balances\/0x\w+\/(nct|eth|staking\/\w+)$/, wire.balance],
  [/^GET \/bounties\/parameters$/, wire.parameters],
  [/^GET \/staking\/parameters$/, wire.stakingParameters],
  [/^GET \/relay\/fees$/, wire.relayFees],
  [/^GET \/bounties$/, wire.guids],
  [/^GET \/bounties\/[\w-]{36}$/, wire.bounty],
  [/^GET \/bounties\/[\w-]{36}\/assertions$/, wire.assertions],
  [/^GET \/bounties\/[\w-]{36}\/assertions\/\d+$/, wire.assertion],
  [/^GET \/bounties\/[\w-]{36}\/votes$/, wire.votes],
  [/^GET \/artifacts\/\w+$/, wire.artifacts],
  [/^POST \/(artifacts|bounties\/metadata)$/, wire.uploadedUri],
  [/^POST \/(bounties|relay\/\w+|bounties\/[\w-]{36}\/(assertions|settle|vote|assertions\/\d+\/reveal))$/, wire.built],
  [/^POST \/transactions$/, wire.sent],
  [/^GET \/transactions$/, wire.receiptEvents],
]
const UNREAD = /^GET \/(syncing|bounties\/[\w-]{36}\/bloom|offers\/\w+)$|^GET \/artifacts\/\w+\/\d+$/

const routeOf = (exchange: Exchange): string => `${exchange.method} ${exchange.path.split('?')[0]}`

let current: Exchange
let server: DaemonServer
let transport: Transport
let http: DaemonHttp
beforeAll(async () => {
  server = await new DaemonServer((_, response) => answerExchange(response, current)).start()
  transport = new Transport({ endpoints: server.endpoints(), apiKey: null, clock: systemClock })
  http = new DaemonHttp({ transport, clock: systemClock, random: () => 0, apiKey: null })
})
afterAll(async () => {
  transport.close()
  await server.stop()
})

const requestFor = (exchange: Exchange): TransportRequest => ({
  method: exchange.method as 'GET',
  route: 'recorded',
  path: exchange.path,
  lane: 'ordinary',
  timeoutMs: 20_000,
  maxBytes: 1_000_000,
  ...(exchange.request === null ? {} : { json: exchange.request }),
})

async function replay(exchange: Exchange): Promise<void> {
  current = exchange
  const request = requestFor(exchange)
  if (/^GET \/artifacts\/\w+\/\d+$/.test(routeOf(exchange)) && exchange.status === 200) {
    const answer = await http.answer(request, { tries: 1 })
    expect(answer.body?.toString()).toBe(exchange.body)
    return
  }
  const reply = await http.reply(request, { tries: 1 })
  const seen = server.seen.at(-1)
  expect([seen?.method, seen?.path]).toEqual([exchange.method, exchange.path])
  const body = parseExact(exchange.body) as Record<string, ExactJson>
  if (exchange.status === 200) {
    expect(reply).toEqual({ ok: true, result: body.result })
    const schema = SCHEMAS.find(([route]) => route.test(routeOf(exchange)))?.[1]
    if (schema) expect(() => http.fit(schema, body.result, routeOf(exchange))).not.toThrow()
    else expect(routeOf(exchange)).toMatch(UNREAD)
    return
  }
  expect(reply).toEqual({ ok: false, status: exchange.status, errors: body.errors ?? body.message })
  if (reply.ok) return
  const refusal = http.refusal(reply)
  expect(refusal).toMatchObject({ code: 'refused-by-daemon', retry: exchange.status >= 500 })
  expect(refusal.message).not.toBe('no reason given')
  if (/^GET \/transactions$/.test(routeOf(exchange)) && typeof reply.errors === 'object')
    expect(wire.receiptEvents.parse(reply.errors).errors).not.toHaveLength(0)
  if (/^POST \/transactions$/.test(routeOf(exchange)) && Array.isArray(reply.errors))
    expect(wire.sent.parse(reply.errors).some((entry) => entry.is_error)).toBe(true)
}

describe('the recorded exchanges', () => {
  const exchanges = readExchanges()
  it('are all there', () => expect(exchanges).toHaveLength(148))
  it.each(exchanges.map((exchange, i) => [i, exchange.label, exchange] as const))('%i %s', (_, __, exchange) => replay(exchange))
})

describe('the requests of a Python engine', () => {
  const exchanges = readPeerExchanges()
  it('are all there', () => expect(exchanges).toHaveLength(66))
  it.each(exchanges.map((exchange, i) => [i, routeOf(exchange), exchange] as const))('%i %s', (_, __, exchange) => replay(exchange))
})

describe('the recorded events', () => {
  const frames = readFrames()
  it('are all there', () => expect(frames).toHaveLength(147))
  it.each(frames.map(({ frame, message }, i) => [i, frame, message as Record<string, ExactJson>] as const))('%i', (_, frame, message) => {
    const read = readEvent(frame)
    if (!read.ok) throw read.error
    expect(read.event.kind).toBe(message.event)
    expect(backToWire(read.event)).toEqual(normalised(message))
    const block = read.event.kind === 'block' ? read.event.number : (message.block_number ?? null)
    expect(read.block).toBe(block)
  })
})

/** The event in the daemon's words again: what was lost on the way in shows. Metadata is compared in convert.test.ts. */
function backToWire(event: DaemonEvent): unknown {
  const { kind, ...fields } = event as DaemonEvent & Record<string, unknown>
  const { blockNumber, txhash, metadata: _, ...data } = fields as Record<string, unknown>
  const names: Readonly<Record<string, string>> = {
    bountyGuid: 'bounty_guid',
    artifactType: 'artifact_type',
    bids: 'bid',
    revealWindow: 'assertion_reveal_window',
    voteWindow: 'arbiter_vote_window',
    bountyFee: 'bounty_fee',
    assertionFee: 'assertion_fee',
    startTime: 'start_time',
  }
  const renamed = Object.entries(data).map(([name, value]) => [names[name] ?? name, plain(value)])
  return { event: kind, data: Object.fromEntries(renamed), block_number: blockNumber, txhash }
}

function normalised(message: Record<string, ExactJson>): unknown {
  const { metadata: _, ...data } = message.data as Record<string, ExactJson>
  const fields = Object.entries(data).map(([name, value]) => [name, plain(value)])
  return { event: message.event, data: Object.fromEntries(fields), block_number: message.block_number, txhash: message.txhash }
}

/** Integers of any kind as decimal text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
}
