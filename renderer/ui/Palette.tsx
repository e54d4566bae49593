import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useActsOff } from './Button.tsx'
import styles from './Palette.module.css'

export interface PaletteEntry {
  readonly id: string
  readonly heading: string
  readonly label: ReactNode
  /** What a search looks in; lower case. */
  readonly words: string
  readonly note?: ReactNode
  /** Choosing it acts, and does not only lead somewhere: see `ActsOff`. */
  readonly acts?: boolean
  readonly onChoose: () => void
}

const SHOWN = 40

/** One field that finds everything: a combobox with its list in a modal dialog. */
export function Palette({ label, entries, extra, nothing, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const nobody = useActsOff(true)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  const wanted = text.trim().toLowerCase().split(/\s+/)
  const found = [
    ...entries.filter((entry) => wanted.every((word) => entry.words.includes(word))).slice(0, SHOWN),
    ...(extra?.(text.trim()) ?? []),
  ]
  const current = found[Math.min(at, found.length - 1)]
  const choose = (entry: PaletteEntry | undefined) => {
    if (!entry || (entry.acts && nobody !== null)) return
    onClose()
    entry.onChoose()
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt((before) => Math.max(0, Math.min(found.length - 1, before + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(current)
    }
  }
  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className={styles.field}>
        <Search aria-hidden />
        <input
          className={styles.input}
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          placeholder={label}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={keys}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
        {found.length === 0 && <p className={styles.nothing}>{nothing(text)}</p>}
        {found.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entry.heading !== found[index - 1]?.heading && <div className={styles.heading}>{entry.heading}</div>}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys */}
            <div
              id={`${id}-${entry.id}`}
              role="option"
              aria-selected={entry === current}
              {...(entry.acts && nobody !== null ? { 'aria-disabled': true, 'aria-describedby': `${id}-why` } : {})}
              className={styles.option}
              onPointerMove={() => setAt(index)}
              onClick={() => choose(entry)}
            >
              {entry.label}
              {entry.note !== undefined && <span className={styles.note}>{entry.note}</span>}
            </div>
          </div>
        ))}
      </div>
      {nobody !== null && (
        <p id={`${id}-why`} className={styles.why}>
          {nobody}
        </p>
      )}
    </dialog>
  )
}

interface PaletteProps {
  readonly label: string
  readonly entries: readonly PaletteEntry[]
  /** Entries made of the text itself: a guid that is not in the lists. */
  readonly extra?: (text: string) => readonly PaletteEntry[]
  readonly nothing: (text: string) => string
  readonly onClose: () => void
}
