import type { Statement } from './database.ts'
import type { WireOp } from './protocol.ts'

/** At most so many rows of a kind at a time: a long history must not stop the journal for seconds. The next pruning takes the next ones. */
const AT_ONCE = 20_000

/**
 * Deletes what no screen, no restart and no total needs any more. A restart asks for transactions that are not over, and for the outcomes of
 * open bounties and of transfers on their way: those stay however old they are. The newest line of the feed stays for its number.
 */
export function prune(
  { community, seenBefore, endedBefore }: Extract<WireOp, { is: 'prune' }>,
  prepared: (sql: string) => Statement,
): void {
  prepared('DELETE FROM bounty WHERE community = ? AND part = 4 AND open = 0 AND first_seen_at < ?').run(community, seenBefore)
  prepared('DELETE FROM event WHERE community = ? AND mine = 0 AND at < ? AND id < (SELECT max(id) FROM event)').run(community, seenBefore)
  prepared(`DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at < ? AND id < (SELECT max(id) FROM event) LIMIT ${AT_ONCE})`).run(
    endedBefore,
  )
  prepared(
    `DELETE FROM tx WHERE id IN (
       SELECT id FROM tx WHERE community = ?1 AND signed_at < ?2 AND state NOT IN ('signed', 'sent')
         AND NOT EXISTS (SELECT 1 FROM bounty WHERE bounty.community = ?1 AND bounty.guid = lower(tx.guid) AND open = 1)
         AND key NOT IN (SELECT 'transfer:' || id FROM transfer WHERE community = ?1 AND ended = 0)
       LIMIT ${AT_ONCE})`,
  ).run(community, endedBefore)
}
