import { FlaskConical, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { formatMoment } from '../../lib/times.ts'
import { useAction, useCommunity, useConsole, useConsoleNow, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Beside } from '../../ui/Beside.tsx'
import { Button } from '../../ui/Button.tsx'
import { StakeGlyph, type StakeShape, type Tone, toneClassOf } from '../../ui/Glyphs.tsx'
import { Screen } from '../common/Screen.tsx'
import { useDuration, useProblemText, useTexts } from '../common/text.ts'
import { BidSection, OpinionsSection } from './Choices.tsx'
import styles from './Engine.module.css'
import { EngineSide } from './EngineSide.tsx'
import { ScannersTable } from './ScannersTable.tsx'
import { ScanningNow } from './ScanningNow.tsx'
import { ScanTimeSection, ThroughputSection } from './Statistics.tsx'
import { TestFileDialog } from './TestFileDialog.tsx'

/** The engine of the Community: its scanner, how fast it is, how much it bids, what it may risk. */
export function EngineScreen() {
  const t = useTexts()
  const community = useCommunity()
  if (community === null) {
    return (
      <Screen title={t('engine.none')}>
        <p className={styles.none}>{t('live.empty.join')}</p>
      </Screen>
    )
  }
  return <EngineOf key={community.settings.id} community={community} />
}

function EngineOf({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const statistics = useConsole((state) => state.statistics[community.settings.id] ?? null)
  const title = t('engine.title', { name: community.settings.name })
  return (
    <Beside
      label={t('engine.limits')}
      openLabel={t('engine.limits')}
      closeLabel={t('common.close')}
      side={<EngineSide community={community} />}
    >
      <Screen
        // A name of any length gives way to what can be done.
        title={<span title={title}>{title}</span>}
        note={<EngineStatus community={community} />}
        tools={<Tools community={community} />}
        scroll
      >
        <ScannersTable community={community} statistics={statistics} />
        <div className={styles.pair}>
          <ThroughputSection statistics={statistics} />
          <ScanTimeSection statistics={statistics} blockTimeMs={community.clock.blockTimeMs} />
        </div>
        <div className={styles.pair}>
          <OpinionsSection statistics={statistics} />
          <BidSection community={community} />
        </div>
        <ScanningNow community={community} statistics={statistics} />
      </Screen>
    </Beside>
  )
}

const looks: Readonly<Record<CommunityState['engine']['is'], { readonly shape: StakeShape; readonly tone: Tone }>> = {
  running: { shape: 'play', tone: 'gain' },
  stopped: { shape: 'square', tone: 'soft' },
  paused: { shape: 'bars', tone: 'stake' },
  holding: { shape: 'bars', tone: 'stake' },
  locked: { shape: 'lock', tone: 'stake' },
  failed: { shape: 'lost', tone: 'loss' },
}

function EngineStatus({ community: { engine } }: { readonly community: CommunityState }) {
  const t = useTexts()
  const duration = useDuration()
  const now = useConsoleNow()
  const language = useConsole(({ app }) => app.preferences.language)
  const { shape, tone } = looks[engine.is]
  const text = () => {
    if (engine.is === 'running') return t('engine.state.running', { time: duration(now - engine.since) })
    if (engine.is !== 'stopped' || engine.by === undefined) return t(`engine.state.${engine.is}`)
    return t(`engine.state.stoppedBy.${engine.by}`, { time: engine.since === null ? '' : formatMoment(engine.since, now, language) })
  }
  return (
    <span className={cx(styles.status, toneClassOf(tone))}>
      <StakeGlyph shape={shape} tone={tone} />
      {text()}
    </span>
  )
}

function Tools({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const problemText = useProblemText()
  const restart = useAction('engine.restartScanners')
  const [testing, setTesting] = useState(false)
  const run = async () => {
    const result = await restart.run({ community: community.settings.id })
    notify(ui, result.ok ? t('engine.restarted') : problemText(result.problem), result.ok ? 'calm' : 'loss')
  }
  return (
    <>
      <Button acts kind="quiet" icon={<FlaskConical aria-hidden />} onClick={() => setTesting(true)}>
        {t('engine.testFile')}
      </Button>
      <Button
        icon={<RotateCw aria-hidden />}
        busy={restart.busy}
        onClick={() => {
          run().catch(() => {})
        }}
      >
        {t('engine.restart')}
      </Button>
      {testing && <TestFileDialog community={community} onClose={() => setTesting(false)} />}
    </>
  )
}
