import { useMemo } from 'react'
import type { AssertionTotals } from '../../../shared/contract/contract.ts'
import { endedCount, settledCount } from '../../../shared/domain/endings.ts'
import type { CommunityState, Results } from '../../../shared/state/state.ts'
import { EXACT_DECIMALS, formatAmount, formatPerMille } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { formatCount } from '../../lib/numbers.ts'
import { formatHourMinute } from '../../lib/times.ts'
import { useBounties, useConsoleNow } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { BarChart } from '../../ui/Charts.tsx'
import { StakeGlyph, type StakeShape, type Tone, toneClassOf } from '../../ui/Glyphs.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { PageBar } from '../../ui/Page.tsx'
import { netBars } from '../common/net-bars.ts'
import { rightOfEnded } from '../common/right.ts'
import { useDuration, useTexts } from '../common/text.ts'
import styles from './Assertions.module.css'
import { feesOfOpen, type Period } from './sections.ts'

interface SideProps {
  readonly community: CommunityState
  readonly period: Period
  readonly totals: AssertionTotals | null
}

/** Exact totals of the period: results, money, what is still open, net over time. */
export function AssertionsSide({ community, period, totals }: SideProps) {
  const t = useTexts()
  const results = period === 'today' ? community.today : community.total
  return (
    <>
      <PageBar
        title={t(period === 'today' ? 'assertions.totalsToday' : 'assertions.totalsAll')}
        tools={<span className={styles.chartUnit}>NCT</span>}
      />
      <div className={styles.totals}>
        <ResultsTable results={results} />
      </div>
      <div className={styles.totals}>
        <Money results={results} />
      </div>
      <div className={styles.totals}>
        <Standing community={community} results={results} />
      </div>
      <NetChart totals={totals} />
    </>
  )
}

const exact = (value: bigint, result = false) => <Amount value={value} decimals={EXACT_DECIMALS} {...(result ? { result } : {})} />

interface ResultKind {
  readonly id: 'won' | 'wonPart' | 'lost' | 'forfeited' | 'writtenOff'
  readonly shape: StakeShape
  readonly tone: Tone
  readonly count: number
  readonly net: bigint
}

/** The worst first. */
function ResultsTable({ results }: { readonly results: Results }) {
  const t = useTexts()
  const kinds: readonly ResultKind[] = [
    {
      id: 'forfeited',
      shape: 'forfeited',
      tone: results.forfeited > 0 ? 'loss' : 'soft',
      count: results.forfeited,
      net: results.forfeitedNet,
    },
    ...(results.writtenOff > 0
      ? [{ id: 'writtenOff', shape: 'forfeited', tone: 'loss', count: results.writtenOff, net: results.writtenOffNet } as const]
      : []),
    { id: 'lost', shape: 'lost', tone: 'loss', count: results.lost, net: results.lostNet },
    { id: 'wonPart', shape: 'half', tone: 'gain', count: results.wonPart, net: results.wonPartNet },
    { id: 'won', shape: 'check', tone: 'gain', count: results.won, net: results.wonNet },
  ]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('assertions.result')}</th>
          <th scope="col">{t('assertions.count')}</th>
          <th scope="col">{t('assertions.net')}</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ id, shape, tone, count, net }) => (
          <tr key={id}>
            <th scope="row">
              <span className={cx(styles.kind, toneClassOf(tone))}>
                <StakeGlyph shape={shape} tone={tone} />
                {t(`assertions.${id}`)}
              </span>
            </th>
            <td className={styles.quiet}>{formatCount(count)}</td>
            <td>{exact(net, true)}</td>
          </tr>
        ))}
        {results.returned > 0 && (
          <tr>
            <th scope="row" className={styles.quiet}>
              {t('assertions.returned')}
            </th>
            <td className={styles.quiet}>{formatCount(results.returned)}</td>
            <td />
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('assertions.ended')}</th>
          <td>{formatCount(endedCount(results))}</td>
          <td>{exact(results.net, true)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function Money({ results }: { readonly results: Results }) {
  const t = useTexts()
  return (
    <KeyValue
      rows={[
        { id: 'bids', name: t('assertions.bids'), value: exact(-results.bids) },
        { id: 'fees', name: t('assertions.fees'), value: exact(-results.fees) },
        { id: 'payouts', name: t('assertions.payouts'), value: exact(results.payouts) },
        { id: 'net', name: t('assertions.netOfEnded'), value: exact(results.net, true), sum: true },
      ]}
    />
  )
}

function Standing({ community, results }: { readonly community: CommunityState; readonly results: Results }) {
  const t = useTexts()
  const duration = useDuration()
  const now = useConsoleNow(60_000)
  const { stake, lastForfeit, settings } = community
  const { right, of, share } = rightOfEnded(results)
  const rows = useBounties(settings.id)
  const fees = useMemo(() => feesOfOpen(Object.values(rows)), [rows])
  return (
    <KeyValue
      rows={[
        {
          id: 'open',
          name: t('assertions.stillOpen', { count: stake.open }),
          value: <Amount value={stake.atRisk} decimals={EXACT_DECIMALS} cost tone="stake" />,
        },
        { id: 'fees', name: t('assertions.feesOfOpen'), value: <Amount value={fees} decimals={EXACT_DECIMALS} cost /> },
        {
          id: 'right',
          name: t('assertions.right'),
          value:
            share === null ? (
              t('common.none')
            ) : (
              <span className={styles.right}>
                {t('assertions.rightOf', { right: formatCount(right), of: formatCount(of) })} <b>{formatPerMille(share)}</b>
              </span>
            ),
        },
        {
          id: 'settled',
          name: <span title={t('assertions.settledMeans')}>{t('assertions.settled')}</span>,
          value: formatCount(settledCount(results)),
        },
        ...(results.missed > 0 ? [{ id: 'missed', name: t('assertions.missed'), value: formatCount(results.missed) }] : []),
        {
          id: 'forfeit',
          name: t('assertions.lastForfeited'),
          value:
            lastForfeit === null
              ? t('assertions.never')
              : t('assertions.lastForfeitedAt', {
                  time: duration(now - lastForfeit.at),
                  amount: formatAmount(lastForfeit.amount, { cost: true }),
                }),
        },
      ]}
    />
  )
}

function NetChart({ totals }: { readonly totals: AssertionTotals | null }) {
  const t = useTexts()
  const duration = useDuration()
  const now = useConsoleNow(60_000)
  if (totals === null) return null
  const { bars, min, max, ticks } = netBars(totals.net)
  const [first, last] = [totals.net[0], totals.net.at(-1)]
  return (
    <div className={styles.chart}>
      <div className={styles.chartHead}>
        <span className={styles.chartTitle}>{t('assertions.netEvery', { time: duration(totals.stretchMs) })}</span>
        <span className={styles.chartUnit}>{t('common.nct')}</span>
      </div>
      {first === undefined || last === undefined ? (
        <p className={styles.quiet}>{t('assertions.noChart')}</p>
      ) : (
        <BarChart
          label={t('assertions.netEvery', { time: duration(totals.stretchMs) })}
          bars={bars}
          min={min}
          max={max}
          ticks={ticks}
          from={formatHourMinute(first.at)}
          to={formatHourMinute(Math.min(now, last.at + totals.stretchMs))}
          height={96}
        />
      )}
    </div>
  )
}
