import { describe, expect, it } from 'vitest'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { createLog, type LogOptions } from './log.ts'
import { REDACTED, Redactor } from './redact.ts'

function record(options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const log = createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line), ...options })
  return { log, lines, text: () => lines.join('') }
}

const KEY = '0xb1e2a106d696beab3f1cf0451f4b88e7187eec86c04fb2076282b1acddc47882'

describe('the log', () => {
  it.each([
    { password: 'correct horse 42' },
    { PASSWORD: 'correct horse 42' },
    { wallet: { keyfilePassword: 'correct horse 42' } },
    { list: [{ deep: { private_key: KEY } }] },
    { privateKey: KEY },
    { journalKey: KEY },
    { apiKey: 'correct horse 42' },
    { 'API-Key': 'correct horse 42' },
    { headers: { Authorization: 'correct horse 42' } },
    { nonce: KEY },
    { assertion: { nonces: [KEY] } },
    { keyfile: '{"crypto":{"ciphertext":"correct horse 42"}}' },
    { map: new Map([['token', KEY]]) },
  ])('keeps %j out', (fields) => {
    const { log, text } = record()
    log.info('fields', fields)
    log.child(fields).error('bound fields')
    expect(text()).not.toContain('correct horse')
    expect(text()).not.toContain(KEY)
    expect(text()).toContain(REDACTED)
  })

  it.each([
    'refused Authorization: Bearer abc123xyz',
    'GET https://user:abc123xyz@polyswarmd.example/v1',
    'bad keyfile {"mac":"abc123xyz"}',
    '--password=abc123xyz was given',
    'x?token=abc123xyz&y=1',
  ])('cleans the text "%s", also inside errors and their causes', (secret) => {
    const { log, text } = record()
    log.warn(secret, { note: secret, err: new ConsoleError('bad-answer', secret, { cause: new Error(secret) }) })
    expect(text()).not.toContain('abc123xyz')
  })

  it('hides a secret that is only known at run time everywhere', () => {
    const redactor = new Redactor()
    const { log, text } = record({ redactor })
    redactor.hide('k-9f8e7d')
    log.info('the header was k-9f8e7d', { url: '/x?k-9f8e7d', err: new Error('k-9f8e7d') })
    expect(text()).not.toContain('k-9f8e7d')
  })

  it('prints bytes as their number, bigints as decimals, and survives cycles', () => {
    const { log, lines } = record()
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    log.info('values', { raw: new Uint8Array([1, 2, 3]), bid: 10n ** 18n, cycle })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'values', raw: '[3 bytes]', bid: '1000000000000000000' })
  })

  it('keeps what helps: level, time, room, error code and stack', () => {
    const { log, lines } = record()
    log.child({ room: 'engine' }).error('lost', { err: new ConsoleError('unreachable', 'no route'), accountNonce: 7 })
    const line = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({
      level: 'error',
      room: 'engine',
      accountNonce: 7,
      err: { type: 'ConsoleError', code: 'unreachable', message: 'no route' },
    })
    expect(line.err.stack).toContain('log.test.ts')
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  it('writes readable lines for a terminal and leaves out what is below its level', () => {
    const { log, lines } = record({ format: 'text', level: 'info' })
    log.debug('not shown')
    log.info('joined', { community: 'lima', why: 'two words' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}joined {2}community=lima {2}why="two words"\n$/)
  })
})
