import type { CommunityState, EngineStatistics } from '../../../shared/state/state.ts'
import { formatSeconds, formatSize } from '../../lib/numbers.ts'
import { useConsoleNow } from '../../store/console.tsx'
import { Name } from '../../ui/Name.tsx'
import { Section } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Engine.module.css'

/** A moment in time is a count of milliseconds since the epoch; a length is far below it. */
const EPOCH_MS = 1_000_000_000_000

/** Artifacts in the scanner at this moment, and how many blocks there are left for each. */
export function ScanningNow({
  community,
  statistics,
}: {
  readonly community: CommunityState
  readonly statistics: EngineStatistics | null
}) {
  const t = useTexts()
  const now = useConsoleNow()
  const rows = statistics?.scanning ?? []
  const { scanning, scanWaiting } = community.queues
  const took = (sinceMs: number) => (sinceMs > EPOCH_MS ? Math.max(0, now - sinceMs) : sinceMs)
  return (
    <Section title={t('engine.scanningNow')} note={t('engine.scanningNote', { now: scanning, waiting: scanWaiting })}>
      {rows.length === 0 ? (
        <p className={styles.none}>{t('engine.nothingScanned')}</p>
      ) : (
        <ul className={styles.now}>
          {rows.map((row) => (
            <li key={`${row.guid}-${row.name}`} className={styles.nowRow}>
              <Name text={row.name} />
              <span className={styles.soft}>{row.size === null ? t('live.url') : formatSize(row.size)}</span>
              <span>{formatSeconds(took(row.sinceMs))}</span>
              <span className={styles.soft}>{t(`engine.doing.${row.doing}`)}</span>
              <span>{row.blocksLeft === null ? t('common.unknown') : t('engine.blocksLeft', { count: row.blocksLeft })}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
