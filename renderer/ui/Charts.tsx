import { cx } from '../lib/cx.ts'
import styles from './Charts.module.css'
import { useWidth } from './useWidth.ts'

export interface Bar {
  readonly id: string | number
  /** Height of the front bar, in the chart's own unit; below zero it hangs. */
  readonly value: number
  /** A second bar behind it: the whole of which `value` is a part. */
  readonly of?: number
  readonly bad?: boolean
}

/** Room for one character of a label, about, in pixels. */
const DIGIT_WIDTH = 6.5

/** Small bars over time before the lines of their scale. */
export function BarChart({ bars, max, min = 0, ticks, from, to, height = 120, slots, label }: BarChartProps) {
  const { ref, width } = useWidth(420)
  const plot = width - Math.max(32, Math.max(0, ...ticks.map(({ text }) => text.length)) * DIGIT_WIDTH + 6)
  const floor = height - 20
  const y = (value: number) => floor - ((value - min) / Math.max(max - min, Number.EPSILON)) * (floor - 4)
  const places = Math.max(bars.length, slots ?? 1, 1)
  const pitch = plot / places
  const first = places - bars.length
  const bar = Math.max(1, pitch * 0.74)
  return (
    <div ref={ref}>
      <svg className={styles.chart} width={width} height={height} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick.value}>
            <line x1="0" x2={plot} y1={y(tick.value)} y2={y(tick.value)} className={cx(styles.rule, tick.value === 0 && styles.base)} />
            <text x={width} y={y(tick.value) + 4} textAnchor="end" className={styles.text}>
              {tick.text}
            </text>
          </g>
        ))}
        {bars.map(({ id, value, of, bad }, index) => (
          <g key={id}>
            {of !== undefined && (
              <rect x={(first + index) * pitch} width={bar} y={y(of)} height={Math.max(0, y(0) - y(of))} className={styles.under} />
            )}
            <rect
              x={(first + index) * pitch}
              width={bar}
              y={Math.min(y(value), y(0))}
              height={Math.abs(y(0) - y(value))}
              className={bad ? styles.bad : styles.bar}
            />
          </g>
        ))}
        <text x="0" y={height - 4} className={styles.text}>
          {from}
        </text>
        <text x={plot} y={height - 4} textAnchor="end" className={styles.text}>
          {to}
        </text>
      </svg>
    </div>
  )
}
interface BarChartProps {
  readonly bars: readonly Bar[]
  readonly max: number
  readonly min?: number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
  readonly from: string
  readonly to: string
  readonly height?: number
  /** Room for so many bars; the last one stands at the end. */
  readonly slots?: number
  readonly label: string
}

export interface HistogramMark {
  readonly at: number
  readonly text: string
  readonly note?: string
  readonly strong?: boolean
}

/** How often a value falls between two bounds; what lies beyond a bound is red. Marks stand at values of note. */
export function Histogram({ bins, max, ticks, marks, badFrom, height = 136, label }: HistogramProps) {
  const { ref, width } = useWidth(420)
  const floor = height - 20
  const x = (value: number) => (value / Math.max(max, 1)) * (width - 24) + 8
  const most = Math.max(1, ...bins.map((bin) => bin.count))
  return (
    <div ref={ref}>
      <svg className={styles.chart} width={width} height={height} role="img" aria-label={label}>
        {bins.map((bin) => {
          const tall = bin.count === 0 ? 0 : Math.max(1, (bin.count / most) * (floor - 22))
          return (
            <rect
              key={bin.from}
              x={x(bin.from) + 1}
              width={Math.max(1, x(bin.to) - x(bin.from) - 3)}
              y={floor - tall}
              height={tall}
              className={badFrom !== null && bin.from >= badFrom ? styles.bad : styles.bar}
            />
          )
        })}
        <line x1="0" x2={width} y1={floor} y2={floor} className={cx(styles.rule, styles.base)} />
        {marks.map((mark, index) => (
          <MarkLine
            key={mark.text}
            mark={mark}
            x={x(mark.at)}
            top={index * 4}
            floor={floor}
            low={!mark.strong && index > 0}
            end={
              x(mark.at) + MARK_GAP + markRoom(mark) > width ||
              (index > 0 && x(marks[index + 1]?.at ?? Number.POSITIVE_INFINITY) - x(mark.at) < SHORT_WIDTH)
            }
          />
        ))}
        {ticks.map((tick, index) => (
          <text
            key={tick.value}
            x={x(tick.value)}
            y={height - 4}
            textAnchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
            className={styles.text}
          >
            {tick.text}
          </text>
        ))}
      </svg>
    </div>
  )
}
/** Between a mark and its words, in pixels. */
const MARK_GAP = 6
/** Room that short words without a note need, about, in pixels. */
const SHORT_WIDTH = 76

/** Room that the words of a mark need, about, in pixels: Japanese letters are as wide as they are high. */
function markRoom({ text, note = '' }: HistogramMark): number {
  const roomOf = (words: string) => [...words].reduce((sum, letter) => sum + (letter >= '\u2e80' ? 11 : 5.2), 0)
  return Math.max(roomOf(text), roomOf(note))
}

/** A mark with its words beside it: on its left where there is no room on its right. */
function MarkLine({ mark, x, top, floor, low, end }: MarkLineProps) {
  const at = end ? { x: x - MARK_GAP, textAnchor: 'end' as const } : { x: x + MARK_GAP }
  return (
    <g>
      <line x1={x} x2={x} y1={top} y2={floor} className={mark.strong ? styles.strongMark : styles.mark} />
      <text {...at} y={low ? floor * 0.55 : 8} className={mark.strong ? styles.strongText : styles.text}>
        {mark.text}
      </text>
      {mark.note && (
        <text {...at} y={24} className={styles.lossText}>
          {mark.note}
        </text>
      )}
    </g>
  )
}
interface MarkLineProps {
  readonly mark: HistogramMark
  readonly x: number
  readonly top: number
  readonly floor: number
  /** Its words stand lower, so that they do not run into those of the mark before. */
  readonly low: boolean
  readonly end: boolean
}

interface HistogramProps {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  readonly max: number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
  readonly marks: readonly HistogramMark[]
  readonly badFrom: number | null
  readonly height?: number
  readonly label: string
}
