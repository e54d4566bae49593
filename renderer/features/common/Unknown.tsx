import { Amount } from '../../ui/Amount.tsx'
import { useTexts } from './text.ts'
import styles from './Unknown.module.css'

/** A value that is not known: dashed, faint, the word; never an empty cell. */
export function Unknown() {
  const t = useTexts()
  return <span className={styles.unknown}>{t('common.unknown')}</span>
}

type AmountProps = Parameters<typeof Amount>[0]

/** An amount, or that it is not known. */
export function AmountOrUnknown({ value, ...rest }: Omit<AmountProps, 'value'> & { readonly value: bigint | null }) {
  return value === null ? <Unknown /> : <Amount value={value} {...rest} />
}
