import { PanelRight, Search } from 'lucide-react'
import { useCommunity, useConsole, useUi, useWindowConsole } from '../../store/console.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { useNeedsNow } from '../alerts/index.ts'
import { useTexts } from '../common/text.ts'
import { EngineButtons } from './EngineButtons.tsx'
import shell from './Shell.module.css'
import styles from './Strip.module.css'
import { BlockCell, CommunityCell, EngineCell } from './StripCells.tsx'
import { EthCell, NctCell, StakeCell, TodayCell } from './StripMoney.tsx'

/** One glance: is it running, is anything at risk, what did I earn, what needs me. */
export function Strip() {
  const t = useTexts()
  const { ui, bridge } = useWindowConsole()
  const community = useCommunity()
  const communities = useConsole((state) => state.communities)
  const sideOpen = useUi((state) => state.sideOpen)
  const needs = useNeedsNow()
  return (
    <section className={styles.strip} aria-label={t('shell.strip.label')}>
      <div className={styles.cells}>
        <EngineCell community={community} />
        <CommunityCell community={community} communities={communities} />
        <BlockCell community={community} />
        <StakeCell community={community} />
        <TodayCell community={community} />
        <NctCell community={community} />
        <EthCell community={community} />
      </div>
      <div className={styles.actions}>
        {bridge.host === 'headless' && (
          <IconButton
            label={t('shell.search')}
            icon={<Search aria-hidden />}
            onClick={() => ui.setState({ dialog: { is: 'palette', text: '' } })}
          />
        )}
        <EngineButtons community={community} />
        <IconButton
          className={shell.drawerButton}
          label={`${t('shell.side.open')} (${needs})`}
          aria-expanded={sideOpen}
          icon={<PanelRight aria-hidden />}
          onClick={() => ui.setState({ sideOpen: !sideOpen })}
        />
      </div>
    </section>
  )
}
