import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { AppState, CommunityState, Need } from '../../../shared/state/state.ts'

/** What can be wrong, worst first: one banner at a time. */
export type Trouble =
  | { readonly is: 'journal'; readonly detail: string }
  | { readonly is: 'contracts' }
  | { readonly is: 'disconnected'; readonly connection: Extract<CommunityState['connection'], { is: 'lost' }> }
  | { readonly is: 'forfeit'; readonly forfeit: NonNullable<CommunityState['lastForfeit']>; readonly row: BountyRow | null }
  | { readonly is: 'failed'; readonly failure: Extract<CommunityState['engine'], { is: 'failed' }> }
  | { readonly is: 'locked' }
  | { readonly is: 'paused'; readonly by: PausedBy }
  | { readonly is: 'sandbox'; readonly failure: Extract<AppState['sandbox'], { is: 'failed' }> }

type Paused = Extract<CommunityState['engine'], { is: 'paused' }>
export type PausedBy = Exclude<Paused['by'], 'contracts-changed' | 'operator'>

/** A lost stake stays in the banner as long as its need: until somebody has seen it, however often the window is opened anew. */
const isUnseen = (guid: string, needs: readonly Need[], seen: readonly string[]): boolean =>
  !seen.includes(guid) && needs.some((need) => need.code === 'stake-lost' && need.guid === guid)

interface TroubleInput {
  readonly app: AppState
  readonly community: CommunityState | null
  readonly rows: Readonly<Record<string, BountyRow>>
  readonly needs: readonly Need[]
  readonly seenForfeits: readonly string[]
  /** The unlock dialog is open: it says all that its banner would. */
  readonly unlocking: boolean
}

/** The worst thing an operator must know about this Community now; null when all is well. */
export function worstTrouble({ app, community, rows, needs, seenForfeits, unlocking }: TroubleInput): Trouble | null {
  if (app.journal.is === 'failed') return { is: 'journal', detail: app.journal.detail }
  if (community === null) return null
  const { engine, connection, lastForfeit, settings } = community
  if (engine.is === 'paused' && engine.by === 'contracts-changed') return { is: 'contracts' }
  if (settings.kind === 'sandbox' && app.sandbox.is === 'failed') return { is: 'sandbox', failure: app.sandbox }
  if (connection.is === 'lost') return { is: 'disconnected', connection }
  if (lastForfeit && isUnseen(lastForfeit.guid, needs, seenForfeits)) {
    return { is: 'forfeit', forfeit: lastForfeit, row: rows[lastForfeit.guid] ?? null }
  }
  if (engine.is === 'failed') return { is: 'failed', failure: engine }
  if (engine.is === 'locked' && !unlocking) return { is: 'locked' }
  if (engine.is === 'paused' && engine.by !== 'operator' && engine.by !== 'contracts-changed') return { is: 'paused', by: engine.by }
  return null
}
