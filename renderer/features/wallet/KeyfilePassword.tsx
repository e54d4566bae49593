import { useEffect, useRef, useState } from 'react'
import type { CallInput } from '../../../shared/contract/contract.ts'
import { useAction } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { PasswordField } from '../../ui/Field.tsx'
import { useProblemText, useTexts } from '../common/text.ts'
import styles from './AddWallet.module.css'
import { Remember } from './Remember.tsx'

type Source = CallInput<'wallet.import'>['from']

/** The password of a keyfile, and what is wrong when it does not open. `from` null: no keyfile is chosen yet. */
export function KeyfilePassword({ from, onDone, goOn }: KeyfilePasswordProps) {
  const t = useTexts()
  const problemText = useProblemText()
  const { run, busy, problem, clear } = useAction('wallet.import')
  const [password, setPassword] = useState('')
  const [remember, setRemember] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const key = from === null ? null : 'ref' in from ? from.ref : from.text
  useEffect(() => {
    clear()
    if (key !== null) field.current?.focus()
  }, [key, clear])

  const submit = async () => {
    if (from === null || password === '') return
    const result = await run({ from, password, remember })
    if (result.ok) {
      setPassword('')
      onDone(result.value.address)
    } else {
      field.current?.focus()
    }
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit().catch(() => {})
      }}
    >
      <div className={styles.line}>
        <PasswordField
          ref={field}
          label={t('wallet.entry.password')}
          showLabel={t('common.showPassword')}
          hideLabel={t('common.hidePassword')}
          size="large"
          value={password}
          disabled={from === null}
          invalid={problem === null ? undefined : problemText(problem)}
          onChange={(event) => {
            setPassword(event.target.value)
            clear()
          }}
        />
        <Button type="submit" kind="primary" size="large" busy={busy} disabledWhy={from === null ? t('wallet.entry.drop') : null}>
          {goOn ? t('wallet.entry.unlockAndGoOn') : t('wallet.entry.addThis')}
        </Button>
      </div>
      <Remember checked={remember} onChange={setRemember} />
    </form>
  )
}

interface KeyfilePasswordProps {
  readonly from: Source | null
  readonly onDone: (address: string) => void
  readonly goOn: boolean
}
