import type { EngineStatistics } from '../../../shared/state/state.ts'
import { formatSeconds } from '../../lib/numbers.ts'
import { formatHourMinute } from '../../lib/times.ts'
import { BarChart, Histogram } from '../../ui/Charts.tsx'
import { Section } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import { roundScale, roundTimes, scanBins } from './charts.ts'
import styles from './Engine.module.css'

const MINUTES = 60

type Props = { readonly statistics: EngineStatistics | null }

/** Bounties answered of bounties posted, minute by minute. */
export function ThroughputSection({ statistics }: Props) {
  const t = useTexts()
  const minutes = statistics?.perMinute ?? []
  const [first, last] = [minutes[0], minutes.at(-1)]
  const scale = roundScale(Math.max(0, ...minutes.map(({ posted, answered }) => Math.max(posted, answered))))
  return (
    <Section
      title={t('engine.throughput')}
      note={t('engine.throughputNote')}
      tools={
        <span className={styles.legend}>
          <span>
            <i className={styles.answered} />
            {t('engine.answered')}
          </span>
          <span>
            <i />
            {t('engine.posted')}
          </span>
        </span>
      }
    >
      {first === undefined || last === undefined ? (
        <p className={styles.none}>{t('engine.noBounties')}</p>
      ) : (
        <div className={styles.chart}>
          <BarChart
            label={t('engine.throughput')}
            bars={minutes.map(({ at, posted, answered }) => ({ id: at, value: answered, of: Math.max(posted, answered) }))}
            max={scale.max}
            ticks={scale.ticks}
            slots={MINUTES}
            from={formatHourMinute(Math.min(first.at, last.at - (MINUTES - 1) * 60_000))}
            to={formatHourMinute(last.at)}
            height={142}
          />
        </div>
      )}
    </Section>
  )
}

/** How long scans take against the blocks there are for them. */
export function ScanTimeSection({ statistics, blockTimeMs }: Props & { readonly blockTimeMs: number | null }) {
  const t = useTexts()
  const { bins, count, max } = scanBins(statistics?.scanTimes ?? [])
  const blocks = statistics?.scanBudgetBlocks ?? null
  const budgetMs = blocks === null || blockTimeMs === null ? null : blocks * blockTimeMs
  const end = Math.max(max, budgetMs ?? 0)
  const marks = [
    ...(statistics?.scanMedianMs == null
      ? []
      : [{ at: statistics.scanMedianMs, text: t('engine.median', { time: formatSeconds(statistics.scanMedianMs) }) }]),
    ...(statistics?.scanP99Ms == null
      ? []
      : [{ at: statistics.scanP99Ms, text: t('engine.p99', { time: formatSeconds(statistics.scanP99Ms) }) }]),
    ...(budgetMs === null || blocks === null
      ? []
      : [
          {
            at: budgetMs,
            text: t('engine.budget', { count: blocks }),
            strong: true,
            ...(statistics && statistics.tooLate > 0 ? { note: t('engine.tooLateOut', { count: statistics.tooLate }) } : {}),
          },
        ]),
  ]
  const seconds = (ms: number) => formatSeconds(ms, ms % 1000 === 0 ? 0 : ms % 100 === 0 ? 1 : 2)
  return (
    <Section title={t('engine.scanTime')} note={count > 0 && t('engine.scanTimeNote', { count })}>
      {count === 0 ? (
        <p className={styles.none}>{t('engine.noScans')}</p>
      ) : (
        <div className={styles.chart}>
          <Histogram
            label={t('engine.scanTime')}
            bins={bins}
            max={end}
            badFrom={budgetMs}
            marks={marks}
            ticks={roundTimes(end).map((value) => ({ value, text: seconds(value) }))}
            height={142}
          />
        </div>
      )}
    </Section>
  )
}
