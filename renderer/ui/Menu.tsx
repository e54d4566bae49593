import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import styles from './Menu.module.css'
import { useOverlayRoot } from './overlay.ts'

export type MenuEntry =
  | { readonly kind: 'item'; readonly id: string; readonly label: ReactNode; readonly note?: ReactNode; readonly onChoose: () => void }
  | {
      readonly kind: 'check'
      readonly id: string
      readonly label: ReactNode
      readonly note?: ReactNode
      readonly checked: boolean
      /** One of a few (closes), or a switch of its own (stays open). */
      readonly one?: boolean
      readonly onChoose: () => void
    }
  | { readonly kind: 'line'; readonly id: string }

/** A menu under a button. The trigger is a button of the kit. */
export function Menu({ trigger, entries, align = 'start' }: MenuProps) {
  const container = useOverlayRoot()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
interface MenuProps {
  readonly trigger: ReactNode
  readonly entries: readonly MenuEntry[]
  readonly align?: 'start' | 'end'
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'line') return <DropdownMenu.Separator className={styles.separator} />
  const note = entry.note !== undefined && <span className={styles.note}>{entry.note}</span>
  if (entry.kind === 'item') {
    return (
      <DropdownMenu.Item className={styles.item} onSelect={entry.onChoose}>
        {entry.label}
        {note}
      </DropdownMenu.Item>
    )
  }
  return (
    <DropdownMenu.CheckboxItem
      className={styles.item}
      checked={entry.checked}
      onSelect={(event) => !entry.one && event.preventDefault()}
      onCheckedChange={entry.onChoose}
    >
      <span className={styles.mark}>
        <DropdownMenu.ItemIndicator>
          <Check aria-hidden />
        </DropdownMenu.ItemIndicator>
      </span>
      {entry.label}
      {note}
    </DropdownMenu.CheckboxItem>
  )
}
