import { PanelRightOpen, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Beside.module.css'
import { IconButton } from './Button.tsx'

/** A page and the panel that belongs to it. Where the window is narrow the panel is a drawer, opened by a button at the edge. */
export function Beside({ children, side, label, openLabel, closeLabel, startsOpen = false }: BesideProps) {
  const [open, setOpen] = useState(startsOpen)
  return (
    <div className={styles.beside}>
      <div className={styles.page}>{children}</div>
      <div className={styles.opener}>
        <IconButton label={openLabel} icon={<PanelRightOpen aria-hidden />} onClick={() => setOpen(true)} aria-expanded={open} />
      </div>
      <aside className={cx(styles.side, open && styles.open)} aria-label={label}>
        <div className={styles.closer}>
          <IconButton label={closeLabel} icon={<X aria-hidden />} onClick={() => setOpen(false)} />
        </div>
        {side}
      </aside>
    </div>
  )
}

interface BesideProps {
  readonly children: ReactNode
  readonly side: ReactNode
  readonly label: string
  readonly openLabel: string
  readonly closeLabel: string
  /** Whether the drawer is open at first. */
  readonly startsOpen?: boolean
}
