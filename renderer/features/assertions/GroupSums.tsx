import { Trans } from 'react-i18next'
import type { BountyRow } from '../../../shared/domain/bounty.ts'
import type { CommunityState, Results } from '../../../shared/state/state.ts'
import { EXACT_DECIMALS } from '../../lib/amounts.ts'
import { formatCount } from '../../lib/numbers.ts'
import { Amount } from '../../ui/Amount.tsx'
import { isAtRisk, isUnrevealed } from '../bounties/model.ts'
import { useTexts } from '../common/text.ts'
import styles from './Assertions.module.css'
import { sumOfBids } from './sections.ts'

const unit = <span className={styles.unit} />

/** "1 reveal must be mined by block 18,402,124 · 0.8125 NCT". */
export function OwedSums({ rows, community }: { readonly rows: readonly BountyRow[]; readonly community: CommunityState }) {
  const t = useTexts()
  const reveals = rows.filter(isUnrevealed)
  const settles = rows.length - reveals.length
  const block = community.stake.firstWindowCloses
  return (
    <>
      {reveals.length > 0 && (
        <Trans
          i18nKey="assertions.sum.owed"
          count={reveals.length}
          values={{ block: block === null ? t('common.unknown') : formatCount(block) }}
          components={{ amount: <Amount value={sumOfBids(reveals)} cost />, unit }}
        />
      )}
      {reveals.length > 0 && settles > 0 && ' · '}
      {settles > 0 && t('assertions.sum.owedSettles', { count: settles })}
    </>
  )
}

/** "10 assertions · 8.4375 NCT at risk · 1.8125 NCT hidden, reveal comes". */
export function OpenSums({ rows }: { readonly rows: readonly BountyRow[] }) {
  const t = useTexts()
  const hidden = sumOfBids(rows.filter(({ state }) => state === 'committed' || state === 'assert-sent'))
  const missing = rows.filter(({ state }) => state === 'missing').length
  return (
    <>
      <Trans
        i18nKey="assertions.sum.open"
        count={rows.length}
        components={{ amount: <Amount value={sumOfBids(rows.filter(isAtRisk))} cost />, unit }}
      />
      {missing > 0 && ` · ${t('assertions.sum.missing', { count: missing })}`}
      {hidden > 0n && (
        <>
          {' · '}
          <Trans i18nKey="assertions.sum.hidden" components={{ amount: <Amount value={hidden} cost />, unit }} />
        </>
      )}
    </>
  )
}

/** "2,075 today · +692.28125 NCT". The sums come from the exact totals, never from the rows that are shown. */
export function EndedSums({ lost, results, count, isToday }: { lost: boolean; results: Results; count: number; isToday: boolean }) {
  const t = useTexts()
  const net = lost ? results.lostNet + results.forfeitedNet + results.writtenOffNet : results.wonNet + results.wonPartNet
  return (
    <>
      {t(isToday ? 'assertions.sum.today' : 'assertions.sum.count', { count })}
      {' · '}
      <Trans i18nKey="assertions.sum.net" components={{ amount: <Amount value={net} decimals={EXACT_DECIMALS} result />, unit }} />
      {lost && ` · ${t('assertions.sum.forfeited', { count: results.forfeited })}`}
      {lost && results.writtenOff > 0 && ` · ${t('assertions.sum.writtenOff', { count: results.writtenOff })}`}
    </>
  )
}
