import { useLayoutEffect, useRef } from 'react'
import { cx } from '../lib/cx.ts'
import { cutName, visibleText } from '../lib/names.ts'
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
    if (!room || !span) return
    const cut = () => cutTo(span, whole, tail, room.clientWidth)
    cut()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(cut)
    observer.observe(room)
    return () => observer.disconnect()
  }, [whole, tail])
  return (
    <span ref={frame} className={cx(styles.name, className)} title={whole} data-whole={whole}>
      <span ref={shown} className={styles.shown}>
        {whole}
      </span>
    </span>
  )
}

/** Writes as much of the name as fits: a head, an ellipsis, the tail. Measured in the page, so that it is right for every font. */
function cutTo(span: HTMLElement, whole: string, tail: number | undefined, room: number): void {
  const write = (value: string) => {
    if (span.textContent !== value) span.textContent = value
  }
  write(whole)
  // Fractions of a pixel are lost in clientWidth; one pixel more never shows.
  const limit = room + 1
  if (room <= 0 || span.getBoundingClientRect().width <= limit) return
  const { head, tail: end } = cutName(whole, tail)
  const chars = [...head]
  let [low, high] = [1, chars.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    write(`${chars.slice(0, middle).join('')}…${end}`)
    if (span.getBoundingClientRect().width <= limit) low = middle
    else high = middle - 1
  }
  write(`${chars.slice(0, low).join('')}…${end}`)
}
