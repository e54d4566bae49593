import type { BountyRow } from '../domain/bounty.ts'
import { defaultEngineSettings } from '../domain/engine.ts'
import { defaultPreferences, initialState, noResults } from './initial.ts'
import type { CommunityState, ConsoleState } from './state.ts'

/* Values for tests, small and valid against the schemas. Not imported by product code. */

export const emptyState: ConsoleState = initialState({
  version: '0.0.0',
  host: 'headless',
  platform: 'test',
  startedAt: 0,
  preferences: defaultPreferences,
  firstRunDone: false,
  keychain: { available: false, reason: 'no keychain in this test' },
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
  balances: { homeNct: null, homeEth: null, sideNct: null },
  engine: { is: 'stopped', since: null },
  engineSettings: defaultEngineSettings,
  scanner: { is: 'off', detail: null },
  stake: {
    atRisk: 0n,
    open: 0,
    unrevealed: 0n,
    unrevealedCount: 0,
    owedReveals: 0,
    owedRevealsAmount: 0n,
    owedSettles: 0,
    firstWindowCloses: null,
  },
  today: noResults(0),
  total: noResults(0),
  queues: { send: 0, sendHeld: false, scanWaiting: 0, scanning: 0 },
  allowance: null,
  maintain: null,
  maintainNext: null,
  transfers: [],
  lastForfeit: null,
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
