import { Gauge } from 'lucide-react'
import { useState } from 'react'
import type { CommunityState } from '../../../shared/state/state.ts'
import { useCommunity, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { useTexts } from '../common/text.ts'
import styles from './LimitsDialog.module.css'
import { type LimitField, limitProblem, limitTexts, optionalLimits, parseLimits } from './limits.ts'
import { useConfigure } from './useConfigure.ts'

const labels: Readonly<Record<LimitField, 'perDay' | 'perBounty' | 'atOnce' | 'allowance' | 'gas'>> = {
  perDay: 'perDay',
  perBounty: 'perBounty',
  atOnce: 'atOnce',
  allowance: 'allowance',
  homeGasPrice: 'gas',
}

/** What the engine may risk on the Community the window looks at. */
export function LimitsDialog() {
  const community = useCommunity()
  return community === null ? null : <LimitsOf community={community} />
}

function LimitsOf({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const { configure, busy } = useConfigure(community.settings.id)
  const [texts, setTexts] = useState(() => limitTexts(community.engineSettings.limits))
  const [types, setTypes] = useState<readonly ('file' | 'url')[]>(community.engineSettings.artifactTypes)
  const [autoStart, setAutoStart] = useState(community.engineSettings.autoStart)
  const limits = parseLimits(texts)
  const close = () => ui.setState({ dialog: null })
  const toggle = (type: 'file' | 'url', on: boolean) =>
    setTypes(on ? [...new Set([...types, type])].sort() : types.filter((each) => each !== type))
  const save = async () => {
    if (limits === null || types.length === 0 || busy) return
    if (!(await configure({ limits, artifactTypes: [...types], autoStart }))) return
    close()
    notify(ui, t('engine.edit.saved'))
  }
  const problemOf = (field: LimitField) => {
    const problem = limitProblem(field, texts[field])
    return problem === null ? null : t(`engine.problem.${problem}`)
  }
  return (
    <Dialog
      wide
      calm
      title={t('engine.edit.title', { name: community.settings.name })}
      text={t('engine.edit.text')}
      icon={<Gauge aria-hidden />}
      onClose={close}
      onSubmit={() => {
        save().catch(() => {})
      }}
      actions={
        <>
          <Button kind="quiet" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button kind="primary" type="submit" busy={busy} disabledWhy={types.length === 0 ? t('engine.edit.needType') : null}>
            {t('engine.edit.save')}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {(Object.keys(labels) as LimitField[]).map((field, index) => (
          <TextField
            key={field}
            autoFocus={index === 0}
            inputMode="decimal"
            label={t(`engine.edit.${labels[field]}`)}
            unit={field === 'homeGasPrice' ? t('engine.edit.gwei') : t('common.nct')}
            value={texts[field]}
            onChange={(event) => setTexts({ ...texts, [field]: event.target.value })}
            invalid={problemOf(field)}
            hint={field === 'allowance' ? t('engine.edit.allowanceHint') : optionalLimits.has(field) ? t('engine.edit.empty') : undefined}
          />
        ))}
      </div>
      <div className={styles.checks}>
        <div className={styles.row}>
          <span className={styles.label}>{t('engine.edit.types')}</span>
          <Checkbox label={t('engine.edit.files')} checked={types.includes('file')} onChange={(on) => toggle('file', on)} />
          <Checkbox label={t('engine.edit.urls')} checked={types.includes('url')} onChange={(on) => toggle('url', on)} />
        </div>
        {types.length === 0 && <span className={styles.wrong}>{t('engine.edit.needType')}</span>}
        <Checkbox label={t('engine.edit.autoStart')} checked={autoStart} onChange={setAutoStart} />
      </div>
    </Dialog>
  )
}
