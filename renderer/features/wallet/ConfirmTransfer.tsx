import { useState } from 'react'
import type { TransferPlan } from '../../../shared/contract/contract.ts'
import type { TransferDirection } from '../../../shared/domain/transfer.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { exactAmount, formatAmount, formatPerMille } from '../../lib/amounts.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { notify } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { homeName } from './names.ts'
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
          <Button onClick={onClose} data-first>
            {t('wallet.transfer.confirm.keep')}
          </Button>
          <Button type="submit" kind="primary" busy={busy} disabledWhy={plan === null ? t('wallet.transfer.checking') : null}>
            {t(direction === 'deposit' ? 'wallet.transfer.confirm.doDeposit' : 'wallet.transfer.confirm.doWithdrawal')}
          </Button>
        </>
      }
    >
      <div className={styles.confirm}>
        <RelayRow direction={direction} community={community} />
        <PlanRows plan={plan} community={community} checking={plan === null} />
        {plan && <RuleUndoes plan={plan} community={community} />}
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

/** Where the NCT really goes: the relay's account on the chain that it leaves, in full, to be compared. */
function RelayRow({ direction, community }: Pick<ConfirmTransferProps, 'direction' | 'community'>) {
  const t = useTexts()
  const { pins, name } = community.settings
  const [chain, relay] = direction === 'deposit' ? [homeName(community, t), pins?.homeRelay] : [name, pins?.sideRelay]
  const value =
    relay === undefined ? (
      t('common.unknown')
    ) : (
      <Identifier value={relay} full copyLabel={t('wallet.transfer.confirm.copyRelay')} copied={t('common.copied')} />
    )
  return <KeyValue className={styles.rows} rows={[{ id: 'relay', name: t('wallet.transfer.confirm.relay', { chain }), value }]} />
}

/** A rule that is on would move it back: said before it is paid for twice. */
function RuleUndoes({ plan, community }: { readonly plan: TransferPlan; readonly community: CommunityState }) {
  const t = useTexts()
  const { maintain: rule, balances, settings } = community
  if (!rule?.on) return null
  const { minimum, refill, maximum, daily } = rule
  const shared = { name: settings.name, when: t(`wallet.transfer.confirm.when.${daily === null ? 'atOnce' : 'limited'}`) }
  if (plan.direction === 'withdrawal') {
    if (plan.left >= minimum) return null
    const amounts = { left: formatAmount(plan.left), minimum: exactAmount(minimum), refill: exactAmount(refill) }
    return <p className={styles.changed}>{t('wallet.transfer.confirm.ruleDeposits', { ...shared, ...amounts })}</p>
  }
  const there = (balances.sideNct?.value ?? 0n) + plan.arrives
  if (maximum === null || there <= maximum.above) return null
  const amounts = { there: formatAmount(there), above: exactAmount(maximum.above), target: exactAmount(maximum.target) }
  return <p className={styles.changed}>{t('wallet.transfer.confirm.ruleWithdraws', { ...shared, ...amounts })}</p>
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
