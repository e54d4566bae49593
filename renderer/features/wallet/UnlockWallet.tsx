import { useState } from 'react'
import type { WalletState } from '../../../shared/state/state.ts'
import { useAction } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { PasswordField } from '../../ui/Field.tsx'
import { Identifier } from '../../ui/Identifier.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import { Remember } from './Remember.tsx'
import styles from './Wallet.module.css'

/** Unlocks one wallet, whether or not a Community uses it. */
export function UnlockWallet({ wallet, onClose }: { readonly wallet: WalletState; readonly onClose: () => void }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem, clear } = useAction('wallet.unlock')
  const [password, setPassword] = useState('')
  const [remember, setRemember] = useState(wallet.remembered)
  const unlock = async () => {
    if (password === '') return
    const result = await run({ address: wallet.address, password, remember })
    if (result.ok) {
      setPassword('')
      onClose()
    }
  }
  return (
    <Dialog
      calm
      title={t('wallet.unlockDialog.title')}
      text={t('wallet.unlockDialog.text')}
      aside={t('wallet.unlockDialog.stays')}
      onClose={onClose}
      onSubmit={() => {
        unlock().catch(() => {})
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('wallet.unlockDialog.later')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {t('wallet.unlock')}
          </Button>
        </>
      }
    >
      <div className={styles.dialogForm}>
        <Identifier value={wallet.address} full />
        <PasswordField
          label={t('wallet.unlockDialog.password')}
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          size="large"
          value={password}
          invalid={problem === null ? undefined : problemText(problem)}
          onChange={(event) => {
            setPassword(event.target.value)
            clear()
          }}
        />
        <Remember checked={remember} onChange={setRemember} />
      </div>
    </Dialog>
  )
}
