import { useState } from 'react'
import type { TransferPlan } from '../../../shared/contract/contract.ts'
import type { TransferDirection } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount, formatPerMille } from '../../lib/amounts.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { PlanRows } from './PlanRows.tsx'
import styles from './TransferPanel.module.css'
import { feeShare } from './useTransferForm.ts'

/** The last look before a transfer is signed. A plan that moved meanwhile is shown anew and asked again. */
export function ConfirmTransfer({ plan, direction, community, onChanged, onClose, onStarted }: ConfirmTransferProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const { ui } = useWindowConsole()
  const { run, busy, problem } = useAction('transfer.start')
  const [changed, setChanged] = useState(false)
  const { name, kind } = community.settings
  const test = kind === 'sandbox'
  const start = async () => {
    if (plan === null || busy) return
    const result = await run(plan)
    if (result.ok) {
      notify(ui, t(`wallet.transfer.started.${direction}`))
      onStarted()
    } else if (result.problem.code === 'plan-changed') {
      setChanged(true)
      onChanged()
    }
  }
  const share = plan === null ? null : feeShare(plan)
  return (
    <Dialog
      calm
      title={t(`wallet.transfer.confirm.${direction}`, { amount: plan === null ? '…' : exactAmount(plan.amount), name })}
      text={t(test ? 'wallet.transfer.confirm.test' : 'wallet.transfer.confirm.real')}
      onClose={onClose}
      onSubmit={() => {
        start().catch(() => {})
      }}
      aside={share !== null && share > 0 ? t('wallet.transfer.confirm.share', { share: formatPerMille(share) }) : undefined}
      actions={
        <>
          <Button onClick={onClose}>{t('wallet.transfer.confirm.keep')}</Button>
          <Button type="submit" kind="primary" busy={busy} disabledWhy={plan === null ? t('wallet.transfer.checking') : null}>
            {t(direction === 'deposit' ? 'wallet.transfer.confirm.doDeposit' : 'wallet.transfer.confirm.doWithdrawal')}
          </Button>
        </>
      }
    >
      <div className={styles.confirm}>
        <PlanRows plan={plan} community={community} checking={plan === null} />
        {changed && <p className={styles.changed}>{t('wallet.transfer.confirm.changed')}</p>}
        {problem && problem.code !== 'plan-changed' && (
          <p className={styles.wrong} role="alert">
            {problemText(problem)}
          </p>
        )}
      </div>
    </Dialog>
  )
}

interface ConfirmTransferProps {
  /** null while there are no valid figures. */
  readonly plan: TransferPlan | null
  readonly direction: TransferDirection
  readonly community: CommunityState
  readonly onChanged: () => void
  readonly onClose: () => void
  readonly onStarted: () => void
}
