import type { ReactNode } from 'react'
import { Trans } from 'react-i18next'
import { Amount } from '../../ui/Amount.tsx'
import { useTexts } from '../common/text.ts'
import type { Group } from './groups.ts'
import styles from './Live.module.css'

/** "3 bounties · 3.9375 NCT at risk · 0.8125 NCT not seen revealed yet". */
export function GroupSumsText({ group, stale }: { readonly group: Group; readonly stale: boolean }) {
  const t = useTexts()
  const { count, atRisk, notSeen, hidden, result } = group.sums
  const tone = stale ? ({ tone: 'dim' } as const) : {}
  const unit = <span className={styles.unit} />
  const parts: ReactNode[] = [t('live.sum.bounties', { count })]
  if (group.id === 'settled' || group.id === 'ended') {
    parts.push(<Trans i18nKey="live.sum.result" components={{ amount: <Amount value={result} result />, unit }} />)
  } else if (atRisk > 0n) {
    parts.push(<Trans i18nKey="live.sum.atRisk" components={{ amount: <Amount value={atRisk} cost {...tone} />, unit }} />)
  }
  if (group.id === 'reveal' && notSeen > 0n) {
    parts.push(<Trans i18nKey="live.sum.notSeenRevealed" components={{ amount: <Amount value={notSeen} cost {...tone} />, unit }} />)
  }
  if (group.id === 'assert' && hidden > 0n) {
    parts.push(<Trans i18nKey="live.sum.committedHidden" components={{ amount: <Amount value={hidden} cost {...tone} />, unit }} />)
  }
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts have a fixed order
    <span key={index}>
      {index > 0 && ' · '}
      {part}
    </span>
  ))
}
