import { Section } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Communities.module.css'
import { ContractsTable } from './ContractsTable.tsx'
import { JoinFieldsForm } from './JoinFields.tsx'
import type { Terms } from './meaning.ts'
import { TestSteps } from './TestSteps.tsx'
import type { JoinFlow } from './useJoin.ts'

/** The middle of a join: fields, test, contracts. */
export function JoinParts({ flow }: { readonly flow: JoinFlow }) {
  const t = useTexts()
  const { test, fields, target } = flow
  const name = fields.name.trim() || target.name || t('communities.join.aPrivate')
  const unreachable = test?.steps.some(({ result, code }) => result === 'failed' && (code === 'unreachable' || code === 'timeout')) === true
  return (
    <>
      <JoinFieldsForm flow={flow} />
      <TestSteps steps={test?.steps ?? null} running={flow.testing} problem={flow.testProblem} stale={flow.stale} onRun={flow.runTest}>
        {unreachable && <p className={styles.unreachable}>{t('communities.join.unreachableNote', { name })}</p>}
      </TestSteps>
      {test !== null && test.contracts.length > 0 && (
        <Section title={t('communities.contracts.title')} note={t('communities.contracts.note')} className={styles.pinning}>
          <ContractsTable label={t('communities.contracts.title')} contracts={test.contracts} />
          {test.contracts.some(({ matches }) => !matches) && (
            <p className={styles.wrong} role="alert">
              {t('communities.contracts.refused', { name })}
            </p>
          )}
        </Section>
      )}
    </>
  )
}

/** What the tested Community asks; null while it is not known. */
export function testedTerms({ test, fields, target }: JoinFlow): Terms | null {
  return test === null || test.parameters === null
    ? null
    : {
        name: fields.name.trim() || target.name,
        parameters: test.parameters,
        blockTimeMs: test.blockTimeMs,
        relayFeeHome: test.relayFeeHome,
      }
}
