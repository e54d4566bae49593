import type { BountyDetails } from '../../../shared/domain/bounty.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { formatCount, formatOffset } from '../../lib/numbers.ts'
import { Section } from '../../ui/Page.tsx'
import { Table } from '../../ui/Table.tsx'
import { isEnded } from '../bounties/model.ts'
import { useTexts } from '../common/text.ts'
import { useArtifactHeads } from './AssertionsTable.tsx'
import styles from './Bounty.module.css'
import { shapeOf, VerdictWord } from './verdicts.tsx'

/** The arbiters' votes as they came. */
export function VotesTable({ details }: { readonly details: BountyDetails }) {
  const t = useTexts()
  const head = useArtifactHeads(details)
  const { row, votes, arbiters } = details
  const count =
    arbiters === null
      ? t(isEnded(row) ? 'bounty.votesNoteEnded' : 'bounty.votesNoteUnknown', { count: votes.length })
      : t('bounty.votesNote', { voted: votes.length, arbiters })
  const note = row.quorumBlock === null ? count : t('bounty.votesQuorum', { votes: count, block: formatCount(row.quorumBlock) })
  const when = (block: number | null) =>
    block === null ? t('common.unknown') : row.postedBlock === null ? formatCount(block) : formatOffset(block, row.postedBlock)
  return (
    <Section title={t('bounty.votes')} note={votes.length > 0 && note}>
      {votes.length === 0 ? (
        <p className={styles.none}>{t('bounty.noVotes')}</p>
      ) : (
        <div className={styles.tableBox}>
          <Table
            label={t('bounty.votes')}
            rows={votes}
            keyOf={({ voter }) => voter}
            columns={[
              {
                id: 'arbiter',
                header: t('bounty.column.arbiter'),
                className: styles.who,
                cell: ({ voter }) => (
                  <span className={styles.mono} title={voter}>
                    {shortAddress(voter)}
                  </span>
                ),
              },
              {
                id: 'vote',
                header: t('bounty.column.vote'),
                className: styles.when,
                cell: ({ block }) => <span className={styles.mono}>{when(block)}</span>,
              },
              ...row.artifacts.map((artifact, index) => ({
                id: `${index}-${artifact.name}`,
                header: head(index),
                // The last one takes the room that is left.
                ...(index < row.artifacts.length - 1 ? { className: styles.on } : {}),
                cell: (vote: (typeof votes)[number]) => {
                  const voted = vote.votes[index]
                  return voted === undefined ? (
                    <span className={styles.faint}>{t('common.unknown')}</span>
                  ) : (
                    <VerdictWord verdict={shapeOf(voted)} />
                  )
                },
              })),
            ]}
          />
        </div>
      )}
    </Section>
  )
}
