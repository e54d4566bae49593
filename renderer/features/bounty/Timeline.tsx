import type { BountyDetails, BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState } from '../../../shared/state/state.ts'
import { cx } from '../../lib/cx.ts'
import { placeLabels, textWidth } from '../../lib/labels.ts'
import { formatCount, formatOffset, shortBlock } from '../../lib/numbers.ts'
import { phaseAt, type Round, rounds, windowsOf } from '../../lib/rounds.ts'
import { formatClock } from '../../lib/times.ts'
import { useWidth } from '../../ui/useWidth.ts'
import { isEnded, phaseOf } from '../bounties/model.ts'
import { useDuration, useTexts } from '../common/text.ts'
import styles from './Timeline.module.css'
import { lengthOf, lineShare, type Mark, marksOf, PART_SHARES } from './timeline.ts'

const GAP = 4
const HEIGHT = 22
const MIDDLE = HEIGHT / 2
const THICK = 8
/** Type and rows of the labels as the style sheet has them, pixels. */
const WORD_SIZE = 12
const TIME_SIZE = 11
const LABEL_HEIGHT = 34
const shown: ReadonlySet<Mark['kind']> = new Set(['commit', 'reveal', 'quorum', 'settle', 'now'])

/** The bounty's life at full width: three windows on their own scales, everybody's marks, mine with their times. */
export function Timeline({ details, community }: { readonly details: BountyDetails; readonly community: CommunityState }) {
  const { block, blockTimeMs } = community.clock
  const { ref, width } = useWidth(900)
  const line = Math.max(320, width)
  const marks = marksOf(details, block)
  const x = (mark: Mark) => lineShare(mark) * (line - 2 * GAP) + rounds.indexOf(mark.round) * GAP
  const columns = rounds.map((round) => `${PART_SHARES[round]}fr`).join(' ')
  return (
    <div className={styles.line}>
      <div className={styles.parts} style={{ gridTemplateColumns: columns }}>
        {rounds.map((round) => (
          <PartHead
            key={round}
            round={round}
            row={details.row}
            longest={community.parameters?.maxDuration ?? null}
            blockTimeMs={blockTimeMs}
          />
        ))}
      </div>
      <div ref={ref}>
        <Drawing row={details.row} block={block} marks={marks} x={x} line={line} />
        <Labels details={details} marks={marks.filter(({ kind }) => shown.has(kind))} x={x} line={line} />
      </div>
    </div>
  )
}

interface PartHeadProps {
  readonly round: Round
  readonly row: BountyRow
  /** The Community's longest assertion window, blocks; null while its rules were not read. */
  readonly longest: number | null
  readonly blockTimeMs: number | null
}

function PartHead({ round, row, longest, blockTimeMs }: PartHeadProps) {
  const t = useTexts()
  const duration = useDuration()
  const { from, until } = windowsOf(row)[round]
  const length = lengthOf(row, round, longest)
  const quorumAfter = round === 'vote' && row.quorumBlock !== null && from !== null ? row.quorumBlock - from : null
  const note = () => {
    if (length === null) return ''
    const count = length.blocks
    const blocks = length.isMost ? t('bounty.mostBlocks', { count }) : t('bounty.blocks', { count })
    const timed = blockTimeMs === null ? blocks : t('bounty.blocksTime', { blocks, time: duration(count * blockTimeMs) })
    return quorumAfter !== null && quorumAfter > 0 ? t('bounty.quorumAfter', { blocks: timed, after: quorumAfter }) : timed
  }
  return (
    <div className={styles.head}>
      <b>{t(round === 'vote' ? 'bounty.voteSettle' : `bounty.${round}`)}</b>
      <span title={note()}>{note()}</span>
      <div className={styles.span}>
        {from === null
          ? t('bounty.until', { to: formatCount(until - 1) })
          : t('bounty.span', { from: formatCount(from), to: shortBlock(until - 1, from) })}
      </div>
    </div>
  )
}

interface DrawingProps {
  readonly row: BountyRow
  readonly block: number | null
  readonly marks: readonly Mark[]
  readonly x: (mark: Mark) => number
  readonly line: number
}

function Drawing({ row, block, marks, x, line }: DrawingProps) {
  const t = useTexts()
  const at = (round: Round, place: number) => x({ kind: 'other', round, place, block: 0 })
  const phase = block === null ? phaseOf(row, null) : phaseAt(row, block)
  const now = phase === 'over' ? rounds.length : rounds.indexOf(phase)
  const end = marks.find(({ kind }) => kind === 'settle') ?? marks.find(({ kind }) => kind === 'quorum')
  return (
    <svg className={styles.drawing} width={line} height={HEIGHT} role="img" aria-label={t('bounty.rounds')}>
      {rounds.map((round, index) => {
        const [from, to] = [at(round, 0), at(round, 1)]
        const current = marks.find(({ kind, round: of }) => kind === 'now' && of === round)
        const decided = round === 'vote' && end ? end.place : null
        const done = decided ?? (index < now ? 1 : index === now ? (current?.place ?? 0) : 0)
        const running = index === now && decided === null && !isEnded(row)
        const y = MIDDLE - THICK / 2
        return (
          <g key={round}>
            <rect x={from} y={y} width={to - from} height={THICK} className={styles['to-come']} />
            <rect x={from} y={y} width={(to - from) * Math.min(1, done)} height={THICK} className={running ? styles.now : styles.past} />
          </g>
        )
      })}
      {marks.map((mark) => (
        <MarkShape key={`${mark.kind}-${mark.round}-${mark.block}-${mark.place}`} mark={mark} x={x(mark)} />
      ))}
    </svg>
  )
}

function MarkShape({ mark, x }: { readonly mark: Mark; readonly x: number }) {
  switch (mark.kind) {
    case 'other':
      return <rect x={x - 0.5} y={MIDDLE - 5} width="1" height="10" className={styles.other} />
    case 'vote':
      return <circle cx={x} cy={MIDDLE} r="3" className={styles.vote} />
    case 'quorum':
      return <path d={`M${x} ${MIDDLE - 6} l6 6 l-6 6 l-6 -6 Z`} className={styles.mine} />
    case 'now':
      return <line x1={x} x2={x} y1={2} y2={HEIGHT - 2} className={styles.nowMark} />
    default:
      return <rect x={x - 1} y={0} width="2" height={HEIGHT} className={mark.kind === 'settle' ? styles.settle : styles.mine} />
  }
}

interface LabelsProps {
  readonly details: BountyDetails
  readonly marks: readonly Mark[]
  readonly x: (mark: Mark) => number
  readonly line: number
}

function Labels({ details, marks, x, line }: LabelsProps) {
  const t = useTexts()
  const { row, times } = details
  const words = { commit: 'youCommitted', reveal: 'youRevealed', quorum: 'quorum', settle: 'youSettled', now: 'now' } as const
  const when = (block: number) => {
    const time = times.find((each) => each.block === block)
    const offset = row.postedBlock === null ? formatCount(block) : formatOffset(block, row.postedBlock)
    return time ? `${offset} · ${formatClock(time.at)}` : offset
  }
  const labels = marks
    .map((mark) => ({ mark, word: t(`bounty.${words[mark.kind as keyof typeof words]}`), time: when(mark.block) }))
    .map((label) => ({ ...label, x: x(label.mark), width: Math.max(textWidth(label.word, WORD_SIZE), textWidth(label.time, TIME_SIZE)) }))
    .toSorted((a, b) => a.x - b.x)
  const placed = placeLabels(labels, line)
  return (
    <div className={styles.labels} style={{ height: LABEL_HEIGHT * (1 + Math.max(0, ...placed.map(({ row }) => row))) }}>
      {labels.map(({ mark, word, time, width }, index) => {
        const { left = 0, side = 'middle', row: level = 0 } = placed[index] ?? {}
        return (
          <div
            key={mark.kind}
            className={cx(styles.label, mark.kind === 'settle' && styles.settled, mark.kind === 'now' && styles.quiet)}
            data-side={side}
            style={{ left, top: level * LABEL_HEIGHT, width }}
          >
            {word}
            <small>{time}</small>
          </div>
        )
      })}
    </div>
  )
}
