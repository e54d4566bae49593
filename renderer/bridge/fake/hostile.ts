import type { ConsoleState } from '../../../shared/state/state.ts'
import { lima, wellState, withLima } from './moments.ts'
import { rowOf } from './row-of.ts'
import { rows } from './rows.ts'

/* What strangers may send, and figures with all their decimals: nothing may be cut, pushed out or turned. Development only. */

const NAMES = [
  `${'a-very-long-name-without-end-'.repeat(12)}.pdf.exe`,
  'photo\u202Egpj.exe',
  'line\nbreak\tand\u200Bnothing.js',
  '請求書_最終版_本当に最終版_２０２６年１０月分_確認お願いします.xlsm',
  'W'.repeat(255),
  '<img src=x onerror=alert(1)>.html',
]
const FINE = 123_456_789_012_345_678n

const hostile = NAMES.flatMap((name, index) => [
  {
    ...rowOf({ name, expiration: 134 - index, state: 'committed', opinions: [['malicious', 99]], assert: 100, others: [1234, 0, 0, 0] }),
    bid: FINE,
  },
  {
    ...rowOf({
      name: `${name} `,
      expiration: 80 - index,
      state: 'won',
      assert: 62,
      reveal: 83,
      quorum: 109,
      settle: 111,
      settledAt: '03:12:41',
    }),
    bid: FINE,
    payout: 987_654_321_123_456_789_012_345n,
  },
])

export const hostileState: ConsoleState = {
  ...withLima(wellState, {
    settings: {
      ...lima.settings,
      name: 'A Community whose name somebody made as long as it may be',
      address: `${'sub.'.repeat(20)}example.com`,
    },
    stake: { ...lima.stake, atRisk: 987_654_321_123_456_789_012_345n },
    today: { ...lima.today, net: -987_654_321_123_456_789_012_345n, settled: 1_234_567, won: 1_200_000 },
    balances: {
      homeNct: { value: 1_987_654_321_123_456_789_012_345_678n, at: lima.balances.homeNct?.at ?? 0 },
      homeEth: { value: 123_456_789_012_345_678_901n, at: lima.balances.homeEth?.at ?? 0 },
      sideNct: { value: 1_987_654_321_123_456_789_012_345_678n, at: lima.balances.sideNct?.at ?? 0 },
    },
  }),
  bounties: { lima: Object.fromEntries([...hostile, rows.invoice, rows.order].map((row) => [row.guid, row])) },
}
