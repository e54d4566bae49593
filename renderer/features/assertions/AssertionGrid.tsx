import type { ReactNode } from 'react'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Grid, type GridItem } from '../../ui/Grid.tsx'
import { useAppearanceNow } from '../common/appearance.ts'
import { useTexts } from '../common/text.ts'
import { blockView } from '../common/view.ts'
import styles from './Assertions.module.css'
import { assertionColumns } from './columns.tsx'

type GroupName = 'owed' | 'open' | 'paid' | 'lost'

/** Assertions in their columns; one of them opens its bounty. `after` stands below the last. */
export function AssertionGrid({ community, items, after }: AssertionGridProps) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const rowHeight = useAppearanceNow().rowHeight === 'comfortable' ? 36 : 28
  return (
    <Grid
      fill
      main
      label={t('assertions.title')}
      className={styles.list}
      columns={assertionColumns(t, blockView(community))}
      items={items}
      rowHeight={rowHeight}
      onOpen={(guid) => goTo(ui, { screen: 'bounty', guid, from: 'assertions' })}
      onCopy={(guid) => {
        navigator.clipboard.writeText(guid).catch(() => {})
      }}
      after={after}
    />
  )
}
interface AssertionGridProps {
  readonly community: CommunityState
  readonly items: readonly GridItem<BountyRow>[]
  readonly after?: ReactNode
}

/** A group's heading with its sums, and its rows. */
export function group(id: GroupName, t: ReturnType<typeof useTexts>, rows: readonly BountyRow[], sums: ReactNode): GridItem<BountyRow>[] {
  const tone = id === 'owed' ? ('stake' as const) : undefined
  return [
    { kind: 'group', id: `group-${id}`, name: t(`assertions.group.${id}`), sums, tone },
    ...rows.map(
      (row): GridItem<BountyRow> => ({
        kind: 'row',
        id: row.guid,
        row,
        tone: row.state === 'forfeited' || row.state === 'written-off' ? 'loss' : row.state === 'missing' ? 'stake' : tone,
      }),
    ),
  ]
}
