import { FlaskConical, Globe, LockKeyhole, Play } from 'lucide-react'
import { useState } from 'react'
import { lima } from '../../../shared/domain/community.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioCards } from '../../ui/Choice.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { JoinInline, limaTarget, privateTarget, useSandbox } from '../communities/index.ts'
import styles from './Onboarding.module.css'

type Where = 'lima' | 'private' | 'sandbox'

interface CommunityStepProps {
  readonly joined: CommunityState | null
  readonly onDone: () => void
  readonly onLater: () => void
}

/** Step 2: where bounties are answered. The join runs right here; it can wait. */
export function CommunityStep({ joined, onDone, onLater }: CommunityStepProps) {
  const t = useTexts()
  const [where, setWhere] = useState<Where>('lima')
  const [another, setAnother] = useState(joined === null)
  if (joined !== null && !another) {
    return (
      <div className={styles.actions}>
        <Button kind="primary" size="large" onClick={onDone}>
          {joined.settings.name}
        </Button>
        <Button kind="quiet" size="large" onClick={() => setAnother(true)}>
          {t('onboarding.community.another')}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.stack}>
      <RadioCards<Where>
        label={t('onboarding.community.which')}
        value={where}
        onChange={setWhere}
        cards={[
          {
            value: 'lima',
            icon: <Globe aria-hidden />,
            title: t('onboarding.community.lima'),
            text: t('onboarding.community.limaText', { address: lima.address }),
          },
          {
            value: 'private',
            icon: <LockKeyhole aria-hidden />,
            title: t('onboarding.community.private'),
            text: t('onboarding.community.privateText'),
          },
          {
            value: 'sandbox',
            icon: <FlaskConical aria-hidden />,
            title: t('onboarding.community.sandbox'),
            text: t('onboarding.community.sandboxText'),
          },
        ]}
      />
      {where === 'sandbox' ? (
        <SandboxChoice />
      ) : (
        <JoinInline key={where} target={where === 'lima' ? limaTarget : privateTarget} onJoined={onDone} />
      )}
      <div className={styles.actions}>
        <Button kind="quiet" onClick={onLater}>
          {t('onboarding.community.later')}
        </Button>
      </div>
    </div>
  )
}

function SandboxChoice() {
  const t = useTexts()
  const problemText = useProblemText()
  const { starting, problem, start } = useSandbox()
  return (
    <div className={styles.stack}>
      <p className={styles.faint}>{t('onboarding.community.sandboxNote')}</p>
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
      <div className={styles.actions}>
        <Button kind="primary" size="large" icon={<Play aria-hidden />} busy={starting} onClick={start}>
          {t('onboarding.look.try')}
        </Button>
      </div>
    </div>
  )
}
