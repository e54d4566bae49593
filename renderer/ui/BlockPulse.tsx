import styles from './BlockPulse.module.css'

const COUNT = 16
const PITCH = 5
const BAR = 3
const HEIGHT = 10
const USUAL = 8

/** The last 16 blocks, oldest first: height = time taken against the usual, dashes = none seen. */
export function BlockPulse({ pulse, usualMs, label }: BlockPulseProps) {
  const bars = [...Array.from<null>({ length: Math.max(0, COUNT - pulse.length) }).fill(null), ...pulse].slice(-COUNT)
  return (
    <svg width={COUNT * PITCH - 2} height={HEIGHT} role="img" aria-label={label}>
      {bars.map((took, index) => {
        const x = index * PITCH
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        if (took === null) return <line key={index} className={styles.none} x1={x} x2={x + BAR} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        const height = barHeight(took, usualMs)
        const last = index === COUNT - 1
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        return <rect key={index} className={last ? styles.last : styles.bar} x={x} y={HEIGHT - height} width={BAR} height={height} />
      })}
    </svg>
  )
}

/** Two blocks heard of in one instant took no time at all; without a usual time every block is usual. */
function barHeight(took: number, usualMs: number | null): number {
  const share = usualMs !== null && usualMs > 0 ? took / usualMs : 1
  return Math.min(HEIGHT, Math.max(2, Math.round(share * USUAL)))
}

interface BlockPulseProps {
  readonly pulse: readonly (number | null)[]
  readonly usualMs: number | null
  readonly label: string
}
