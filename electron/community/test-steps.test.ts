import { expect, test } from 'vitest'
import type { TestStep } from '../../shared/contract/contract.ts'
import { toCatalogue } from './test-steps.ts'

const step = (code: string, values: Readonly<Record<string, string>> = {}): TestStep => ({
  step: 'address',
  result: 'passed',
  code,
  values: { ...values },
})
const pins = { homeChainId: 1, sideChainId: 1338 }

test.each([
  [step('address-reached', { host: 'h', ip: '::1', port: '443', pasted: '' }), step('address-resolved', { host: 'h', port: '443' })],
  [
    step('encrypted', { protocol: 'TLS 1.3', issuer: 'Northwind CA', validTo: String(Date.parse('2049-03-04T00:00:00Z')) }),
    step('tls-valid', { protocol: 'TLS 1.3', issuer: 'Northwind CA', validTo: '2049-03-04' }),
  ],
  [
    step('encrypted', { protocol: 'TLS 1.3', issuer: 'x', validTo: '' }),
    step('tls-valid', { protocol: 'TLS 1.3', issuer: 'x', validTo: '?' }),
  ],
  [step('daemon-answers', { community: 'northwind', latencyMs: '8' }), step('daemon-answers', { community: 'northwind', ms: '8' })],
  [
    step('chains-in-step', { homeBlock: '70', sideBlock: '4118206' }),
    step('chains-in-step', { home: '1', side: '1338', block: '4118206' }),
  ],
  [step('skipped'), step('not-reached')],
  [step('api-key-accepted'), step('api-key-accepted')],
])('the window knows every word of a passed test: %o', (found, shown) => {
  expect(toCatalogue(found, pins)).toEqual(shown)
})

test('what failed keeps its code and its reason', () => {
  const failed: TestStep = { step: 'daemon', result: 'failed', code: 'unreachable', values: { detail: 'connection refused' } }
  expect(toCatalogue(failed, null)).toEqual(failed)
})

test('chains whose contracts could not be learned are shown as unknown', () => {
  const shown = toCatalogue(step('chains-in-step', { homeBlock: '1', sideBlock: '2' }), null)
  expect(shown.values).toEqual({ home: '?', side: '?', block: '2' })
})
