import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import styles from './Strip.module.css'

/** A cell of the strip: what it is, its value, a word more. The troubled cell takes its surface. */
export function Cell({ id, label, tone, value, detail }: CellProps) {
  return (
    <div className={cx(styles.cell, tone && styles[tone])} data-cell={id}>
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>{value}</div>
      <div className={styles.detail}>{detail}</div>
    </div>
  )
}

interface CellProps {
  readonly id: string
  readonly label: ReactNode
  readonly tone?: 'stake' | 'loss' | null
  readonly value: ReactNode
  readonly detail: ReactNode
}
