import type { MaintainRule } from '../../../shared/domain/transfer.ts'
import { exactAmount, formatAmount, perMille } from '../../lib/amounts.ts'
import { useTexts } from '../common/text.ts'
import styles from './Wallet.module.css'

/** The bar in per mille. */
const WIDTH = 1000
/** What the words at the lower bound take, and where words turn to the other side so that they stay inside. */
const ROOM = 70
const EDGE = 80
const TURN = 600
/** What the words at the upper bound take. */
const HIGH_ROOM = 190

/** Where the balance stands between the bounds of the rule. */
export function MaintainBar({ rule, balance }: { readonly rule: Omit<MaintainRule, 'on'>; readonly balance: bigint | null }) {
  const t = useTexts()
  const top = rule.maximum?.above ?? rule.minimum + rule.refill * 2n
  const place = (value: bigint): number => Math.max(0, Math.min(WIDTH, perMille(value, top) ?? 0))
  const low = place(rule.minimum)
  const now = balance === null ? null : place(balance)
  // The words of the balance make room for those of the lower bound.
  const nowText =
    now === null ? 0 : now > TURN ? (rule.maximum === null ? now : Math.min(now, WIDTH - HIGH_ROOM)) : Math.max(now, low + ROOM)
  return (
    <figure className={styles.bar} aria-label={t('wallet.maintain.bar')}>
      <div className={styles.track}>
        <div className={styles.below} style={{ width: `${low / 10}%` }} />
        <div className={styles.bound} style={{ left: `${low / 10}%` }} />
        {rule.maximum !== null && <div className={styles.bound} style={{ left: '100%' }} />}
        {now !== null && <div className={styles.here} style={{ left: `${now / 10}%` }} />}
      </div>
      <figcaption className={styles.marks}>
        <span className={styles.markLow} style={{ left: `${low / 10}%` }} data-side={low < EDGE ? 'right' : undefined}>
          {t('wallet.maintain.markDeposit', { amount: exactAmount(rule.minimum) })}
        </span>
        {now !== null && balance !== null && (
          <span className={styles.markNow} style={{ left: `${nowText / 10}%` }} data-side={now > TURN ? 'left' : 'right'}>
            {t('wallet.maintain.markNow', { amount: formatAmount(balance) })}
          </span>
        )}
        {rule.maximum !== null && (
          <span className={styles.markHigh}>{t('wallet.maintain.markWithdraw', { amount: exactAmount(rule.maximum.above) })}</span>
        )}
      </figcaption>
    </figure>
  )
}
