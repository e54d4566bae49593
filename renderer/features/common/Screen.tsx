import type { ReactNode } from 'react'
import styles from '../../ui/Page.module.css'
import { PageBar } from '../../ui/Page.tsx'
import { TroubleBanner } from '../alerts/TroubleBanner.tsx'

/** A screen of the window: its header, the one banner where there is trouble, its content. */
export function Screen({ lead, title, note, tools, children, scroll }: ScreenProps) {
  return (
    <div className={styles.page}>
      <PageBar lead={lead} title={title} note={note} tools={tools} main />
      <TroubleBanner />
      {scroll ? <div className={styles.scroll}>{children}</div> : children}
    </div>
  )
}

interface ScreenProps {
  /** Before the title: the way back. */
  readonly lead?: ReactNode
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly tools?: ReactNode
  readonly children: ReactNode
  readonly scroll?: boolean
}
