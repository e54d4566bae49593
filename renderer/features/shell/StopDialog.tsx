import { Square } from 'lucide-react'
import { Trans } from 'react-i18next'
import { useAction, useCommunity, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useLockedOut } from '../common/locked.ts'
import { useProblemText, useTexts } from '../common/text.ts'

/** Stop asks first, and says what goes on. */
export function StopDialog() {
  const t = useTexts()
  const { ui } = useWindowConsole()
  const community = useCommunity()
  const stop = useAction('engine.stop')
  const pause = useAction('engine.pause')
  const problemText = useProblemText()
  const lockedOut = useLockedOut(community)
  if (community === null) return null
  const { name, id } = community.settings
  const { open, atRisk } = community.stake
  const close = () => ui.setState({ dialog: null })
  const run = async (action: typeof stop | typeof pause) => {
    const result = await action.run({ community: id })
    close()
    if (!result.ok) notify(ui, problemText(result.problem), 'loss')
  }
  const start = (action: typeof stop | typeof pause) => {
    run(action).catch(() => {})
  }
  return (
    <Dialog
      calm
      title={t('shell.stopDialog.title', { name })}
      text={
        <>
          {t('shell.stopDialog.takesNoNew')}{' '}
          {open > 0 ? (
            <Trans
              i18nKey={lockedOut ? 'shell.stopDialog.goesOnLocked' : 'shell.stopDialog.goesOn'}
              count={open}
              components={{ amount: <Amount value={atRisk} cost /> }}
            />
          ) : (
            t('shell.stopDialog.nothingOpen')
          )}
        </>
      }
      icon={<Square aria-hidden />}
      onClose={close}
      onSubmit={() => start(stop)}
      actions={
        <>
          <Button kind="quiet" onClick={close} autoFocus>
            {t('shell.stopDialog.cancel')}
          </Button>
          {community.engine.is !== 'paused' && (
            <Button busy={pause.busy} onClick={() => start(pause)}>
              {t('shell.stopDialog.pauseInstead')}
            </Button>
          )}
          <Button kind="primary" type="submit" busy={stop.busy}>
            {t('shell.stopDialog.stop')}
          </Button>
        </>
      }
    />
  )
}
