import { cx } from '../lib/cx.ts'
import { cutName, visibleText } from '../lib/names.ts'
import styles from './Name.module.css'

/** A stranger's name on one line: cut in the middle where it does not fit, direction marks and line breaks made visible, never a link. */
export function Name({
  text,
  tail,
  className,
}: {
  readonly text: string
  readonly tail?: number
  readonly className?: string | undefined
}) {
  const cut = cutName(text, tail)
  return (
    <span className={cx(styles.name, className)} title={visibleText(text)}>
      <span className={styles.head}>{cut.head}</span>
      {cut.tail !== '' && <span className={styles.tail}>{cut.tail}</span>}
    </span>
  )
}
