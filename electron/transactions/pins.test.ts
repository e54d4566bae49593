import { getAddress } from 'ethers/address'
import { describe, expect, it } from 'vitest'
import { reasonText } from '../../shared/errors/reason-sentences.ts'
import type { BuiltTransaction } from '../polyswarmd/records.ts'
import { compareWithdrawal, compareWithPins, homeGas, learnContracts, requirePins } from './pins.ts'
import { type Falsify, probesFor, type Route } from './probes.fixture.ts'
import { ACCOUNT, PINS } from './world.fixture.ts'

const OTHER = '0x9999999999999999999999999999999999999999'
const learn = (falsify?: Falsify) => learnContracts(probesFor(ACCOUNT, PINS, falsify))
/** Changes the transaction at `index` of one route. */
const change =
  (route: Route, index: number, with_: (built: BuiltTransaction) => Partial<BuiltTransaction>): Falsify =>
  (which, built) =>
    which === route ? built.map((transaction, i) => (i === index ? { ...transaction, ...with_(transaction) } : transaction)) : built
const replaceIn =
  (from: string, to: string) =>
  ({ data }: BuiltTransaction) => ({ data: data.replace(from.slice(2).toLowerCase(), to.slice(2).toLowerCase()) })

describe('learning a Community’s contracts', () => {
  it('gives the pins, checksummed, with what gas costs now', async () => {
    const report = await learn()
    const { pinnedAt, ...known } = PINS
    expect(report.pins).toEqual(known)
    expect(report.gas).toEqual({ home: { limit: 90_000n, price: 7n }, side: { limit: 50_000_000n, price: 0n } })
    expect(report.contracts.map(({ contract, matches }) => [contract, matches])).toEqual([
      ['home-nectar', true],
      ['home-relay', true],
      ['side-nectar', true],
      ['registry', true],
      ['side-relay', true],
    ])
    expect(requirePins(report)).toEqual(known)
    const mixed = '0xaE519FC2bA8E6FFe6473195C092bF1bAE986FF90'.toLowerCase()
    const checksummed = await learnContracts(probesFor(ACCOUNT, { ...PINS, registry: mixed }))
    expect(checksummed.pins?.registry).toBe(getAddress(mixed))
    expect(pinnedAt).toBe(0)
  })

  const lies: readonly (readonly [string, Falsify, RegExp])[] = [
    ['an approval for somebody else', change('assertion', 0, replaceIn(PINS.registry, OTHER)), /registry: assert goes to/],
    ['another call instead of the approval', change('assertion', 0, replaceIn('0x095ea7b3', '0xa457c2d7')), /no approval/],
    ['no approval', (route, built) => (route === 'assertion' ? built.slice(1) : built), /not the shape|takes 1/],
    ['one transaction more', (route, built) => (route === 'settle' ? [...built, ...built] : built), /takes 2/],
    ['no transaction at all', (route, built) => (route === 'reveal' ? [] : built), /takes 0/],
    [
      'another assertion than asked for',
      change('assertion', 1, ({ data }) => ({ data: `${data.slice(0, -1)}7` })),
      /something else than asked/,
    ],
    ['bytes behind the call', change('settle', 0, ({ data }) => ({ data: `${data}00` })), /something else than asked/],
    ['another selector', change('reveal', 0, replaceIn('0xf8f32de6', '0xf8f32de7')), /called as 0xf8f32de7/],
    ['a reveal for another registry', change('reveal', 0, () => ({ to: OTHER })), /reveal goes to/],
    ['ETH along with it', change('deposit', 0, () => ({ value: 1n })), /sends ETH/],
    ['a withdrawal from another token', change('withdrawal', 0, () => ({ to: OTHER })), /withdraw goes to/],
    ['a deposit of another amount', change('deposit', 0, ({ data }) => ({ data: `${data.slice(0, -1)}1` })), /something else/],
    ['two side chains', change('withdrawal', 0, () => ({ chainId: 99 })), /more than one chain/],
    ['one id for both chains', change('deposit', 0, () => ({ chainId: PINS.sideChainId })), /same chain id/],
    ['a relay that is the account', change('deposit', 0, replaceIn(PINS.homeRelay, ACCOUNT)), /account itself/],
    ['a relay that is nobody', change('deposit', 0, replaceIn(PINS.homeRelay, `0x${'0'.repeat(40)}`)), /zero address/],
    ['a relay that is the registry', change('withdrawal', 0, replaceIn(PINS.sideRelay, PINS.registry)), /three contracts/],
    ['no data', change('deposit', 0, () => ({ data: '0x' })), /not the shape/],
    [
      'dirt above an address',
      change('withdrawal', 0, ({ data }) => ({ data: data.replace('0xa9059cbb00', '0xa9059cbb01') })),
      /not the shape/,
    ],
  ]
  it.each(lies)('refuses %s', async (_, falsify, why) => {
    const report = await learn(falsify)
    expect(report.pins).toBeNull()
    expect(report.gas).toBeNull()
    expect(report.mismatches.map(reasonText).join('; ')).toMatch(why)
    expect(report.contracts.length === 0 || report.contracts.some(({ matches }) => !matches)).toBe(true)
    const refused = { code: 'contracts-unknown', reason: report.mismatches[0] }
    expect(() => requirePins(report)).toThrow(expect.objectContaining(refused))
    expect(compareWithPins(report, PINS)).toMatchObject(refused)
  })

  it('notices later changes of any contract or chain, and only those', async () => {
    expect(compareWithPins(await learn(), PINS)).toBeNull()
    const lower = { ...PINS, registry: PINS.registry.toLowerCase() }
    expect(compareWithPins(await learn(), lower)).toBeNull()
    for (const name of ['homeNectar', 'homeRelay', 'sideNectar', 'sideRelay', 'registry'] as const) {
      const problem = compareWithPins(await learn(), { ...PINS, [name]: OTHER })
      expect(problem).toMatchObject({ code: 'contracts-changed', detail: expect.stringContaining(name) })
    }
    for (const name of ['homeChainId', 'sideChainId'] as const) {
      expect(compareWithPins(await learn(), { ...PINS, [name]: 5 })).toMatchObject({ code: 'contracts-changed' })
    }
  })

  it('names every contract and chain that changed, the first with its addresses', async () => {
    const one = compareWithPins(await learn(), { ...PINS, sideRelay: OTHER })
    expect(one?.detail).toBe(`sideRelay: ${OTHER} is now ${PINS.sideRelay}`)
    const many = compareWithPins(await learn(), { ...PINS, homeRelay: OTHER, registry: OTHER, sideChainId: 5 })
    expect(many?.detail).toBe(`homeRelay: ${OTHER} is now ${PINS.homeRelay}; others than before, too: registry, sideChainId`)
    expect(many?.reason?.code).toBe('contracts-other-than')
  })

  it('says in a code that a withdrawal is built for another contract', async () => {
    expect(await compareWithdrawal(probesFor(ACCOUNT, PINS), { ...PINS, sideRelay: OTHER })).toMatchObject({
      code: 'contracts-changed',
      reason: { code: 'contract-withdrawal-other' },
    })
  })

  it('takes gas for a deposit from a daemon that still builds for the pinned contracts alone', async () => {
    expect(await homeGas(probesFor(ACCOUNT, PINS), 5n, PINS)).toEqual({ limit: 90_000n, price: 7n })
    const elsewhere = probesFor(ACCOUNT, PINS, change('deposit', 0, replaceIn(PINS.homeRelay, OTHER)))
    await expect(homeGas(elsewhere, 5n, PINS)).rejects.toMatchObject({ code: 'contracts-changed' })
    const otherChain = probesFor(
      ACCOUNT,
      PINS,
      change('deposit', 0, () => ({ chainId: 1 })),
    )
    await expect(homeGas(otherChain, 5n, PINS)).rejects.toMatchObject({ code: 'contracts-changed' })
  })
})
