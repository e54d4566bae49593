import { LogOut } from 'lucide-react'
import { isInFlight } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount } from '../../lib/amounts.ts'
import { useAction } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './Communities.module.css'

/** Leaves a Community, after a look at what stays behind. */
export function LeaveDialog({ community, onClose, onLeft }: LeaveDialogProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem } = useAction('community.leave')
  const { id, name, kind } = community.settings
  const stays = community.balances.sideNct?.value ?? 0n
  const open = community.stake.open
  const flying = community.transfers.filter(({ stage }) => isInFlight(stage)).length
  const why =
    open > 0
      ? t('communities.detail.leaveDialog.open', { count: open })
      : flying > 0
        ? t('communities.detail.leaveDialog.flying', { count: flying })
        : null
  const leave = async () => {
    const result = await run({ community: id })
    if (result.ok) onLeft()
  }
  return (
    <Dialog
      icon={<LogOut aria-hidden />}
      title={t('communities.detail.leaveDialog.title', { name })}
      text={t(kind === 'sandbox' ? 'communities.detail.leaveDialog.textSandbox' : 'communities.detail.leaveDialog.text')}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <>
          <Button
            busy={busy}
            disabledWhy={why}
            onClick={() => {
              leave().catch(() => {})
            }}
          >
            {t('communities.detail.leaveDialog.leave')}
          </Button>
          <Button type="submit" kind="primary">
            {t('communities.detail.leaveDialog.keep')}
          </Button>
        </>
      }
    >
      {why !== null && <p className={styles.dialogNote}>{why}</p>}
      {kind !== 'sandbox' && stays > 0n && (
        <p className={styles.dialogNote}>{t('communities.detail.leaveDialog.stays', { amount: exactAmount(stays) })}</p>
      )}
      {problem && (
        <p className={styles.dialogWrong} role="alert">
          {problemText(problem)}
        </p>
      )}
    </Dialog>
  )
}

interface LeaveDialogProps {
  readonly community: CommunityState
  readonly onClose: () => void
  readonly onLeft: () => void
}
