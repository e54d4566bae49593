import type { CommunityId } from '../../shared/domain/identifiers.ts'
import { intentKey, type TransactionQueue } from '../transactions/port.ts'
import { type Bounty, isUnderWay } from './bounty-state.ts'
import type { Lives } from './lives.ts'

/**
 * Errands that we think are under way and the queue does not know: nothing would ever be heard of them. Told only when the queue did not
 * know them twice in a row, as an errand may be on its way to the queue. They are done again.
 */
export class LostErrands {
  #suspects = new Set<string>()

  look(lives: Lives, queue: Pick<TransactionQueue, 'find'>, community: CommunityId): void {
    const suspects = new Set<string>()
    for (const bounty of [...lives.all()]) for (const key of unknownErrands(bounty, queue, community)) suspects.add(key)
    const lost = [...suspects].filter((key) => this.#suspects.has(key))
    this.#suspects = suspects
    for (const key of lost) {
      const [of, , guid] = key.split(':')
      if (guid === undefined || (of !== 'reveal' && of !== 'settle')) continue
      const problem = { code: 'outcome-unknown', detail: 'it was lost on the way and is sent anew', retry: true } as const
      lives.apply(guid, { is: 'news', of, news: { is: 'refused', key, hash: null, problem } })
    }
  }
}

function unknownErrands({ answer, end, facts }: Bounty, queue: Pick<TransactionQueue, 'find'>, community: CommunityId): readonly string[] {
  if (!answer || end) return []
  const reveal = isUnderWay(answer.reveal) && !answer.revealed ? [intentKey.reveal(community, facts.guid)] : []
  const settle = isUnderWay(answer.settle) && !answer.settled ? [intentKey.settle(community, facts.guid)] : []
  return [...reveal, ...settle].filter((key) => queue.find(key) === null)
}
