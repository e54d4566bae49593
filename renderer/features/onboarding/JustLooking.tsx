import { ArrowRight, Play } from 'lucide-react'
import { sandbox } from '../../../shared/domain/community.ts'
import { useConsole, useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Mark, StakeGlyph } from '../../ui/Glyphs.tsx'
import { useSaid } from '../common/reasons.ts'
import { useProblemText, useTexts } from '../common/text.ts'
import { useSandbox } from '../communities/index.ts'
import styles from './JustLooking.module.css'

const things = ['wallet', 'chains', 'scanner', 'money'] as const

/** The sandbox, in one click; the set-up beside it stays as it is. */
export function JustLooking() {
  const t = useTexts()
  const said = useSaid()
  const problemText = useProblemText()
  const { ui } = useWindowConsole()
  const { starting, problem, process, start } = useSandbox()
  const joined = useConsole(({ communities }) => communities[sandbox.id] !== undefined)
  return (
    <aside className={styles.panel} aria-label={t('onboarding.look.title')}>
      <Mark size={44} />
      <h2 className={styles.title}>{t('onboarding.look.title')}</h2>
      <p className={styles.text}>{t('onboarding.look.text')}</p>
      <ul className={styles.things}>
        {things.map((thing) => (
          <li key={thing} className={styles.thing}>
            <StakeGlyph shape="dot" tone="soft" />
            <div>
              <p className={styles.name}>{t(`onboarding.look.${thing}`)}</p>
              <p className={styles.note}>{t(`onboarding.look.${thing}Text`)}</p>
            </div>
          </li>
        ))}
      </ul>
      {joined && process.is === 'running' ? (
        <Button
          kind="strong"
          size="large"
          wide
          icon={<ArrowRight aria-hidden />}
          onClick={() => ui.setState({ setup: 'hidden', community: sandbox.id, place: { screen: 'live' } })}
        >
          {t('onboarding.look.back')}
        </Button>
      ) : (
        <Button kind="strong" size="large" wide icon={<Play aria-hidden />} busy={starting} onClick={start}>
          {t('onboarding.look.try')}
        </Button>
      )}
      {problem !== null || process.is === 'failed' ? (
        <p className={styles.wrong} role="alert">
          {problem !== null ? problemText(problem) : t('onboarding.look.failed', { detail: process.is === 'failed' ? said(process) : '' })}
        </p>
      ) : (
        <p className={styles.small} role={starting ? 'status' : undefined}>
          {t(starting ? 'onboarding.look.starting' : 'onboarding.look.tryNote')}
        </p>
      )}
    </aside>
  )
}
