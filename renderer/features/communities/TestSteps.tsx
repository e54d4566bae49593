import { CircleCheck, CircleDashed, CircleHelp, CircleX, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TestStep } from '../../../shared/contract/contract.ts'
import { isErrorCode, type Problem } from '../../../shared/errors/errors.ts'
import { reasonFrom } from '../../../shared/errors/reasons.ts'
import { testStepCodes } from '../../../shared/state/codes.ts'
import { groupDigits } from '../../lib/amounts.ts'
import { visibleText } from '../../lib/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Page.tsx'
import { useSaid } from '../common/reasons.ts'
import { useCodeTexts, useProblemText, useTexts } from '../common/text.ts'
import styles from './Communities.module.css'
import { countSteps } from './join.ts'

const icons: Readonly<Record<TestStep['result'], ReactNode>> = {
  passed: <CircleCheck aria-hidden />,
  failed: <CircleX aria-hidden />,
  asks: <CircleHelp aria-hidden />,
  skipped: <CircleDashed aria-hidden />,
}

interface TestStepsProps {
  readonly steps: readonly TestStep[] | null
  readonly running: boolean
  readonly problem: Problem | null
  readonly stale?: boolean
  readonly onRun: () => void
  /** Stands below the steps. */
  readonly children?: ReactNode
}

/** The connection test, step by step, in words. */
export function TestSteps({ steps, running, problem, stale = false, onRun, children }: TestStepsProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const note = useTestNote(steps, running, stale)
  return (
    <Section
      title={t('communities.join.testTitle')}
      note={note}
      className={styles.test}
      tools={
        <Button busy={running} icon={<RefreshCw aria-hidden />} onClick={onRun}>
          {t(steps === null ? 'communities.join.test' : 'communities.join.again')}
        </Button>
      }
    >
      {problem && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
      {steps !== null && (
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step.step} className={styles.step} data-result={step.result}>
              {icons[step.result]}
              <span>{t(`communities.step.${step.step}`)}</span>
              <span className={styles.said}>
                <span className="visually-hidden">{t(`communities.result.${step.result}`)}: </span>
                <StepWords step={step} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {children}
    </Section>
  )
}

function useTestNote(steps: readonly TestStep[] | null, running: boolean, stale: boolean): string {
  const t = useTexts()
  if (running) return t('communities.join.running')
  if (steps === null) return t(stale ? 'communities.join.stale' : 'communities.join.testIdle')
  const count = countSteps(steps)
  if (count.failed > 0) return t('communities.join.failed', { ...count })
  return t(count.asks > 0 ? 'communities.join.asks' : 'communities.join.passed', { ...count })
}

/** What a step found, from its code; a code this window does not know is shown as it is. */
function StepWords({ step: { code, values } }: { readonly step: TestStep }) {
  const t = useTexts()
  const codeText = useCodeTexts()
  const said = useSaid()
  const known = testStepCodes.find((each) => each === code)
  const detail = values.detail === undefined ? null : said({ detail: values.detail, reason: reasonFrom(values) })
  if (known === undefined) {
    // The sentence of a connection promises another try; a test is made once.
    const sentence = code === 'unreachable' ? t('communities.join.unreachable') : isErrorCode(code) ? t(`errors.${code}`) : code
    return <>{detail === null ? sentence : `${sentence} ${t('communities.said.detail', { detail })}`}</>
  }
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, visibleText(value)]))
  if (known === 'chains-in-step') {
    const home = shown.home === '1' ? t('communities.said.ethereum', { id: shown.home }) : (shown.home ?? '')
    return <>{t('communities.said.chains-in-step', { home, side: shown.side ?? '', block: groupDigits(shown.block ?? '') })}</>
  }
  if (known === 'contracts-match') {
    const fresh = Number(shown.new ?? 0)
    const values = { matching: shown.matching ?? '', total: shown.total ?? '' }
    return (
      <>
        {fresh > 0 ? t('communities.said.contracts-match-new', { ...values, count: fresh }) : t('communities.said.contracts-match', values)}
      </>
    )
  }
  return codeText(`communities.said.${known}`, shown)
}
