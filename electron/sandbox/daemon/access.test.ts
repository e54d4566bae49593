import { request } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hex } from '../chain/types.ts'
import { encodeCall, nectarAbi, registryAbi } from '../contracts/abi.ts'
import { sandboxAccount, signTransaction } from '../contracts/account.ts'
import { type SandboxHandle, startSandbox } from '../sandbox.ts'
import { EventSocket } from './event-socket.fixture.ts'
import { call } from './http-call.fixture.ts'
import { testCertificate, testCertificateKey } from './tls.fixture.ts'

const noActors = { ambassador: false, rivals: 0, arbiters: 0, verifiers: false } as const
const owner = sandboxAccount('access', 'owner')
const account = `account=${owner.address}`

describe('a Community that asks for an API key', () => {
  let sandbox: SandboxHandle
  let nonce = 0
  const key = { Authorization: 'the-key' }

  beforeAll(async () => {
    sandbox = await startSandbox({ blockTimeMs: 0, apiKey: 'the-key', fund: [owner.address], actors: noActors })
  })
  afterAll(() => sandbox.close())

  const signed = (to: string, data: Hex): string =>
    signTransaction(owner, { chainId: 1338, nonce: nonce++, to, data, gasLimit: 200_000n, gasPrice: 0n }).slice(2)
  const send = (transactions: readonly string[], headers = {}) =>
    call(sandbox.address, { method: 'POST', path: `/transactions?${account}`, json: { transactions }, headers })

  it.each(['/nonce', '/bounties', '/bounties/parameters', '/artifacts/QmX', '/nope', '/relay/fees'])(
    'refuses %s without it',
    async (path) => {
      const answer = await call(sandbox.address, { method: 'GET', path: `${path}?${account}` })
      expect([answer.status, answer.text]).toEqual([401, '{"errors":"Unauthorized","status":"FAIL"}'])
    },
  )

  it('refuses a wrong one, takes the right one, and minds no word before it', async () => {
    const ask = (headers: Record<string, string>) => call(sandbox.address, { method: 'GET', path: `/nonce?${account}`, headers })
    expect((await ask({ Authorization: 'the-kez' })).status).toBe(401)
    expect((await ask({ Authorization: '' })).status).toBe(401)
    expect((await ask(key)).status).toBe(200)
    expect((await ask({ Authorization: 'Bearer the-key' })).status).toBe(200)
  })

  it('lets everybody see its status and build a withdrawal', async () => {
    expect((await call(sandbox.address, { method: 'GET', path: '/status' })).status).toBe(200)
    const built = await call(sandbox.address, { method: 'POST', path: `/relay/withdrawal?${account}`, json: { amount: '5' } })
    expect(built.status).toBe(200)
  })

  it('lets a single withdrawal be sent, and nothing else', async () => {
    const { nectar, relay, registry } = sandbox.contracts.side
    const withdrawal = (): string => signed(nectar, encodeCall(nectarAbi, 'transfer', [relay, 500n * 10n ** 18n]))
    const other = signed(registry, encodeCall(registryAbi, 'settleBounty', [1]))
    nonce -= 1
    const refused = await send([other])
    expect(refused.status).toBe(400)
    expect(refused.text).toMatch(/Invalid transaction for tx [0-9a-f]{64}: only withdrawals allowed without an API key/)
    const two = [withdrawal(), withdrawal()]
    expect(await send(two)).toMatchObject({
      status: 403,
      text: '{"errors":"Posting multiple transactions requires an API key","status":"FAIL"}',
    })
    expect((await send(two.slice(0, 1))).status).toBe(200)
    expect((await send(two.slice(1), key)).status).toBe(200)
  })

  it('asks for it on the event socket too', async () => {
    await expect(EventSocket.open(`ws://${sandbox.address}/events`)).rejects.toThrow('status 401')
    const socket = await EventSocket.open(`ws://${sandbox.address}/events`, { headers: key })
    expect(socket.events[0]?.event).toBe('connected')
    socket.close()
  })
})

describe('a Community behind TLS', () => {
  it('speaks https and wss with the certificate it was given', async () => {
    const sandbox = await startSandbox({ blockTimeMs: 0, tls: { cert: testCertificate, key: testCertificateKey }, actors: noActors })
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port: sandbox.port, path: '/status', ca: testCertificate }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(200)
    const socket = await EventSocket.open(`wss://${sandbox.address}/events`, { ca: testCertificate })
    socket.close()
    await expect(call(sandbox.address, { method: 'GET', path: '/status' })).rejects.toThrow()
    await sandbox.close()
  })
})

describe('faults on request', () => {
  it('answers for the daemon, hangs up, and lets the rest through', async () => {
    const sandbox = await startSandbox({ blockTimeMs: 0, actors: noActors })
    let count = 0
    sandbox.setFaults({
      request: ({ path }) => {
        if (path !== '/status') return null
        count += 1
        if (count === 1) return { kind: 'answer', status: 429 }
        if (count === 2) return { kind: 'answer', status: 502, body: '<html>Bad Gateway</html>' }
        return count === 3 ? { kind: 'hang-up' } : null
      },
    })
    const ask = () => call(sandbox.address, { method: 'GET', path: '/status' })
    expect((await ask()).status).toBe(429)
    expect(await ask()).toMatchObject({ status: 502, contentType: 'text/html', text: '<html>Bad Gateway</html>' })
    await expect(ask()).rejects.toThrow()
    expect((await ask()).status).toBe(200)
    await sandbox.close()
  })
})
