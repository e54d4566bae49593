import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { formatClock } from '../../lib/times.ts'
import { useMirror } from '../../store/console.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Strip.module.css'

/** A cell of the strip: what it is, its value, a word more. The troubled cell takes its surface; without a console it says of when it is. */
export function Cell({ id, label, tone, value, detail, seenAt }: CellProps) {
  const t = useTexts()
  const goneAt = useMirror((mirror) => mirror.goneAt)
  const gone = goneAt !== null
  return (
    <div className={cx(styles.cell, tone && !gone && styles[tone], gone && styles.gone)} data-cell={id}>
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>{value}</div>
      <div className={styles.detail}>{gone ? t('shell.strip.asOf', { time: formatClock(seenAt ?? goneAt) }) : detail}</div>
    </div>
  )
}

interface CellProps {
  readonly id: string
  readonly label: ReactNode
  readonly tone?: 'stake' | 'loss' | null
  readonly value: ReactNode
  readonly detail: ReactNode
  /** When the value was read, ms, where it was old already when the console was there last. */
  readonly seenAt?: number | null
}
