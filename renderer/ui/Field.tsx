import { ChevronDown, CircleX, Eye, EyeOff, TriangleAlert } from 'lucide-react'
import { type ComponentPropsWithRef, type KeyboardEvent, type MouseEvent, type ReactNode, useId, useState } from 'react'
import { cx } from '../lib/cx.ts'
import { useActsOff } from './Button.tsx'
import styles from './Field.module.css'
import { Tooltip } from './Tooltip.tsx'

interface FieldFrame {
  readonly label: ReactNode
  /** Keeps the label for assistive technology alone. */
  readonly labelHidden?: boolean
  readonly hint?: ReactNode
  /** A sentence: what is wrong with the value. */
  readonly invalid?: ReactNode
  /** A sentence: the value is allowed, but. */
  readonly warning?: ReactNode
  readonly size?: 'normal' | 'large'
}

type Describe = (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode

function Frame({ label, labelHidden, hint, invalid, warning, children }: Omit<FieldFrame, 'size'> & { readonly children: Describe }) {
  const id = useId()
  const noteId = `${id}-note`
  const note = invalid ?? warning ?? hint
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={labelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children({ id, describedBy: note ? noteId : undefined })}
      {note && (
        <div id={noteId} className={invalid ? styles.wrong : warning ? styles.warning : styles.hint} role={invalid ? 'alert' : undefined}>
          {invalid ? <CircleX aria-hidden /> : warning ? <TriangleAlert aria-hidden /> : null}
          <span>{note}</span>
        </div>
      )}
    </div>
  )
}

export interface TextFieldProps extends FieldFrame, Omit<ComponentPropsWithRef<'input'>, 'size' | 'type'> {
  readonly type?: 'text' | 'search' | 'password'
  readonly mono?: boolean
  /** A larger figure: the amount of a transfer. */
  readonly figure?: boolean
  readonly icon?: ReactNode
  /** After the value: a unit, a control. */
  readonly unit?: ReactNode
}

/** A field with its label, its unit, and what is wrong with it. What is typed is asked of the console, but in a search: see `ActsOff`. */
export function TextField(props: TextFieldProps) {
  const { label, labelHidden, hint, invalid, warning, size, mono, figure, icon, unit, className, type = 'text', ...input } = props
  const why = useActsOff(type !== 'search')
  return (
    <Frame label={label} {...({ labelHidden, hint, invalid, warning } as Omit<FieldFrame, 'label'>)}>
      {({ id, describedBy }) => {
        const box = (
          <div
            className={cx(
              styles.box,
              size === 'large' && styles.large,
              figure && styles.figure,
              invalid ? styles.invalid : null,
              (input.disabled || why !== null) && styles.disabled,
            )}
          >
            {icon}
            <input
              spellCheck={false}
              autoComplete="off"
              {...input}
              {...(why === null ? {} : { 'aria-disabled': true, readOnly: true })}
              type={type}
              id={id}
              aria-describedby={describedBy}
              aria-invalid={invalid ? true : undefined}
              className={cx(styles.input, mono && styles.mono, className)}
            />
            {unit !== undefined && <span className={styles.unit}>{unit}</span>}
          </div>
        )
        return why === null ? box : <Tooltip text={why}>{box}</Tooltip>
      }}
    </Frame>
  )
}

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'unit'> {
  readonly showLabel: string
  readonly hideLabel: string
}

/** A secret: hidden until the eye is pressed. Its value lives in this window only until it is handed over. */
export function PasswordField({ showLabel, hideLabel, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      autoComplete="current-password"
      {...field}
      type={shown ? 'text' : 'password'}
      className={shown ? undefined : styles.password}
      unit={
        <button type="button" className={styles.eye} aria-label={shown ? hideLabel : showLabel} onClick={() => setShown(!shown)}>
          {shown ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
        </button>
      }
    />
  )
}

export interface SelectProps extends FieldFrame, Omit<ComponentPropsWithRef<'select'>, 'size' | 'onChange'> {
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
  /** Choosing acts, and does not only filter: see `ActsOff`. */
  readonly acts?: boolean
}

/** Reachable, so that its reason is, but it neither opens nor changes. */
const shut = {
  'aria-disabled': true,
  onMouseDown: (event: MouseEvent) => event.preventDefault(),
  onKeyDown: (event: KeyboardEvent) => event.key !== 'Tab' && event.preventDefault(),
}

export function Select({ label, labelHidden, hint, invalid, warning, size, options, onChange, acts, className, ...select }: SelectProps) {
  const why = useActsOff(acts)
  return (
    <Frame label={label} {...({ labelHidden, hint, invalid, warning } as Omit<FieldFrame, 'label'>)}>
      {({ id, describedBy }) => {
        const box = (
          <div className={cx(styles.box, size === 'large' && styles.large, (select.disabled || why !== null) && styles.disabled)}>
            <select
              {...select}
              {...(why === null ? {} : shut)}
              id={id}
              aria-describedby={describedBy}
              className={cx(styles.select, className)}
              onChange={(event) => why === null && onChange(event.target.value)}
            >
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
            <ChevronDown aria-hidden className={styles.chevron} />
          </div>
        )
        return why === null ? box : <Tooltip text={why}>{box}</Tooltip>
      }}
    </Frame>
  )
}
