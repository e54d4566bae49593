import { Play } from 'lucide-react'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { useAction, useConsole, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useSaid } from '../common/reasons.ts'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './Communities.module.css'

/** Starts the sandbox and goes to it once it runs: process, throwaway wallet, join, scanner, engine. */
export function useSandbox() {
  const { ui } = useWindowConsole()
  const process = useConsole(({ app }) => app.sandbox)
  const { run, busy, problem } = useAction('sandbox.try')
  const start = async () => {
    const result = await run({})
    if (result.ok) ui.setState({ setup: 'auto', community: result.value.id, place: { screen: 'live' } })
  }
  return {
    starting: busy || process.is === 'starting',
    problem,
    process,
    start: () => {
      start().catch(() => {})
    },
  }
}

/** The sandbox before it was started: what it is, and the one click. */
export function SandboxOffer() {
  const t = useTexts()
  const said = useSaid()
  const problemText = useProblemText()
  const { starting, problem, process, start } = useSandbox()
  return (
    <Page title={t('communities.sandbox.title')} note={t('communities.sandbox.note')}>
      <div className={styles.offer}>
        <p>{t('communities.sandbox.text')}</p>
        <Button kind="primary" size="large" icon={<Play aria-hidden />} busy={starting} onClick={start}>
          {t('communities.sandbox.try')}
        </Button>
        {starting && <p className={styles.offerNote}>{t('communities.sandbox.starting')}</p>}
        {problem !== null ? (
          <p className={styles.offerWrong} role="alert">
            {problemText(problem)}
          </p>
        ) : (
          process.is === 'failed' && (
            <p className={styles.offerWrong} role="alert">
              {t('communities.sandbox.failed', { detail: said(process) })}
            </p>
          )
        )}
      </div>
    </Page>
  )
}

/** How the sandbox's process stands, and a way to start it again. */
export function SandboxProcess() {
  const t = useTexts()
  const said = useSaid()
  const { starting, process, start } = useSandbox()
  const words = (() => {
    switch (process.is) {
      case 'running':
        return t('communities.sandbox.running', { address: process.address })
      case 'starting':
        return t('communities.starting')
      case 'stopped':
        return t('communities.sandbox.stopped')
      case 'failed':
        return t('communities.sandbox.failed', { detail: said(process) })
      default:
        return assertNever(process)
    }
  })()
  return (
    <span className={styles.factTools}>
      {words}
      {(process.is === 'stopped' || process.is === 'failed') && (
        <Button size="small" busy={starting} onClick={start}>
          {t('communities.sandbox.again')}
        </Button>
      )}
    </span>
  )
}
