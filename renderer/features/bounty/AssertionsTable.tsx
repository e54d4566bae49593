import { Check, X } from 'lucide-react'
import type { Artifact, AssertionDetail, BountyDetails } from '../../../shared/domain/bounty.ts'
import { EXACT_DECIMALS } from '../../lib/amounts.ts'
import { cx } from '../../lib/cx.ts'
import { shortAddress } from '../../lib/identifiers.ts'
import { shortName, stem } from '../../lib/names.ts'
import { formatCount, formatOffset } from '../../lib/numbers.ts'
import { phaseAt } from '../../lib/rounds.ts'
import { useCommunity } from '../../store/console.tsx'
import { Amount } from '../../ui/Amount.tsx'
import { StakeGlyph } from '../../ui/Glyphs.tsx'
import { Section } from '../../ui/Page.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Bounty.module.css'
import { saidOf, shapeOf, VerdictWord } from './verdicts.tsx'

const HEAD_LENGTH = 14

/** Artifacts with their number in the bounty: what masks, bids and votes go by. */
export const indexed = (artifacts: readonly Artifact[]) => artifacts.map((artifact, index) => ({ artifact, index }))

/** The artifacts as heads of columns: `1 · vcruntime140`. */
export function useArtifactHeads(details: BountyDetails): (index: number, withBid?: boolean) => string {
  const t = useTexts()
  return (index, withBid = false) => {
    const name = shortName(stem(details.row.artifacts[index]?.name ?? '?'), HEAD_LENGTH)
    return withBid && index === 0 ? t('bounty.column.bidOnFirst', { index, name }) : t('bounty.column.bidOn', { index, name })
  }
}

/** Every engine's word and bid on every artifact. `fee`: what each of them paid to assert, null where it is not known. */
export function AssertionsTable({ details, fee }: { readonly details: BountyDetails; readonly fee: bigint | null }) {
  const t = useTexts()
  const { row, assertions } = details
  const head = useArtifactHeads(details)
  const revealed = assertions.filter(({ verdicts }) => verdicts !== null).length
  return (
    <Section
      title={t('bounty.assertions')}
      note={assertions.length > 0 && t('bounty.assertionsNote', { count: assertions.length, revealed })}
    >
      {assertions.length === 0 ? (
        <p className={styles.none}>{t('bounty.noAssertions')}</p>
      ) : (
        <div className={styles.tableBox}>
          <table className={styles.matrix} aria-label={t('bounty.assertions')}>
            <thead>
              <tr>
                <th scope="col" className={styles.who}>
                  {t('bounty.column.engine')}
                </th>
                <th scope="col" className={styles.when}>
                  {t('bounty.column.assertReveal')}
                </th>
                {indexed(row.artifacts).map(({ index }) => (
                  <th key={index} scope="col" className={styles.on}>
                    {head(index, true)}
                  </th>
                ))}
                {(['bids', 'payout', 'net'] as const).map((id) => (
                  <th key={id} scope="col" className={styles.end}>
                    {t(`bounty.column.${id}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {assertions.map((assertion) => (
                <AssertionRow key={assertion.index} assertion={assertion} details={details} fee={fee} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

interface RowProps {
  readonly assertion: AssertionDetail
  readonly details: BountyDetails
  readonly fee: bigint | null
}

function AssertionRow({ assertion, details, fee }: RowProps) {
  const t = useTexts()
  const { bids, payout, mine, author } = assertion
  const sum = bids.reduce((total, bid) => total + bid, 0n)
  return (
    <tr className={cx(mine && styles.mine)}>
      <th scope="row" className={styles.mono} title={author}>
        {shortAddress(author)}
        {mine && <span className={styles.you}>{t('bounty.you')}</span>}
      </th>
      <td className={styles.mono}>
        <Blocks assertion={assertion} details={details} />
      </td>
      {indexed(details.row.artifacts).map(({ artifact, index }) => (
        <td key={index}>
          <BidOn assertion={assertion} index={index} truth={artifact.truth} />
        </td>
      ))}
      <td className={styles.end}>
        <Amount value={sum} cost />
      </td>
      <td className={styles.end}>
        {payout === null ? (
          <span className={styles.faint}>{t('common.pending')}</span>
        ) : (
          <Amount value={payout} decimals={EXACT_DECIMALS} />
        )}
      </td>
      <td className={styles.end}>
        {payout === null || fee === null ? (
          <span className={styles.faint}>{t('common.pending')}</span>
        ) : (
          <Amount value={payout - sum - fee} decimals={EXACT_DECIMALS} result />
        )}
      </td>
    </tr>
  )
}

function Blocks({
  assertion: { assertBlock, revealBlock, verdicts },
  details: { row },
}: {
  assertion: AssertionDetail
  details: BountyDetails
}) {
  const t = useTexts()
  const block = useCommunity()?.clock.block ?? null
  const over = block !== null && ['vote', 'over'].includes(phaseAt(row, block))
  const text = (at: number | null) =>
    at === null ? t('common.unknown') : row.postedBlock === null ? formatCount(at) : formatOffset(at, row.postedBlock)
  return (
    <>
      {text(assertBlock)}
      {revealBlock !== null && `  ${text(revealBlock)}`}
      {revealBlock === null && verdicts === null && over && (
        <span className={styles.never}>
          <StakeGlyph shape="forfeited" tone="loss" size={12} />
          {t('bounty.never')}
        </span>
      )}
    </>
  )
}

function BidOn({
  assertion,
  index,
  truth,
}: {
  readonly assertion: AssertionDetail
  readonly index: number
  readonly truth: boolean | null
}) {
  const t = useTexts()
  const said = saidOf(assertion, index)
  if (said.is === 'not-bid') return <span className={styles.faint}>{t('bounty.notBid')}</span>
  const right = said.is === 'said' && truth !== null ? said.malicious === truth : null
  return (
    <span className={styles.bid}>
      <VerdictWord verdict={said.is === 'hidden' ? 'hidden' : shapeOf(said.malicious)} />
      <span>
        {said.bid !== null && <Amount value={said.bid} cost />}
        {right === true && <Check role="img" aria-label={t('bounty.right')} className={styles.right} />}
        {right === false && <X role="img" aria-label={t('bounty.wrong')} className={styles.wrong} />}
        {right === null && <span aria-hidden style={{ width: 12 }} />}
      </span>
    </span>
  )
}
