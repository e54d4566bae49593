import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../runtime/clock.ts'
import { type DaemonTest, type DaemonTestOptions, testDaemon } from './connection-test.ts'
import { makeCertificate } from './testing/certificate.ts'
import { answerJson, DaemonServer } from './testing/daemon-server.ts'
import { EventServer } from './testing/event-server.ts'
import { eventually } from './testing/eventually.ts'
import { readExchanges } from './testing/fixtures.ts'

const tls = makeCertificate('Northwind CA', new Date('2049-03-04T00:00:00Z'))
const bodyOf = (label: string): unknown => JSON.parse(readExchanges().find((exchange) => exchange.label === label)?.body ?? '')
const chain = (block: number, rest: object = {}): object => ({ reachable: true, syncing: false, block, ...rest })

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

interface Daemon {
  readonly secure?: boolean
  readonly key?: string
  readonly home?: object
  readonly status?: object
}

async function run(daemon: Daemon, options: Partial<DaemonTestOptions> = {}, prepare: (events: EventServer) => void = () => undefined) {
  const { secure = true, key } = daemon
  const status = daemon.status ?? {
    status: 'OK',
    result: { community: 'northwind', home: daemon.home ?? chain(70), side: chain(4_118_206) },
  }
  const server = await new DaemonServer(
    (request, response) => {
      if (request.path === '/status') answerJson(response, 200, status)
      else if (key !== undefined && request.headers.authorization !== key)
        answerJson(response, 401, { status: 'FAIL', errors: 'Unauthorized' })
      else answerJson(response, 200, bodyOf(request.path.startsWith('/relay') ? 'relay fees home' : 'bounty params'))
    },
    secure ? tls : undefined,
  ).start()
  ends.push(() => server.stop())
  const events = new EventServer(server)
  prepare(events)
  const test = await testDaemon({
    address: `localhost:${server.port}`,
    insecure: !secure,
    apiKey: null,
    account: null,
    clock: systemClock,
    extraCa: tls.cert,
    ...options,
  })
  ends.push(() => test.client?.close())
  return { test, server, events }
}
const results = (test: DaemonTest): readonly string[] => test.steps.map((step) => `${step.step} ${step.result}: ${step.code}`)

describe('testDaemon', () => {
  it('passes five steps, measures the block time and leaves a client for the contracts', async () => {
    const { test, server, events } = await run({ key: 'k3y' }, { apiKey: 'k3y' })
    expect(test.steps).toEqual([
      {
        step: 'address',
        result: 'passed',
        code: 'address-reached',
        values: { host: 'localhost', ip: expect.stringMatching(/^(127\.0\.0\.1|::1)$/), port: String(server.port), pasted: '' },
      },
      {
        step: 'encryption',
        result: 'passed',
        code: 'encrypted',
        values: { protocol: 'TLS 1.3', issuer: 'Northwind CA', validTo: String(Date.parse('2049-03-04T00:00:00Z')) },
      },
      { step: 'api-key', result: 'passed', code: 'api-key-accepted', values: {} },
      {
        step: 'daemon',
        result: 'passed',
        code: 'daemon-answers',
        values: { community: 'northwind', latencyMs: expect.stringMatching(/^\d+$/) },
      },
      { step: 'chains', result: 'passed', code: 'chains-in-step', values: { homeBlock: '70', sideBlock: '4118206' } },
    ])
    expect(test.parameters?.revealWindow).toBe(10)
    expect(test.relayFeeHome).toBe(382772457840000000000n)
    expect(await test.client?.relayFee('home')).toBe(382772457840000000000n)
    for (let block = 100; block <= 105; block += 1) events.send(JSON.stringify({ event: 'block', data: { number: block } }))
    expect(await test.blockTimeMs).toBeGreaterThanOrEqual(0)
    await eventually(() => events.latest.readyState === 3)
  })

  it('takes a pasted scheme off and says so', async () => {
    const { server } = await run({})
    const test = await testDaemon({
      address: `https://localhost:${server.port}/`,
      insecure: false,
      apiKey: null,
      account: null,
      clock: systemClock,
      extraCa: tls.cert,
    })
    ends.push(() => test.client?.close())
    expect(test.steps[0]?.values).toMatchObject({ host: 'localhost', pasted: 'https' })
    expect(results(test)[2]).toBe('api-key passed: api-key-not-needed')
  })

  it('asks before it goes on without encryption, and sends no key over it', async () => {
    const { test } = await run({ secure: false })
    expect(results(test)[1]).toBe('encryption asks: not-encrypted')
    expect(test.client).not.toBeNull()
    const { test: withKey, server } = await run({ secure: false }, { apiKey: 'k3y' })
    expect(results(withKey)).toEqual([
      'address passed: address-reached',
      'encryption failed: insecure-api-key',
      'api-key skipped: skipped',
      'daemon skipped: skipped',
      'chains skipped: skipped',
    ])
    expect(server.seen).toHaveLength(0)
  })

  it.each([
    [
      'a wrong key',
      { key: 'right' },
      { apiKey: 'wrong' },
      ['passed', 'passed', 'failed', 'skipped', 'skipped'],
      'unauthorized',
      'not accepted',
    ],
    ['a missing key', { key: 'right' }, {}, ['passed', 'passed', 'failed', 'skipped', 'skipped'], 'unauthorized', 'missing'],
    [
      'something else there',
      { status: { hello: 'world' } },
      {},
      ['passed', 'passed', 'skipped', 'failed', 'skipped'],
      'not-polyswarmd',
      'envelope',
    ],
    [
      'a home chain that syncs',
      { home: chain(7, { syncing: true }) },
      {},
      ['passed', 'passed', 'passed', 'passed', 'failed'],
      'chains-out-of-step',
      'home chain: still syncing',
    ],
    [
      'a home chain that is gone',
      { home: { reachable: false } },
      {},
      ['passed', 'passed', 'passed', 'passed', 'failed'],
      'chains-out-of-step',
      'home chain: not reachable',
    ],
  ])('stops at %s', async (_, daemon, options, expected, code, words) => {
    const { test } = await run(daemon, options)
    expect(test.steps.map((step) => step.result)).toEqual(expected)
    const failed = test.steps.find((step) => step.result === 'failed')
    expect(failed).toMatchObject({ code, values: { detail: expect.stringContaining(words) } })
    expect(test).toMatchObject({ client: null, parameters: null, relayFeeHome: null })
    expect(await test.blockTimeMs).toBeNull()
  })

  it('fails the daemon when its event socket does not open', async () => {
    const { test } = await run({}, {}, (events) => {
      events.refuse = 503
    })
    expect(test.steps[3]).toMatchObject({ result: 'failed', code: 'unreachable', values: { detail: '503 Service Unavailable' } })
    expect(test.client).toBeNull()
  })

  it('tells a certificate that it cannot trust from a host that is not there', async () => {
    const { test, server } = await run({}, { extraCa: makeCertificate('Other CA', new Date('2049-01-01')).cert })
    expect(test.steps[1]).toMatchObject({ result: 'failed', code: 'tls-failed', values: { detail: 'its certificate is self-signed' } })
    await server.stop()
    const options = { insecure: false, apiKey: null, account: null, clock: systemClock }
    const gone = await testDaemon({ ...options, address: `localhost:${server.port}` })
    expect(gone.steps[0]).toMatchObject({ result: 'failed', code: 'unreachable', values: { detail: 'connection refused' } })
    const invalid = await testDaemon({ ...options, address: 'host:0' })
    expect(invalid.steps[0]).toMatchObject({ result: 'failed', code: 'address-invalid' })
    const nowhere = await testDaemon({ ...options, address: 'no-such-host.invalid' })
    expect(nowhere.steps[0]).toMatchObject({
      result: 'failed',
      code: 'unreachable',
      values: { detail: expect.stringMatching(/not found|name server/) },
    })
  })
})
