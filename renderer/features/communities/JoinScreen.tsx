import { defaultEngineSettings } from '../../../shared/domain/engine.ts'
import { Beside } from '../../ui/Beside.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Join.module.css'
import { JoinFoot } from './JoinFoot.tsx'
import { JoinParts, testedTerms } from './JoinParts.tsx'
import { ParametersPanel } from './ParametersPanel.tsx'
import type { JoinFlow } from './useJoin.ts'

/** Joining a Community, as a page with its parameters beside it. */
export function JoinScreen({ flow, onCancel }: { readonly flow: JoinFlow; readonly onCancel: () => void }) {
  const t = useTexts()
  const name = flow.fields.name.trim() || flow.target.name || t('communities.join.aPrivate')
  return (
    <Beside
      label={t('communities.parameters.title')}
      openLabel={t('communities.parameters.open')}
      closeLabel={t('common.close')}
      side={
        <div className={styles.sideColumn}>
          <ParametersPanel terms={testedTerms(flow)} exceptId={null} limit={defaultEngineSettings.limits.perBounty} />
          <JoinFoot flow={flow} />
        </div>
      }
    >
      <Page
        title={t('communities.join.title', { name })}
        note={t('communities.join.note')}
        scroll
        tools={
          <Button kind="quiet" onClick={onCancel}>
            {t('communities.join.cancel')}
          </Button>
        }
      >
        <JoinParts flow={flow} />
      </Page>
    </Beside>
  )
}
