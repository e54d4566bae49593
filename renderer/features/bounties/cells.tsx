import { Trans } from 'react-i18next'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { cx } from '../../lib/cx.ts'
import { formatConfidence, formatSize } from '../../lib/numbers.ts'
import { Amount } from '../../ui/Amount.tsx'
import { StakeGlyph, toneClassOf, VerdictGlyph } from '../../ui/Glyphs.tsx'
import { Name } from '../../ui/Name.tsx'
import { RoundBar } from '../../ui/RoundBar.tsx'
import { useTexts } from '../common/text.ts'
import styles from './cells.module.css'
import {
  type BlockView,
  blocksLeft,
  isEnded,
  isRevealOwed,
  isRevealUnsent,
  isStaked,
  isUnrevealed,
  netOf,
  phaseOf,
  rightCount,
  roundParts,
  stateLook,
  verdictCount,
} from './model.ts'
import { NoVerdict } from './NoVerdict.tsx'

/** Under so many blocks an owed glyph breathes. */
const URGENT_BLOCKS = 5

export function StateCell({ row, view }: { readonly row: BountyRow; readonly view: BlockView }) {
  const t = useTexts()
  const { shape, tone, turning } = stateLook[row.state]
  const right = row.state === 'won-part' ? rightCount(row) : null
  const left = blocksLeft(row, view.block)
  return (
    <span className={cx(styles.state, toneClassOf(tone))}>
      <StakeGlyph
        shape={shape}
        tone={tone}
        {...(turning ? { turning } : {})}
        urgent={isRevealOwed(row) && left !== null && left < URGENT_BLOCKS}
      />
      {right ? t('live.wonOf', { right: right.right, of: right.of }) : t(`live.state.${row.state}`)}
    </span>
  )
}

export function ArtifactCell({ row }: { readonly row: BountyRow }) {
  const t = useTexts()
  const [first] = row.artifacts
  const name = first?.name ?? null
  const more = row.artifacts.length - 1
  return (
    <span className={styles.artifact}>
      {name === null ? <span className={styles.faint}>{t('live.unnamed')}</span> : <Name text={name} className={styles.name} />}
      <span className={styles.size}>
        {more > 0
          ? t('live.more', { count: more })
          : row.artifactType === 'url'
            ? t('live.url')
            : first?.size !== null && first?.size !== undefined
              ? formatSize(first.size)
              : ''}
      </span>
    </span>
  )
}

export function RoundCell({ row, view }: { readonly row: BountyRow; readonly view: BlockView }) {
  const t = useTexts()
  const left = blocksLeft(row, view.block)
  const phase = phaseOf(row, view.block)
  const round = t(`live.round.${isEnded(row) ? 'over' : phase}`)
  const label =
    left === null || isEnded(row)
      ? round
      : left === 0
        ? t('live.round.labelLast', { round })
        : t(view.estimated ? 'live.round.labelAbout' : 'live.round.label', { round, left })
  return (
    <span className={styles.round}>
      <RoundBar
        parts={roundParts(row, view.block)}
        tone={isRevealOwed(row) ? 'owed' : isUnrevealed(row) ? 'sent' : 'now'}
        estimated={view.estimated && !isEnded(row)}
        label={label}
      />
      <BlocksText row={row} view={view} left={left} />
    </span>
  )
}

function BlocksText({ row, view, left }: { readonly row: BountyRow; readonly view: BlockView; readonly left: number | null }) {
  const t = useTexts()
  if (isEnded(row)) {
    return row.settleBlock === null || view.block === null ? null : t('live.ago', { count: Math.max(0, view.block - row.settleBlock) })
  }
  if (view.block === null) return <span className={styles.faint}>{t('live.unknown')}</span>
  if (row.quorumBlock !== null) return t('live.quorum')
  if (left === null) return t('live.closed')
  if (left === 0) {
    const kind = isRevealUnsent(row) ? 'late' : 'last'
    return <span className={cx(view.estimated && styles.about)}>{t(view.estimated ? `live.${kind}About` : `live.${kind}`)}</span>
  }
  const number = <span className={styles.left}>{left}</span>
  return (
    <span className={cx(view.estimated && styles.about)}>
      {view.estimated ? (
        <Trans i18nKey="live.leftAbout" components={{ n: number }} />
      ) : (
        <Trans i18nKey="live.left" count={left} components={{ n: number }} />
      )}
    </span>
  )
}

export function VerdictCell({ row, confidence = true }: { readonly row: BountyRow; readonly confidence?: boolean }) {
  const t = useTexts()
  if (row.state === 'skipped') {
    return (
      <span className={cx(styles.verdict, styles.soft)}>
        <VerdictGlyph verdict="none" />
        {row.skipReason ? t(`live.skip.${row.skipReason}`) : t('live.verdict.none')}
      </span>
    )
  }
  const count = verdictCount(row)
  if (count === null) return <NoVerdict row={row} sealed={row.bid !== null} />
  const kinds = (['malicious', 'benign', 'none'] as const).filter((kind) => count[kind] > 0)
  const [only] = kinds
  if (row.artifacts.length === 1 && only !== undefined) return <OneVerdict row={row} confidence={confidence} />
  return (
    <span data-part="counts" className={styles.counts}>
      {kinds.map((kind) => (
        <span key={kind} className={styles.verdict}>
          <VerdictGlyph verdict={kind} {...(kinds.length > 1 ? { label: t(`live.verdict.${kind}`) } : {})} />
          <span className={kind === 'malicious' ? styles.word : styles.benign}>{count[kind]}</span>
        </span>
      ))}
      {kinds.length === 1 && only !== undefined && <span className={styles.faint}>{t(`live.verdict.${only}`)}</span>}
    </span>
  )
}

function OneVerdict({ row, confidence }: { readonly row: BountyRow; readonly confidence: boolean }) {
  const t = useTexts()
  const verdict = row.artifacts[0]?.verdict
  if (!verdict) return null
  if (verdict.is === 'none') {
    return (
      <span className={cx(styles.verdict, styles.soft)}>
        <VerdictGlyph verdict="none" />
        {t(`live.noVerdict.${verdict.reason}`)}
      </span>
    )
  }
  return (
    <span className={styles.verdict}>
      <VerdictGlyph verdict={verdict.is} />
      <span className={verdict.is === 'malicious' ? styles.word : styles.benign}>{t(`live.verdict.${verdict.is}`)}</span>
      {confidence && (
        <span data-part="confidence" className={styles.confidence}>
          {formatConfidence(verdict.confidence)}
        </span>
      )}
    </span>
  )
}

export function BidCell({ row, view }: { readonly row: BountyRow; readonly view: BlockView }) {
  const t = useTexts()
  if (row.bid === null) return <span className={styles.faint}>{t('live.none')}</span>
  return <Amount value={row.bid} cost {...(view.stale && !isEnded(row) ? { tone: 'dim' as const } : {})} />
}

export function ResultCell({ row }: { readonly row: BountyRow }) {
  const t = useTexts()
  if (!isStaked(row)) return null
  const net = isEnded(row) ? netOf(row) : null
  if (net !== null) return <Amount value={net} result />
  const unknown = row.state === 'unknown' || row.state === 'missing' || row.state === 'reveal-not-seen' || isEnded(row)
  return <span className={styles.faint}>{t(unknown ? 'live.unknown' : 'live.pending')}</span>
}

export function OthersCell({ row, view }: { readonly row: BountyRow; readonly view: BlockView }) {
  const t = useTexts()
  return <span className={styles.soft}>{othersText(row, view, t)}</span>
}

function othersText(row: BountyRow, view: BlockView, t: ReturnType<typeof useTexts>): string {
  const { asserted, revealed, votes, votesForMe } = row.others
  if (row.state === 'forfeited') return t('live.others.neverRevealed')
  if (row.state === 'missing' || row.state === 'written-off') return t('live.unknown')
  // A vote is for me when it agrees with all my verdicts: where I was right in part, how many did so says nothing.
  if (row.state === 'won-part') return t('live.others.votes', { count: votes })
  if (isEnded(row)) return t('live.others.ofVotes', { yes: votesForMe, all: votes })
  if (view.stale) return t('live.unknown')
  const phase = phaseOf(row, view.block)
  if (phase === 'assert') return asserted === 0 ? t('live.others.noEngine') : t('live.others.engines', { count: asserted })
  if (phase === 'reveal') return asserted === 0 ? t('live.others.noneAsserted') : t('live.others.revealed', { revealed, asserted })
  if (votes === 0) return t('live.others.noVote')
  if (!isStaked(row)) return t('live.others.votes', { count: votes })
  const against = votes - votesForMe
  if (against === 0) return t('live.others.votesFor', { count: votes })
  return votesForMe === 0 ? t('live.others.votesAgainst', { count: against }) : t('live.others.split', { yes: votesForMe, no: against })
}
