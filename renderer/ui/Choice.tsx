import { Check } from 'lucide-react'
import { RadioGroup, Checkbox as RadixCheckbox } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import styles from './Field.module.css'

export interface CheckboxProps {
  readonly label: ReactNode
  /** Keeps the label for assistive technology alone. */
  readonly labelHidden?: boolean
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

export function Checkbox({ label, labelHidden, checked, onChange, disabled = false }: CheckboxProps) {
  const id = useId()
  return (
    <div className={styles.check} data-disabled={disabled || undefined}>
      <RadixCheckbox.Root
        id={id}
        className={styles.tick}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
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
}

export interface RadioCard<T extends string> {
  readonly value: T
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly text: ReactNode
  readonly disabled?: boolean
}

/** A choice between a few ways, side by side, each with a sentence. */
export function RadioCards<T extends string>({ label, cards, value, onChange }: RadioCardsProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      className={styles.cards}
      value={value}
      onValueChange={(next) => {
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
}

interface RadioCardsProps<T extends string> {
  readonly label: string
  readonly cards: readonly RadioCard<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}
