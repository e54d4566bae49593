import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Page.module.css'

/** A screen: its header, then what fills the rest. `scroll` where the content has no scroller of its own. */
export function Page({ title, note, tools, children, scroll }: PageProps) {
  return (
    <div className={styles.page}>
      <PageBar title={title} note={note} tools={tools} main />
      {scroll ? <div className={styles.scroll}>{children}</div> : children}
    </div>
  )
}
interface PageProps {
  readonly title: ReactNode
  /** Stands right after the title. */
  readonly note?: ReactNode
  /** Stands at the end of the header. */
  readonly tools?: ReactNode
  readonly children: ReactNode
  readonly scroll?: boolean
}

/** The header of a page or of a part of the side panel. */
export function PageBar({
  lead,
  title,
  note,
  tools,
  main,
}: Omit<PageProps, 'children' | 'scroll'> & { readonly lead?: ReactNode; readonly main?: boolean }) {
  const Heading = main ? 'h1' : 'h2'
  return (
    <div className={styles.bar}>
      {lead}
      <Heading className={cx(styles.title, main && typeof title === 'string' && styles.whole)}>{title}</Heading>
      {typeof note === 'string' ? <span className={styles.note}>{note}</span> : note}
      {tools && <div className={styles.end}>{tools}</div>}
    </div>
  )
}

/** A part of a page under a line: a title, a word about it, tools. */
export function Section({ title, note, tools, children, className }: SectionProps) {
  return (
    <section className={cx(styles.section, className)}>
      {title && (
        <div className={styles.sectionHead}>
          <h2 className={styles.sectionTitle}>{title}</h2>
          {note && <span>{note}</span>}
          {tools && <div className={styles.end}>{tools}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
interface SectionProps {
  readonly title?: ReactNode
  readonly note?: ReactNode
  readonly tools?: ReactNode
  readonly children: ReactNode
  readonly className?: string | undefined
}
