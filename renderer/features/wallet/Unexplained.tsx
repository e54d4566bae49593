import { TriangleAlert } from 'lucide-react'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import { exactAmount } from '../../lib/amounts.ts'
import { useTexts } from '../common/text.ts'
import styles from './Wallet.module.css'

/** Where the chain shows more or less than the ledger explains. */
export function Unexplained({ list }: { readonly list: CallOutput<'ledger.page'>['unexplained'] }) {
  const t = useTexts()
  return (
    <>
      {list.map(({ account, chain, currency, amount }) => (
        <p key={`${account}-${chain}-${currency}`} className={styles.unexplained} role="alert">
          <TriangleAlert aria-hidden />
          {t('wallet.movements.unexplained', {
            amount: exactAmount(amount),
            unit: currency,
            chain: t(`wallet.movements.chainName.${chain}`),
          })}
        </p>
      ))}
    </>
  )
}
