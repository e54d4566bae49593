import { useConsole } from '../../store/console.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { useReasonText, useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'

/** Whether the password goes into the keychain; where there is none, the reason. */
export function Remember({ checked, onChange }: { readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  const t = useTexts()
  const reasonText = useReasonText()
  const keychain = useConsole(({ app }) => app.keychain)
  return (
    <div className={styles.remember}>
      <Checkbox label={t('wallet.remember')} checked={checked && keychain.available} onChange={onChange} disabled={!keychain.available} />
      {!keychain.available && <p className={styles.reason}>{t('wallet.noKeychain', { reason: reasonText(keychain.reason) })}</p>}
    </div>
  )
}
