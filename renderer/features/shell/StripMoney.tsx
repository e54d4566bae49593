import { TriangleAlert } from 'lucide-react'
import { Trans } from 'react-i18next'
import type { BalanceReading, CommunityState, Results } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { formatClock } from '../../lib/times.ts'
import { useConsole } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { useTexts } from '../common/text.ts'
import { inFlight, isConnected } from '../common/view.ts'
import { Cell } from './Cell.tsx'
import styles from './Strip.module.css'

type Props = { readonly community: CommunityState | null }

const Unit = ({ children }: { readonly children: string }) => <span className={styles.unit}>{children}</span>

/** When figures that cannot be live were true: the last block that was seen. */
const asOf = ({ clock }: CommunityState): number | null => clock.seenAt

export function StakeCell({ community }: Props) {
  const t = useTexts()
  const stake = community?.stake
  const unit = community?.settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')
  return (
    <Cell
      id="stake"
      label={t('shell.strip.stake')}
      value={
        stake && (
          <>
            <Amount value={stake.atRisk} cost {...(stake.atRisk > 0n ? { tone: 'stake' as const } : {})} />
            <Unit>{unit}</Unit>
          </>
        )
      }
      detail={
        stake && (
          <span>
            {t('shell.strip.open', { count: stake.open })}
            {stake.unrevealedCount > 0 && (
              <>
                {' · '}
                <span className={styles.long}>
                  <Trans
                    i18nKey="shell.strip.unrevealedIn"
                    values={{ count: stake.unrevealedCount }}
                    components={{ amount: <Amount value={stake.unrevealed} cost /> }}
                  />
                </span>
                <span className={styles.short}>{t('shell.strip.unrevealedShort', { count: stake.unrevealedCount })}</span>
              </>
            )}
          </span>
        )
      }
    />
  )
}

export function TodayCell({ community }: Props) {
  const t = useTexts()
  const today = community?.today
  const seen = community && !isConnected(community) ? asOf(community) : null
  return (
    <Cell
      id="today"
      seenAt={seen}
      label={t('shell.strip.today')}
      tone={today && today.forfeited > 0 ? 'loss' : null}
      value={
        today && (
          <>
            <Amount value={today.net} result />
            <Unit>{community.settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')}</Unit>
          </>
        )
      }
      detail={today && (seen !== null ? t('shell.strip.asOf', { time: formatClock(seen) }) : <TodayCounts today={today} />)}
    />
  )
}

/** How many assertions ended today and how: one that was never revealed before all those that were right. */
function TodayCounts({ today }: { readonly today: Results }) {
  const t = useTexts()
  const { settled, won, forfeited } = today
  const all = t('shell.strip.settled', { count: settled })
  if (forfeited > 0) {
    return (
      <>
        <span title={t('shell.strip.wonMeans')}>
          <span className={styles.long}>{all}</span>
          <span className={styles.short}>{t('shell.strip.settledShort', { count: settled })}</span>
          {' ·'}
        </span>
        <StakeGlyph shape="forfeited" tone="loss" size={11} />
        <span className={styles.red}>{t('shell.strip.forfeited', { count: forfeited })}</span>
      </>
    )
  }
  if (settled === 0) return <span title={t('shell.strip.wonMeans')}>{all}</span>
  return (
    <span title={t('shell.strip.wonMeans')}>
      <span className={styles.long}>{`${all} · ${t('shell.strip.won', { count: won })}`}</span>
      <span className={styles.short}>{t('shell.strip.wonOf', { won, count: settled })}</span>
    </span>
  )
}

export function NctCell({ community }: Props) {
  const t = useTexts()
  if (community === null) return null
  const { balances, settings } = community
  const flying = inFlight(community)
  const seen = isConnected(community) ? null : (balances.sideNct?.at ?? null)
  return (
    <Cell
      id="nct"
      seenAt={seen}
      label={t('shell.strip.nctOn', { name: settings.name })}
      value={
        <Reading
          reading={balances.sideNct}
          old={!isConnected(community)}
          unit={settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')}
        />
      }
      detail={
        seen !== null ? (
          t('shell.strip.asOf', { time: formatClock(seen) })
        ) : (
          <span>
            {balances.homeNct ? (
              <Trans i18nKey="shell.strip.home" components={{ amount: <Amount value={balances.homeNct.value} /> }} />
            ) : (
              t('shell.strip.homeUnknown')
            )}
            {flying > 0n && (
              <span className={styles.long}>
                {' · '}
                <Trans i18nKey="shell.strip.inFlight" components={{ amount: <Amount value={flying} /> }} />
              </span>
            )}
          </span>
        )
      }
    />
  )
}

export function EthCell({ community }: Props) {
  const t = useTexts()
  const need = useConsole(
    ({ needs }) => needs.find(({ code, community: of }) => code === 'home-eth-low' && of === community?.settings.id) ?? null,
  )
  if (community === null) return null
  const reading = community.balances.homeEth
  const old = !isConnected(community)
  const deposits = Number(need?.values.deposits ?? Number.NaN)
  return (
    <Cell
      id="eth"
      seenAt={old ? (reading?.at ?? null) : null}
      label={t('shell.strip.ethHome')}
      value={<Reading reading={reading} old={old} unit={t('common.eth')} />}
      detail={
        old && reading !== null ? (
          t('shell.strip.asOf', { time: formatClock(reading.at) })
        ) : need ? (
          <>
            <TriangleAlert aria-hidden className={styles.amber} />
            <span className={styles.amber}>{t('shell.strip.low')}</span>
            {Number.isFinite(deposits) && (
              <>
                <span className={styles.long}>{t('shell.strip.paysDeposits', { count: deposits })}</span>
                <span className={styles.short}>{t('shell.strip.deposits', { count: deposits })}</span>
              </>
            )}
          </>
        ) : (
          t('shell.strip.gasForDeposits')
        )
      }
    />
  )
}

function Reading({ reading, old, unit }: { readonly reading: BalanceReading; readonly old: boolean; readonly unit: string }) {
  const t = useTexts()
  if (reading === null) return <span className={styles.faintText}>{t('shell.strip.unknown')}</span>
  return (
    <span className={cx(old && styles.old)}>
      <Amount value={reading.value} /> <Unit>{unit}</Unit>
    </span>
  )
}
