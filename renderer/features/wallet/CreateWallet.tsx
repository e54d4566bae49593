import { useState } from 'react'
import { MIN_PASSWORD_LENGTH } from '../../../shared/domain/password.ts'
import { useAction, useAnswer } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { PasswordField } from '../../ui/Field.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'
import { Remember } from './Remember.tsx'

/** A new key under a password that is typed twice and looked at while it is typed. */
export function CreateWallet({ onDone, goOn }: { readonly onDone: (address: string) => void; readonly goOn: boolean }) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem, clear } = useAction('wallet.create')
  const [password, setPassword] = useState('')
  const [repeat, setRepeat] = useState('')
  const [remember, setRemember] = useState(false)
  const [tried, setTried] = useState(false)
  const check = useAnswer('wallet.checkPassword', password === '' ? null : { password }, password)
  const weak = password !== '' && check.is === 'here' && !check.loading ? check.value.weak : null
  const different = repeat !== '' && repeat !== password && (tried || !password.startsWith(repeat))

  const submit = async () => {
    setTried(true)
    if (password === '' || weak !== null || repeat !== password) return
    const result = await run({ password, remember })
    if (!result.ok) return
    setPassword('')
    setRepeat('')
    onDone(result.value.address)
  }
  const wrong =
    problem !== null ? problemText(problem) : weak !== null ? t(`wallet.entry.weak.${weak}`, { count: MIN_PASSWORD_LENGTH }) : undefined
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit().catch(() => {})
      }}
    >
      <div className={styles.pair}>
        <PasswordField
          label={t('wallet.entry.newPassword')}
          autoComplete="new-password"
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          size="large"
          value={password}
          hint={t('wallet.entry.createHint')}
          invalid={wrong}
          onChange={(event) => {
            setPassword(event.target.value)
            clear()
          }}
        />
        <PasswordField
          label={t('wallet.entry.repeat')}
          autoComplete="new-password"
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          size="large"
          value={repeat}
          invalid={different ? t('wallet.entry.different') : undefined}
          onChange={(event) => setRepeat(event.target.value)}
        />
        <Button type="submit" kind="primary" size="large" busy={busy}>
          {goOn ? t('wallet.entry.createAndGoOn') : t('wallet.entry.addThis')}
        </Button>
      </div>
      <Remember checked={remember} onChange={setRemember} />
    </form>
  )
}
