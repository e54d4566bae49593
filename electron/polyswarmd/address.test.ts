import { describe, expect, it } from 'vitest'
import { checkApiKey, endpoints, readAddress } from './address.ts'

const refusal = (input: string): string => {
  try {
    readAddress(input)
  } catch (error) {
    expect(error).toMatchObject({ code: 'address-invalid' })
    return (error as Error).message
  }
  throw new Error(`${input} was accepted`)
}

describe('readAddress', () => {
  it.each([
    ['lima.polyswarm.network', 'lima.polyswarm.network', null, ''],
    ['  Lima.PolySwarm.Network/ ', 'lima.polyswarm.network', null, ''],
    ['api.polyswarm.network/v1/default', 'api.polyswarm.network', null, '/v1/default'],
    ['localhost:31337', 'localhost', 31337, ''],
    ['127.0.0.1:443/x/', '127.0.0.1', 443, '/x'],
    ['[0:0::1]:31337', '::1', 31337, ''],
    ['bücher.example', 'xn--bcher-kva.example', null, ''],
  ])('reads %s', (input, host, port, path) => {
    const { address, pastedScheme } = readAddress(input)
    expect(address).toMatchObject({ host, port, path })
    expect(pastedScheme).toBeNull()
    expect(readAddress(address.text).address).toEqual(address)
  })
  it.each([
    ['https://lima.polyswarm.network/', 'https'],
    ['HTTP://lima.polyswarm.network', 'http'],
    ['wss://lima.polyswarm.network', 'wss'],
  ] as const)('takes the scheme off %s and tells it', (input, scheme) => {
    expect(readAddress(input)).toMatchObject({ address: { text: 'lima.polyswarm.network' }, pastedScheme: scheme })
  })
  it.each([
    ['', 'empty'],
    ['https://', 'looks like'],
    ['ftp://host', 'Only https'],
    ['user:secret@host', 'API key into its own field'],
    ['host/path?key=1', 'before “?”'],
    ['host:0', 'between 1 and 65535'],
    ['host:70000', 'between 1 and 65535'],
    ['fe80::1', 'brackets'],
    ['host/a/../b', 'The path'],
    ['host//b', 'The path'],
    ['ho st', 'looks like'],
    ['ho%2fst', 'not a host name'],
    ['x'.repeat(300), '255'],
  ])('refuses “%s” and says why', (input, words) => {
    expect(refusal(input)).toContain(words)
  })
  it('repeats no password that was pasted into it', () => {
    expect(refusal('user:hunter2@host')).not.toContain('hunter2')
  })
})

describe('endpoints', () => {
  it('are encrypted unless the operator said otherwise', () => {
    const { address } = readAddress('http://lima.polyswarm.network/v1')
    expect(endpoints(address, false)).toMatchObject({
      secure: true,
      origin: 'https://lima.polyswarm.network:443',
      basePath: '/v1',
      webSocketBase: 'wss://lima.polyswarm.network:443/v1',
    })
    expect(endpoints(address, true)).toMatchObject({
      secure: false,
      port: 80,
      origin: 'http://lima.polyswarm.network:80',
      webSocketBase: 'ws://lima.polyswarm.network:80/v1',
    })
  })
  it('put IPv6 into brackets', () => {
    expect(endpoints(readAddress('[::1]:31337').address, true).origin).toBe('http://[::1]:31337')
  })
})

describe('checkApiKey', () => {
  it('refuses a key over an insecure connection', () => {
    expect(() => checkApiKey('k3y', true)).toThrow(expect.objectContaining({ code: 'insecure-api-key' }))
    expect(() => checkApiKey(null, true)).not.toThrow()
    expect(() => checkApiKey('k3y', false)).not.toThrow()
  })
  it.each(['', 'two words', 'line\r\nX-Injected: 1', 'schlüssel'])('refuses a key that no header can carry: %j', (key) => {
    expect(() => checkApiKey(key, false)).toThrow(expect.objectContaining({ code: 'invalid-request' }))
  })
})
