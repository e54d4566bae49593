import type { Artifact, BountyDetails } from '../../../shared/domain/bounty.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { visibleText } from '../../lib/names.ts'
import { formatSizeFine } from '../../lib/numbers.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { Name } from '../../ui/Name.tsx'
import { Section } from '../../ui/Page.tsx'
import { Table } from '../../ui/Table.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Bounty.module.css'
import { shortKind } from './file-kinds.ts'
import { artifactNet } from './money.ts'
import { MyVerdict, shapeOf, VerdictWord } from './verdicts.tsx'

interface Line {
  readonly index: number
  readonly artifact: Artifact
}

/** What was to be judged, my word on each, and the truth. */
export function ArtifactsTable({ details }: { readonly details: BountyDetails }) {
  const t = useTexts()
  const { row, votes } = details
  const count = row.artifacts.length
  const kind = row.artifactType === 'url' ? t('bounty.kind.url', { count }) : t('bounty.kind.file', { count })
  const each = formatAmount(count === 0 ? row.amount : row.amount / BigInt(count))
  const lines = row.artifacts.map((artifact, index): Line => ({ index, artifact }))
  return (
    <Section title={t('bounty.artifacts')} note={count > 0 && t('bounty.artifactsNote', { count, kind, each })}>
      <div className={styles.tableBox}>
        <Table
          label={t('bounty.artifacts')}
          rows={lines}
          keyOf={({ index }) => String(index)}
          columns={[
            {
              id: 'index',
              header: <span className="visually-hidden">{t('bounty.column.number')}</span>,
              className: styles.index,
              cell: ({ index }) => index,
            },
            { id: 'artifact', header: t('bounty.column.artifact'), cell: ({ artifact }) => <ArtifactName artifact={artifact} /> },
            {
              id: 'type',
              header: t('bounty.column.type'),
              cell: ({ artifact }) => <MimeType type={artifact.mimetype} />,
            },
            {
              id: 'sha',
              header: t('bounty.column.sha'),
              cell: ({ artifact }) =>
                artifact.sha256 === null ? (
                  <span className={styles.faint}>{t('common.unknown')}</span>
                ) : (
                  <Identifier value={artifact.sha256} copyLabel={t('common.copyValue', { value: 'SHA-256' })} copied={t('common.copied')} />
                ),
            },
            { id: 'verdict', header: t('bounty.column.verdict'), cell: ({ artifact }) => <MyVerdict row={row} artifact={artifact} /> },
            { id: 'family', header: t('bounty.column.family'), cell: ({ artifact }) => <Family artifact={artifact} /> },
            {
              id: 'truth',
              header: t('bounty.column.truth'),
              cell: ({ artifact, index }) => {
                const yes = votes.filter((vote) => vote.votes[index] === artifact.truth).length
                if (artifact.truth === null) return <span className={styles.faint}>{t('common.pending')}</span>
                return <VerdictWord verdict={shapeOf(artifact.truth)} note={votes.length > 0 ? `${yes}/${votes.length}` : null} />
              },
            },
            {
              id: 'result',
              header: t('bounty.column.result'),
              align: 'end',
              cell: ({ index, artifact }) => <ArtifactResult details={details} index={index} artifact={artifact} />,
            },
          ]}
        />
      </div>
    </Section>
  )
}

function ArtifactName({ artifact }: { readonly artifact: Artifact }) {
  const t = useTexts()
  return (
    <span className={styles.artifact}>
      {artifact.name === null ? (
        <span className={styles.faint}>{t('live.unnamed')}</span>
      ) : (
        <Name text={artifact.name} className={styles.artifactName} />
      )}
      {artifact.size !== null && <span className={styles.size}>{formatSizeFine(artifact.size)}</span>}
    </span>
  )
}

function MimeType({ type }: { readonly type: string | null }) {
  const t = useTexts()
  if (type === null) return <span className={styles.faint}>{t('common.unknown')}</span>
  const text = visibleText(type)
  return (
    <span className={styles.type} title={text}>
      {visibleText(shortKind(type))}
    </span>
  )
}

function Family({ artifact: { verdict } }: { readonly artifact: Artifact }) {
  const t = useTexts()
  if (verdict === null || verdict.is === 'none' || verdict.family === '') return <span className={styles.soft}>{t('common.none')}</span>
  return <span className={styles.soft}>{visibleText(verdict.family)}</span>
}

function ArtifactResult({
  details,
  index,
  artifact,
}: {
  readonly details: BountyDetails
  readonly index: number
  readonly artifact: Artifact
}) {
  const t = useTexts()
  if (artifact.bid === null) return <span className={styles.faint}>{t('common.none')}</span>
  const net = artifactNet(details, index)
  return net === null ? <span className={styles.faint}>{t('common.pending')}</span> : <Amount value={net} result />
}
