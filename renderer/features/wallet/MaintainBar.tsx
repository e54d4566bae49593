import type { MaintainRule } from '../../../shared/domain/transfer.ts'
import { exactAmount, formatAmount, perMille } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { placeLabels, textWidth } from '../../lib/labels.ts'
import { useWidth } from '../../ui/useWidth.ts'
import { useTexts } from '../common/text.ts'
import styles from './Wallet.module.css'

/** The bar in per mille. */
const WIDTH = 1000
/** As the style sheet has it, pixels. */
const TYPE_SIZE = 11.5
const ROW_HEIGHT = 18

interface GaugeMark {
  readonly id: 'low' | 'now' | 'high'
  /** Per mille of the bar. */
  readonly at: number
  readonly text: string
}

interface Props {
  readonly rule: Omit<MaintainRule, 'on'>
  readonly balance: bigint | null
  /** The rule is off: nothing is due, however low the balance. */
  readonly off: boolean
}

/** Where the balance stands between the bounds of the rule. */
export function MaintainBar({ rule, balance, off }: Props) {
  const t = useTexts()
  const { ref, width } = useWidth(600)
  const marks = useMarks(rule, balance)
  const placed = placeLabels(
    marks.map(({ at, text }) => ({ x: (at * width) / WIDTH, width: textWidth(text, TYPE_SIZE) })),
    width,
  )
  const low = marks.find(({ id }) => id === 'low')?.at ?? 0
  return (
    <figure className={cx(styles.bar, off && styles.calm)} aria-label={t('wallet.maintain.bar')}>
      <div className={styles.track} ref={ref}>
        <div className={styles.below} style={{ width: `${low / 10}%` }} />
        {marks.map(({ id, at }) => (
          <div key={id} className={id === 'now' ? styles.here : styles.bound} style={{ left: `${at / 10}%` }} />
        ))}
      </div>
      <figcaption className={styles.marks} style={{ height: 6 + ROW_HEIGHT * (1 + Math.max(0, ...placed.map(({ row }) => row))) }}>
        {marks.map(({ id, text }, index) => {
          const { left = 0, side = 'middle', row = 0 } = placed[index] ?? {}
          return (
            <span
              key={id}
              className={cx(styles.mark, id === 'now' && styles.markNow)}
              data-side={side}
              style={{ left, top: 6 + row * ROW_HEIGHT, width: textWidth(text, TYPE_SIZE) }}
            >
              {text}
            </span>
          )
        })}
      </figcaption>
    </figure>
  )
}

/** The bounds and the balance, from left to right. */
function useMarks(rule: Omit<MaintainRule, 'on'>, balance: bigint | null): readonly GaugeMark[] {
  const t = useTexts()
  const top = rule.maximum?.above ?? rule.minimum + rule.refill * 2n
  const place = (value: bigint): number => Math.max(0, Math.min(WIDTH, perMille(value, top) ?? 0))
  const low: GaugeMark = {
    id: 'low',
    at: place(rule.minimum),
    text: t('wallet.maintain.markDeposit', { amount: exactAmount(rule.minimum) }),
  }
  const now: readonly GaugeMark[] =
    balance === null ? [] : [{ id: 'now', at: place(balance), text: t('wallet.maintain.markNow', { amount: formatAmount(balance) }) }]
  const high: readonly GaugeMark[] =
    rule.maximum === null
      ? []
      : [{ id: 'high', at: WIDTH, text: t('wallet.maintain.markWithdraw', { amount: exactAmount(rule.maximum.above) }) }]
  return [low, ...now, ...high].toSorted((a, b) => a.at - b.at)
}
