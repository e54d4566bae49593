import { type ScannerId, scannerId } from '../../../shared/domain/engine.ts'
import type { CommunityState, EngineStatistics } from '../../../shared/state/state.ts'
import { formatPerMille } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { formatCount, formatSeconds } from '../../lib/numbers.ts'
import { useActsOff } from '../../ui/Button.tsx'
import { StakeGlyph, type StakeShape, type Tone, toneClassOf } from '../../ui/Glyphs.tsx'
import { Section } from '../../ui/Page.tsx'
import { Table } from '../../ui/Table.tsx'
import { useSaid } from '../common/reasons.ts'
import { rightOfVerdicts } from '../common/right.ts'
import { useTexts } from '../common/text.ts'
import styles from './Engine.module.css'
import { useConfigure } from './useConfigure.ts'

interface Props {
  readonly community: CommunityState
  readonly statistics: EngineStatistics | null
}

const looks: Readonly<Record<CommunityState['scanner']['is'], { readonly shape: StakeShape; readonly tone: Tone }>> = {
  off: { shape: 'dot', tone: 'soft' },
  starting: { shape: 'open', tone: 'soft' },
  ready: { shape: 'dot', tone: 'gain' },
  down: { shape: 'lost', tone: 'loss' },
}

/** Which scanner answers, whether it is ready, how fast and how often right it is. */
export function ScannersTable({ community, statistics }: Props) {
  const t = useTexts()
  const { configure } = useConfigure(community.settings.id)
  const chosen = community.engineSettings.scanner
  const figures = (id: ScannerId) => statistics?.scanners.find((scanner) => scanner.id === id)
  const time = (ms: number | null | undefined) =>
    ms == null ? <span className={styles.faint}>{t('common.none')}</span> : formatSeconds(ms)
  const right = (id: ScannerId) => {
    const { right7d, wrong7d } = figures(id) ?? {}
    const share = right7d == null || wrong7d == null ? null : rightOfVerdicts(right7d, wrong7d).share
    return share === null ? <span className={styles.faint}>{t('common.none')}</span> : formatPerMille(share)
  }
  return (
    <Section title={t('engine.scanners')} note={t('engine.scannersNote')}>
      <div className={styles.tableBox}>
        <Table
          label={t('engine.scanners')}
          rows={scannerId.options}
          keyOf={(id) => id}
          columns={[
            {
              id: 'scanner',
              header: t('engine.column.scanner'),
              cell: (id) => (
                <Choice
                  id={id}
                  chosen={id === chosen}
                  onChoose={() => {
                    configure({ scanner: id }).catch(() => {})
                  }}
                />
              ),
            },
            {
              id: 'setup',
              header: t('engine.column.setup'),
              cell: (id) => <span className={styles.soft}>{t(`engine.scannerSetup.${id}`)}</span>,
            },
            {
              id: 'state',
              header: t('engine.column.state'),
              cell: (id) => <ScannerState scanner={id === chosen ? community.scanner : { is: 'off', detail: null }} />,
            },
            { id: 'median', header: t('engine.column.median'), align: 'end', cell: (id) => time(figures(id)?.medianMs) },
            { id: 'p99', header: t('engine.column.p99'), align: 'end', cell: (id) => time(figures(id)?.p99Ms) },
            { id: 'failed', header: t('engine.column.failed'), align: 'end', cell: (id) => formatCount(figures(id)?.failedHour ?? 0) },
            { id: 'right', header: t('engine.column.right'), align: 'end', cell: right },
          ]}
        />
      </div>
    </Section>
  )
}

function Choice({ id, chosen, onChoose }: { readonly id: ScannerId; readonly chosen: boolean; readonly onChoose: () => void }) {
  const t = useTexts()
  const name = t(`engine.scanner.${id}`)
  const why = useActsOff(true)
  return (
    <span className={styles.choice} title={why ?? undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: drawn to the tokens; the state's answer decides what is checked */}
      <button
        type="button"
        role="radio"
        aria-checked={chosen}
        aria-label={t('engine.choose', { name })}
        className={styles.radio}
        {...(why === null ? {} : { 'aria-disabled': true })}
        onClick={chosen || why !== null ? undefined : onChoose}
      />
      <span className={cx(styles.name, !chosen && styles.off)}>{name}</span>
    </span>
  )
}

function ScannerState({ scanner }: { readonly scanner: CommunityState['scanner'] }) {
  const t = useTexts()
  const said = useSaid()
  const { shape, tone } = looks[scanner.is]
  return (
    <span
      className={cx(styles.status, toneClassOf(tone))}
      title={scanner.detail === null ? undefined : said({ detail: scanner.detail, reason: scanner.reason })}
    >
      <StakeGlyph shape={shape} tone={tone} turning={scanner.is === 'starting'} />
      {t(`engine.scannerState.${scanner.is}`)}
    </span>
  )
}
