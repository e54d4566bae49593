import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import styles from './Settings.module.css'

/** One setting: what it is, a word about it, its control. */
export function Row({ name, hint, wide, children }: RowProps) {
  return (
    <div className={cx(styles.row, wide && styles.wide)}>
      <div>
        <p className={styles.name}>{name}</p>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  )
}

interface RowProps {
  readonly name: ReactNode
  readonly hint?: ReactNode
  /** The name is a sentence. */
  readonly wide?: boolean
  readonly children: ReactNode
}
