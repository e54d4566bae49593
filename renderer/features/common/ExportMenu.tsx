import { Download } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'

type Format = 'csv' | 'json'

interface ExportMenuProps {
  readonly label: string
  /** What each format is called in the menu. */
  readonly names: Readonly<Record<Format, string>>
  /** Beside each of them: what is exported. */
  readonly note?: string
  readonly busy: boolean
  readonly onChoose: (format: Format) => void
}

/** The button of a screen that saves what it shows as a file, in one of two formats. */
export function ExportMenu({ label, names, note, busy, onChoose }: ExportMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={<Download aria-hidden />} busy={busy}>
          {label}
        </Button>
      }
      entries={(['csv', 'json'] as const).map((format) => ({
        kind: 'item' as const,
        id: format,
        label: names[format],
        ...(note === undefined ? {} : { note }),
        onChoose: () => onChoose(format),
      }))}
    />
  )
}
