import { describe, expect, it } from 'vitest'
import type { Leaving } from '../../shared/domain/available.ts'
import type { JournalOp, NewLedgerEntry } from '../journal/port.ts'
import { ACCOUNT, NCT, PINS } from './bank.fixture.ts'
import type { AccountMember } from './findings.ts'
import { HomeAccounts, type HomeReading } from './home-account.ts'
import type { Expected, Pending } from './statement.ts'

const BOOK = `home:1337:${PINS.homeNectar}`

/** A Community with what it has on its way to and from the home chain. */
class Member implements AccountMember {
  readonly community: string
  readonly arrivals: string[] = []
  ways: readonly Expected[] = []
  leaving: readonly Pending[] = []
  constructor(community: string) {
    this.community = community
  }
  pending = () => this.leaving
  expected = () => this.ways
  gone: readonly Leaving[] = []
  spenders = () => []
  deposited = () => this.gone
  gasPaid = () => null
  arrived(id: string, net: bigint): readonly JournalOp[] | null {
    if (!this.ways.some((way) => way.id === id)) return null
    this.ways = this.ways.filter((way) => way.id !== id)
    this.arrivals.push(id)
    return [{ is: 'put-ledger', entry: this.entry('home', { kind: 'arrival', amount: net, ref: id }) }]
  }
  entry: AccountMember['entry'] = (chain, line): NewLedgerEntry => ({
    at: 1,
    community: this.community,
    account: ACCOUNT,
    chain,
    currency: 'NCT',
    guid: null,
    hash: null,
    subject: null,
    book: BOOK,
    ...line,
  })
}

async function shared() {
  const entries: NewLedgerEntry[] = []
  const accounts = new HomeAccounts({
    journal: {
      write: async (ops) => {
        for (const op of ops) if (op.is === 'put-ledger') entries.push(op.entry)
      },
      ledger: async () => ({ entries: [], unexplained: [] }),
      ledgerBalance: async () => null,
    },
    onTrouble: (_, error) => {
      throw error
    },
  })
  const home = accounts.of(ACCOUNT, PINS)
  expect(accounts.of(ACCOUNT.toLowerCase(), { ...PINS, sideChainId: 9 })).toBe(home)
  expect(accounts.of(ACCOUNT, { ...PINS, homeChainId: 1 })).not.toBe(home)
  await home.load()
  const lima = new Member('lima')
  const oslo = new Member('oslo')
  home.join(lima)
  const leave = home.join(oslo)
  return { home, lima, oslo, leave, entries }
}

const reading = (nct: bigint, seconds: number): HomeReading => {
  const place = { askedAt: seconds * 1_000, at: seconds * 1_000 + 100, lo: seconds, hi: seconds + 5 }
  return { nct: { value: nct, ...place }, eth: { value: NCT, ...place } }
}

describe('an account that two Communities share at home', () => {
  it('has left what either deposited, and all who show it hear of it in the same turn', async () => {
    const { home, lima, oslo, leave } = await shared()
    const heard: (readonly bigint[])[] = []
    const end = home.watch(() => heard.push(home.leaving.map(({ amount }) => amount)))
    lima.gone = [{ amount: 30n, landed: { at: 5, block: null } }]
    home.booked({ amount: -30n, from: 1, until: 1 })
    oslo.gone = [{ amount: 4n, landed: { at: 6, block: 2 } }]
    home.booked({ amount: -4n, from: 2, until: 2 })
    expect(heard).toEqual([[30n], [30n, 4n]])
    end()
    leave()
    home.booked({ amount: -1n, from: 3, until: 3 })
    expect(heard).toHaveLength(2)
    expect(home.leaving.map(({ amount }) => amount)).toEqual([30n])
  })

  it('has one opening, and each finds its own arrival whoever reads', async () => {
    const { home, lima, oslo, entries } = await shared()
    home.look(lima, reading(100n, 1))
    home.look(oslo, reading(100n, 2))
    expect(entries.map(({ kind, currency, amount }) => [kind, currency, amount])).toEqual([
      ['opening', 'NCT', 100n],
      ['opening', 'ETH', NCT],
    ])
    oslo.ways = [{ id: 'o', nets: [30n], ready: true }]
    lima.ways = [{ id: 'l', nets: [40n], ready: true }]
    for (const second of [4, 8]) home.look(lima, reading(130n, second))
    expect([lima.arrivals, oslo.arrivals]).toEqual([[], ['o']])
    for (const second of [12, 16]) home.look(lima, reading(170n, second))
    expect([lima.arrivals, oslo.arrivals]).toEqual([['l'], ['o']])
    expect(entries.filter(({ kind }) => kind === 'arrival').map(({ community, amount }) => [community, amount])).toEqual([
      ['oslo', 30n],
      ['lima', 40n],
    ])
    expect(home.unexplained).toEqual({ nct: 0n, eth: 0n })
  })

  it('does not take the deposit of the other for a loss', async () => {
    const { home, lima, oslo, entries } = await shared()
    home.look(lima, reading(100n, 1))
    oslo.leaving = [{ amount: -60n, from: 2 }]
    for (const second of [4, 8, 12, 16, 20]) home.look(lima, reading(40n, second))
    oslo.leaving = []
    home.booked({ amount: -60n, from: 3, until: 3 })
    for (const second of [24, 28, 32, 36]) home.look(lima, reading(40n, second))
    expect(entries.filter(({ kind }) => kind === 'unexplained')).toEqual([])
  })

  it('listens to one daemon until it falls silent, for two may differ in how far they are', async () => {
    const { home, lima, oslo, entries } = await shared()
    home.look(lima, reading(100n, 1))
    for (let second = 2; second < 26; second += 4) {
      home.look(lima, reading(100n, second))
      // Far behind, and still with the balance of yesterday.
      home.look(oslo, reading(7n, second + 1))
    }
    expect(entries.filter(({ kind }) => kind === 'unexplained')).toEqual([])
    for (const second of [60, 64, 68, 72, 76]) home.look(oslo, reading(90n, second))
    expect(entries.filter(({ kind }) => kind === 'unexplained')).toMatchObject([{ community: 'oslo', amount: -10n }])
    expect(home.unexplained.nct).toBe(-10n)
  })
})
