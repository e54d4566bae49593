import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Dialog.module.css'
import { OverlayRoot } from './overlay.ts'

/** Where a dialog begins that does not say so: its first control that can be used and does not only serve what is shown: its word would cover that. */
const BEGINS = ['input', 'select', 'textarea', 'button']
  .map((control) => `${control}:not([data-serves], [hidden], [disabled], [aria-disabled], [tabindex="-1"])`)
  .join()

/**
 * A modal dialog on the platform's own element: it keeps the focus, makes the rest inert and gives the focus back, without writing a
 * style into the page (which the content security policy forbids).
 */
export function Dialog({ title, text, icon, calm, children, aside, actions, onClose, onSubmit, wide }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element && !element.open) element.showModal()
    // The browser would take the first of all, which may be the one that does harm, or stand beside what is to be read.
    const begins = element?.querySelector<HTMLElement>('[data-first]') ?? element?.querySelector<HTMLElement>(BEGINS)
    begins?.focus()
    setRoot(element)
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={cx(styles.dialog, wide && styles.wide, calm && styles.plain)}
      aria-labelledby={`${id}-title`}
      aria-describedby={text ? `${id}-text` : undefined}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <OverlayRoot value={root}>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit?.()
          }}
        >
          <div className={styles.body}>
            <div className={styles.head}>
              {icon && <span className={styles.icon}>{icon}</span>}
              <div>
                <h2 id={`${id}-title`} className={styles.title}>
                  {title}
                </h2>
                {text && (
                  <p id={`${id}-text`} className={styles.text}>
                    {text}
                  </p>
                )}
              </div>
            </div>
            {children}
          </div>
          <div className={styles.foot}>
            {aside && <span className={styles.aside}>{aside}</span>}
            {actions}
          </div>
        </form>
      </OverlayRoot>
    </dialog>
  )
}

interface DialogProps {
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly icon?: ReactNode
  /** The icon is neutral: nothing is owed. */
  readonly calm?: boolean
  readonly children?: ReactNode
  readonly aside?: ReactNode
  readonly actions: ReactNode
  readonly wide?: boolean
  readonly onClose: () => void
  readonly onSubmit?: () => void
}
