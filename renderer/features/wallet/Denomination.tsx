import { ChevronDown } from 'lucide-react'
import { denominations, type Denomination as Unit } from '../../../shared/domain/amount.ts'
import { useActsOff } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { useTexts } from '../common/text.ts'
import styles from './TransferPanel.module.css'

/** The unit an amount is typed in. */
export function Denomination({ value, onChange }: { readonly value: Unit; readonly onChange: (unit: Unit) => void }) {
  const t = useTexts()
  const nobody = useActsOff(true)
  const button = (
    <button
      type="button"
      className={styles.denomination}
      aria-label={t('wallet.transfer.denomination', { unit: t(`wallet.transfer.unit.${value}`) })}
      {...(nobody === null ? {} : { 'aria-disabled': true })}
    >
      {t(`wallet.transfer.unit.${value}`)}
      <ChevronDown aria-hidden />
    </button>
  )
  if (nobody !== null) return button
  return (
    <Menu
      align="end"
      trigger={button}
      entries={denominations.map((unit) => ({
        kind: 'check' as const,
        id: unit,
        label: t(`wallet.transfer.unit.${unit}`),
        checked: unit === value,
        one: true,
        onChoose: () => onChange(unit),
      }))}
    />
  )
}
