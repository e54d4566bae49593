import { type AmountOptions, amountParts, copyText, exactAmount } from '../lib/amounts.ts'
import { cx } from '../lib/cx.ts'
import styles from './Amount.module.css'

/**
 * An amount: decimals align, trailing zeros are faint, hover and copy give all decimals. Rounded for display only, as `AmountOptions` says:
 * `cost` (staked, owed, lost, a fee) up, all else down. `result`: carries its sign and its colour; all other movements are neutral, and
 * carry their sign where they are `signed`.
 */
export function Amount({ value, decimals, tone, result, signed, cost, unit, className }: AmountProps) {
  const options: AmountOptions = {
    ...(decimals === undefined ? {} : { decimals }),
    plus: result === true || signed === true,
    cost: cost === true,
  }
  const { sign, bright, faint } = amountParts(value, options)
  const shown = tone ?? (result ? (value > 0n ? 'gain' : value < 0n ? 'loss' : undefined) : undefined)
  return (
    <span
      className={cx(styles.amount, shown && styles[shown], className)}
      title={exactAmount(value) + (unit ? ` ${unit}` : '')}
      data-copy={copyText(value)}
    >
      {sign}
      {bright}
      {faint !== '' && <span className={styles.faint}>{faint}</span>}
      {unit && <span className={styles.unit}> {unit}</span>}
    </span>
  )
}

interface AmountProps {
  /** Base units. */
  readonly value: bigint
  readonly decimals?: number
  readonly tone?: 'stake' | 'dim' | 'flight' | 'gain' | 'loss'
  readonly result?: boolean
  readonly signed?: boolean
  readonly cost?: boolean
  readonly unit?: string
  readonly className?: string | undefined
}
