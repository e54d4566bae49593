import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Lists.module.css'

export interface KeyValueRow {
  readonly id: string
  readonly name: ReactNode
  readonly value: ReactNode
  /** A sum: stronger, under a line. */
  readonly sum?: boolean
  readonly strong?: boolean
}

/** Names on the left, values on the right. */
export function KeyValue({ rows, className }: { readonly rows: readonly KeyValueRow[]; readonly className?: string | undefined }) {
  return (
    <dl className={className}>
      {rows.map((row) => (
        <div key={row.id} className={cx(styles.keyValue, (row.sum || row.strong) && styles.strong, row.sum && styles.ruled)}>
          <dt>{row.name}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How much of a limit is used. `share` in per mille; null where there is no limit or nothing is known. */
export function Meter({ name, share, shareText, used, of }: MeterProps) {
  const percent = share === null ? 0 : Math.min(100, Math.max(0, share / 10))
  return (
    <div className={styles.meter}>
      <div className={styles.meterHead}>
        <span>{name}</span>
        <span className={styles.meterShare}>{shareText}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn to the tokens in every browser */}
      <div
        className={styles.track}
        role="meter"
        aria-label={typeof name === 'string' ? name : undefined}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={cx(styles.fill, percent >= 100 && styles.full)} style={{ width: `${percent}%` }} />
      </div>
      <div className={styles.meterFoot}>
        <span>{used}</span>
        <span className={styles.meterOf}>{of}</span>
      </div>
    </div>
  )
}
interface MeterProps {
  readonly name: ReactNode
  readonly share: number | null
  readonly shareText: ReactNode
  readonly used: ReactNode
  readonly of: ReactNode
}

/** A list beside a page, of which one entry is open. */
export function SideList<T extends { readonly id: string }>({ label, items, current, onChoose, render }: SideListProps<T>) {
  return (
    <ul className={styles.side} aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className={styles.sideItem}
            aria-current={item.id === current ? 'true' : undefined}
            onClick={() => onChoose(item.id)}
          >
            {render(item)}
          </button>
        </li>
      ))}
    </ul>
  )
}
interface SideListProps<T> {
  readonly label: string
  readonly items: readonly T[]
  readonly current: string | null
  readonly onChoose: (id: string) => void
  readonly render: (item: T) => ReactNode
}
