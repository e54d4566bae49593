import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Address, CommunityId, Guid } from '../../shared/domain/identifiers.ts'
import type { TransferDirection } from '../../shared/domain/transfer.ts'
import type { Problem } from '../../shared/errors/errors.ts'
import type { Preferences } from '../../shared/state/state.ts'

/** Where the window is. */
export type Place =
  | { readonly screen: 'live' | 'earnings' | 'wallet' | 'communities' | 'engine' | 'activity' | 'settings' }
  /** `lostSince` (ms): only what was lost without a verdict since then. */
  | { readonly screen: 'assertions'; readonly lostSince?: number }
  | { readonly screen: 'bounty'; readonly guid: Guid; readonly from: 'live' | 'assertions' | 'activity' }
export type Screen = Place['screen']

/** What stands above the window; one at a time. */
export type OpenDialog =
  | { readonly is: 'unlock' }
  | { readonly is: 'lock'; readonly address: Address }
  | { readonly is: 'stop' }
  | { readonly is: 'limits' }
  | { readonly is: 'keys' }
  | { readonly is: 'palette'; readonly text: string }

/** A maintain rule as it is typed and not saved yet. */
export interface RuleDraft {
  readonly minimum: string
  readonly refill: string
  readonly above: string
  readonly target: string
  readonly confirmations: string
  /** Empty: no limit. */
  readonly daily: string
}

export interface Notice {
  readonly id: number
  readonly tone: 'calm' | 'loss'
  readonly text: string
}

/** What the operator chose to look at; nothing of it is the console's state and nothing of it is kept. */
export interface Ui {
  readonly community: CommunityId | null
  readonly place: Place
  readonly dialog: OpenDialog | null
  readonly sideOpen: boolean
  /** The way money was asked to move when the Wallet was opened; a new object each time it is asked. */
  readonly transferWanted: { readonly direction: TransferDirection; readonly id: number } | null
  /** Set while first-run steps are shown on purpose although they are done, or put aside. */
  readonly setup: 'auto' | 'shown' | 'hidden'
  /** Of each Community whose rule was typed over and not saved: it is there again when the Wallet is. */
  readonly ruleDrafts: Readonly<Record<CommunityId, RuleDraft>>
  readonly liveFilter: 'mine' | 'all'
  readonly liveHeld: boolean
  readonly eventsOf: 'mine' | 'all'
  /** Needs of lost stakes whose banner was seen. */
  readonly seenLosses: readonly string[]
  /** Lock times (ms) for which the dialog was put aside. */
  readonly laterLocks: readonly number[]
  /** Chosen after the console ended, which would have kept it. */
  readonly appearance: Partial<Pick<Preferences, 'theme' | 'rowHeight'>>
  readonly notices: readonly Notice[]
  /** Failures of commands that no dialog shows. */
  readonly problem: Problem | null
}
export type UiStore = StoreApi<Ui>

export function createUi(initial: Partial<Ui> = {}): UiStore {
  return createStore<Ui>(() => ({
    community: null,
    place: { screen: 'live' },
    dialog: null,
    sideOpen: false,
    transferWanted: null,
    setup: 'auto',
    ruleDrafts: {},
    liveFilter: 'mine',
    liveHeld: false,
    eventsOf: 'mine',
    seenLosses: [],
    laterLocks: [],
    appearance: {},
    notices: [],
    problem: null,
    ...initial,
  }))
}

const NOTICES_KEPT = 4
let lastNotice = 0

/** Adds a notice (toast); it leaves when its time is over or when it is closed. */
export function notify(ui: UiStore, text: string, tone: Notice['tone'] = 'calm'): void {
  lastNotice += 1
  const notice = { id: lastNotice, tone, text }
  ui.setState(({ notices }) => ({ notices: [...notices, notice].slice(-NOTICES_KEPT) }))
}

export const dropNotice = (ui: UiStore, id: number): void =>
  ui.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))

export const goTo = (ui: UiStore, place: Place): void => ui.setState({ place, sideOpen: false, transferWanted: null })

let lastWanted = 0

/** Opens the Wallet at its panel of money, turned to a direction. */
export function goToTransfer(ui: UiStore, direction: TransferDirection): void {
  lastWanted += 1
  ui.setState({ place: { screen: 'wallet' }, sideOpen: false, transferWanted: { direction, id: lastWanted } })
}
