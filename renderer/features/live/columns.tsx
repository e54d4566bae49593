import { ArrowRight } from 'lucide-react'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { Amount } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/Grid.tsx'
import { ArtifactCell, BidCell, OthersCell, ResultCell, RoundCell, StateCell, VerdictCell } from '../bounties/cells.tsx'
import { type BlockView, isEnded, type LiveGroup } from '../bounties/model.ts'
import { useTexts } from '../common/text.ts'
import styles from './Live.module.css'

/** The columns of the Live list; the style sheet lets some of them leave. `moved`: rows that are held under a heading they have left. */
export function liveColumns(
  t: ReturnType<typeof useTexts>,
  view: BlockView,
  confidence: boolean,
  moved: ReadonlyMap<string, LiveGroup>,
): Column<BountyRow>[] {
  return [
    { id: 'state', header: t('live.column.state'), cell: (row) => <StateCell row={row} view={view} /> },
    { id: 'artifact', header: t('live.column.artifact'), cell: (row) => <Artifact row={row} moved={moved.get(row.guid)} /> },
    {
      id: 'bounty',
      header: t('live.column.bounty'),
      align: 'end',
      cell: (row) => <Amount value={row.amount} {...(view.stale && !isEnded(row) ? { tone: 'dim' as const } : {})} />,
    },
    { id: 'round', header: t('live.column.round'), cell: (row) => <RoundCell row={row} view={view} /> },
    { id: 'verdict', header: t('live.column.verdict'), cell: (row) => <VerdictCell row={row} confidence={confidence} /> },
    { id: 'bid', header: t('live.column.bid'), align: 'end', cell: (row) => <BidCell row={row} view={view} /> },
    { id: 'others', header: t('live.column.others'), cell: (row) => <OthersCell row={row} view={view} /> },
    { id: 'result', header: t('live.column.result'), align: 'end', cell: (row) => <ResultCell row={row} /> },
  ]
}

/** The artifact; and where its bounty went while its row is held in place. */
function Artifact({ row, moved }: { readonly row: BountyRow; readonly moved: LiveGroup | undefined }) {
  const t = useTexts()
  if (moved === undefined) return <ArtifactCell row={row} />
  return (
    <span className={styles.artifact}>
      <ArtifactCell row={row} />
      <span className={styles.moved}>
        <ArrowRight aria-label={t('live.movedTo')} />
        {t(`live.group.${moved}`)}
      </span>
    </span>
  )
}
