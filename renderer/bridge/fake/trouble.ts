import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { noResults, noStake } from '../../../shared/state/initial.ts'
import type { ConsoleState } from '../../../shared/state/state.ts'
import { byGuid, ethNeed, events, feed, lima, today, wellState, withLima } from './moments.ts'
import { at, BASE, BLOCK, ME, NOW, nct, rowOf } from './row-of.ts'
import { rows } from './rows.ts'

/* The bad states of the pictures, and the empty one. */

const only = (...list: readonly BountyRow[]) => ({ lima: byGuid(list) })
const as = (row: BountyRow, over: Partial<BountyRow>): BountyRow => ({ ...row, ...over })

/** 05: the connection is gone since 6 s; two reveals wait, much is unknown. */
export const disconnected: ConsoleState = {
  ...withLima(wellState, {
    connection: {
      is: 'lost',
      since: NOW,
      attempt: 3,
      nextTryAt: NOW + 8000,
      everConnected: true,
      code: 'unreachable',
      detail: 'no route to host',
      reason: { code: 'no-route', values: {} },
    },
    clock: { ...lima.clock, block: BLOCK + 6, estimated: true, pulse: [...lima.clock.pulse.slice(6), null, null, null, null, null, null] },
    engine: { is: 'holding', since: NOW },
    stake: { ...lima.stake, owedReveals: 2, owedRevealsAmount: nct(1.4375) },
    queues: { send: 2, sendHeld: true, scanWaiting: 0, scanning: 0 },
  }),
  bounties: only(
    as(rows.invoice, { state: 'reveal-not-seen' }),
    as(rows.drivers, { state: 'reveal-held' }),
    as(rows.loader, {
      state: 'scanned-held',
      artifacts: rows.invoice.artifacts.map((item) => ({
        ...item,
        name: 'wp-admin-loader.php',
        size: 31_000,
        verdict: { is: 'malicious', confidence: 960_000, family: '' },
      })),
    }),
    as(rows.login, {
      state: 'scanned-held',
      artifacts: rows.login.artifacts.map((item) => ({ ...item, verdict: { is: 'malicious', confidence: 920_000, family: '' } })),
    }),
    rows.curl,
    rows.payroll,
    ...[rows.setup, rows.scans, rows.svchost, rows.firmware, rows.resume, rows.modules, rows.forecast].map((row) =>
      as(row, { state: 'unknown', quorumBlock: null }),
    ),
    rows.photo,
    rows.installer,
    rows.ledger,
    rows.chrome,
    rows.backup,
  ),
  events: [
    ...feed([
      ['03:12:51', 'connection-try-failed', '2: no route to host'],
      ['03:12:48', 'connection-try-failed', '1: connection reset'],
      ['03:12:47', 'connection-lost', 'Lima'],
    ]).map((line) => ({ ...line, id: line.id + 100 })),
    ...events,
  ],
  needs: [
    {
      id: 'reveals-held:lima',
      community: 'lima',
      urgency: 'now',
      code: 'reveals-held',
      values: { reveals: '2', unrevealedNct: nct(1.4375).toString() },
      since: NOW,
      guid: null,
    },
    ethNeed,
  ],
}
export const DISCONNECTED_AT = NOW + 6000

/** 06: the limit of the day is reached. */
export const pausedByLimit: ConsoleState = {
  ...withLima(wellState, {
    engine: { is: 'paused', since: at('05:36:08'), by: 'day-limit', until: at('00:00:00') + 86_400_000 },
    today: { ...today, settled: 3946, won: 3671, lost: 258, net: nct(1094.8125), staked: nct(2399.625) },
    balances: { ...lima.balances, sideNct: { value: nct(2491.1875), at: NOW }, homeNct: { value: nct(10_039.73), at: NOW } },
    transfers: [],
  }),
  bounties: only(
    ...Object.values(rows).filter((row) => !(['loader', 'login', 'telemetry'] as const).some((name) => rows[name] === row)),
    rowOf({ name: 'tracking-pixel.svg', size: 31_000, expiration: 134, state: 'not-answered' }),
    rowOf({ name: 'https://files.cdn-mirror.example/update.apk', url: true, expiration: 132, state: 'not-answered', others: [1, 0, 0, 0] }),
    rowOf({ name: 'ms-teams-setup.msix', size: 28_700_000, expiration: 120, state: 'not-answered', others: [2, 0, 0, 0] }),
  ),
  needs: [
    {
      id: 'day-limit:lima',
      community: 'lima',
      urgency: 'now',
      code: 'day-limit',
      values: { unanswered: '97', since: '05:36:08', perDayNct: nct(2400).toString() },
      since: NOW,
      guid: null,
    },
    ethNeed,
  ],
}

const forfeited = as(rows.invoice, {
  state: 'forfeited',
  settledAt: NOW + 8000,
  settleBlock: BASE + 125,
  payout: 0n,
  lossReason: { code: 'not-mined', values: {} },
})

/** 07: a stake is lost. */
export const stakeLost: ConsoleState = {
  ...withLima(wellState, {
    clock: { ...lima.clock, block: BLOCK + 15, seenBlock: BLOCK + 15 },
    stake: { ...lima.stake, atRisk: nct(8.75), unrevealed: nct(1.1875), unrevealedCount: 2 },
    today: { ...today, settled: 2216, forfeited: 1, net: nct(612.25), forfeitedNet: nct(-0.84375) },
    lastForfeit: { at: NOW + 8000, amount: nct(0.84375), guid: forfeited.guid },
  }),
  bounties: only(
    as(rows.login, {
      state: 'reveal-sent',
      bid: nct(0.5),
      assertBlock: BASE + 122,
      artifacts: rows.login.artifacts.map((item) => ({ ...item, verdict: { is: 'malicious', confidence: 920_000, family: '' } })),
      others: { asserted: 3, revealed: 0, votes: 0, votesForMe: 0 },
    }),
    as(rows.curl, { state: 'revealed', revealBlock: BASE + 129, others: { asserted: 4, revealed: 3, votes: 0, votesForMe: 0 } }),
    as(rows.payroll, { state: 'revealed', revealBlock: BASE + 128, others: { asserted: 4, revealed: 4, votes: 0, votesForMe: 0 } }),
    as(rows.loader, {
      state: 'committed',
      bid: nct(0.6875),
      assertBlock: BASE + 126,
      artifacts: rows.loader.artifacts.map((item) => ({ ...item, verdict: { is: 'malicious', confidence: 960_000, family: '' } })),
      others: { asserted: 3, revealed: 0, votes: 0, votesForMe: 0 },
    }),
    as(rows.drivers, { state: 'waiting', revealBlock: BASE + 127 }),
    ...[rows.setup, rows.scans, rows.svchost, rows.firmware, rows.resume, rows.modules].map((row) => as(row, { state: 'waiting' })),
    as(rows.forecast, { state: 'won', settledAt: NOW + 11_000, settleBlock: BASE + 128, payout: nct(1.5625) }),
    forfeited,
    rows.photo,
    rows.installer,
    rows.ledger,
    rows.chrome,
    rows.backup,
  ),
  needs: [
    {
      id: 'stake-lost:lima',
      community: 'lima',
      urgency: 'now',
      code: 'stake-lost',
      values: { name: 'invoice_2026-10-4471.xlsm', lostNct: nct(0.84375).toString(), why: 'not-mined' },
      since: NOW,
      guid: forfeited.guid,
    },
    ethNeed,
  ],
}
export const STAKE_LOST_AT = NOW + 15_000

const lostTogether = [rows.invoice, rows.drivers, rows.setup, rows.scans, rows.svchost].map((row, index) =>
  as(row, {
    state: 'forfeited',
    settledAt: NOW + 8000 + index,
    settleBlock: BASE + 125,
    payout: 0n,
    lossReason: { code: index === 0 ? 'not-mined' : 'wallet-locked', values: {} },
  }),
)

/** Five stakes are lost one after the other, four of them for one reason. */
export const stakesLost: ConsoleState = {
  ...stakeLost,
  bounties: only(
    ...Object.values(stakeLost.bounties.lima ?? {}).filter(({ guid }) => lostTogether.every((lost) => lost.guid !== guid)),
    ...lostTogether,
  ),
  needs: [
    ...lostTogether.map(({ guid, artifacts, bid, assertionFee, settledAt, lossReason }) => ({
      id: `lima:stake-lost:${guid}`,
      community: 'lima',
      urgency: 'now' as const,
      code: 'stake-lost',
      values: {
        name: artifacts[0]?.name ?? '',
        lostNct: String((bid ?? 0n) + (assertionFee ?? 0n)),
        why: lossReason?.code ?? '',
      },
      since: settledAt ?? NOW,
      guid,
    })),
    ethNeed,
  ],
}

const lostLima = stakesLost.communities.lima ?? lima
/** The same with the engine paused by it, and the wallet locked while more can still be saved. */
export const lockedLosses: ConsoleState = {
  ...stakesLost,
  communities: {
    ...stakesLost.communities,
    lima: {
      ...lostLima,
      engine: { is: 'paused', since: NOW + 9000, by: 'losses', until: null },
      stake: {
        ...lostLima.stake,
        atRisk: nct(31.25),
        open: 16,
        unrevealed: nct(25),
        unrevealedCount: 10,
        owedReveals: 1,
        owedRevealsAmount: nct(1),
        owedSettles: 6,
        toSettle: 6,
        firstLastReveal: BLOCK + 22,
        firstWindowCloses: BLOCK + 22,
      },
      recentLosses: 5,
    },
  },
  wallets: wellState.wallets.map((wallet) => ({ ...wallet, state: 'locked', unlockedAt: null, autoLockAt: null })),
  needs: [
    ...stakesLost.needs,
    {
      id: 'lima:wallet-locked',
      community: 'lima',
      urgency: 'now',
      code: 'wallet-locked',
      values: { reveals: '10', settles: '6' },
      since: NOW,
      guid: null,
    },
  ],
}

const lostSight = [rows.setup, rows.scans, rows.svchost]
const missing = lostSight.map((row) => as(row, { state: 'missing', quorumBlock: null, others: { ...row.others, votes: 0, votesForMe: 0 } }))
const sumOf = (pick: (row: BountyRow) => bigint | null) => missing.reduce((sum, row) => sum + (pick(row) ?? 0n), 0n)
const [missingBids, missingFees] = [sumOf(({ bid }) => bid), sumOf(({ assertionFee }) => assertionFee)]

/** The Community does not know three of the assertions any more. */
export const stakesMissing: ConsoleState = {
  ...withLima(wellState, { stake: { ...lima.stake, owedReveals: 0, owedRevealsAmount: 0n } }),
  bounties: only(...Object.values(rows).filter((row) => !lostSight.includes(row)), ...missing),
  events: [
    ...feed(missing.map((row) => ['03:12:40', 'assertion-missing', row.artifacts[0]?.name ?? null] as const)).map((line) => ({
      ...line,
      id: line.id + 100,
    })),
    ...events,
  ],
  needs: [
    {
      id: 'lima:assertions-missing',
      community: 'lima',
      urgency: 'later',
      code: 'assertions-missing',
      values: {
        assertions: '3',
        stakedNct: String(missingBids + missingFees),
        bidNct: String(missingBids),
        feeNct: String(missingFees),
      },
      since: NOW,
      guid: null,
    },
  ],
}
export const MISSING_GUID = missing[0]?.guid ?? ''

/** 08: the console restarted and the wallet is locked. */
export const locked: ConsoleState = {
  ...withLima(wellState, {
    engine: { is: 'locked', since: at('03:12:42') },
    stake: { ...lima.stake, owedReveals: 4, owedRevealsAmount: nct(2.625), owedSettles: 1 },
    queues: { send: 5, sendHeld: true, scanWaiting: 0, scanning: 0 },
  }),
  app: { ...wellState.app, startedAt: at('03:12:41') },
  wallets: wellState.wallets.map((wallet) => ({ ...wallet, state: 'locked', unlockedAt: null, autoLockAt: null })),
  bounties: only(
    ...Object.values(rows).map(
      (row): BountyRow =>
        row === rows.invoice
          ? as(row, { state: 'reveal-owed' })
          : row === rows.forecast
            ? as(row, { state: 'settle-owed' })
            : row.state === 'scanning'
              ? as(row, { state: 'not-answered' })
              : row,
    ),
  ),
  events: [
    ...feed([
      ['03:12:42', 'wallet-locked', 'after restart'],
      ['03:12:41', 'console-started', null],
    ]).map((line) => ({ ...line, id: line.id + 100 })),
    ...events.slice(6),
  ],
  needs: [
    {
      id: 'wallet-locked',
      community: 'lima',
      urgency: 'now',
      code: 'wallet-locked',
      values: { reveals: '4', settles: '1' },
      since: NOW,
      guid: null,
    },
    ethNeed,
  ],
}

/** The same with the sandbox's own wallet. */
export const lockedThrowaway: ConsoleState = { ...locked, wallets: locked.wallets.map((wallet) => ({ ...wallet, source: 'throwaway' })) }

/** 09: listening, no bounty yet. */
export const empty: ConsoleState = {
  ...withLima(wellState, {
    engine: { is: 'running', since: NOW - 41_000 },
    stake: noStake,
    today: noResults(at('00:00:00')),
    parameters: lima.parameters ? { ...lima.parameters, maxDuration: 20 } : null,
    balances: {
      homeNct: { value: nct(1240), at: NOW },
      homeEth: { value: 250_000_000_000_000_000n, at: NOW },
      sideNct: { value: nct(500), at: NOW },
    },
    queues: { send: 0, sendHeld: false, scanWaiting: 0, scanning: 0 },
    transfers: [],
    lastForfeit: null,
  }),
  bounties: {},
  events: feed([
    ['03:12:06', 'listening', '18,402,076'],
    ['03:12:05', 'scanner-ready', 'EICAR'],
    ['03:12:04', 'contracts-pinned', '5 of 5'],
    ['03:12:03', 'community-joined', 'Lima'],
    ['03:11:47', 'wallet-unlocked', null],
  ]),
  needs: [],
}
const { sandbox: _sandbox, ...limaAlone } = empty.communities
export const emptyAlone: ConsoleState = { ...empty, communities: limaAlone }

/** 14: nothing was set up yet. */
export const firstRun: ConsoleState = {
  ...wellState,
  app: { ...wellState.app, firstRunDone: false },
  wallets: [],
  communities: {},
  bounties: {},
  events: [],
  needs: [],
  statistics: {},
}
export const walletOf = ME
