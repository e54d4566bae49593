import type { TransferPlan } from '../../../shared/contract/contract.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { decimalsOf, LIST_DECIMALS, readableDecimals } from '../../lib/amounts.ts'
import { Amount } from '../../ui/Amount.tsx'
import { KeyValue } from '../../ui/Lists.tsx'
import { useTexts } from '../common/text.ts'
import { homeName } from './names.ts'
import styles from './TransferPanel.module.css'

/** Decimals of ETH that are shown of a gas cost; all of them stand in the title. */
const GAS_DECIMALS = 6

/** The figures of a plan; empty places while there is none. */
export function PlanRows({ plan, community, checking }: PlanRowsProps) {
  const t = useTexts()
  const unit = community.settings.kind === 'sandbox' ? t('common.testNct') : t('common.nct')
  const empty = <span className={styles.faint}>{checking ? t('wallet.transfer.checking') : '—'}</span>
  const nct = (value: bigint | undefined) =>
    value === undefined ? empty : <Amount value={value} decimals={decimalsOf(value, LIST_DECIMALS)} unit={unit} />
  // What is left is no sum that is signed: where its decimals cannot be read, hover and copy have them.
  const left = plan === null ? empty : <Amount value={plan.left} decimals={readableDecimals(plan.left, LIST_DECIMALS)} unit={unit} />
  const source = plan?.direction === 'deposit' ? homeName(community, t) : community.settings.name
  return (
    <>
      <KeyValue
        className={styles.rows}
        rows={[
          { id: 'send', name: t('wallet.transfer.youSend'), value: nct(plan?.amount) },
          { id: 'fee', name: t('wallet.transfer.relayFee'), value: nct(plan === null ? undefined : -plan.fee) },
          { id: 'gas', name: t('wallet.transfer.gas'), value: plan === null ? empty : <Gas plan={plan} /> },
        ]}
      />
      <KeyValue
        className={styles.rows}
        rows={[
          { id: 'left', name: t('wallet.transfer.left', { name: source }), value: left },
          { id: 'arrives', name: t('wallet.transfer.arrives'), value: nct(plan?.arrives), strong: true },
        ]}
      />
    </>
  )
}

interface PlanRowsProps {
  readonly plan: TransferPlan | null
  readonly community: CommunityState
  readonly checking: boolean
}

function Gas({ plan }: { readonly plan: TransferPlan }) {
  const t = useTexts()
  if (plan.gasCost === 0n) return <>{t('wallet.transfer.gasNone')}</>
  return <Amount value={plan.gasCost} cost decimals={GAS_DECIMALS} unit={t('common.eth')} />
}
