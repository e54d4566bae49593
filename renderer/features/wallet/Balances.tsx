import { TriangleAlert } from 'lucide-react'
import { formatClock } from '../../lib/times.ts'
import { useMirror, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Page.tsx'
import { Table, type TableColumn } from '../../ui/Table.tsx'
import { useTexts } from '../common/text.ts'
import { AmountOrUnknown } from '../common/Unknown.tsx'
import { type BalanceRow, realTotals } from './balances.ts'
import styles from './Wallet.module.css'

const SUM = 'sum'

/** What the wallet has: each account once, the total of real NCT, test money apart. */
export function Balances({ rows }: { readonly rows: readonly BalanceRow[] }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const columns = useColumns()
  const gone = useMirror(({ goneAt }) => goneAt !== null)
  if (rows.length === 0) {
    return (
      <Section title={t('wallet.balances.title')}>
        <div className={styles.empty}>
          <p>{t('wallet.balances.empty')}</p>
          <Button onClick={() => goTo(ui, { screen: 'communities' })}>{t('wallet.balances.openCommunities')}</Button>
        </div>
      </Section>
    )
  }
  const real = rows.filter(({ test }) => !test)
  const totals = realTotals(rows)
  const sum: readonly BalanceRow[] =
    totals === null
      ? []
      : [{ id: SUM, chain: 'home', names: [], chainId: null, test: false, eth: null, ethLow: false, asOf: null, ...totals }]
  const live = !gone && (real.length > 0 ? real : rows).every(({ asOf }) => asOf === null)
  return (
    <Section title={t('wallet.balances.title')} note={t(live ? 'wallet.balances.note' : 'wallet.balances.noteOld')}>
      <Table
        label={t('wallet.balances.title')}
        columns={columns}
        rows={[...real, ...sum, ...rows.filter(({ test }) => test)]}
        keyOf={({ id }) => id}
        tone={({ id, test }) => (id === SUM ? 'sum' : test ? 'faint' : undefined)}
      />
    </Section>
  )
}

function useColumns(): readonly TableColumn<BalanceRow>[] {
  const t = useTexts()
  const noneOr = (value: bigint | null, row: BalanceRow, tone: 'stake' | 'flight') =>
    value === null || value === 0n ? (
      row.id === SUM ? (
        <Amount value={0n} />
      ) : (
        <span className={styles.faint}>{t('wallet.balances.none')}</span>
      )
    ) : (
      <Amount value={value} cost={tone === 'stake'} {...toneOf(row, tone)} />
    )
  return [
    { id: 'account', header: t('wallet.balances.account'), className: styles.accountCell, cell: (row) => <Account row={row} /> },
    {
      id: 'free',
      header: t('wallet.balances.free'),
      align: 'end',
      className: styles.figure,
      cell: (row) => <AmountOrUnknown value={row.free} {...toneOf(row)} />,
    },
    {
      id: 'stake',
      header: t('wallet.balances.atStake'),
      align: 'end',
      className: styles.figure,
      cell: (row) => noneOr(row.atStake, row, 'stake'),
    },
    {
      id: 'arriving',
      header: t('wallet.balances.arriving'),
      align: 'end',
      className: styles.figure,
      cell: (row) => noneOr(row.arriving, row, 'flight'),
    },
    {
      id: 'total',
      header: t('wallet.balances.total'),
      align: 'end',
      className: styles.figure,
      cell: (row) => <AmountOrUnknown value={row.total} {...toneOf(row)} />,
    },
    { id: 'eth', header: t('wallet.balances.eth'), align: 'end', className: styles.figure, cell: (row) => <Eth row={row} /> },
  ]
}

/** Test money is faint, except what is on its way. */
function toneOf({ test }: BalanceRow, tone?: 'stake' | 'flight') {
  if (test && tone !== 'flight') return { tone: 'dim' } as const
  return tone === undefined ? {} : ({ tone } as const)
}

function Account({ row }: { readonly row: BalanceRow }) {
  const t = useTexts()
  if (row.id === SUM) return <>{t('wallet.balances.real')}</>
  const [first = ''] = row.names
  const names = row.names.join(', ')
  const chain = row.chainId ?? t('common.unknown')
  const name =
    row.chain === 'side' ? first : row.chainId === 1 ? t('wallet.balances.ethereum') : t('wallet.balances.homeOf', { name: first })
  const note = row.test
    ? t('wallet.balances.testChain', { chain })
    : row.chain === 'side'
      ? t('wallet.balances.sideChain', { chain })
      : t('wallet.balances.homeChain', { names, chain })
  return (
    <>
      <span className={styles.account}>{name}</span>
      <span className={styles.accountNote}>
        {row.asOf === null ? note : t('common.list', { a: note, b: t('wallet.balances.asOf', { time: formatClock(row.asOf) }) })}
      </span>
    </>
  )
}

function Eth({ row }: { readonly row: BalanceRow }) {
  const t = useTexts()
  if (row.id === SUM) return null
  if (row.chain === 'side') return <span className={styles.faint}>{t('wallet.balances.notNeeded')}</span>
  return (
    <span className={styles.eth}>
      {row.ethLow && (
        <span className={styles.low}>
          <TriangleAlert aria-hidden />
          {t('wallet.balances.low')}
        </span>
      )}
      <AmountOrUnknown value={row.eth} {...toneOf(row)} />
    </span>
  )
}
