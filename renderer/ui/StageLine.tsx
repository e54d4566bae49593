import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './StageLine.module.css'

export interface Stage {
  readonly id: string
  readonly name: ReactNode
  readonly note: ReactNode
  readonly state: 'done' | 'now' | 'overdue' | 'failed' | 'to-come'
}

const icons: Readonly<Record<Stage['state'], ReactNode>> = {
  done: <CircleCheck aria-hidden />,
  now: <LoaderCircle aria-hidden className={styles.turning} />,
  overdue: <CircleAlert aria-hidden />,
  failed: <CircleX aria-hidden />,
  'to-come': <CircleDashed aria-hidden />,
}

/** Money in flight, stage by stage; the one now says how long it has taken. */
export function StageLine({ label, stages }: { readonly label: string; readonly stages: readonly Stage[] }) {
  return (
    <ol className={styles.line} aria-label={label}>
      {stages.map((stage) => (
        <li
          key={stage.id}
          className={cx(styles.stage, styles[stage.state], (stage.state === 'overdue' || stage.state === 'failed') && styles.now)}
          aria-current={stage.state === 'now' ? 'step' : undefined}
        >
          {icons[stage.state]}
          <span className={styles.name}>{stage.name}</span>
          <span className={styles.note}>{stage.note}</span>
        </li>
      ))}
    </ol>
  )
}
