import { Trans } from 'react-i18next'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { blocksUntilLost, useBlocksText, useRevealsNow } from '../common/locked.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useTexts } from '../common/text.ts'

/** What waits for a locked wallet: all that is unrevealed with what it costs, when the first of it is lost, what is owed now, what is to be settled. */
export function WhatWaits({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const reveals = useRevealsNow(community)
  const { unrevealedCount, unrevealed, owedSettles, toSettle } = community.stake
  const settles =
    owedSettles > 0
      ? t('alerts.waits.settlesNow', { count: owedSettles })
      : toSettle > 0
        ? t('alerts.waits.settlesLater', { count: toSettle })
        : null
  if (unrevealedCount === 0) return settles ?? t('alerts.waits.nothing')
  return (
    <>
      <Trans
        i18nKey="alerts.waits.unrevealed"
        count={unrevealedCount}
        values={{ amount: formatAmount(unrevealed, { cost: true }) }}
        components={{ b: <b /> }}
      />
      {space}
      <FirstLost community={community} />
      {space}
      {t(`alerts.waits.reveals.${reveals.is}`, { count: reveals.count })}
      {space}
      {settles}
    </>
  )
}

function FirstLost({ community }: { readonly community: CommunityState }) {
  const t = useTexts()
  const blocksText = useBlocksText()
  const left = blocksUntilLost(community)
  if (left === null) return null
  return left === 0 ? t('alerts.waits.firstOver') : t('alerts.waits.firstLost', { blocks: blocksText(left, community.clock) })
}
