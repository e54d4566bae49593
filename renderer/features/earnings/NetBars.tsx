import type { CommunityState } from '../../../shared/state/state.ts'
import { formatDay, formatHourMinute } from '../../lib/times.ts'
import { useAnswer, useConsole, useNow } from '../../store/console.tsx'
import { BarChart } from '../../ui/Charts.tsx'
import { Section } from '../../ui/Page.tsx'
import { netBars } from '../common/net-bars.ts'
import { useDuration, useProblemText, useTexts } from '../common/text.ts'
import styles from './Earnings.module.css'

const CHART_HEIGHT = 200
const DAY_MS = 86_400_000

/** Net for each stretch of time: grey above zero, red below. */
export function NetBars({ community, since }: { readonly community: CommunityState; readonly since: number | null }) {
  const t = useTexts()
  const duration = useDuration()
  const problemText = useProblemText()
  const now = useNow(60_000)
  const { language } = useConsole(({ app }) => app.preferences)
  const { id, name } = community.settings
  const answer = useAnswer(
    'assertions.totals',
    { community: id, since },
    `${id}:${since}:${community.today.settled}:${community.total.settled}`,
  )
  const totals = answer.is === 'here' ? answer.value : answer.is === 'failed' ? answer.last : null
  const first = totals?.net[0]
  const last = totals?.net.at(-1)
  const time = (at: number): string => (totals !== null && totals.stretchMs >= DAY_MS / 2 ? formatDay(at, language) : formatHourMinute(at))
  return (
    <Section
      title={totals === null ? name : t('earnings.chart', { time: duration(totals.stretchMs), name })}
      note={t('earnings.chartNote')}
    >
      {answer.is === 'failed' && (
        <p className={styles.wrong} role="alert">
          {problemText(answer.problem)}
        </p>
      )}
      {totals !== null && first && last ? (
        <div className={styles.chart}>
          <Bars net={totals.net} from={time(first.at)} to={time(Math.min(now, last.at + totals.stretchMs))} />
        </div>
      ) : (
        totals !== null && <p className={styles.nothing}>{t('earnings.noBars')}</p>
      )}
    </Section>
  )
}

interface BarsProps {
  readonly net: readonly { readonly at: number; readonly net: bigint }[]
  readonly from: string
  readonly to: string
}

function Bars({ net, from, to }: BarsProps) {
  const t = useTexts()
  const { bars, min, max, ticks } = netBars(net)
  return (
    <BarChart bars={bars} min={min} max={max} ticks={ticks} from={from} to={to} height={CHART_HEIGHT} label={t('earnings.chartLabel')} />
  )
}
