import type { CommunitySettings } from '../../shared/domain/community.ts'
import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { reasonValues } from '../../shared/errors/reasons.ts'
import type { ConnectionState, Need } from '../../shared/state/state.ts'

export type LostConnection = Extract<ConnectionState, { is: 'lost' }>

/** What of a connection needs a person; while it is being tried, what was so before. Pure. */
export function connectionNeeds(
  { id, name }: Pick<CommunitySettings, 'id' | 'name'>,
  state: ConnectionState,
  before: readonly Need[],
): readonly Need[] {
  if (state.is === 'connected') return []
  return state.is === 'lost' ? [unreachedNeed({ id, name }, state, 'later')] : before
}

/** A Community is not reached; `urgency`: whether that passes by itself. */
export function unreachedNeed(
  { id, name }: Pick<CommunitySettings, 'id' | 'name'>,
  { code: why, detail, reason, since }: Pick<LostConnection, 'code' | 'detail' | 'reason' | 'since'>,
  urgency: Need['urgency'],
): Need {
  const code = why === 'unauthorized' ? 'api-key-refused' : 'connection-lost'
  return { id: `${id}:${code}`, community: id, urgency, code, values: { name, detail, ...reasonValues(reason) }, since, guid: null }
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
