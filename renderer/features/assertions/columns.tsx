import { Trans } from 'react-i18next'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { isSettled } from '../../../shared/domain/endings.ts'
import { formatCount } from '../../lib/numbers.ts'
import { blocksToCome, blocksUntil, windowsOf } from '../../lib/rounds.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import type { Column } from '../../ui/Grid.tsx'
import { ArtifactCell, BidCell, ResultCell, StateCell, VerdictCell } from '../bounties/cells.tsx'
import { type BlockView, isEnded, isRevealOwed, isRevealUnsent, mayStillBeMined, paidTo } from '../bounties/model.ts'
import { useTexts } from '../common/text.ts'
import styles from './Assertions.module.css'

export function assertionColumns(t: ReturnType<typeof useTexts>, view: BlockView): Column<BountyRow>[] {
  return [
    { id: 'state', header: t('assertions.column.state'), cell: (row) => <StateCell row={row} view={view} /> },
    { id: 'artifact', header: t('assertions.column.artifact'), cell: (row) => <ArtifactCell row={row} /> },
    {
      id: 'asserted',
      header: t('assertions.column.assertedAt'),
      cell: (row) =>
        row.assertBlock === null ? <NoAssertBlock row={row} /> : <span className={styles.block}>{formatCount(row.assertBlock)}</span>,
    },
    { id: 'next', header: t('assertions.column.next'), cell: (row) => <NextCell row={row} view={view} /> },
    { id: 'verdict', header: t('assertions.column.verdict'), cell: (row) => <VerdictCell row={row} /> },
    { id: 'bid', header: t('assertions.column.bid'), align: 'end', cell: (row) => <BidCell row={row} view={view} /> },
    { id: 'payout', header: t('assertions.column.payout'), align: 'end', cell: (row) => <PayoutCell row={row} /> },
    { id: 'net', header: t('assertions.column.net'), align: 'end', cell: (row) => <ResultCell row={row} /> },
  ]
}

/** A Community names the block in an event alone: of an assertion that was mined while nobody listened it stays unknown. */
function NoAssertBlock({ row }: { readonly row: BountyRow }) {
  const t = useTexts()
  if (mayStillBeMined(row)) return <span className={styles.faint}>{t('common.pending')}</span>
  return (
    <span className={styles.faint} title={t('assertions.blockUnheard')}>
      {t('common.unknown')}
    </span>
  )
}

function PayoutCell({ row }: { readonly row: BountyRow }) {
  const t = useTexts()
  const paid = isEnded(row) ? paidTo(row) : row.payout
  if (paid !== null) return <Amount value={paid} />
  return (
    <span className={styles.faint}>
      {t(row.state === 'unknown' || row.state === 'missing' || isEnded(row) ? 'common.unknown' : 'common.pending')}
    </span>
  )
}

/** What comes next for a stake, and in how many blocks. */
function NextCell({ row, view }: { readonly row: BountyRow; readonly view: BlockView }) {
  const t = useTexts()
  const now = useNow(60_000)
  const language = useConsole(({ app }) => app.preferences.language)
  const windows = windowsOf(row)
  const until = (round: 'assert' | 'reveal') => (view.block === null ? null : blocksUntil(windows[round], view.block))
  const left = (round: 'reveal' | 'vote') => (view.block === null ? null : Math.max(0, blocksToCome(windows[round], view.block)))
  const counted = (key: 'minedWithin' | 'revealIn' | 'voteIn', count: number | null) =>
    count === null ? (
      t('common.unknown')
    ) : (
      <Trans
        i18nKey={`assertions.next.${key}`}
        count={count}
        components={{ n: <Count value={count} owed={isRevealOwed(row)} estimated={view.estimated} /> }}
      />
    )
  const noneLeft = () => {
    const key = isRevealUnsent(row) ? ('late' as const) : ('noneLeft' as const)
    return t(view.estimated ? `assertions.next.${key}About` : `assertions.next.${key}`)
  }
  const text = () => {
    switch (row.state) {
      case 'revealing':
      case 'reveal-owed':
      case 'reveal-held':
      case 'reveal-sent':
      case 'reveal-not-seen':
        return left('reveal') === 0 ? noneLeft() : counted('minedWithin', left('reveal'))
      case 'assert-sent':
        return t('assertions.next.commitSent')
      case 'committed':
        return counted('revealIn', until('assert'))
      case 'revealed':
        return counted('voteIn', until('reveal'))
      case 'waiting':
        return left('vote') === 0 ? (
          t('assertions.next.voteEnded')
        ) : (
          <Trans i18nKey="assertions.next.voteEnds" components={{ n: <Count value={left('vote') ?? 0} estimated={view.estimated} /> }} />
        )
      case 'settling':
      case 'settle-owed':
        return t('assertions.next.settleOwed')
      case 'settle-sent':
        return t('assertions.next.settleSent')
      case 'unknown':
        return t('assertions.next.unknown')
      case 'missing':
        return t('assertions.next.missing')
      case 'written-off':
        return t('assertions.next.writtenOff', { time: row.settledAt === null ? '' : formatMoment(row.settledAt, now, language) })
      default:
        return row.settledAt === null
          ? t('assertions.next.ended')
          : t(isSettled(row.state) ? 'assertions.next.settled' : 'assertions.next.lost', {
              time: formatMoment(row.settledAt, now, language),
            })
    }
  }
  return <span className={styles.soft}>{text()}</span>
}

function Count({ value, owed, estimated }: { readonly value: number; readonly owed?: boolean; readonly estimated?: boolean }) {
  return (
    <span className={owed ? styles.owed : styles.number}>
      {estimated ? '≈ ' : ''}
      {value}
    </span>
  )
}
