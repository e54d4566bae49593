import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { NotificationName } from '../../../shared/contract/contract.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { createLog } from '../../runtime/log.ts'
import { builtContent } from '../content.ts'
import { contentSecurityPolicy } from '../security.ts'
import { MAX_FRAME_BYTES } from './peer.ts'
import { withPageParts } from './run.ts'
import { LoopbackServer } from './server.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let folder: string
let server: LoopbackServer
let clock: ManualClock
let lines: string[]
let calls: unknown[][]
let tell: Set<(name: NotificationName, json: unknown) => void>
let sockets: WebSocket[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'window-'))
  writeFileSync(join(folder, 'secret.json'), '{"not":"served"}')
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true })
  writeFileSync(join(folder, 'renderer/index.html'), '<html><head><script type="module" src="/assets/index-1.js"></script></head></html>')
  writeFileSync(join(folder, 'renderer/assets/index-1.js'), 'export {}')
  symlinkSync(join(folder, 'secret.json'), join(folder, 'renderer/link.json'))
  clock = new ManualClock()
  lines = []
  calls = []
  tell = new Set()
  sockets = []
  server = new LoopbackServer({
    core: {
      dispatch: async (name, input) => {
        calls.push([name, input])
        return { ok: true, value: input }
      },
      subscribe: (listener) => {
        tell.add(listener)
        return () => tell.delete(listener)
      },
    },
    content: builtContent(join(folder, 'renderer'), withPageParts),
    port: 0,
    clock,
    log: createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) }),
  })
  await server.start()
})

afterEach(async () => {
  for (const socket of sockets) socket.terminate()
  await server.close()
  rmSync(folder, { recursive: true })
})

/** One request as written: no client tidies up the path or the headers. */
function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

const pathOf = (address: string): string => address.slice(address.indexOf('/', 7))
const cookieOf = (answer: Answer): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
const letIn = async (): Promise<string> => cookieOf(await get(pathOf(server.newAddress())))
const origin = (): string => `http://127.0.0.1:${server.port}`

function connect(headers: Readonly<Record<string, string>>, path = '/ipc'): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
  sockets.push(socket)
  return socket
}

/** The status with which a WebSocket is refused. */
async function refusal(headers: Readonly<Record<string, string>>, path?: string): Promise<number> {
  const socket = connect(headers, path)
  socket.on('error', () => undefined)
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  return response.statusCode
}

async function open(): Promise<WebSocket> {
  const socket = connect({ Cookie: await letIn(), Origin: origin() })
  await once(socket, 'open')
  return socket
}

const closeCode = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0]
const nextFrame = async (socket: WebSocket): Promise<unknown> => JSON.parse(String(((await once(socket, 'message')) as [Buffer])[0]))

describe('LoopbackServer', () => {
  it('serves nothing to a browser that was not let in', async () => {
    for (const path of ['/', '/index.html', '/assets/index-1.js', '/enter', '/enter?token=', '/enter?token=guess', '/ipc']) {
      const answer = await get(path)
      expect(answer.status, path).toBe(401)
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  it('lets one browser in with the token, once, and takes the token out of the address', async () => {
    const address = server.newAddress()
    const first = await get(pathOf(address))
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(first.headers['set-cookie']?.[0]).toMatch(/^polyswarm-console-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    expect((await get(pathOf(address))).status).toBe(401)
    expect((await get('/', { Cookie: cookieOf(first) })).status).toBe(200)
  })

  it('voids an unused token when a new one is asked for', async () => {
    const old = server.newAddress()
    const fresh = server.newAddress()
    expect((await get(pathOf(old))).status).toBe(401)
    expect((await get(pathOf(fresh))).status).toBe(303)
  })

  it('does not spend the token on a preview of the link', async () => {
    const address = server.newAddress()
    expect((await get(pathOf(address), {}, 'HEAD')).status).toBe(401)
    expect((await get(pathOf(address))).status).toBe(303)
  })

  it('keeps token and session out of the log', async () => {
    const address = server.newAddress()
    const cookie = cookieOf(await get(pathOf(address)))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join()).not.toContain(address.split('token=')[1])
    expect(lines.join()).not.toContain(cookie.split('=')[1])
  })

  it('forgets the oldest of too many sessions', async () => {
    const cookies: string[] = []
    for (let n = 0; n < 9; n++) cookies.push(await letIn())
    expect((await get('/', { Cookie: cookies[0]! })).status).toBe(401)
    expect((await get('/', { Cookie: cookies[1]! })).status).toBe(200)
  })

  it('sends every answer with the security headers and keeps pages and refusals out of caches', async () => {
    const cookie = await letIn()
    for (const [path, status] of [
      ['/', 200],
      ['/nothing', 404],
    ] as const) {
      const { headers, status: got } = await get(path, { Cookie: cookie })
      expect(got).toBe(status)
      expect(headers['content-security-policy']).toBe(contentSecurityPolicy)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['cache-control']).toBe('no-store')
    }
    expect((await get('/assets/index-1.js', { Cookie: cookie })).headers['cache-control']).toContain('immutable')
    expect((await get('/')).headers['content-security-policy']).toBe(contentSecurityPolicy)
  })

  it('puts its page script before the window, and nothing inline', async () => {
    const { body } = await get('/', { Cookie: await letIn() })
    expect(body.indexOf('/headless-page.js')).toBeGreaterThan(0)
    expect(body.indexOf('/headless-page.js')).toBeLessThan(body.indexOf('/assets/index-1.js'))
    expect(body.replaceAll(/<script[^>]*src=[^>]*><\/script>/g, '')).not.toContain('<script')
  })

  it.each([
    ['/../secret.json'],
    ['/assets/../../secret.json'],
    ['/%2e%2e/secret.json'],
    ['/..%2fsecret.json'],
    ['/assets/..%5c..%5csecret.json'],
    ['//secret.json'],
    ['//evil.example/'],
    ['http://evil.example/'],
    ['/link.json'],
    ['/assets'],
    ['/assets/'],
    ['/index.html%00.js'],
    ['/__proto__'],
  ])('has no page at %s', async (path) => {
    const answer = await get(path, { Cookie: await letIn() })
    expect(answer.status).toBe(404)
    expect(answer.body).not.toContain('served')
  })

  it.each([
    ['evil.example'],
    ['evil.example:80'],
    ['127.0.0.1.evil.example'],
    ['localhost.evil.example:8080'],
    ['127.0.0.1:80@evil.example'],
    ['192.168.0.1'],
  ])('refuses a page that calls this computer "%s"', async (host) => {
    const cookie = await letIn()
    expect((await get('/', { Cookie: cookie, Host: host })).status).toBe(421)
    expect(await refusal({ Cookie: cookie, Host: host, Origin: `http://${host}` })).toBe(421)
  })

  it('does not spend a token on a request with a foreign host', async () => {
    const address = server.newAddress()
    expect((await get(pathOf(address), { Host: 'evil.example' })).status).toBe(421)
    expect((await get(pathOf(address))).status).toBe(303)
  })

  it('works through a tunnel that changes the port', async () => {
    const tunnel = { Host: 'localhost:9999', Cookie: await letIn(), Origin: 'http://localhost:9999' }
    expect((await get('/', tunnel)).status).toBe(200)
    await once(connect(tunnel), 'open')
  })

  it.each([['http://evil.example'], ['null'], ['https://127.0.0.1'], ['http://127.0.0.1:1'], ['http://localhost']])(
    'refuses requests of a page from %s',
    async (foreign) => {
      const cookie = await letIn()
      expect((await get('/', { Cookie: cookie, Origin: foreign })).status).toBe(403)
      expect(await refusal({ Cookie: cookie, Origin: foreign })).toBe(403)
    },
  )

  it('takes nothing but GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', { Cookie: await letIn() }, method)).status).toBe(405)
  })

  it('opens the socket only with a session, an origin and at its path', async () => {
    const cookie = await letIn()
    expect(await refusal({ Origin: origin() })).toBe(401)
    expect(await refusal({ Origin: origin(), Cookie: `${cookie}x` })).toBe(401)
    expect(await refusal({ Cookie: cookie })).toBe(403)
    expect(await refusal({ Origin: origin(), Cookie: cookie }, '/other')).toBe(404)
    expect(tell.size).toBe(0)
  })
})

describe('the loopback socket', () => {
  it('answers calls, each with the id it came with', async () => {
    const socket = await open()
    const frames: unknown[] = []
    socket.on('message', (data) => frames.push(JSON.parse(String(data))))
    socket.send(JSON.stringify({ id: 7, name: 'app.snapshot', input: { a: 1 } }))
    socket.send(JSON.stringify({ id: 8, name: 'nothing', input: null }))
    await expect.poll(() => frames.length).toBe(2)
    expect(frames).toEqual([
      { id: 7, result: { ok: true, value: { a: 1 } } },
      { id: 8, result: { ok: true, value: null } },
    ])
    expect(calls).toEqual([
      ['app.snapshot', { a: 1 }],
      ['nothing', null],
    ])
  })

  it('passes notifications on until the page leaves', async () => {
    const socket = await open()
    await expect.poll(() => tell.size).toBe(1)
    const frame = nextFrame(socket)
    for (const listener of tell) listener('patch', { from: 1, to: 2, changes: [] })
    expect(await frame).toEqual({ notification: 'patch', value: { from: 1, to: 2, changes: [] } })
    socket.close()
    await expect.poll(() => tell.size).toBe(0)
    expect(clock.waiting).toBe(0)
  })

  it.each([
    ['no JSON', '{', 1007],
    ['another shape', '{"id":"1","name":"app.snapshot"}', 1008],
    ['a negative id', '{"id":-1,"name":"app.snapshot","input":{}}', 1008],
    ['a name that is no text', '{"id":1,"name":{},"input":{}}', 1008],
    ['a list', '[]', 1008],
    ['bytes', Buffer.from('{"id":1,"name":"app.snapshot","input":{}}'), 1003],
    ['too much', `{"id":1,"name":"app.snapshot","input":"${'x'.repeat(MAX_FRAME_BYTES)}"}`, 1009],
  ])('closes on %s and runs nothing', async (_, data, code) => {
    const socket = await open()
    socket.on('error', () => undefined)
    const closed = closeCode(socket)
    socket.send(data)
    expect(await closed).toBe(code)
    expect(calls).toEqual([])
  })

  it('ends a connection whose other side does not answer any more', async () => {
    const socket = await open()
    await expect.poll(() => clock.waiting).toBe(1)
    // The pong never reaches the server: what a cut line looks like.
    ;(socket as unknown as { pong: () => void }).pong = () => undefined
    const closed = closeCode(socket)
    await clock.advance(30_000)
    await clock.advance(30_000)
    expect(await closed).toBe(1006)
    expect(tell.size).toBe(0)
  })

  it('ends every connection when the console ends', async () => {
    const socket = await open()
    const closed = closeCode(socket)
    await server.close()
    expect(await closed).toBe(1006)
    await expect(get('/')).rejects.toThrow()
    await server.start()
  })
})
