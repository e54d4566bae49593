import { afterEach, describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import { endpoints, readAddress } from './address.ts'
import { type ClientOptions, HttpPolyswarmdClient } from './client.ts'
import { makeCertificate } from './testing/certificate.ts'
import { type Answer, answerExchange, answerJson, DaemonServer, HastyClock } from './testing/daemon-server.ts'
import { eventually } from './testing/eventually.ts'
import { type Exchange, readExchanges } from './testing/fixtures.ts'

const account = '0xf0243D9b2E332D7072dD4B143a881B3f135F380c'
const guid = 'e910b83c-1cde-4ab6-a7db-378282891cf9'
const exchanges = readExchanges()

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function serve(answer: Answer, options: Partial<ClientOptions> = {}, tls?: { key: string; cert: string }) {
  const server = await new DaemonServer(answer, tls).start()
  const clock = new HastyClock()
  const client = new HttpPolyswarmdClient({ endpoints: server.endpoints(), account, apiKey: null, clock, random: () => 0.5, ...options })
  ends.push(
    () => server.stop(),
    () => client.close(),
  )
  return { server, client, clock }
}

/** A server that answers as the recording with the same method, path and query (in any order) and body does. */
const replaying: Answer = (request, response) => {
  const same = exchanges.find(
    (exchange) =>
      exchange.method === request.method &&
      canonical(exchange.path) === canonical(request.path) &&
      (exchange.request === null || JSON.stringify(exchange.request) === request.body),
  )
  if (same) answerExchange(response, same)
  else answerJson(response, 599, { message: `not recorded: ${request.method} ${request.path} ${request.body}` })
}
const canonical = (path: string): string => {
  const url = new URL(path, 'http://x')
  for (const free of ['base_nonce', 'chain']) if (!path.startsWith('/nonce') && free === 'base_nonce') url.searchParams.delete(free)
  if (/^\/artifacts|^\/relay\/(deposit|withdrawal)|^\/status/.test(path)) url.searchParams.delete('chain')
  url.searchParams.sort()
  return url.pathname + url.search
}
const caught = async (promise: Promise<unknown>): Promise<ConsoleError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConsoleError)
  return error as ConsoleError
}

describe('HttpPolyswarmdClient against the recordings', () => {
  it('reads state, parameters, fees, nonces and balances', async () => {
    const { client } = await serve(replaying)
    expect(await client.status()).toEqual({
      community: 'gamma',
      home: { reachable: true, syncing: false, block: 420 },
      side: { reachable: true, syncing: false, block: 420 },
      artifactsReachable: true,
    })
    expect(await client.parameters('side')).toEqual({
      bountyFee: 62500000000000000n,
      assertionFee: 31250000000000000n,
      bountyAmountMinimum: 2000000000000000000n,
      bidMinimum: 62500000000000000n,
      bidMaximum: 1000000000000000000n,
      maxDuration: 100,
      revealWindow: 10,
      voteWindow: 100,
    })
    expect((await client.stakingParameters('side')).maximumStake).toBe(100000000000000000000000000n)
    expect(await client.relayFee('home')).toBe(382772457840000000000n)
    expect(await client.relayFee('side')).toBe(0n)
    expect(await client.nonce('side', { ignorePending: true })).toBe(0)
    expect(await client.pendingNonces('side')).toEqual([])
    expect(await client.balance('home', 'nct', account)).toBe(3000000000000000000000000n)
    expect(await client.balance('side', 'eth', account)).toBe(1000000000000000000000000n)
  })

  it('reads a bounty, its assertions and its votes', async () => {
    const { client } = await serve(replaying)
    expect(await client.bounty(guid)).toMatchObject({
      guid,
      artifactType: 'file',
      amount: 6000000000000000000n,
      numArtifacts: 3,
      expiration: 468,
      quorumReached: false,
      quorumReachedBlock: null,
      assignedArbiter: null,
      metadata: [{ mimetype: 'text/plain', filename: 'a', filesize: 68, sha256: 'a'.repeat(64), md5: 'c'.repeat(32), url: null }],
    })
    expect(await client.assertions(guid)).toEqual([
      {
        index: 0,
        author: account,
        mask: [true, true, false],
        bids: [62500000000000000n, 500000000000000000n],
        commitment: 26279336014460474630713088842550986511259524867095753512526027569661837579881n,
        reveal: {
          nonce: 39506782364900273337819855359752660590528787467683827425719657140770989614430n,
          verdicts: [true, false, false],
          metadata: [
            { malwareFamily: 'EICAR', scannerVersion: null, vendorVersion: null, signaturesVersion: null },
            { malwareFamily: '', scannerVersion: null, vendorVersion: null, signaturesVersion: null },
          ],
        },
      },
    ])
    expect(await client.votes(guid)).toEqual([
      { voter: '0xF870491ea0F53F67846Eecb57855284D8270284D', votes: [true, false, false], validBloom: true },
    ])
    expect(await caught(client.bounty('11111111-1111-4111-8111-111111111111'))).toMatchObject({
      code: 'refused-by-daemon',
      message: 'Invalid IPFS URI',
    })
  })

  it('lists and fetches artifacts, and says which is missing or too large', async () => {
    const { client } = await serve(replaying)
    const uri = 'QmWNuRL7FfALi9HxVWi2RXbWBrfd3nYvexmPXCh2uzVgqZ'
    expect((await client.listArtifacts(uri)).map((entry) => entry.index)).toEqual([0, 1, 2])
    const hello = await client.fetchArtifact(uri, 1, { limitBytes: 5 })
    expect(hello).toEqual({ kind: 'bytes', bytes: new Uint8Array(Buffer.from('hello')) })
    expect(await client.fetchArtifact(uri, 1, { limitBytes: 4 })).toEqual({ kind: 'too-large', limitBytes: 4 })
    expect(await client.fetchArtifact(uri, 3, { limitBytes: 100 })).toMatchObject({ kind: 'missing' })
  })

  it('sends what was recorded and reads what became of it, each transaction for itself', async () => {
    let recorded = exchanges[0] as Exchange
    const { client } = await serve((_, response) => answerExchange(response, recorded))
    const outcomes = (label: string) => {
      recorded = exchanges.find((exchange) => exchange.label === label) ?? recorded
      return client.sendTransactions('side', (recorded.request as { transactions: string[] }).transactions)
    }
    expect(await outcomes('nonce gap')).toEqual([
      { kind: 'sent', hash: '0x3e16ec8c72ece51517bc38921571db02aea0484f7f9ea176951cc53b9fd1aa4f' },
    ])
    expect(await outcomes('known tx (resend pending)')).toEqual([{ kind: 'already-known' }, { kind: 'already-known' }])
    expect(await outcomes('wrong sender')).toMatchObject([{ kind: 'refused', text: expect.stringContaining('expected 0xf0243D9b') }])
    expect(await outcomes('wrong recipient')).toMatchObject([{ kind: 'refused' }])
    expect(await outcomes('garbage tx')).toMatchObject([{ kind: 'refused' }])
    expect(await outcomes('wrong chain id')).toEqual([{ kind: 'refused', text: 'invalid sender' }])
    expect(await caught(outcomes('not hex'))).toMatchObject({ code: 'refused-by-daemon' })
  })

  it('reads receipts: mined, failed with the contract’s words, not mined in time', async () => {
    const blocks: [string, number][] = []
    const { client, server } = await serve(replaying, { onBlock: (chain, block) => blocks.push([chain, block]) })
    const asserted = await client.receipts('side', [
      '0xdff66a9ff223133ac9d61a0a82e498dda0c9a8e46c51c9d558320ca8f132d4b4',
      '0x264a8237613d220374ead481fadf8566d9e834ead17bc780ea45b2bde21a6464',
    ])
    expect(server.seen.at(-1)).toMatchObject({ method: 'GET', headers: { 'content-type': 'application/json' } })
    expect(asserted.outcomes.map(({ outcome }) => outcome.kind)).toEqual(['mined', 'mined'])
    expect(asserted.events.assertions).toMatchObject([{ bountyGuid: guid, index: 0, bids: [62500000000000000n, 500000000000000000n] }])
    expect(asserted.events.transfers).toMatchObject([{ value: 593750000000000000n }])
    const again = await client.receipts('side', [
      '0x160b670bad7d92aa295ba738fec88f0cdec0eb388f43acdf851fc26fc56d05b0',
      '0xf90e76c9d2280482ce0ae33f34617b8a2748e014d1316eb4d2863687bd205f8a',
    ])
    expect(again.outcomes.map(({ outcome }) => outcome)).toEqual([
      { kind: 'mined' },
      { kind: 'failed', block: 429, text: 'Sender has already asserted' },
    ])
    expect(blocks).toEqual([['side', 429]])
    const unknown = await client.receipts('side', [`0x${'ab'.repeat(32)}`])
    expect(unknown.outcomes[0]?.outcome).toEqual({ kind: 'timeout' })
  })

  it('asks for what would be built, for comparison', async () => {
    const { client } = await serve(replaying)
    const commitment = 26279336014460474630713088842550986511259524867095753512526027569661837579881n
    const assertion = await client.buildAssertion({
      guid,
      mask: [true, true, false],
      bids: [62500000000000000n, 5n * 10n ** 17n],
      commitment,
    })
    expect(assertion).toHaveLength(2)
    expect(assertion[0]).toMatchObject({
      chainId: 1338,
      gas: 50000000n,
      gasPrice: 0n,
      value: 0n,
      data: expect.stringMatching(/^0x095ea7b3/),
    })
    const nonce = 39506782364900273337819855359752660590528787467683827425719657140770989614430n
    const metadata = '[{"malware_family":"EICAR"},{"malware_family":""}]'
    const reveal = await client.buildReveal({ guid, index: 0, nonce, verdicts: [true, false, false], metadata })
    expect(reveal[0]?.data).toMatch(/^0xf8f32de6/)
    expect((await client.buildSettle(guid))[0]?.data).toMatch(/^0x5592d687/)
    expect((await client.buildDeposit(1000n * 10n ** 18n))[0]).toMatchObject({
      chainId: 1337,
      to: '0xAE519FC2Ba8e6fFE6473195c092bF1BAe986ff90',
    })
    expect((await client.buildWithdrawal(10n * 10n ** 18n))[0]).toMatchObject({ chainId: 1338 })
    expect(await client.postMetadata([{ malware_family: '' }])).toBe('QmcNAv18nVDJbHo1yTK4HjE7u3Cv3GYC79u2JP4xxGdpkd')
  })
})

describe('HttpPolyswarmdClient in trouble', () => {
  it('waits out a rate limit without counting it as a try, as long as the server says', async () => {
    let asked = 0
    const { client, clock } = await serve(
      (_, response) => {
        asked += 1
        if (asked <= 5) response.writeHead(429, asked === 2 ? { 'retry-after': '5' } : {}).end()
        else answerJson(response, 200, { status: 'OK', result: 7 })
      },
      { tries: 2 },
    )
    expect(await client.nonce('side')).toBe(7)
    expect(clock.waits).toEqual([2250, 5250, 2250, 2250, 2250])
    expect(client.counters).toMatchObject({ requests: 6, retries: 5, rateLimited: 5, byRoute: { 'GET /nonce': 6 } })
  })

  it('gives up on a rate limit that does not end', async () => {
    const { client } = await serve((_, response) => response.writeHead(429).end())
    expect(await caught(client.nonce('side'))).toMatchObject({ code: 'rate-limited', retry: true })
  })

  it('repeats a GET with growing, jittered waits while a gateway has no daemon, then says so in its words', async () => {
    const { client, clock, server } = await serve((_, response) => response.writeHead(502).end('<html>Bad Gateway</html>'))
    expect(await caught(client.nonce('side'))).toMatchObject({ code: 'unreachable', message: '502 Bad Gateway' })
    expect(server.seen).toHaveLength(4)
    expect(clock.waits).toEqual([188, 375, 750])
  })

  it('recovers when the daemon cuts a connection', async () => {
    let cuts = 2
    const { client } = await serve((_, response) => {
      if (cuts-- > 0) response.destroy()
      else answerJson(response, 200, { status: 'OK', result: '5' })
    })
    expect(await client.balance('side', 'nct', account)).toBe(5n)
  })

  it.each([
    [401, '{"status":"FAIL","errors":"Unauthorized"}', 'application/json', 'unauthorized'],
    [403, '<html>', 'text/html', 'unauthorized'],
    [302, '', 'text/html', 'bad-answer'],
    [200, '<!doctype html><title>Welcome</title>', 'text/html', 'not-polyswarmd'],
    [404, '<html>nginx</html>', 'text/html', 'not-polyswarmd'],
    [500, '<html>oops</html>', 'text/html', 'bad-answer'],
    [200, '{"status":"OK","result":"no number"}', 'application/json', 'bad-answer'],
    [200, '{"status":"OK"', 'application/json', 'bad-answer'],
    [200, '{"hello":"world"}', 'application/json', 'bad-answer'],
    [200, '[]', 'application/json', 'bad-answer'],
    [200, '{"status":"FAIL","errors":"on second thought"}', 'application/json', 'refused-by-daemon'],
    [400, '{"status":"FAIL","errors":["one","two"]}', 'application/json', 'refused-by-daemon'],
    [500, '{"message":"boom"}', 'application/json', 'refused-by-daemon'],
  ])('tells a %i with %s', async (status, body, type, code) => {
    const { client, server } = await serve((_, response) =>
      response.writeHead(status, { 'content-type': type, location: 'http://elsewhere/' }).end(body),
    )
    expect(await caught(client.nonce('side'))).toMatchObject({ code })
    expect(server.seen).toHaveLength(1)
  })

  it.each(['<html>Apache</html>', '{"hello":"world"}', '{"status":"OK","result":[]}', '{"status":"OK"}'])(
    'takes a host that answers /status with %s for no polyswarmd',
    async (body) => {
      const { client } = await serve((_, response) => response.writeHead(200).end(body))
      expect(await caught(client.status())).toMatchObject({ code: 'not-polyswarmd' })
    },
  )

  it('reads no more of an answer than its limit', async () => {
    let written = 0
    const { client } = await serve((_, response) => {
      const chunk = Buffer.alloc(65_536, 'a')
      const pump = (): void => {
        while (!response.destroyed && written < 256 * 2 ** 20) {
          written += chunk.length
          if (!response.write(chunk)) {
            response.once('drain', pump)
            return
          }
        }
      }
      pump()
    })
    expect(await client.fetchArtifact('QmX', 0, { limitBytes: 1_000_000 })).toEqual({ kind: 'too-large', limitBytes: 1_000_000 })
    expect(written).toBeLessThan(64 * 2 ** 20)
  })

  it('says what stands in the way, in plain words', async () => {
    const { server, client } = await serve(() => undefined)
    const nobody = server.endpoints()
    await server.stop()
    expect(await caught(client.status())).toMatchObject({ code: 'unreachable', message: 'connection refused', retry: true })
    const nowhere = { endpoints: endpoints(readAddress('no-such-host.invalid').address, false) }
    const lost = new HttpPolyswarmdClient({ ...nowhere, account, apiKey: null, clock: new HastyClock(), random: () => 0 })
    expect(await caught(lost.status())).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/host name not found|name server/),
    })
    expect(nobody.port).toBeGreaterThan(0)
  })

  it('ends a request that nobody answers, and one that its caller gave up', async () => {
    const clock = new ManualClock()
    const { client, server } = await serve(() => undefined, { clock, tries: 1 })
    const waiting = caught(client.nonce('side'))
    await eventually(() => server.seen.length === 1)
    await clock.advance(15_000)
    expect(await waiting).toMatchObject({ code: 'timeout', message: 'no answer in 15 s' })
    const abort = new AbortController()
    const given = caught(client.fetchArtifact('QmX', 0, { limitBytes: 10, signal: abort.signal }))
    await eventually(() => server.seen.length === 2)
    abort.abort()
    expect(await given).toMatchObject({ code: 'cancelled' })
    expect(clock.waiting).toBe(0)
    await eventually(() => server.connections === 0)
  })

  it('cannot be led out of its route by what an ambassador calls an artifact', async () => {
    const { client, server } = await serve((_, response) => answerJson(response, 200, { status: 'OK', result: [] }))
    await client.listArtifacts('../bounties?x=#')
    expect(server.seen[0]?.path).toBe(`/artifacts/..%2Fbounties%3Fx%3D%23?account=${account}`)
    expect(await caught(client.listArtifacts('..'))).toMatchObject({ code: 'refused-by-daemon' })
  })
})

describe('sendTransactions when the answer is lost', () => {
  const batch = ['0xaa', 'bb', 'cc']
  it('is repeated by nobody and leaves each outcome unknown', async () => {
    const { client, server } = await serve((_, response) => response.destroy())
    expect(await client.sendTransactions('side', batch)).toEqual(Array(3).fill({ kind: 'unknown', text: 'connection reset' }))
    expect(server.seen).toHaveLength(1)
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ transactions: ['aa', 'bb', 'cc'] })
  })
  it.each([
    ['a gateway timeout', 504, '<html>', 'text/html'],
    ['a list of another length', 200, '{"status":"OK","result":[{"is_error":false,"message":"0x00"}]}', 'application/json'],
    ['a framework’s 500', 500, '{"message":"boom"}', 'application/json'],
    ['a page', 200, '<html>', 'text/html'],
  ])('is unknown after %s', async (_, status, body, type) => {
    const { client } = await serve((__, response) => response.writeHead(status, { 'content-type': type }).end(body))
    expect((await client.sendTransactions('side', batch)).map((outcome) => outcome.kind)).toEqual(['unknown', 'unknown', 'unknown'])
  })
  it.each([
    [401, 'unauthorized'],
    [429, 'rate-limited'],
    [413, 'refused-by-daemon'],
  ])('throws after a %i: nothing was taken', async (status, code) => {
    const { client, server } = await serve((_, response) => answerJson(response, status, { status: 'FAIL', errors: 'no' }))
    expect(await caught(client.sendTransactions('side', batch))).toMatchObject({ code })
    expect(server.seen).toHaveLength(1)
  })
  it('throws when nobody listens: nothing left this computer', async () => {
    const { client, server } = await serve(() => undefined)
    await server.stop()
    expect(await caught(client.sendTransactions('side', batch))).toMatchObject({ code: 'unreachable' })
  })
  it.each([
    ["Invalid transaction error for tx aa: {'code': -32000, 'message': 'nonce too low'}", { kind: 'nonce-too-low' }],
    ["Invalid transaction error for tx aa: {'code': -32000, 'message': 'known transaction: aa'}", { kind: 'already-known' }],
    ["Invalid transaction error for tx aa: {'code': -32000, 'message': 'replacement transaction underpriced'}", { kind: 'underpriced' }],
    [
      "Invalid transaction error for tx aa: {'code': -32000, 'message': 'insufficient funds for gas * price + value'}",
      { kind: 'insufficient-funds' },
    ],
    ["Invalid transaction error for tx aa: {'code': -32603, 'message': 'Internal error'}", { kind: 'unknown', text: expect.any(String) }],
    ['HTTPConnectionPool: Read timed out.', { kind: 'unknown', text: 'HTTPConnectionPool: Read timed out.' }],
  ])('reads “%s”', async (message, outcome) => {
    const { client } = await serve((_, response) => answerJson(response, 400, { status: 'FAIL', errors: [{ is_error: true, message }] }))
    expect(await client.sendTransactions('side', ['aa'])).toEqual([outcome])
  })
})

describe('the API key', () => {
  const apiKey = 'k3y-0123456789abcdef'
  it('is refused over an insecure connection before the first byte', async () => {
    const server = await new DaemonServer(() => undefined).start()
    ends.push(() => server.stop())
    const make = (): HttpPolyswarmdClient =>
      new HttpPolyswarmdClient({ endpoints: server.endpoints(), account, apiKey, clock: new HastyClock(), random: () => 0 })
    expect(make).toThrow(expect.objectContaining({ code: 'insecure-api-key' }))
    expect(server.connections).toBe(0)
  })

  it('travels in its header over TLS, never in an error text, never after a redirect', async () => {
    const tls = makeCertificate('Northwind CA', new Date('2049-03-04T00:00:00Z'))
    const { client, server } = await serve(
      (request, response) => {
        if (request.path.startsWith('/nonce')) response.writeHead(307, { location: 'https://localhost:1/' }).end()
        else answerJson(response, 400, { status: 'FAIL', errors: `bad key ${request.headers.authorization}` })
      },
      { apiKey, extraCa: tls.cert },
      tls,
    )
    expect(await caught(client.parameters('side'))).toMatchObject({ code: 'refused-by-daemon', message: 'bad key [API key]' })
    expect(server.seen[0]?.headers.authorization).toBe(apiKey)
    expect(client.tls).toEqual({ protocol: 'TLS 1.3', issuer: 'Northwind CA', validTo: Date.parse('2049-03-04T00:00:00Z') })
    expect(await caught(client.nonce('side'))).toMatchObject({ code: 'bad-answer' })
    expect(server.seen).toHaveLength(2)
  })

  it.each([
    ['self-signed', 'localhost', '2049-01-01', false, 'its certificate is self-signed'],
    ['expired', 'localhost', '2025-01-02', true, 'its certificate has expired'],
    ['for another host', 'elsewhere.example', '2049-01-01', true, 'its certificate is for another name'],
  ])('never leaves for a server whose certificate is %s', async (_, host, validTo, trusted, words) => {
    const tls = makeCertificate('Impostor', new Date(validTo), host)
    const { client, server } = await serve(() => undefined, { apiKey, ...(trusted ? { extraCa: tls.cert } : {}) }, tls)
    expect(await caught(client.status())).toMatchObject({ code: 'tls-failed', message: words, retry: false })
    expect(server.seen).toHaveLength(0)
  })

  it('is not sent to a port that speaks no TLS', async () => {
    const server = await new DaemonServer(() => undefined).start()
    ends.push(() => server.stop())
    const secure = endpoints(readAddress(`localhost:${server.port}`).address, false)
    const client = new HttpPolyswarmdClient({ endpoints: secure, account, apiKey, clock: new HastyClock(), random: () => 0 })
    expect(await caught(client.status())).toMatchObject({ code: 'tls-failed' })
    expect(server.seen).toHaveLength(0)
  })
})
