import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import { useActsOff } from './Button.tsx'
import styles from './Segmented.module.css'
import { Tooltip } from './Tooltip.tsx'

export interface Segment<T extends string> {
  readonly value: T
  readonly label: ReactNode
  /** Shown behind the label; already formatted. */
  readonly count?: string
}

/** A filter or a setting of which one is always chosen; arrows move, one tab stop. */
export function Segmented<T extends string>({ label, segments, value, onChange, wide, acts }: SegmentedProps<T>) {
  const why = useActsOff(acts)
  const group = (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      className={cx(styles.group, wide && styles.wide)}
      value={value}
      {...(why === null ? {} : { 'aria-disabled': true })}
      onValueChange={(next) => {
        if (why !== null) return
        const chosen = segments.find((segment) => segment.value === next)
        if (chosen) onChange(chosen.value)
      }}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item key={segment.value} value={segment.value} className={styles.item}>
          {segment.label}
          {segment.count !== undefined && <span className={styles.count}>{segment.count}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
  return why ? <Tooltip text={why}>{group}</Tooltip> : group
}

interface SegmentedProps<T extends string> {
  readonly label: string
  readonly segments: readonly Segment<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly wide?: boolean
  /** Choosing acts, and does not only filter: see `ActsOff`. */
  readonly acts?: boolean
}
