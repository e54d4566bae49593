import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useAction } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { PasswordField } from '../../ui/Field.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './Communities.module.css'
import { PortalLink } from './JoinFields.tsx'
import { fieldProblems } from './join.ts'

interface KeyDialogProps {
  readonly id: string
  readonly name: string
  readonly onClose: () => void
}

/** Sets or replaces the API key of a joined Community. */
export function SetKeyDialog({ id, name, onClose }: KeyDialogProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('community.setApiKey')
  const [apiKey, setApiKey] = useState('')
  const shape = fieldProblems({ name, address: 'x', apiKey, insecure: false }).apiKey
  const save = async () => {
    if (apiKey === '' || shape !== undefined) return
    const result = await run({ community: id, apiKey })
    if (result.ok) {
      setApiKey('')
      onClose()
    }
  }
  return (
    <Dialog
      calm
      icon={<KeyRound aria-hidden />}
      title={t('communities.detail.keyDialog.title', { name })}
      text={t('communities.detail.keyDialog.text')}
      onClose={onClose}
      onSubmit={() => {
        save().catch(() => {})
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {t('communities.detail.keyDialog.save')}
          </Button>
        </>
      }
    >
      <div className={styles.dialogForm}>
        <PasswordField
          label={t('communities.join.apiKey')}
          autoComplete="off"
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          size="large"
          value={apiKey}
          hint={<PortalLink />}
          invalid={problem ? problemText(problem) : shape ? t(`communities.join.${shape}`, { scheme: '' }) : undefined}
          onChange={(event) => setApiKey(event.target.value)}
        />
      </div>
    </Dialog>
  )
}

/** Removes the API key of a joined Community, after a look at what that means. */
export function RemoveKeyDialog({ id, name, onClose }: KeyDialogProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('community.setApiKey')
  const remove = async () => {
    const result = await run({ community: id, apiKey: null })
    if (result.ok) onClose()
  }
  return (
    <Dialog
      icon={<KeyRound aria-hidden />}
      title={t('communities.detail.removeDialog.title', { name })}
      text={t('communities.detail.removeDialog.text')}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <>
          <Button
            busy={busy}
            onClick={() => {
              remove().catch(() => {})
            }}
          >
            {t('communities.detail.removeDialog.remove')}
          </Button>
          <Button type="submit" kind="primary">
            {t('communities.detail.removeDialog.keep')}
          </Button>
        </>
      }
    >
      {problem && (
        <p className={styles.dialogWrong} role="alert">
          {problemText(problem)}
        </p>
      )}
    </Dialog>
  )
}
