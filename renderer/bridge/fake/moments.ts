import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { defaultEngineSettings } from '../../../shared/domain/engine.ts'
import type { Transfer } from '../../../shared/domain/transfer.ts'
import { noResults } from '../../../shared/state/initial.ts'
import { sampleCommunity } from '../../../shared/state/samples.ts'
import type { CommunityState, ConsoleState, EventLine, Need, Results } from '../../../shared/state/state.ts'
import { at, BASE, BLOCK, ME, NOW, nct } from './row-of.ts'
import { orderRow, rows } from './rows.ts'
import { statistics } from './statistics.ts'

/* States as the design's pictures show them. Development and tests only. */

export const today: Results = {
  ...noResults(at('00:00:00')),
  bounties: 2231,
  asserted: 2225,
  revealed: 2221,
  settled: 2214,
  won: 2058,
  wonPart: 17,
  lost: 139,
  staked: nct(1337.75),
  bids: nct(1328.5),
  fees: nct(69.1875),
  payouts: nct(2010.125),
  net: nct(612.4375),
  wonNet: nct(691.125),
  wonPartNet: nct(1.15625),
  lostNet: nct(-79.84375),
}

const transferBase = {
  account: ME,
  by: 'maintain',
  confirmationsNeeded: 20,
  overdue: false,
  reason: null,
  arrivedAt: null,
} as const
export const withdrawal: Transfer = {
  ...transferBase,
  id: 'lima-withdrawal-7',
  community: 'lima',
  direction: 'withdrawal',
  amount: nct(4012.5),
  fee: nct(382.77),
  stage: 'confirmed',
  hash: `0x8be0${'3'.repeat(56)}71d3`,
  signedAt: at('03:09:58'),
  sentAt: at('03:09:58'),
  minedBlock: 18_401_949,
  minedAt: at('03:09:59'),
  confirmations: 20,
  confirmedAt: at('03:10:19'),
}
/** An earlier one: what is known of how long an arrival takes. */
const arrivedWithdrawal: Transfer = {
  ...withdrawal,
  id: 'lima-withdrawal-6',
  stage: 'arrived',
  hash: `0x5d1c${'6'.repeat(56)}40ab`,
  signedAt: at('00:41:10'),
  sentAt: at('00:41:10'),
  minedAt: at('00:41:11'),
  minedBlock: 18_393_020,
  confirmedAt: at('00:41:31'),
  arrivedAt: at('00:47:31'),
}
export const deposit: Transfer = {
  ...transferBase,
  id: 'sandbox-deposit-1',
  community: 'sandbox',
  direction: 'deposit',
  by: 'operator',
  amount: nct(250),
  fee: 0n,
  stage: 'mined',
  hash: `0x20c9${'4'.repeat(56)}aa54`,
  signedAt: at('03:12:33'),
  sentAt: at('03:12:33'),
  minedBlock: 11_204,
  minedAt: at('03:12:34'),
  confirmations: 13,
  confirmedAt: null,
}

export const parameters = {
  bountyFee: nct(0.0625),
  assertionFee: nct(0.03125),
  bountyAmountMinimum: nct(0.0625),
  bidMinimum: nct(0.0625),
  bidMaximum: nct(1),
  maxDuration: 100,
  revealWindow: 10,
  voteWindow: 100,
}

export const lima: CommunityState = {
  ...sampleCommunity('lima', 'Lima'),
  settings: {
    id: 'lima',
    name: 'Lima',
    kind: 'public',
    address: 'lima.polyswarm.network',
    insecure: false,
    hasApiKey: true,
    wallet: ME,
    pins: {
      homeChainId: 1,
      sideChainId: 1_337_001,
      homeNectar: '0x4Ee96De524e97aAA5A834d858d68982b74ceb07A',
      homeRelay: '0x1f0D5a47bB7A4F6e12C0f8b15A2a7b30E37A9D44',
      sideNectar: '0x9b0E5AB2E6f5c43d7A0b4f2c8d13e7609C8A55e1',
      registry: '0x42F81C0aD6E4937b2cb4A01C56e0d9B98e7f3A10',
      sideRelay: '0xC5b92F0A6e1F6a0437c1f66D3d7dA8b2e9014c77',
      pinnedAt: at('00:00:00') - 86_400_000 * 42,
    },
  },
  connection: { is: 'connected', since: NOW - 540_000_000, latencyMs: 84 },
  clock: {
    block: BLOCK,
    seenBlock: BLOCK,
    estimated: false,
    seenAt: NOW,
    blockTimeMs: 1000,
    pulse: [1000, 990, 1000, 1010, 1000, 1240, 1000, 1000, 900, 1000, 1000, 1000, 1010, 1000, 1000, 1000],
  },
  parameters,
  relayFeeHome: nct(382.77),
  balances: {
    homeNct: { value: nct(6410), at: NOW },
    homeEth: { value: 4_100_000_000_000_000n, at: NOW },
    sideNct: { value: nct(2008.8125), at: NOW },
  },
  engine: { is: 'running', since: NOW - 532_800_000 },
  engineSettings: defaultEngineSettings,
  scanner: { is: 'ready', detail: null },
  stake: {
    atRisk: nct(9.25),
    open: 11,
    unrevealed: nct(2.625),
    unrevealedCount: 4,
    owedReveals: 1,
    owedRevealsAmount: nct(0.8125),
    owedSettles: 0,
    firstWindowCloses: BASE + 124,
    firstLastReveal: BASE + 124,
    toSettle: 7,
  },
  today,
  total: { ...today, since: NOW - 86_400_000 * 42, settled: 91_204, won: 85_102, lost: 6_090, forfeited: 3, net: nct(24_118.40625) },
  queues: { send: 1, sendHeld: false, scanWaiting: 2, scanning: 2 },
  allowance: nct(60),
  maintain: {
    on: true,
    minimum: nct(500),
    refill: nct(1000),
    maximum: { above: nct(6000), target: nct(2000) },
    confirmations: 20,
    daily: null,
  },
  maintainNext: { code: 'enough', amount: null, detail: null, until: null },
  transfers: [withdrawal, arrivedWithdrawal],
  lastForfeit: { at: NOW - 86_400_000 * 23, amount: nct(0.375), guid: '0a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3' },
}

export const sandboxCommunity: CommunityState = {
  ...sampleCommunity('sandbox', 'Sandbox'),
  settings: {
    ...sampleCommunity('sandbox', 'Sandbox').settings,
    kind: 'sandbox',
    address: '127.0.0.1:31337',
    wallet: ME,
    pins: lima.settings.pins === null ? null : { ...lima.settings.pins, homeChainId: 1337, sideChainId: 1338 },
  },
  connection: { is: 'connected', since: NOW - 60_000, latencyMs: 2 },
  parameters: { ...parameters, maxDuration: 20 },
  balances: {
    homeNct: { value: nct(9250), at: NOW },
    homeEth: { value: 99_997_100_000_000_000_000n, at: NOW },
    sideNct: { value: nct(500), at: NOW },
  },
  relayFeeHome: nct(382.77),
  transfers: [deposit],
}

type Feed = readonly [clock: string, code: string, subject: string | null, result?: number]
const toneOf: Readonly<Record<string, EventLine['tone']>> = {
  'reveal-sent': 'flight',
  'settle-sent': 'flight',
  won: 'gain',
  lost: 'loss',
  forfeited: 'loss',
  skipped: 'faint',
  'connection-lost': 'loss',
  'connection-try-failed': 'loss',
  'reveal-try-failed': 'loss',
  'not-answered': 'stake',
  'wallet-locked': 'stake',
}
export const feed = (lines: readonly Feed[]): EventLine[] =>
  lines.map(([clock, code, subject, result], index) => ({
    id: 5000 - index,
    at: at(clock),
    community: 'lima',
    code,
    tone: toneOf[code] ?? 'soft',
    mine: true,
    guid: Object.values<BountyRow>(rows).find((row) => row.artifacts[0]?.name === subject)?.guid ?? null,
    subject,
    amount: result === undefined ? null : nct(result),
  }))

export const events = feed([
  ['03:12:46', 'reveal-sent', 'invoice_2026-10-4471.xlsm'],
  ['03:12:46', 'settle-sent', 'Q3_forecast.xlsb'],
  ['03:12:45', 'committed', 'libcurl-8.dll'],
  ['03:12:44', 'skipped', 'telemetry.bin'],
  ['03:12:43', 'committed', 'payroll_sept.docm'],
  ['03:12:42', 'revealed', 'SetupAssist_x64.exe'],
  ['03:12:41', 'revealed', 'quarterly-scans.zip'],
  ['03:12:41', 'won', 'photo_0412.scr', 0.71875],
  ['03:12:40', 'committed', 'drivers-intel-21.9.cab'],
  ['03:12:34', 'revealed', 'svchost_update.exe'],
  ['03:12:33', 'committed', 'invoice_2026-10-4471.xlsm'],
  ['03:12:33', 'won', 'curl-installer.sh', 0.59375],
  ['03:12:30', 'committed', 'quarterly-scans.zip'],
  ['03:12:28', 'committed', 'SetupAssist_x64.exe'],
  ['03:12:28', 'revealed', 'firmware-ax3000.img'],
  ['03:12:26', 'lost', 'ledger-live-setup.exe', -0.53125],
  ['03:12:21', 'revealed', 'resume_kmiller.pdf'],
  ['03:12:19', 'committed', 'svchost_update.exe'],
  ['03:12:19', 'committed', 'firmware-ax3000.img'],
  ['03:12:18', 'won', 'chrome_patch.msi', 0.51875],
])

export const ethNeed: Need = {
  id: 'home-eth-low:lima',
  community: 'lima',
  urgency: 'later',
  code: 'home-eth-low',
  values: { homeEth: '4100000000000000', deposits: '3' },
  since: NOW - 3_600_000,
  guid: null,
}
const rulesNeed: Need = {
  id: 'rules-refused:lima',
  community: 'lima',
  urgency: 'later',
  code: 'rules-refused',
  values: { refused: '2', where: 'packers.yar, lines 41 and 88', compiled: '1,204' },
  since: NOW - 7_200_000,
  guid: null,
}

export const byGuid = (list: readonly BountyRow[]): Record<string, BountyRow> => Object.fromEntries(list.map((row) => [row.guid, row]))

/** 01 to 04, 10 to 15: all is well. */
export const wellState: ConsoleState = {
  app: {
    version: '1.0.0',
    host: 'electron',
    platform: 'linux',
    startedAt: NOW - 532_800_000,
    preferences: { theme: 'dark', language: 'en', rowHeight: 'normal', autoLockMinutes: 60, closeToTray: false },
    firstRunDone: true,
    keychain: { available: true, backend: 'gnome-libsecret' },
    journal: { is: 'saved' },
    sandbox: { is: 'stopped' },
  },
  wallets: [
    {
      address: ME,
      source: 'imported',
      addedAt: new Date(2026, 8, 2, 9, 20).getTime(),
      state: 'unlocked',
      unlockedAt: NOW - 780_000,
      autoLockAt: NOW + 47 * 60_000,
      remembered: false,
    },
  ],
  communities: { lima, sandbox: sandboxCommunity },
  bounties: { lima: byGuid([...Object.values(rows), orderRow]) },
  events,
  needs: [ethNeed, rulesNeed],
  statistics: { lima: statistics },
}

export const withLima = (state: ConsoleState, over: Partial<CommunityState>): ConsoleState => ({
  ...state,
  communities: { ...state.communities, lima: { ...lima, ...over } },
})
