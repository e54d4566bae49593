import { ExternalLink } from 'lucide-react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { AppState } from '../../../shared/state/state.ts'
import { formatMoment } from '../../lib/times.ts'
import { useConsole, useNow, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Page.tsx'
import { useSaid } from '../common/reasons.ts'
import { useTexts } from '../common/text.ts'
import { Row } from './Row.tsx'
import styles from './Settings.module.css'

/** What this is, where it runs, how its journal stands. */
export function About() {
  const t = useTexts()
  const { bridge } = useWindowConsole()
  const { version, host, platform, startedAt, preferences, journal } = useConsole(({ app }) => app)
  const now = useNow(60_000)
  return (
    <Section title={t('settings.about.title')}>
      <div className={styles.rows}>
        <Row name={t('settings.about.version')}>{version}</Row>
        <Row name={t('settings.about.host')}>{t(`settings.about.hosts.${host}`)}</Row>
        <Row name={t('settings.about.platform')}>{platform}</Row>
        <Row name={t('settings.about.started')}>{formatMoment(startedAt, now, preferences.language)}</Row>
        <Row name={t('settings.about.journal')}>{useJournalText(journal)}</Row>
        <Row name={t('settings.about.opens')}>
          {(['documentation', 'portal'] as const).map((page) => (
            <Button
              key={page}
              acts
              size="small"
              after={<ExternalLink aria-hidden />}
              onClick={() => {
                bridge.call('app.openExternal', { page }).catch(() => {})
              }}
            >
              {t(`settings.about.${page}`)}
            </Button>
          ))}
        </Row>
      </div>
    </Section>
  )
}

function useJournalText(journal: AppState['journal']): string {
  const t = useTexts()
  const said = useSaid()
  switch (journal.is) {
    case 'saved':
      return t('settings.about.journalSaved')
    case 'writing':
      return t('settings.about.journalWriting')
    case 'failed':
      return t('settings.about.journalFailed', { detail: said(journal) })
    default:
      return assertNever(journal)
  }
}
