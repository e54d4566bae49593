import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { Button } from '../../ui/Button.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Onboarding.module.css'

type StepName = 'wallet' | 'community' | 'scanner' | 'go'

interface StepProps {
  readonly name: StepName
  readonly number: number
  readonly current: StepName
  /** The steps before it are done. */
  readonly reached: boolean
  /** What was chosen, once the step is done. */
  readonly summary: ReactNode
  readonly onOpen: (name: StepName) => void
  readonly children: ReactNode
}

/** One step: its number and what it is for; open, it holds its controls, done, it says what was chosen. */
export function Step({ name, number, current, reached, summary, onOpen, children }: StepProps) {
  const t = useTexts()
  const open = current === name
  const done = summary !== null && !open
  return (
    <li className={cx(styles.step, open && styles.open)} aria-current={open ? 'step' : undefined}>
      <span className={styles.number}>{done ? <Check aria-label={t('onboarding.done')} /> : number}</span>
      <div className={styles.body}>
        <div className={styles.stepHead}>
          <h2 className={styles.stepTitle}>{t(`onboarding.${name}.title`)}</h2>
          <span className={styles.stepNote}>{done ? summary : t(`onboarding.${name}.note`)}</span>
          {done && reached && (
            <Button kind="quiet" size="small" className={styles.change} onClick={() => onOpen(name)}>
              {t('onboarding.change')}
            </Button>
          )}
        </div>
        {open && <div className={styles.content}>{children}</div>}
      </div>
    </li>
  )
}
