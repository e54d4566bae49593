import { type ComponentPropsWithRef, createContext, type ReactNode, useContext } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Button.module.css'
import { Tooltip } from './Tooltip.tsx'

/** Why nothing can be done now, since there is nobody who would do it; null while there is. What acts shows it and does nothing. */
export const ActsOff = createContext<string | null>(null)

/** Why a control does nothing now; always null for one that does not act, but only concerns the window. */
export function useActsOff(acts: boolean | undefined): string | null {
  const nobody = useContext(ActsOff)
  return acts ? nobody : null
}

interface Shared {
  /** `busy`: the label stays, a spinner stands before it, clicks do nothing. A button that can be busy acts. */
  readonly busy?: boolean
  /** It acts, or opens what does, and is never busy itself: see `ActsOff`. */
  readonly acts?: boolean
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

/** Whether it waits for an answer, and why it cannot be used. */
function useOff({ busy, acts, disabledWhy }: Shared): { readonly busy: boolean; readonly why: string | null } {
  const nobody = useActsOff(acts || busy !== undefined)
  const why = nobody ?? disabledWhy ?? null
  return { busy: busy === true && nobody === null, why }
}

export function Button({ kind = 'plain', size, icon, after, wide, className, children, onClick, ...props }: ButtonProps) {
  const { busy, why } = useOff(props)
  const { busy: _busy, acts: _acts, disabledWhy: _why, ...rest } = props
  const off = busy || why !== null
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
  return why ? <Tooltip text={why}>{button}</Tooltip> : button
}

export interface IconButtonProps extends Shared, Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'> {
  /** Says what it does: name and tooltip. */
  readonly label: string
  readonly icon: ReactNode
}

export function IconButton({ label, icon, size, className, onClick, ...props }: IconButtonProps) {
  const { busy, why } = useOff(props)
  const { busy: _busy, acts: _acts, disabledWhy: _why, ...rest } = props
  const off = busy || why !== null
  return (
    <Tooltip text={why ?? label}>
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
