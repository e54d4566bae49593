import type { CommunitySettings } from '../../shared/domain/community.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { reasonValues } from '../../shared/errors/reasons.ts'
import type { ConnectionState, Need } from '../../shared/state/state.ts'

/** What of a connection needs a person; while it is being tried, what was so before. Pure. */
export function connectionNeeds(
  { id, name }: Pick<CommunitySettings, 'id' | 'name'>,
  state: ConnectionState,
  before: readonly Need[],
): readonly Need[] {
  if (state.is === 'connected') return []
  if (state.is !== 'lost') return before
  const code = state.code === 'unauthorized' ? 'api-key-refused' : 'connection-lost'
  const values = { name, detail: state.detail, ...reasonValues(state.reason) }
  return [{ id: `${id}:${code}`, community: id, urgency: 'later', code, values, since: state.since, guid: null }]
}

/** Nobody stakes here as long as no wallet is chosen. */
export const walletNeed = (id: CommunityId, since: number): Need => ({
  id: `${id}:wallet-missing`,
  community: id,
  urgency: 'later',
  code: 'wallet-missing',
  values: {},
  since,
  guid: null,
})
