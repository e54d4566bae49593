import { describe, expect, it } from 'vitest'
import { type CallName, callNames } from '../../shared/contract/contract.ts'
import { decodeResult, encodeInput } from '../../shared/contract/wire.ts'
import { ConsoleError } from '../../shared/errors/errors.ts'
import { createLog } from '../runtime/log.ts'
import { createDispatcher, type Handlers, isOperatorsAct } from './dispatch.ts'

const WALLET = `0x${'a'.repeat(40)}`
const PASSWORD = 'correct horse battery'

/** Handlers that fail like a part that is not there, but for the ones a test names. */
function handlers(own: Partial<Handlers>): Handlers {
  const unused = (name: CallName) => () => {
    throw new ConsoleError('cancelled', `${name} is not part of this test`)
  }
  return { ...(Object.fromEntries(callNames.map((name) => [name, unused(name)])) as unknown as Handlers), ...own }
}

function dispatcher(own: Partial<Handlers>) {
  const lines: string[] = []
  const dispatch = createDispatcher(handlers(own), createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) }))
  return { dispatch, lines }
}

describe('createDispatcher', () => {
  it('reaches the handler of every call of the contract', async () => {
    for (const name of callNames) {
      const reached: unknown[] = []
      const { dispatch } = dispatcher({ [name]: (input: unknown) => reached.push(input) })
      const answer = await dispatch(name, sampleInputs[name])
      expect(reached, `${name}: ${JSON.stringify(answer)}`).toHaveLength(1)
    }
  })

  it('gives handlers bigint amounts and gives the window decimal strings', async () => {
    const plan = { ...transferPlan, amount: 2n ** 80n }
    const { dispatch } = dispatcher({
      'transfer.plan': () => plan,
      'transfer.start': (input) => ({ id: `${typeof input.amount}-${input.amount}` }),
    })
    const answer = await dispatch('transfer.plan', sampleInputs['transfer.plan'])
    expect(answer).toMatchObject({ ok: true, value: { amount: '1208925819614629174706176' } })
    expect(decodeResult('transfer.plan', JSON.parse(JSON.stringify(answer)))).toEqual({ ok: true, value: plan })
    expect(await dispatch('transfer.start', encodeInput('transfer.start', plan))).toEqual({
      ok: true,
      value: { id: `bigint-${2n ** 80n}` },
    })
  })

  it.each([['nothing.here'], ['__proto__'], ['constructor'], ['toString'], [7], [null], [undefined], [{ toString: () => 'app.quit' }]])(
    'refuses a call that is not in the contract: %s',
    async (name) => {
      const { dispatch } = dispatcher({})
      expect(await dispatch(name, {})).toEqual({
        ok: false,
        problem: { code: 'invalid-request', detail: 'there is no such call', retry: false },
      })
    },
  )

  it.each([
    [undefined],
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [{ address: WALLET, password: '', remember: false }],
    [{ address: 'x', password: PASSWORD, remember: 1 }],
  ])('refuses an input that does not fit, without running anything: %j', async (input) => {
    let ran = false
    const unlock = () => {
      ran = true
      return {}
    }
    const { dispatch } = dispatcher({ 'wallet.unlock': unlock })
    expect(await dispatch('wallet.unlock', input)).toMatchObject({ ok: false, problem: { code: 'invalid-request', retry: false } })
    expect(ran).toBe(false)
  })

  it('says where an input did not fit and never what it was', async () => {
    const { dispatch, lines } = dispatcher({})
    const answer = await dispatch('wallet.unlock', { address: PASSWORD, password: PASSWORD, remember: PASSWORD })
    expect(answer).toMatchObject({ problem: { detail: 'wallet.unlock: address: invalid_format, remember: invalid_type' } })
    expect(JSON.stringify(answer) + lines.join()).not.toContain(PASSWORD)
  })

  it('passes an expected failure on as a problem', async () => {
    const { dispatch, lines } = dispatcher({
      'wallet.unlock': () => {
        throw new ConsoleError('wrong-password')
      },
      'community.retry': () => Promise.reject(new ConsoleError('unreachable', 'no route to host')),
    })
    expect(await dispatch('wallet.unlock', sampleInputs['wallet.unlock'])).toEqual({
      ok: false,
      problem: { code: 'wrong-password', detail: null, retry: false },
    })
    expect(await dispatch('community.retry', { community: 'lima' })).toEqual({
      ok: false,
      problem: { code: 'unreachable', detail: 'no route to host', retry: true },
    })
    expect(lines).toEqual([])
  })

  it('hides the text of an unexpected failure from the window and logs it redacted', async () => {
    const { dispatch, lines } = dispatcher({
      'wallet.unlock': () => {
        throw new TypeError(`cannot read password=${PASSWORD.split(' ')[0]}`)
      },
    })
    expect(await dispatch('wallet.unlock', sampleInputs['wallet.unlock'])).toEqual({
      ok: false,
      problem: { code: 'internal', detail: null, retry: false },
    })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('wallet.unlock')
    expect(lines[0]).toContain('TypeError')
    expect(lines[0]).not.toContain('correct')
  })

  it('answers "internal" instead of an answer that does not fit the contract', async () => {
    const { dispatch, lines } = dispatcher({ 'wallet.import': () => ({ address: 'not an address' }) })
    expect(await dispatch('wallet.import', sampleInputs['wallet.import'])).toMatchObject({ ok: false, problem: { code: 'internal' } })
    expect(lines.join()).toContain('address: invalid_format')
  })

  it('leaves out of an answer what the contract does not name', async () => {
    const { dispatch } = dispatcher({ 'wallet.import': () => ({ address: WALLET, privateKey: 'secret' }) })
    expect(await dispatch('wallet.import', sampleInputs['wallet.import'])).toEqual({ ok: true, value: { address: WALLET } })
  })
})

const transferPlan = {
  community: 'lima',
  direction: 'deposit' as const,
  amount: 5n,
  fee: 0n,
  arrives: 5n,
  left: 1n,
  gasPrice: 1n,
  gasLimit: 1n,
  gasCost: 1n,
}
const guid = '00000000-0000-0000-0000-000000000001'
const pins = {
  homeChainId: 1,
  sideChainId: 2,
  homeNectar: WALLET,
  homeRelay: WALLET,
  sideNectar: WALLET,
  registry: WALLET,
  sideRelay: WALLET,
}
const community = 'lima'
const page = { offset: 0, limit: 10 }

/** An input for each call, as JSON. */
const sampleInputs: { readonly [N in CallName]: unknown } = {
  'app.snapshot': {},
  'app.setPreferences': { theme: 'dark' },
  'app.finishFirstRun': {},
  'app.openExternal': { page: 'portal' },
  'app.putOffNeed': { id: 'fund' },
  'app.quit': {},
  'wallet.inspectKeyfile': { text: '{}' },
  'wallet.findKeyfiles': {},
  'wallet.import': { from: { text: '{}' }, password: PASSWORD, remember: false },
  'wallet.create': { password: PASSWORD, remember: true },
  'wallet.checkPassword': { password: '' },
  'wallet.unlock': { address: WALLET, password: PASSWORD, remember: false },
  'wallet.openThrowaway': { address: WALLET },
  'wallet.lock': { address: WALLET },
  'wallet.forgetPassword': { address: WALLET },
  'wallet.remove': { address: WALLET },
  'wallet.export': { address: WALLET },
  'community.test': { address: 'https://lima.polyswarm.network', apiKey: null, insecure: false, id: null },
  'community.join': { name: 'Lima', kind: 'public', address: 'lima', insecure: false, apiKey: 'abc', wallet: WALLET, pins },
  'community.leave': { community },
  'community.retry': { community },
  'community.setApiKey': { community, apiKey: null },
  'community.setWallet': { community, wallet: WALLET },
  'community.acceptContracts': { community, pins },
  'sandbox.try': {},
  'engine.start': { community },
  'engine.pause': { community },
  'engine.stop': { community },
  'engine.configure': { community, settings: { strategy: 'default' } },
  'engine.restartScanners': { community },
  'engine.testFile': { community, name: 'a.bin', base64: '' },
  'bounty.details': { community, guid },
  'assertions.page': { community, filter: 'all', search: '', since: null, ...page },
  'assertions.totals': { community, since: null },
  'assertions.export': { community, format: 'csv', filter: 'all', since: null },
  'bounties.past': { community, states: [], ...page },
  'events.page': { community: null, kind: null, mine: false, before: null, limit: 10 },
  'transfer.plan': { community, direction: 'deposit', text: '5', denomination: 'nct', all: false },
  'transfer.start': { ...transferPlan, amount: '5', fee: '0', arrives: '5', left: '1', gasPrice: '1', gasLimit: '1', gasCost: '1' },
  'assertions.writeOff': { community, guids: [guid] },
  'transfer.writeOff': { community, id: 't1' },
  'maintain.look': { community, rule: { on: true, minimum: '1', refill: '2', maximum: null, confirmations: 20, daily: '3' } },
  'maintain.set': { community, rule: { on: true, minimum: '1', refill: '2', maximum: null, confirmations: 20 } },
  'ledger.page': { community: null, kind: null, from: null, to: null, before: null, limit: 10 },
  'ledger.costs': { from: null },
  'ledger.export': { community: null, kind: null, from: null, to: null, format: 'csv' },
}

describe('a sign that the operator is there', () => {
  it('is what only a person asks for, and never what an open window asks by itself', () => {
    const asked = ['engine.start', 'wallet.unlock', 'wallet.openThrowaway', 'app.setPreferences', 'transfer.start']
    const unasked = ['app.snapshot', 'bounty.details', 'assertions.totals', 'ledger.page', 'no.such.call', null]
    expect([...asked, ...unasked].filter(isOperatorsAct)).toEqual(asked)
  })
})
