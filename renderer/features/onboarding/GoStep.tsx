import { Play } from 'lucide-react'
import { useState } from 'react'
import { defaultEngineSettings, type ScannerId } from '../../../shared/domain/engine.ts'
import type { Problem } from '../../../shared/errors/errors.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useWindowConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { type LimitField, type LimitFields, limitFieldsOf, readLimits } from './limits.ts'
import styles from './Onboarding.module.css'

const fields: readonly LimitField[] = ['perBounty', 'perDay', 'atOnce', 'allowance']

/** Step 4: what the engine may risk, then it starts. Without a Community the set-up just ends. */
export function GoStep({ community, scanner }: { readonly community: CommunityState | null; readonly scanner: ScannerId }) {
  const t = useTexts()
  const problemText = useProblemText()
  const before = (community?.engineSettings ?? defaultEngineSettings).limits
  const [typed, setTyped] = useState<LimitFields>(() => limitFieldsOf(before))
  const { finish, busy, problem } = useFinish(community, scanner)
  const read = readLimits(typed, before)
  const problems = read.ok ? {} : read.problems
  const name = community?.settings.name ?? ''
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (read.ok) finish(read.limits)
      }}
    >
      {community !== null && (
        <div className={styles.limits}>
          {fields.map((field) => {
            const wrong = problems[field]
            return (
              <TextField
                key={field}
                label={t(`onboarding.go.${field}`)}
                value={typed[field]}
                inputMode="decimal"
                unit={t('common.nct')}
                placeholder={field === 'allowance' ? '' : t('onboarding.go.noLimit')}
                invalid={wrong === undefined ? undefined : t(`onboarding.go.problem.${wrong}`)}
                onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
              />
            )
          })}
        </div>
      )}
      {problem !== null && (
        <p className={styles.wrong} role="alert">
          {problemText(problem)}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" kind="primary" size="large" busy={busy} {...(community ? { icon: <Play aria-hidden /> } : {})}>
          {community === null ? t('onboarding.go.finish') : t('onboarding.go.start', { name })}
        </Button>
      </div>
      <p className={styles.faint}>{community === null ? t('onboarding.go.finishNote') : t('onboarding.go.startNote', { name })}</p>
    </form>
  )
}

/** Sets the engine up, starts it, ends the set-up: each only after the one before it. */
function useFinish(community: CommunityState | null, scanner: ScannerId) {
  const { bridge, ui } = useWindowConsole()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (limits: CommunityState['engineSettings']['limits']): Promise<Problem | null> => {
    if (community !== null) {
      const id = community.settings.id
      const configured = await bridge.call('engine.configure', { community: id, settings: { scanner, limits } })
      if (!configured.ok) return configured.problem
      const started = await bridge.call('engine.start', { community: id })
      if (!started.ok && started.problem.code !== 'engine-running') return started.problem
    }
    const finished = await bridge.call('app.finishFirstRun', {})
    if (!finished.ok) return finished.problem
    ui.setState({
      setup: 'auto',
      place: { screen: community === null ? 'communities' : 'live' },
      ...(community === null ? {} : { community: community.settings.id }),
    })
    return null
  }
  const finish = (limits: CommunityState['engineSettings']['limits']) => {
    setBusy(true)
    setProblem(null)
    run(limits)
      .then(setProblem)
      .catch(() => {})
      .finally(() => setBusy(false))
  }
  return { finish, busy, problem }
}
