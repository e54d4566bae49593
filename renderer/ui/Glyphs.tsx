import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './Glyphs.module.css'

/** What a shape means in colour; never colour alone: a word stands beside it. */
export type Tone = 'soft' | 'stake' | 'flight' | 'gain' | 'loss' | 'faint' | 'unknown'

const toneClass: Readonly<Record<Tone, string | undefined>> = {
  soft: styles.soft,
  stake: styles.stakeTone,
  flight: styles.flight,
  gain: styles.gain,
  loss: styles.loss,
  faint: styles.faint,
  unknown: styles.unknown,
}
export const toneClassOf = (tone: Tone): string | undefined => toneClass[tone]

const HEX = 'M7 .9 12.3 3.95v6.1L7 13.1 1.7 10.05v-6.1z'
const ground = 'var(--glyph-ground, var(--surface-page))'

const outline = (inside?: ReactNode) => (
  <>
    <path d={HEX} fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" />
    {inside}
  </>
)
const solid = (inside?: ReactNode) => (
  <>
    <path d={HEX} fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />
    {inside}
  </>
)
const line = (d: string, color = 'currentColor', width = 1.3) => (
  <path d={d} fill="none" stroke={color} strokeWidth={width} strokeLinecap="round" strokeLinejoin="round" />
)

const shapes = {
  /** Open outline, part bright: at work. */
  open: (
    <>
      <path d={HEX} fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" opacity="0.35" />
      <path
        d={HEX}
        className={styles.bright}
        pathLength={6}
        strokeDasharray="3 3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
    </>
  ),
  keyhole: solid(
    <>
      <circle cx="7" cy="5.9" r="1.25" fill={ground} />
      {line('M7 6.5v2.8', ground, 1.2)}
    </>,
  ),
  owed: outline(
    <>
      {line('M7 4v3.6')}
      <circle cx="7" cy="9.8" r=".8" fill="currentColor" />
    </>,
  ),
  up: outline(line('M7 9.8V4.6M4.9 6.6 7 4.5l2.1 2.1')),
  down: outline(line('M7 4.2v5.2M4.9 7.4 7 9.5l2.1-2.1')),
  dot: outline(<circle cx="7" cy="7" r="2.1" fill="currentColor" />),
  check: solid(line('M4.5 7.2 6.3 9 9.6 5.3', ground, 1.5)),
  half: (
    <>
      {outline()}
      <path d="M7 .9 1.7 3.95v6.1L7 13.1z" fill="currentColor" />
    </>
  ),
  lost: outline(line('M5.2 5.2 8.8 8.8M8.8 5.2 5.2 8.8')),
  forfeited: solid(line('M5 5 9 9M9 5 5 9', ground, 1.5)),
  bars: outline(line('M5.8 5.1v3.8M8.2 5.1v3.8')),
  dash: outline(line('M4.8 7h4.4')),
  unknown: (
    <>
      <path d={HEX} fill="none" stroke="currentColor" strokeWidth="1.2" strokeDasharray="2.1 1.4" />
      {line('M5.6 5.6c0-2 2.9-1.9 2.9-.1 0 1.2-1.4 1.2-1.4 2.3', 'currentColor', 1.1)}
      <circle cx="7.1" cy="9.7" r=".7" fill="currentColor" />
    </>
  ),
  play: solid(<path d="M5.6 4.6v4.8L9.6 7z" fill={ground} />),
  square: outline(<path d="M5 5h4v4H5z" fill="currentColor" />),
  lock: outline(
    <>
      <path d="M4.7 6.5h4.6v3.3H4.7z" fill="currentColor" />
      {line('M5.6 6.4V5.3a1.4 1.4 0 0 1 2.8 0v1.1', 'currentColor', 1)}
    </>,
  ),
  empty: outline(),
} as const satisfies Record<string, ReactNode>

export type StakeShape = keyof typeof shapes

/** The hexagon: a stake in all its states, and the engine. `label` only where no word stands beside it. */
export function StakeGlyph({ shape, tone, size = 14, turning, urgent, label }: StakeGlyphProps) {
  return (
    <svg
      viewBox="0 0 14 14"
      width={size}
      height={size}
      className={cx(toneClass[tone], turning && styles.turning, urgent && styles.urgent)}
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {shapes[shape]}
    </svg>
  )
}
interface StakeGlyphProps {
  readonly shape: StakeShape
  readonly tone: Tone
  readonly size?: number
  /** The outline turns: scanning, waiting. */
  readonly turning?: boolean
  /** Owed, and under five blocks left. */
  readonly urgent?: boolean
  readonly label?: string
}

export type VerdictShape = 'malicious' | 'benign' | 'none' | 'hidden'

const DIAMOND = 'M5 .6 9.4 5 5 9.4.6 5z'
const verdicts: Readonly<Record<VerdictShape, ReactNode>> = {
  malicious: <path d={DIAMOND} fill="currentColor" />,
  benign: <path d="M5 1.3 8.7 5 5 8.7 1.3 5z" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  none: <path d="M1.2 5h7.6" stroke="currentColor" strokeWidth="1.4" />,
  hidden: <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.2" strokeDasharray="1.6 1.5" />,
}
const verdictTone: Readonly<Record<VerdictShape, string | undefined>> = {
  malicious: styles.malicious,
  benign: styles.benign,
  none: styles.faint,
  hidden: styles.unknown,
}

/** A verdict: filled diamond malicious, hollow benign, dash none, dashed hidden. */
export function VerdictGlyph({
  verdict,
  size = 10,
  label,
}: {
  readonly verdict: VerdictShape
  readonly size?: number
  readonly label?: string
}) {
  return (
    <svg
      viewBox="0 0 10 10"
      width={size}
      height={size}
      className={verdictTone[verdict]}
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {verdicts[verdict]}
    </svg>
  )
}

/** The product's mark: a cell whose lid is lifting. */
export function Mark({ size = 16 }: { readonly size?: number }) {
  return (
    <svg viewBox="9 4 51 53" width={size} height={size} aria-hidden>
      <path
        d="M50 24.5V42L32 52.4 14 42V21.6L29 13"
        fill="none"
        stroke="var(--text)"
        strokeWidth="7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M40.5 8.5 55.5 17.2" fill="none" stroke="var(--stake)" strokeWidth="7" strokeLinecap="round" />
      <path d="M32 24.4 38.9 28.4v7.9L32 40.3l-6.9-4V28.4z" fill="var(--text)" />
    </svg>
  )
}
