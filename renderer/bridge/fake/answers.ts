import type { CallInput, ConnectionTest, LedgerEntry } from '../../../shared/contract/contract.ts'
import { parseAmount } from '../../../shared/domain/amount.ts'
import { outlookOf } from '../../../shared/domain/outlook.ts'
import { passwordFault } from '../../../shared/domain/password.ts'
import { fail, ok } from '../../../shared/errors/errors.ts'
import { kindOfEvent } from '../../../shared/state/event-kinds.ts'
import type { ConsoleState, EventLine } from '../../../shared/state/state.ts'
import { orderDetails } from './bounty.ts'
import type { Answers } from './bridge.ts'
import { events, lima, parameters, withdrawal } from './moments.ts'
import { at, ME, NOW, nct, rowOf } from './row-of.ts'

/* Answers as the design's pictures show them, for the screens that ask beside the state. Development and tests only. */

/** The password the keyfile of the pictures opens with. */
export const PASSWORD = 'correct battery'

/** A page as the journal cuts it. */
export const pageOf = (lines: readonly EventLine[], { community, kind, mine, before, limit }: CallInput<'events.page'>): EventLine[] =>
  lines
    .filter((line) => (community === null || line.community === community) && (line.mine || !mine))
    .filter(({ id, code }) => (before === null || id < before) && (kind === null || kindOfEvent(code) === kind))
    .slice(0, limit)
    .map((line) => ({ ...line }))

const entryOf = (
  id: number,
  clock: string,
  kind: LedgerEntry['kind'],
  subject: string | null,
  value: number,
  balance: number,
): LedgerEntry => ({
  id,
  at: at(clock),
  community: 'lima',
  chain: 'side',
  account: ME,
  currency: 'NCT',
  kind,
  amount: nct(value),
  balance: nct(balance),
  guid: null,
  hash: null,
  subject,
  by: null,
})

export const ledger: readonly LedgerEntry[] = [
  entryOf(6, '03:12:45', 'bid', 'libcurl-8.dll', -0.4375, 2008.8125),
  entryOf(5, '03:12:45', 'assertion-fee', 'libcurl-8.dll', -0.03125, 2009.25),
  entryOf(4, '03:12:43', 'bid', 'payroll_sept.docm', -0.75, 2009.28125),
  entryOf(3, '03:12:43', 'assertion-fee', 'payroll_sept.docm', -0.03125, 2010.03125),
  entryOf(2, '03:12:41', 'payout', 'photo_0412.scr', 1.75, 2010.0625),
  { ...entryOf(1, '03:09:59', 'withdrawal', null, -4012.5, 2008.3125), hash: withdrawal.hash, by: withdrawal.by },
]

/** A private Community as picture 13 shows it. */
export const northwindTest: ConnectionTest = {
  steps: [
    { step: 'address', result: 'passed', code: 'address-resolved', values: { host: '203.0.113.40', port: '443' } },
    {
      step: 'encryption',
      result: 'passed',
      code: 'tls-valid',
      values: { protocol: 'TLS 1.3', issuer: 'Northwind CA', validTo: '4 Mar 2027' },
    },
    { step: 'api-key', result: 'passed', code: 'api-key-accepted', values: {} },
    { step: 'daemon', result: 'passed', code: 'daemon-answers', values: { community: 'lima', ms: '31' } },
    { step: 'chains', result: 'passed', code: 'chains-in-step', values: { home: '1', side: '880', block: '4118206' } },
    { step: 'contracts', result: 'asks', code: 'contracts-match', values: { matching: '5', total: '5', new: '4' } },
  ],
  contracts: [
    { contract: 'home-nectar', address: '0x4Ee96De524e97aAA5A834d858d68982b74ceb07A', matches: true, sameAs: ['Lima'] },
    { contract: 'home-relay', address: '0xA10cda6E0a661a12195ee0d787dF87aEc1Da27D5', matches: true, sameAs: [] },
    { contract: 'side-nectar', address: '0x77b3baB7EE93B1a60B89988006aEAbbeBF5F0C1f', matches: true, sameAs: [] },
    { contract: 'registry', address: '0xD9f221941b0F67A5dA599c277e80E2DF1ad35E38', matches: true, sameAs: [] },
    { contract: 'side-relay', address: '0x0b6ABDed0C1A0267e405BAb1fD580beebb23F9c4', matches: true, sameAs: [] },
  ],
  pins: {
    homeChainId: 1,
    sideChainId: 880,
    homeNectar: '0x4Ee96De524e97aAA5A834d858d68982b74ceb07A',
    homeRelay: '0xA10cda6E0a661a12195ee0d787dF87aEc1Da27D5',
    sideNectar: '0x77b3baB7EE93B1a60B89988006aEAbbeBF5F0C1f',
    registry: '0xD9f221941b0F67A5dA599c277e80E2DF1ad35E38',
    sideRelay: '0x0b6ABDed0C1A0267e405BAb1fD580beebb23F9c4',
    pinnedAt: 0,
  },
  parameters: {
    ...parameters,
    assertionFee: nct(0.0625),
    bidMinimum: nct(0.125),
    bidMaximum: nct(5),
    maxDuration: 100,
    revealWindow: 25,
    voteWindow: 60,
  },
  relayFeeHome: nct(210.4),
  blockTimeMs: 2000,
  latencyMs: 31,
}

/** Lima as it is where it cannot be had. */
export const unreachableTest: ConnectionTest = {
  steps: [
    { step: 'address', result: 'failed', code: 'unreachable', values: { detail: 'getaddrinfo ENOTFOUND lima.polyswarm.network' } },
    ...(['encryption', 'api-key', 'daemon', 'chains', 'contracts'] as const).map((step) => ({
      step,
      result: 'skipped' as const,
      code: 'not-reached',
      values: {},
    })),
  ],
  contracts: [],
  pins: null,
  parameters: null,
  relayFeeHome: null,
  blockTimeMs: null,
  latencyMs: null,
}

const earlierLosses = [
  rowOf({
    name: 'AnyDesk_portable.exe',
    size: 3_800_000,
    expiration: -75,
    state: 'lost',
    opinions: [['malicious', 72]],
    bid: 0.4375,
    assert: -86,
    reveal: -74,
    quorum: -50,
    settle: -49,
    settledAt: '03:10:01',
    payout: 0,
    others: [5, 5, 3, 0],
  }),
  rowOf({
    name: 'macro_free_template.dotm',
    size: 61_000,
    expiration: -160,
    state: 'lost',
    opinions: [['benign', 76]],
    bid: 0.1875,
    assert: -170,
    reveal: -158,
    quorum: -126,
    settle: -124,
    settledAt: '03:08:46',
    payout: 0,
    others: [5, 5, 3, 0],
  }),
]

/** Answers that read the state they are asked about. */
export function answersFor(state: () => ConsoleState): Answers {
  return {
    'wallet.findKeyfiles': () =>
      ok({
        found: ['2026-08-11T10-02-41.004Z--19c2ab7d…03ffe1', '2026-09-02T07-14-55.318Z--7a3f02b9…c91e'].map((name, index) => ({
          ref: String(index),
          name: `UTC--${name}`,
          folder: '/home/op/.ethereum/keystore',
          summary: { address: ME, kdf: 'scrypt' as const, cost: 262_144 },
        })),
      }),
    'wallet.inspectKeyfile': ({ text }) =>
      text.includes('crypto') ? ok({ address: ME, kdf: 'scrypt', cost: 262_144 }) : fail('not-a-keyfile', 'the file has no "crypto" part'),
    'wallet.checkPassword': ({ password }) => ok({ weak: passwordFault(password) }),
    'wallet.import': ({ password }) => (password === PASSWORD ? ok({ address: ME }) : fail('wrong-password')),
    'transfer.plan': ({ community, direction, text, denomination, all }) => {
      const joined = state().communities[community] ?? lima
      const { homeNct, sideNct } = joined.balances
      const from = (direction === 'deposit' ? homeNct : sideNct)?.value ?? 0n
      const parsed = parseAmount(text, denomination)
      if (!all && !parsed.ok) return fail('amount-invalid')
      const amount = all ? from : parsed.ok ? parsed.value : 0n
      const fee = direction === 'deposit' ? 0n : (joined.relayFeeHome ?? 0n)
      if (amount > from) return fail('balance-too-low')
      if (amount <= fee) return fail('withdrawal-below-fee')
      const gasPrice = direction === 'deposit' ? 20_000_000_000n : 0n
      const gasLimit = 65_000n
      return ok({
        community,
        direction,
        amount,
        fee,
        arrives: amount - fee,
        left: from - amount,
        gasPrice,
        gasLimit,
        gasCost: gasPrice * gasLimit,
      })
    },
    'maintain.look': ({ community, rule }) => {
      const side = (state().communities[community] ?? lima).balances.sideNct?.value ?? 0n
      const next = { code: 'enough', amount: side, detail: null, until: null }
      const outlook = outlookOf(rule, side, [{ at: NOW - 3_600_000, amount: nct(400) }], NOW)
      if (side >= rule.minimum) return ok({ next, plan: null, moved: 0n, outlook })
      const amount = rule.refill
      const gas = { gasPrice: 20_000_000_000n, gasLimit: 65_000n, gasCost: 1_300_000_000_000_000n }
      const plan = { community, direction: 'deposit' as const, amount, fee: 0n, arrives: amount, left: nct(5410), ...gas }
      return ok({ next: { ...next, code: 'deposit-next', amount }, plan, moved: nct(400), outlook })
    },
    'ledger.costs': ({ from }) =>
      ok({ costs: [{ community: 'lima', relayFees: nct(from === null ? 1148.31 : 382.77), gas: 2_104_200_000_000_000n }] }),
    'ledger.page': () => ok({ entries: [...ledger], unexplained: [] }),
    'events.page': (query) => ok({ events: pageOf(events, query) }),
    'community.test': ({ address }) => ok(address.includes('northwind') ? northwindTest : unreachableTest),
    'bounty.details': ({ guid, community }) => {
      if (guid === orderDetails.row.guid) return ok(orderDetails)
      const row = state().bounties[community]?.[guid]
      if (!row) return fail('bounty-missing')
      const missing = row.state === 'missing' ? { reason: 'not-found' as const, since: at('02:31:40') } : null
      return ok({ row, missing, assertions: [], votes: [], arbiters: null, times: [], money: [], mine: null, scan: null, raw: null })
    },
    'assertions.page': ({ community, filter, search, offset, limit }) => {
      const states = filter === 'lost' ? ['lost', 'forfeited', 'written-off'] : ['won', 'won-part', 'returned']
      const all = [...Object.values(state().bounties[community] ?? {}), ...(filter === 'lost' ? earlierLosses : [])]
        .filter((row) => states.includes(row.state))
        .filter(({ artifacts }) => artifacts.some(({ name }) => name?.toLowerCase().includes(search.toLowerCase())))
        .sort((a, b) => (b.settledAt ?? 0) - (a.settledAt ?? 0))
      return ok({ rows: all.slice(offset, offset + limit), total: all.length })
    },
    'assertions.totals': () =>
      ok({
        counts: { all: 2225, owed: 1, open: 10, paid: 2075, lost: 139 },
        net: Array.from({ length: 32 }, (_, index) => ({ at: at('00:00:00') + index * 360_000, net: nct(15 + ((index * 37) % 11)) })),
        stretchMs: 360_000,
      }),
  }
}
