import type { ComponentPropsWithRef, ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Button.module.css'
import { Tooltip } from './Tooltip.tsx'

interface Shared {
  /** `busy`: the label stays, a spinner stands before it, clicks do nothing. */
  readonly busy?: boolean
  /** Why the button cannot be used now; it stays reachable, and the reason is shown. */
  readonly disabledWhy?: string | null
  readonly size?: 'small' | 'normal' | 'large'
}
export interface ButtonProps extends Shared, Omit<ComponentPropsWithRef<'button'>, 'disabled'> {
  /** Primary: one a region. `strong`: plain with the brightest border. */
  readonly kind?: 'primary' | 'plain' | 'strong' | 'quiet'
  readonly icon?: ReactNode
  /** An icon behind the label, such as a key. */
  readonly after?: ReactNode
  readonly wide?: boolean
}

export function Button({ kind = 'plain', size, icon, after, wide, busy, disabledWhy, className, children, onClick, ...rest }: ButtonProps) {
  const off = busy || (disabledWhy !== undefined && disabledWhy !== null)
  const button = (
    <button
      type="button"
      {...rest}
      {...(off ? { 'aria-disabled': true } : {})}
      {...(busy ? { 'aria-busy': true } : {})}
      className={cx(styles.button, styles[kind], size && styles[size], wide && styles.wide, className)}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span className={styles.spinner} aria-hidden /> : icon}
      {children}
      {after}
    </button>
  )
  return disabledWhy ? <Tooltip text={disabledWhy}>{button}</Tooltip> : button
}

export interface IconButtonProps extends Shared, Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'> {
  /** Says what it does: name and tooltip. */
  readonly label: string
  readonly icon: ReactNode
}

export function IconButton({ label, icon, size, busy, disabledWhy, className, onClick, ...rest }: IconButtonProps) {
  const off = busy || (disabledWhy !== undefined && disabledWhy !== null)
  return (
    <Tooltip text={disabledWhy ?? label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        {...(off ? { 'aria-disabled': true } : {})}
        className={cx(styles.button, styles.quiet, styles.icon, size && styles[size], className)}
        onClick={off ? (event) => event.preventDefault() : onClick}
      >
        {busy ? <span className={styles.spinner} aria-hidden /> : icon}
      </button>
    </Tooltip>
  )
}
