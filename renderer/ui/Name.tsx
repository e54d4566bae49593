import { useLayoutEffect, useRef } from 'react'
import { cx } from '../lib/cx.ts'
import { fitName, visibleText } from '../lib/names.ts'
import { watchRoom } from './fit-names.ts'
import styles from './Name.module.css'

/**
 * A stranger's name on one line: cut in the middle where it does not fit, so that the extension stays; direction marks and line breaks
 * made visible; never a link.
 */
export function Name({
  text,
  tail,
  className,
}: {
  readonly text: string
  readonly tail?: number
  readonly className?: string | undefined
}) {
  const frame = useRef<HTMLSpanElement>(null)
  const shown = useRef<HTMLSpanElement>(null)
  const whole = visibleText(text)
  useLayoutEffect(() => {
    const room = frame.current
    const span = shown.current
    if (room && span) return watchRoom(room, span, (fits) => fitName(whole, tail, fits))
  }, [whole, tail])
  return (
    <span ref={frame} className={cx(styles.name, className)} title={whole} data-whole={whole}>
      <span ref={shown} className={styles.shown}>
        {whole}
      </span>
    </span>
  )
}
