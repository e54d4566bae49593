import type { Artifact, AssertionDetail, BountyRow } from '../../../shared/domain/bounty.ts'
import { formatConfidence } from '../../lib/numbers.ts'
import { VerdictGlyph, type VerdictShape } from '../../ui/Glyphs.tsx'
import { NoVerdict } from '../bounties/NoVerdict.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Bounty.module.css'

/** A verdict or a vote in glyph and word, with a note behind it. */
export function VerdictWord({ verdict, note }: { readonly verdict: VerdictShape; readonly note?: string | null }) {
  const t = useTexts()
  return (
    <span className={styles.verdict}>
      <VerdictGlyph verdict={verdict} />
      <span className={verdict === 'malicious' ? styles.malicious : verdict === 'benign' ? styles.word : styles.note}>
        {t(`live.verdict.${verdict}`)}
      </span>
      {note && <span className={styles.note}>{note}</span>}
    </span>
  )
}

/** My own opinion of an artifact with its confidence. */
export function MyVerdict({ row, artifact }: { readonly row: BountyRow; readonly artifact: Artifact }) {
  if (artifact.verdict === null) return <NoVerdict row={row} sealed={artifact.bid !== null} />
  if (artifact.verdict.is === 'none') return <VerdictWord verdict="none" />
  return <VerdictWord verdict={artifact.verdict.is} note={formatConfidence(artifact.verdict.confidence)} />
}

export const shapeOf = (malicious: boolean): VerdictShape => (malicious ? 'malicious' : 'benign')

/** What an engine said of one artifact; `bids` hold one entry for each artifact in the mask, `verdicts` one for each artifact. */
export type Said =
  | { readonly is: 'not-bid' }
  | { readonly is: 'hidden'; readonly bid: bigint | null }
  | { readonly is: 'said'; readonly malicious: boolean; readonly bid: bigint | null }

export function saidOf({ mask, bids, verdicts }: AssertionDetail, index: number): Said {
  if (mask[index] !== true) return { is: 'not-bid' }
  const among = mask.slice(0, index).filter(Boolean).length
  const bid = bids[among] ?? null
  if (verdicts === null) return { is: 'hidden', bid }
  const malicious = verdicts.length === mask.length ? verdicts[index] : verdicts[among]
  return malicious === undefined ? { is: 'hidden', bid } : { is: 'said', malicious, bid }
}
