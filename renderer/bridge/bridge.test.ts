import { describe, expect, it } from 'vitest'
import { type Exposed, encodeNotification, encodeResult } from '../../shared/contract/wire.ts'
import { fail, ok } from '../../shared/errors/errors.ts'
import { createBridge, pageBridge } from './bridge.ts'

const plan = {
  community: 'lima',
  direction: 'deposit' as const,
  amount: 10n ** 30n,
  fee: 0n,
  arrives: 10n ** 30n,
  left: 1n,
  gasPrice: 2n,
  gasLimit: 3n,
  gasCost: 6n,
}

function exposing(call: Exposed['call']) {
  let listener: ((json: unknown) => void) | null = null
  const exposed: Exposed = {
    host: 'headless',
    call,
    on: (_name, heard) => {
      listener = heard
      return () => {
        listener = null
      }
    },
  }
  return { bridge: createBridge(exposed), tell: (json: unknown) => listener?.(json), listening: () => listener !== null }
}

describe('the bridge', () => {
  it('sends amounts as decimal strings and hands them over as bigint', async () => {
    const sent: unknown[] = []
    const { bridge } = exposing(async (_name, input) => {
      sent.push(input)
      return encodeResult('transfer.plan', ok(plan))
    })
    const answer = await bridge.call('transfer.plan', {
      community: 'lima',
      direction: 'deposit',
      text: '1',
      denomination: 'nct',
      all: false,
    })
    expect(answer).toEqual({ ok: true, value: plan })
    expect(JSON.stringify(sent)).toContain('"lima"')
  })

  it('hands over a failure as a problem', async () => {
    const { bridge } = exposing(async () => fail('wallet-locked'))
    expect(await bridge.call('engine.start', { community: 'lima' })).toEqual(fail('wallet-locked'))
  })

  it('makes a problem of an answer that does not fit, and of a call that is lost', async () => {
    const broken = exposing(async () => ({ ok: true, value: { amount: 1.5 } }))
    expect(
      await broken.bridge.call('transfer.plan', { community: 'lima', direction: 'deposit', text: '1', denomination: 'nct', all: false }),
    ).toEqual(fail('internal'))
    const lost = exposing(async () => {
      throw new Error('socket closed')
    })
    expect(await lost.bridge.call('app.quit', {})).toEqual(fail('internal', 'socket closed'))
  })

  it('drops a notification that does not fit and says so', () => {
    const { bridge, tell, listening } = exposing(async () => null)
    const heard: unknown[] = []
    let broken = 0
    const stop = bridge.on(
      'navigate',
      (value) => heard.push(value),
      () => {
        broken += 1
      },
    )
    tell(encodeNotification('navigate', { to: 'wallet' }))
    tell({ to: 'elsewhere' })
    expect(heard).toEqual([{ to: 'wallet' }])
    expect(broken).toBe(1)
    stop()
    expect(listening()).toBe(false)
  })

  it('is not there where no host exposed one', () => {
    expect(pageBridge({})).toBeNull()
    expect(pageBridge({ polyswarm: 'no' })).toBeNull()
    expect(pageBridge({ polyswarm: { host: 'electron', call: async () => null, on: () => () => {} } })?.host).toBe('electron')
  })
})
