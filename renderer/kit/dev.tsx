import '../../shared/without-code-generation.ts'
import '../ui/base.css'
import '../ui/japanese.css'
import { createRoot } from 'react-dom/client'
import { ok } from '../../shared/errors/errors.ts'
import type { ConsoleState } from '../../shared/state/state.ts'
import { App } from '../App.tsx'
import { answersFor } from '../bridge/fake/answers.ts'
import { createFakeBridge, type FakeBridge } from '../bridge/fake/bridge.ts'
import { busyState, runBusy } from '../bridge/fake/busy.ts'
import { hostileState } from '../bridge/fake/hostile.ts'
import { wellState } from '../bridge/fake/moments.ts'
import { NOW } from '../bridge/fake/row-of.ts'
import { journalFailed, justEnded, SILENT_AT, silent, stopped } from '../bridge/fake/stalls.ts'
import {
  DISCONNECTED_AT,
  disconnected,
  emptyAlone,
  firstRun,
  locked,
  lockedLosses,
  lockedThrowaway,
  MISSING_GUID,
  pausedByLimit,
  STAKE_LOST_AT,
  stakeLost,
  stakesLost,
  stakesMissing,
} from '../bridge/fake/trouble.ts'
import { createWindowConsole } from '../store/console.tsx'
import type { Place } from '../store/ui.ts'
import { forceStates } from './force.ts'
import { Kit } from './Kit.tsx'

const moments: Readonly<Record<string, { readonly state: ConsoleState; readonly now: number }>> = {
  well: { state: wellState, now: NOW },
  disconnected: { state: disconnected, now: DISCONNECTED_AT },
  paused: { state: pausedByLimit, now: NOW },
  lost: { state: stakeLost, now: STAKE_LOST_AT },
  'lost-many': { state: stakesLost, now: STAKE_LOST_AT },
  missing: { state: stakesMissing, now: NOW },
  'locked-losses': { state: lockedLosses, now: STAKE_LOST_AT },
  locked: { state: locked, now: NOW },
  silent: { state: silent, now: SILENT_AT },
  journal: { state: journalFailed, now: NOW },
  stopped: { state: stopped, now: NOW },
  ended: { state: justEnded, now: NOW },
  throwaway: { state: lockedThrowaway, now: NOW },
  empty: { state: emptyAlone, now: NOW },
  first: { state: firstRun, now: NOW },
  setup: { state: { ...firstRun, wallets: wellState.wallets }, now: NOW },
  hostile: { state: hostileState, now: NOW },
  joined: { state: { ...wellState, app: firstRun.app }, now: NOW },
}

/* dev.html?moment=well&theme=light&language=ja&screen=engine&host=headless&gone */
const query = new URLSearchParams(location.search)
const busy = query.get('moment') === 'busy'
const { state, now } = busy ? { state: busyState(), now: NOW } : (moments[query.get('moment') ?? 'well'] ?? { state: wellState, now: NOW })
const preferences = {
  ...state.app.preferences,
  theme: query.get('theme') === 'light' ? ('light' as const) : ('dark' as const),
  language: query.get('language') === 'ja' ? ('ja' as const) : ('en' as const),
}
const bridge: FakeBridge = createFakeBridge(
  { ...state, app: { ...state.app, preferences } },
  {
    ...answersFor(() => bridge.state()),
    'app.setPreferences': (input) => {
      const { app } = bridge.state()
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      bridge.change([{ kind: 'app', app: { ...app, preferences: { ...app.preferences, ...given } } }])
      return ok({})
    },
  },
  query.get('host') === 'headless' ? 'headless' : 'electron',
)
if (busy) runBusy(bridge)
const screen = query.get('screen')
const place: Place =
  screen === 'bounty'
    ? { screen, guid: query.get('moment') === 'missing' ? MISSING_GUID : '5c1e9f0a-7b42-4d3e-9a66-0f2c81d7e4b3', from: 'live' }
    : { screen: (screen ?? 'live') as 'live' }
const root = document.getElementById('root')
if (root && query.has('kit')) {
  createRoot(root).render(<Kit />)
  // After the style sheets of the page were applied.
  addEventListener('load', () => forceStates())
} else if (root) {
  createRoot(root).render(<App value={createWindowConsole(bridge, () => now, { place })} />)
  if (query.has('gone')) setTimeout(() => bridge.end(now), 0)
}
