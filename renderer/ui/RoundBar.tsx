import { cx } from '../lib/cx.ts'
import styles from './RoundBar.module.css'

/** One part of the bar, on its own scale: 0 = its first block, 1 = its end. */
export interface RoundPart {
  readonly progress: number
  readonly state: 'past' | 'now' | 'to-come'
  /** My commit, my reveal. */
  readonly tick?: number | null
  /** Quorum; what comes after it in this part never happened. */
  readonly quorum?: number | null
}

const PARTS = [
  { x: 0, width: 34 },
  { x: 36, width: 24 },
  { x: 62, width: 42 },
] as const
const WIDTH = 104
const HEIGHT = 12
const MIDDLE = HEIGHT / 2
const THICK = 4
const DOTS = 14

/** A bounty's life: assert, reveal, vote. Bright = the part that runs, grey = past, dark = to come; dots = the block is estimated. */
export function RoundBar({ parts, tone = 'now', estimated, label }: RoundBarProps) {
  const running = parts.findIndex((part) => part.state === 'now')
  const at = PARTS[running]
  const end = at && parts[running] ? at.x + at.width * parts[running].progress : null
  return (
    <svg className={styles.bar} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {PARTS.map((place, index) => {
        const part = parts[index]
        return part ? <Part key={place.x} {...place} part={part} tone={tone} /> : null
      })}
      {estimated && end !== null && (
        <line x1={end + 1} y1={MIDDLE} x2={Math.min(end + 1 + DOTS, WIDTH)} y2={MIDDLE} className={styles.dots} />
      )}
    </svg>
  )
}

function Part({ x, width, part, tone }: { x: number; width: number; part: RoundPart; tone: NonNullable<RoundBarProps['tone']> }) {
  const done = part.state === 'past' ? (part.quorum ?? 1) : part.progress
  const y = MIDDLE - THICK / 2
  return (
    <g>
      <rect x={x} y={y} width={width} height={THICK} rx="1" className={styles['to-come']} />
      {part.state !== 'to-come' && done > 0 && (
        <rect
          x={x}
          y={y}
          width={Math.max(1, width * done)}
          height={THICK}
          rx="1"
          className={cx(styles.segment, part.state === 'past' ? styles.past : styles[tone])}
        />
      )}
      {part.tick !== undefined && part.tick !== null && (
        <rect x={x + width * part.tick - 1} y={MIDDLE - 5} width="2" height="10" rx=".5" className={styles.tick} />
      )}
      {part.quorum !== undefined && part.quorum !== null && <Diamond x={x + width * part.quorum} />}
    </g>
  )
}

const Diamond = ({ x }: { readonly x: number }) => (
  <path d={`M${x} ${MIDDLE - 4} L${x + 4} ${MIDDLE} L${x} ${MIDDLE + 4} L${x - 4} ${MIDDLE} Z`} className={styles.tick} />
)

interface RoundBarProps {
  readonly parts: readonly RoundPart[]
  /** Colour of the running part: `owed` when I owe something, `sent` while it is on its way. */
  readonly tone?: 'now' | 'owed' | 'sent'
  readonly estimated?: boolean
  readonly label: string
}
