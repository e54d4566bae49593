import { Trans } from 'react-i18next'
import type { KeyfileSummary } from '../../../shared/contract/contract.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'

/** What a keyfile tells without its password: how it is sealed, at what cost, for which address. */
export function KeyfileFacts({ summary: { kdf, cost, address } }: { readonly summary: KeyfileSummary }) {
  const t = useTexts()
  return (
    <p className={styles.note}>
      <Trans
        t={t}
        i18nKey={kdf === 'scrypt' ? 'wallet.entry.scrypt' : 'wallet.entry.pbkdf2'}
        values={{ cost }}
        components={{
          address:
            address === null ? (
              <span>{t('wallet.entry.noAddress')}</span>
            ) : (
              <span className={styles.mono} title={address}>
                {shortAddress(address)}
              </span>
            ),
        }}
      />
    </p>
  )
}
