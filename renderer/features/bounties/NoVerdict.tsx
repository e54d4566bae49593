import type { BountyRow } from '../../../shared/domain/bounty.ts'
import { useCommunity } from '../../store/console.tsx'
import { useTexts } from '../common/text.ts'
import styles from './cells.module.css'
import { noVerdictYet } from './model.ts'

interface NoVerdictProps {
  readonly row: BountyRow
  /** Staked on, and its opinion is not at hand: sealed until the wallet is unlocked. */
  readonly sealed: boolean
}

/** Instead of an opinion of mine: what has become of it. The row is of the Community that is looked at. */
export function NoVerdict({ row, sealed }: NoVerdictProps) {
  const t = useTexts()
  const community = useCommunity()
  const why = noVerdictYet(row, community?.clock.block ?? null, community?.engine.is ?? null)
  return <span className={styles.faint}>{sealed ? t('live.sealed') : t(`live.noVerdictYet.${why}`)}</span>
}
