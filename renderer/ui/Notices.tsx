import { CircleAlert, Info, X } from 'lucide-react'
import { Toast } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import type { StakeShape, Tone } from './Glyphs.tsx'
import { StakeGlyph } from './Glyphs.tsx'
import { Name } from './Name.tsx'
import styles from './Notices.module.css'

/** Below the page header; pushes the list down. What happened, what it means for the money, what to do. */
export function Banner({ tone, icon, title, children, actions }: BannerProps) {
  return (
    <section className={cx(styles.banner, tone === 'stake' && styles.stake)} role="alert">
      <span className={styles.bannerIcon}>{icon}</span>
      <div>
        <h2 className={styles.bannerTitle}>{title}</h2>
        <p className={styles.bannerText}>{children}</p>
      </div>
      <div className={styles.actions}>{actions}</div>
    </section>
  )
}
interface BannerProps {
  readonly tone: 'loss' | 'stake'
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** Something that needs a person; leaves only when it is solved or put off. */
export function NeedItem({ tone, icon, title, children, actions }: NeedItemProps) {
  return (
    <li className={cx(styles.need, tone && styles[tone])}>
      <span className={styles.needIcon}>{icon}</span>
      <div>
        <h3 className={styles.needTitle}>{title}</h3>
        <div className={styles.needText}>{children}</div>
        {actions && <div className={styles.needActions}>{actions}</div>}
      </div>
    </li>
  )
}
interface NeedItemProps {
  readonly tone?: 'warn' | 'bad'
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** One line of the feed. `onOpen` where it belongs to a bounty. */
export function EventRow({ time, shape, tone, word, subject, subjectTail = 6, result, onOpen }: EventRowProps) {
  const content = (
    <>
      <time className={styles.time}>{time}</time>
      <StakeGlyph shape={shape} tone={tone} size={12} />
      <span className={styles.what}>
        <span className={styles.word}>{word}</span>
        {subject !== null && <Name text={subject} tail={subjectTail} className={styles.subject} />}
      </span>
      <span>{result}</span>
    </>
  )
  return onOpen ? (
    <button type="button" className={styles.event} onClick={onOpen}>
      {content}
    </button>
  ) : (
    <div className={styles.event}>{content}</div>
  )
}
interface EventRowProps {
  readonly time: string
  readonly shape: StakeShape
  readonly tone: Tone
  readonly word: string
  /** Hostile text. */
  readonly subject: string | null
  /** How much of its end stays when it is cut. */
  readonly subjectTail?: number
  readonly result?: ReactNode
  readonly onOpen?: (() => void) | undefined
}

export interface ToastEntry {
  readonly id: number
  readonly tone: 'calm' | 'loss'
  readonly text: string
}

const TOAST_MS = 6000

/** Short answers to what the operator just did. Nothing that must be seen is said here alone. */
export function Toasts({ entries, closeLabel, label, onClose }: ToastsProps) {
  return (
    <Toast.Provider duration={TOAST_MS} label={label}>
      {entries.map((entry) => (
        <Toast.Root
          key={entry.id}
          className={cx(styles.toast, entry.tone === 'loss' && styles.toastLoss)}
          onOpenChange={(open) => !open && onClose(entry.id)}
        >
          {entry.tone === 'loss' ? <CircleAlert aria-hidden /> : <Info aria-hidden />}
          <Toast.Description className={styles.toastText}>{entry.text}</Toast.Description>
          <Toast.Close className={styles.toastClose} aria-label={closeLabel}>
            <X aria-hidden />
          </Toast.Close>
        </Toast.Root>
      ))}
      {/* The key stands for itself; without a label of ours the library's English one is read aloud. */}
      <Toast.Viewport className={styles.toasts} label={`${label} ({hotkey})`} />
    </Toast.Provider>
  )
}
interface ToastsProps {
  readonly entries: readonly ToastEntry[]
  readonly label: string
  readonly closeLabel: string
  readonly onClose: (id: number) => void
}
