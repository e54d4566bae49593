import type { EngineStatistics } from '../../../shared/state/state.ts'
import { NOW } from './row-of.ts'
import { rows } from './rows.ts'

const answered = [
  8, 12, 15, 12, 17, 17, 15, 17, 13, 14, 18, 16, 19, 17, 16, 14, 18, 17, 12, 16, 16, 14, 12, 14, 12, 12, 15, 12, 12, 9, 12, 14, 17, 15, 12,
  17, 17, 16, 14, 17, 15, 15, 13, 12, 18, 19, 17, 14, 15, 14, 9, 17, 14, 17, 14, 15, 18, 12, 15, 10,
]
const missed = [
  5, 3, 3, 2, 2, 0, 4, 3, 4, 2, 2, 4, 2, 2, 3, 3, 2, 3, 3, 3, 4, 5, 2, 1, 3, 1, 1, 4, 3, 4, 3, 2, 1, 3, 4, 1, 3, 3, 4, 1, 4, 0, 2, 3, 3, 1,
  3, 3, 3, 2, 7, 1, 4, 1, 2, 3, 0, 6, 0, 3,
]
const counts = [0, 20, 112, 188, 165, 122, 82, 55, 36, 24, 16, 12, 9, 6]
const late = [3, 2, 1, 1, 1, 1]

/** The last hour of the engine as the Engine picture shows it. */
export const statistics: EngineStatistics = {
  community: 'lima',
  perMinute: answered.map((count, index) => ({ at: NOW - (60 - index) * 60_000, posted: count + (missed[index] ?? 0), answered: count })),
  scanTimes: [...counts, ...late].map((count, index) => ({ upToMs: (index + 1) * 1000, count })),
  scanMedianMs: 3300,
  scanP99Ms: 10_400,
  scanBudgetBlocks: 14,
  tooLate: 9,
  opinions: { malicious: 468, benign: 371, none: 48, tooLate: 9, failed: 6 },
  scanning: [
    { guid: rows.loader.guid, name: 'wp-admin-loader.php', size: 31_000, sinceMs: 3000, doing: 'scanning', blocksLeft: 11 },
    {
      guid: rows.login.guid,
      name: 'https://secure-login.bankmail.top/verify',
      size: null,
      sinceMs: 5000,
      doing: 'fetching',
      blocksLeft: 9,
    },
  ],
  scanners: [{ id: 'eicar', medianMs: 400, p99Ms: 2100, failedHour: 0, right7d: 4_560, wrong7d: 440 }],
}
