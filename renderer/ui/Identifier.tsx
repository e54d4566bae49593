import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cx } from '../lib/cx.ts'
import { shortHash } from '../lib/identifiers.ts'
import styles from './Identifier.module.css'
import { Tooltip } from './Tooltip.tsx'

const COPIED_MS = 1500

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({ text, label, copied, inGrid }: { text: string; label: string; copied: string; inGrid?: boolean }) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [done])
  return (
    <Tooltip text={done ? copied : label}>
      <button
        type="button"
        className={styles.copy}
        data-serves
        aria-label={done ? copied : label}
        tabIndex={inGrid ? -1 : 0}
        onClick={(event) => {
          event.stopPropagation()
          navigator.clipboard.writeText(text).then(
            () => setDone(true),
            () => setDone(false),
          )
        }}
      >
        {done ? <Check aria-hidden /> : <Copy aria-hidden />}
      </button>
    </Tooltip>
  )
}

/** An address or a hash: short, or in full where a person must compare. */
export function Identifier({ value, full, copyLabel, copied, inGrid, className }: IdentifierProps) {
  return (
    <span className={cx(styles.identifier, className)} title={full ? undefined : value}>
      {full ? value : shortHash(value)}
      {copyLabel && <CopyButton text={value} label={copyLabel} copied={copied ?? copyLabel} {...(inGrid ? { inGrid } : {})} />}
    </span>
  )
}

interface IdentifierProps {
  readonly value: string
  readonly full?: boolean
  /** Shows a copy button with this name. */
  readonly copyLabel?: string
  readonly copied?: string
  /** Inside a grid: not a tab stop of its own. */
  readonly inGrid?: boolean
  readonly className?: string | undefined
}
