import { useState } from 'react'
import type { WalletState } from '../../../shared/state/state.ts'
import { Button } from '../../ui/Button.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { useTexts } from '../common/text.ts'
import { AddWallet } from '../wallet/index.ts'
import styles from './Onboarding.module.css'

/** Step 1: a wallet of one's own; one that is here already can be taken. */
export function WalletStep({ wallets, onDone }: { readonly wallets: readonly WalletState[]; readonly onDone: () => void }) {
  const t = useTexts()
  const [adding, setAdding] = useState(wallets.length === 0)
  if (adding) return <AddWallet goOn onDone={onDone} />
  return (
    <div className={styles.stack}>
      {wallets.map(({ address, source }) => (
        <p key={address} className={styles.line}>
          <Identifier value={address} full /> <span className={styles.faint}>{t(`wallet.source.${source}`)}</span>
        </p>
      ))}
      <div className={styles.actions}>
        <Button kind="primary" size="large" onClick={onDone}>
          {t('onboarding.wallet.goOn')}
        </Button>
        <Button kind="quiet" size="large" onClick={() => setAdding(true)}>
          {t('onboarding.wallet.other')}
        </Button>
      </div>
    </div>
  )
}
