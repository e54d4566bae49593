import { Check } from 'lucide-react'
import { RadioGroup, Checkbox as RadixCheckbox } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { useActsOff } from './Button.tsx'
import styles from './Field.module.css'
import { Tooltip } from './Tooltip.tsx'

export interface CheckboxProps {
  readonly label: ReactNode
  /** Keeps the label for assistive technology alone. */
  readonly labelHidden?: boolean
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

/** A tick is always a part of something that is asked of the console: see `ActsOff`. */
export function Checkbox({ label, labelHidden, checked, onChange, disabled = false }: CheckboxProps) {
  const id = useId()
  const why = useActsOff(true)
  const box = (
    <div className={styles.check} data-disabled={disabled || why !== null || undefined}>
      <RadixCheckbox.Root
        id={id}
        className={styles.tick}
        checked={checked}
        disabled={disabled}
        // Reachable, so that the reason is.
        {...(why === null ? {} : { 'aria-disabled': true })}
        onCheckedChange={(next) => why === null && onChange(next === true)}
      >
        <RadixCheckbox.Indicator>
          <Check aria-hidden />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id} className={labelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
    </div>
  )
  return why === null ? box : <Tooltip text={why}>{box}</Tooltip>
}

export interface RadioCard<T extends string> {
  readonly value: T
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly text: ReactNode
  readonly disabled?: boolean
}

/** A choice between a few ways to do something, side by side, each with a sentence; it acts: see `ActsOff`. */
export function RadioCards<T extends string>({ label, cards, value, onChange }: RadioCardsProps<T>) {
  const why = useActsOff(true)
  const group = (
    <RadioGroup.Root
      aria-label={label}
      className={styles.cards}
      value={value}
      {...(why === null ? {} : { 'aria-disabled': true })}
      onValueChange={(next) => {
        if (why !== null) return
        const chosen = cards.find((card) => card.value === next)
        if (chosen) onChange(chosen.value)
      }}
    >
      {cards.map((card) => (
        <RadioGroup.Item key={card.value} value={card.value} className={styles.card} disabled={card.disabled ?? false}>
          {card.icon}
          <span className={styles.cardTitle}>{card.title}</span>
          <span className={styles.radio} aria-hidden />
          <span className={styles.cardText}>{card.text}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
  return why === null ? group : <Tooltip text={why}>{group}</Tooltip>
}

interface RadioCardsProps<T extends string> {
  readonly label: string
  readonly cards: readonly RadioCard<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}
