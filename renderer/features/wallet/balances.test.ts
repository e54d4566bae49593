import { describe, expect, it } from 'vitest'
import type { Transfer } from '../../../shared/domain/transfer.ts'
import { sampleCommunity, sampleTransfer } from '../../../shared/state/samples.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { balanceRows, communitiesOf, realTotals } from './balances.ts'

const NCT = 10n ** 18n
const wallet = '0x7A3f02b9D64C1eE85aF37d20B19c04E6f8A2C91e'
const pinsOf = (homeChainId: number, sideChainId: number) => ({
  homeChainId,
  sideChainId,
  homeNectar: '0x4Ee96De524e97aAA5A834d858d68982b74ceb07A',
  homeRelay: '0xA10cda6E0a661a12195ee0d787dF87aEc1Da27D5',
  sideNectar: '0x77b3baB7EE93B1a60B89988006aEAbbeBF5F0C1f',
  sideRelay: '0x0b6ABDed0C1A0267e405BAb1fD580beebb23F9c4',
  registry: '0xD9f221941b0F67A5dA599c277e80E2DF1ad35E38',
  pinnedAt: 0,
})
const transferOf = (over: Partial<Transfer>): Transfer =>
  sampleTransfer({
    account: wallet,
    direction: 'withdrawal',
    amount: 4_000n * NCT,
    fee: 400n * NCT,
    stage: 'confirmed',
    sentAt: 1,
    minedBlock: 2,
    minedAt: 2,
    confirmations: 20,
    confirmedAt: 3,
    ...over,
  })
function community(id: string, over: Partial<CommunityState> & { kind?: 'public' | 'sandbox'; home?: number }): CommunityState {
  const base = sampleCommunity(id, id)
  const { kind = 'public', home = 1, ...rest } = over
  return {
    ...base,
    settings: { ...base.settings, kind, wallet: wallet.toLowerCase(), pins: pinsOf(home, 1000) },
    connection: { is: 'connected', since: 0, latencyMs: 1 },
    balances: { homeNct: { value: 6_000n * NCT, at: 5 }, homeEth: { value: 4n, at: 5 }, sideNct: { value: 2_000n * NCT, at: 5 } },
    stake: { ...base.stake, atRisk: 9n * NCT },
    ...rest,
  }
}

describe('the balances of a wallet', () => {
  it('count a home chain once, however many Communities share it, with its newest reading', () => {
    const older = community('north', { balances: { homeNct: { value: 1n, at: 1 }, homeEth: null, sideNct: { value: NCT, at: 1 } } })
    const rows = balanceRows([older, community('lima', {})], new Set())
    expect(rows.map(({ id }) => id)).toEqual(['home:1:0x4ee96de524e97aaa5a834d858d68982b74ceb07a', 'side:north', 'side:lima'])
    expect(rows[0]).toMatchObject({ names: ['north', 'lima'], free: 6_000n * NCT, eth: 4n })
  })
  it('count what is in flight once, at its destination, from when it has left its source', () => {
    const flying = community('lima', {
      transfers: [transferOf({}), transferOf({ stage: 'sent' }), transferOf({ stage: 'arrived' }), transferOf({ stage: 'written-off' })],
    })
    const [home, side] = balanceRows([flying], new Set())
    expect(home).toMatchObject({ arriving: 3_600n * NCT, total: 9_600n * NCT })
    expect(side).toMatchObject({ arriving: 0n, total: 2_009n * NCT })
    expect(realTotals([home, side].filter((row) => row !== undefined))).toEqual({
      free: 8_000n * NCT,
      atStake: 9n * NCT,
      arriving: 3_600n * NCT,
      total: 11_609n * NCT,
    })
  })
  it('never put test money into a total of real NCT, and show it last', () => {
    const rows = balanceRows([community('sandbox', { kind: 'sandbox', home: 1337 }), community('lima', {})], new Set())
    expect(rows.map(({ test }) => test)).toEqual([false, false, true, true])
    expect(realTotals(rows)?.free).toBe(8_000n * NCT)
    expect(realTotals(rows.filter(({ test }) => test))).toBeNull()
  })
  it('say unknown instead of a sum of which a part is unknown', () => {
    const unread = community('lima', { balances: { homeNct: null, homeEth: null, sideNct: { value: NCT, at: 1 } } })
    const rows = balanceRows([unread], new Set())
    expect(rows[0]).toMatchObject({ free: null, total: null })
    expect(realTotals(rows)).toMatchObject({ free: null, total: null, atStake: 9n * NCT })
  })
  it('say as of when they were read while there is no connection, and which ETH is low', () => {
    const rows = balanceRows([community('lima', { connection: { is: 'off' } })], new Set(['lima']))
    expect(rows.map(({ asOf, ethLow }) => [asOf, ethLow])).toEqual([
      [5, true],
      [5, false],
    ])
  })
  it('are of the chosen wallet alone, in whatever case its address is written', () => {
    const mine = community('lima', {})
    const other = sampleCommunity('other', 'other')
    expect(communitiesOf({ lima: mine, other }, wallet)).toEqual([mine])
  })
})
