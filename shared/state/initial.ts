import type { AppState, CommunityState, ConsoleState, Preferences, Results } from './state.ts'

/** What a fresh console prefers. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  language: 'en',
  rowHeight: 'normal',
  autoLockMinutes: null,
  closeToTray: false,
}

/** The state before anything was learned; `app` comes from the host. */
export const initialState = (app: AppState): ConsoleState => ({
  app,
  wallets: [],
  communities: {},
  bounties: {},
  events: [],
  needs: [],
  statistics: {},
})

/** Nothing is staked. */
export const noStake: CommunityState['stake'] = {
  atRisk: 0n,
  open: 0,
  unrevealed: 0n,
  unrevealedCount: 0,
  owedReveals: 0,
  owedRevealsAmount: 0n,
  owedSettles: 0,
  firstWindowCloses: null,
  firstLastReveal: null,
  toSettle: 0,
}

/** No balance was read yet. */
export const noBalances: CommunityState['balances'] = { homeNct: null, homeEth: null, sideNct: null }

/** No results yet, counted from `since` (ms). */
export const noResults = (since: number): Results => ({
  since,
  bounties: 0,
  asserted: 0,
  revealed: 0,
  settled: 0,
  won: 0,
  wonPart: 0,
  lost: 0,
  forfeited: 0,
  returned: 0,
  missed: 0,
  staked: 0n,
  bids: 0n,
  fees: 0n,
  payouts: 0n,
  net: 0n,
  wonNet: 0n,
  wonPartNet: 0n,
  lostNet: 0n,
  forfeitedNet: 0n,
  writtenOff: 0,
  writtenOffNet: 0n,
})
