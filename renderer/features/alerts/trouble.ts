import type { AppState, CommunityState, Need, WalletState } from '../../../shared/state/state.ts'
import { isLockedOut } from '../common/locked.ts'
import { type LostStakes, lostStakes } from './losses.ts'

/** What can be wrong, worst first: one banner at a time. */
export type Trouble =
  | { readonly is: 'journal'; readonly failure: Extract<AppState['journal'], { is: 'failed' }> }
  | { readonly is: 'contracts' }
  | { readonly is: 'disconnected'; readonly connection: Extract<CommunityState['connection'], { is: 'lost' }> }
  | { readonly is: 'lost'; readonly lost: readonly LostStakes[] }
  | { readonly is: 'failed'; readonly failure: Extract<CommunityState['engine'], { is: 'failed' }> }
  | { readonly is: 'locked' }
  | { readonly is: 'paused'; readonly by: PausedBy }
  | { readonly is: 'sandbox'; readonly failure: Extract<AppState['sandbox'], { is: 'failed' }> }

type Paused = Extract<CommunityState['engine'], { is: 'paused' }>
export type PausedBy = Exclude<Paused['by'], 'contracts-changed' | 'operator'>

/** Lost stakes stay in the banner as long as their needs: until somebody has seen them, however often the window is opened anew. */
const unseen = (needs: readonly Need[], community: string, seen: readonly string[]): readonly LostStakes[] =>
  lostStakes(needs.filter((need) => need.community === community && !seen.includes(need.id)))

interface TroubleInput {
  readonly app: AppState
  readonly community: CommunityState | null
  readonly needs: readonly Need[]
  readonly wallets: readonly WalletState[]
  /** Needs of lost stakes that were seen in this window. */
  readonly seenLosses: readonly string[]
  /** The unlock dialog is open: it says all that its banner would. */
  readonly unlocking: boolean
}

/** The worst thing an operator must know about this Community now; null when all is well. */
export function worstTrouble({ app, community, needs, wallets, seenLosses, unlocking }: TroubleInput): Trouble | null {
  if (app.journal.is === 'failed') return { is: 'journal', failure: app.journal }
  if (community === null) return null
  const { engine, connection, settings } = community
  if (settings.kind === 'sandbox' && app.sandbox.is === 'failed') return { is: 'sandbox', failure: app.sandbox }
  // What can still be saved, and by a person alone, comes before what is tried again by itself, stands still or is lost.
  if (isLockedOut(community, wallets) && !unlocking) return { is: 'locked' }
  if (engine.is === 'paused' && engine.by === 'contracts-changed') return { is: 'contracts' }
  if (connection.is === 'lost') return { is: 'disconnected', connection }
  const lost = unseen(needs, settings.id, seenLosses)
  if (lost.length > 0) return { is: 'lost', lost }
  if (engine.is === 'failed') return { is: 'failed', failure: engine }
  if (engine.is === 'locked' && !unlocking) return { is: 'locked' }
  if (engine.is === 'paused' && engine.by !== 'operator' && engine.by !== 'contracts-changed') return { is: 'paused', by: engine.by }
  return null
}
