import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SandboxHandle, startSandbox } from '../sandbox.ts'
import { call, multipart } from './http-call.fixture.ts'

const ACCOUNT = `0x${'ab'.repeat(20)}`
const noActors = { ambassador: false, rivals: 0, arbiters: 0, verifiers: false } as const

describe('requests that nobody should send', () => {
  const errors: unknown[] = []
  let sandbox: SandboxHandle
  beforeAll(async () => {
    sandbox = await startSandbox({ blockTimeMs: 0, actors: noActors, onError: (error) => errors.push(error) })
  })
  afterAll(() => sandbox.close())
  const post = (path: string, body: string, contentType = 'application/json') =>
    call(sandbox.address, { method: 'POST', path: `${path}?account=${ACCOUNT}`, raw: { body: Buffer.from(body), contentType } })

  it.each([
    ['/artifacts', 'x', 'multipart/form-data', 400, 'Unable to read file sizes'],
    [
      '/artifacts',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
      'multipart/form-data; boundary=b',
      400,
      'Unable to read',
    ],
    ['/artifacts', 'x', 'text/plain', 400, 'No artifacts'],
    ['/transactions', '[]', 'application/json', 400, 'data must be object'],
    ['/transactions', '{"transactions":[1]}', 'application/json', 400, 'data.transactions[0] must be string'],
    ['/transactions', '{"transactions":"x"}', 'application/json', 400, 'data.transactions must be array'],
    ['/transactions', '{}', 'text/plain', 400, 'data must be object'],
    ['/relay/deposit', '{"amount":""}', 'application/json', 400, 'data.amount must be longer than or equal to 1 characters'],
    [
      '/relay/deposit',
      `{"amount":"${'9'.repeat(65)}"}`,
      'application/json',
      400,
      'data.amount must be shorter than or equal to 64 characters',
    ],
    [
      '/bounties',
      '{"artifact_type":"zip","amount":"1","uri":"x","duration":1}',
      'application/json',
      400,
      "data.artifact_type must be one of ['file', 'url']",
    ],
    [
      '/bounties',
      '{"artifact_type":"url","amount":"1","uri":"x","duration":1.5}',
      'application/json',
      400,
      'data.duration must be integer',
    ],
    ['/bounties/metadata', '"{nope"', 'application/json', 400, 'Invalid metadata'],
    ['/bounties/metadata', ' '.repeat(5 * 1024 * 1024), 'application/json', 413, 'Payload too large'],
  ])('%s with %j (%s) is answered with %d', async (path, body, type, status, text) => {
    const answer = await post(path, body, type)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(text)
  })

  it('takes 256 files and no more', async () => {
    const upload = (count: number) =>
      call(sandbox.address, {
        method: 'POST',
        path: `/artifacts?account=${ACCOUNT}`,
        raw: multipart(Array.from({ length: count }, () => Buffer.from('x'))),
      })
    expect((await upload(256)).status).toBe(200)
    expect(await upload(257)).toMatchObject({ status: 400, text: '{"errors":"Too many artifacts","status":"FAIL"}' })
  })

  it.each(['/%E0%A4%A', '/artifacts/%2e%2e%2f', '/bounties/__proto__', '//', '/artifacts/a/99999999999999999999'])(
    'survives the path %s',
    async (path) => {
      const answer = await call(sandbox.address, { method: 'GET', path: `${path}?account=${ACCOUNT}` })
      expect([400, 404]).toContain(answer.status)
    },
  )

  it('answers OPTIONS on what it knows, and 404 on what a fast polyswarmd would know', async () => {
    expect((await call(sandbox.address, { method: 'OPTIONS', path: '/nonce' })).status).toBe(200)
    expect((await call(sandbox.address, { method: 'OPTIONS', path: '/wallets/' })).status).toBe(404)
  })

  it('outlives a client that hangs up in the middle', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(sandbox.port, '127.0.0.1', () => {
        socket.write(
          `POST /artifacts?account=${ACCOUNT} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999\r\n\r\n--b\r\n`,
          () => {
            socket.destroy()
            resolve()
          },
        )
      })
    })
    expect((await call(sandbox.address, { method: 'GET', path: '/status' })).status).toBe(200)
  })

  it('is never surprised', () => {
    expect(errors).toEqual([])
  })
})

describe('bounties of long ago', () => {
  it('are answered from the contract once the book has forgotten them, after a restart too', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'))
    const options = {
      blockTimeMs: 0,
      bountyDuration: 4,
      revealWindow: 3,
      voteWindow: 5,
      bountyEvery: 1,
      bountyLimit: 27,
      urlShare: 0,
      dataDir,
    }
    const sandbox = await startSandbox(options)
    await sandbox.mine(45)
    const guids = sandbox.community.book.guids
    const guid = guids[3] ?? ''
    const ask = async (of: SandboxHandle): Promise<unknown[]> => {
      const paths = [
        `/bounties/${guid}`,
        `/bounties/${guid}/assertions`,
        `/bounties/${guid}/assertions/0`,
        `/bounties/${guid}/votes`,
        `/bounties/${guid}/bloom`,
      ]
      const listing = ['/bounties', '/bounties?page=1']
      return Promise.all(
        [...paths, ...listing].map(async (path) =>
          JSON.parse((await call(of.address, { method: 'GET', path: `${path}${path.includes('?') ? '&' : '?'}account=${ACCOUNT}` })).text),
        ),
      )
    }
    const fresh = await ask(sandbox)
    expect(fresh).toHaveLength(7)
    expect(fresh[1]).toMatchObject({
      status: 'OK',
      result: expect.arrayContaining([expect.objectContaining({ author: expect.any(String) })]),
    })
    for (let i = 0; i < 5_010; i++) await sandbox.chains.side.mine()
    expect(sandbox.community.book.get(guid)).toBeNull()
    expect(await ask(sandbox)).toEqual(fresh)
    await sandbox.close()
    const restarted = await startSandbox(options)
    expect(await ask(restarted)).toEqual(fresh)
    await restarted.close()
    await rm(dataDir, { recursive: true })
  })
})
