import type { BountyRow } from '../domain/bounty.ts'
import { defaultEngineSettings } from '../domain/engine.ts'
import type { Transfer } from '../domain/transfer.ts'
import { defaultPreferences, initialState, noBalances, noResults, noStake } from './initial.ts'
import type { CommunityState, ConsoleState, WalletState } from './state.ts'

/* Values for tests, small and valid against the schemas. Not imported by product code. */

export const emptyState: ConsoleState = initialState({
  version: '0.0.0',
  host: 'headless',
  platform: 'test',
  startedAt: 0,
  preferences: defaultPreferences,
  firstRunDone: false,
  keychain: { available: false, reason: { code: 'no-keychain-service', values: {} } },
  journal: { is: 'saved' },
  sandbox: { is: 'stopped' },
})

export const sampleCommunity = (id: string, name: string): CommunityState => ({
  settings: { id, name, kind: 'private', address: 'localhost:1', insecure: true, hasApiKey: false, wallet: null, pins: null },
  connection: { is: 'off' },
  clock: { block: null, seenBlock: null, estimated: false, seenAt: null, blockTimeMs: null, pulse: [] },
  parameters: null,
  relayFeeHome: null,
  deprecated: false,
  balances: noBalances,
  engine: { is: 'stopped', since: null },
  engineSettings: defaultEngineSettings,
  scanner: { is: 'off', detail: null },
  stake: noStake,
  today: noResults(0),
  total: noResults(0),
  queues: { send: 0, sendHeld: false, scanWaiting: 0, scanning: 0 },
  allowance: null,
  maintain: null,
  maintainNext: null,
  transfers: [],
  lastForfeit: null,
  recentLosses: 0,
})

export const sampleRow = (guid: string, over: Partial<BountyRow>): BountyRow => ({
  guid,
  artifactType: 'file',
  uri: 'QmX',
  author: '0x0000000000000000000000000000000000000001',
  amount: 2n * 10n ** 18n,
  postedBlock: 10,
  expiration: 30,
  revealWindow: 10,
  voteWindow: 100,
  firstSeenAt: 0,
  artifacts: [],
  state: 'scanning',
  skipReason: null,
  bid: null,
  assertionFee: null,
  assertBlock: null,
  revealBlock: null,
  quorumBlock: null,
  settleBlock: null,
  settledAt: null,
  payout: null,
  others: { asserted: 0, revealed: 0, votes: 0, votesForMe: 0 },
  lossReason: null,
  ...over,
})

/** A wallet that is locked. */
export const sampleWallet = (address: string, over: Partial<WalletState> = {}): WalletState => ({
  address,
  source: 'imported',
  addedAt: 0,
  state: 'locked',
  unlockedAt: null,
  autoLockAt: null,
  remembered: false,
  ...over,
})

/** A deposit that is signed, and of which nothing more is known. */
export const sampleTransfer = (over: Partial<Transfer> = {}): Transfer => ({
  id: 'one',
  community: 'lima',
  account: '0x0000000000000000000000000000000000000001',
  direction: 'deposit',
  amount: 10n,
  fee: 1n,
  by: 'operator',
  stage: 'signed',
  hash: `0x${'1'.repeat(64)}`,
  signedAt: 0,
  sentAt: null,
  minedBlock: null,
  minedAt: null,
  confirmations: 0,
  confirmationsNeeded: 20,
  confirmedAt: null,
  arrivedAt: null,
  overdue: false,
  reason: null,
  ...over,
})
