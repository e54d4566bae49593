import { useState } from 'react'
import { endedCount } from '../../../shared/domain/endings.ts'
import { EXACT_DECIMALS, formatPerMille } from '../../lib/amounts.ts'
import { formatCount } from '../../lib/numbers.ts'
import { formatDay, startOfDay } from '../../lib/times.ts'
import { useCommunity, useConsole, useNow, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Page.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Table, type TableColumn } from '../../ui/Table.tsx'
import { ExportMenu } from '../common/ExportMenu.tsx'
import { rightOfEnded } from '../common/right.ts'
import { Screen } from '../common/Screen.tsx'
import { useTexts } from '../common/text.ts'
import { useExport } from '../common/useExport.ts'
import styles from './Earnings.module.css'
import { NetBars } from './NetBars.tsx'
import { TransferCosts } from './TransferCosts.tsx'
import { type EarningsRow, earningsRows, type Period } from './totals.ts'

/** What was earned and lost in each Community; real NCT and test money apart. */
export function EarningsScreen() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const communities = useConsole((state) => state.communities)
  const current = useCommunity()
  const [period, setPeriod] = useState<Period>('today')
  const save = useExport('assertions.export')
  const midnight = startOfDay(useNow(60_000))
  const rows = earningsRows(Object.values(communities), period)
  const columns = useEarningsColumns(rareKinds.filter((kind) => rows.some(({ results }) => results[kind] > 0)))
  if (current === null) {
    return (
      <Screen title={t('earnings.title')}>
        <div className={styles.empty}>
          <p>{t('earnings.empty')}</p>
          <Button onClick={() => goTo(ui, { screen: 'communities' })}>{t('earnings.openCommunities')}</Button>
        </div>
      </Screen>
    )
  }
  const since = period === 'today' ? midnight : null
  return (
    <Screen
      title={t('earnings.title')}
      scroll
      note={
        <Segmented
          label={t('earnings.period')}
          value={period}
          onChange={setPeriod}
          segments={(['today', 'total'] as const).map((value) => ({ value, label: t(`earnings.${value}`) }))}
        />
      }
      tools={
        <ExportMenu
          label={t('earnings.export')}
          names={{ csv: t('earnings.csv'), json: t('earnings.json') }}
          note={current.settings.name}
          busy={save.busy}
          onChoose={(format) => save.run({ community: current.settings.id, format, filter: 'all', since })}
        />
      }
    >
      <Section title={t('earnings.results')} note={t('earnings.note')}>
        <Table
          label={t('earnings.results')}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          tone={({ sum, test }) => (sum ? 'sum' : test ? 'faint' : undefined)}
        />
      </Section>
      <TransferCosts communities={Object.values(communities)} since={since} />
      <NetBars community={current} since={since} />
    </Screen>
  )
}

/** Ways to end that get a column only where there are any. */
const rareKinds = ['writtenOff', 'returned'] as const

function useEarningsColumns(rare: readonly (typeof rareKinds)[number][]): readonly TableColumn<EarningsRow>[] {
  const t = useTexts()
  const count = (id: 'won' | 'wonPart' | 'lost' | 'forfeited' | 'writtenOff' | 'returned'): TableColumn<EarningsRow> => ({
    id,
    header: t(`earnings.${id}`),
    align: 'end',
    cell: ({ results }) => formatCount(results[id]),
  })
  const money = (id: 'bids' | 'fees' | 'payouts'): TableColumn<EarningsRow> => ({
    id,
    header: t(`earnings.${id}`),
    align: 'end',
    cell: ({ results, test }) => (
      <Amount value={results[id]} decimals={EXACT_DECIMALS} cost={id !== 'payouts'} {...(test ? { tone: 'dim' } : {})} />
    ),
  })
  return [
    { id: 'community', header: t('earnings.community'), cell: (row) => <Who row={row} /> },
    { id: 'ended', header: t('earnings.ended'), align: 'end', cell: ({ results }) => formatCount(endedCount(results)) },
    // As in Assertions: the worst first.
    count('forfeited'),
    ...rare.filter((kind) => kind === 'writtenOff').map(count),
    count('lost'),
    count('wonPart'),
    count('won'),
    ...rare.filter((kind) => kind === 'returned').map(count),
    money('bids'),
    money('fees'),
    money('payouts'),
    {
      id: 'net',
      header: t('earnings.net'),
      align: 'end',
      cell: ({ results, test }) => (
        <Amount value={results.net} decimals={EXACT_DECIMALS} result {...(test ? { tone: 'dim' } : {})} className={styles.net} />
      ),
    },
  ]
}

function Who({ row }: { readonly row: EarningsRow }) {
  const t = useTexts()
  const { language } = useConsole(({ app }) => app.preferences)
  const since = useConsole(({ communities }) => communities[row.id]?.total.since ?? null)
  if (row.sum) return t('earnings.real')
  const { share } = rightOfEnded(row.results)
  const note = row.test ? t('earnings.sandboxNote') : since === null ? '' : t('earnings.since', { day: formatDay(since, language) })
  return (
    <>
      <span className={styles.name} title={row.name}>
        {row.name}
      </span>
      <span className={styles.note}>{note}</span>
      {share !== null && <span className={styles.note}>{t('earnings.right', { share: formatPerMille(share) })}</span>}
    </>
  )
}
