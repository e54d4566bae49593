import { ShieldX } from 'lucide-react'
import { LOSSES_TO_PAUSE } from '../../../shared/domain/engine.ts'
import type { Need } from '../../../shared/state/state.ts'
import { visibleText } from '../../lib/names.ts'
import { useConsole } from '../../store/console.tsx'
import { Button } from '../../ui/Button.tsx'
import { Name } from '../../ui/Name.tsx'
import { NeedItem } from '../../ui/Notices.tsx'
import { useLossText } from '../common/reasons.ts'
import { useTexts } from '../common/text.ts'
import styles from './alerts.module.css'
import { lossAmount } from './LossBanner.tsx'
import type { LostStakes } from './losses.ts'
import { useEngineOff, useNeedAction } from './useNeedAction.ts'

const NAMES_SHOWN = 3

/** What one Community lost for one reason: how many, how much, which, and whether to go on. `need`: the first of them. */
export function LostCard({ lost, need }: { readonly lost: LostStakes; readonly need: Need }) {
  const t = useTexts()
  const lossText = useLossText()
  const { act, putOff, busy } = useNeedAction(need, lost)
  const off = useEngineOff(need)
  const title =
    lost.count > 1
      ? t('alerts.need.stake-lost.titleMany', { count: lost.count, lostNct: lossAmount(lost.amount) })
      : t(off ? 'alerts.need.stake-lost.titleOff' : 'alerts.need.stake-lost.title')
  const actText = off
    ? t(lost.guid === null ? 'alerts.need.stake-lost.show' : 'alerts.need.stake-lost.open')
    : t('alerts.need.stake-lost.do')
  return (
    <NeedItem
      tone="bad"
      icon={<ShieldX aria-hidden />}
      title={title}
      actions={
        <>
          <Button size="small" busy={busy} onClick={act} data-need-action>
            {actText}
          </Button>
          <Button acts size="small" kind="quiet" onClick={putOff}>
            {t(off ? 'alerts.need.stake-lost.seen' : 'alerts.need.stake-lost.later')}
          </Button>
        </>
      }
    >
      <WhatWasLost lost={lost} />
      {lost.reason && <p>{lossText(lost.reason)}</p>}
      <p>{off ? t(`alerts.need.stake-lost.${off}`) : <WhenPaused community={lost.community} />}</p>
    </NeedItem>
  )
}

/** At how many an engine that stakes pauses by itself; after that many it was resumed, and each further one pauses it again. */
function WhenPaused({ community }: { readonly community: LostStakes['community'] }) {
  const t = useTexts()
  const count = useConsole(({ communities }) => (community === null ? 0 : (communities[community]?.recentLosses ?? 0)))
  return count < LOSSES_TO_PAUSE
    ? t('alerts.need.stake-lost.running', { most: LOSSES_TO_PAUSE })
    : t('alerts.need.stake-lost.resumed', { count })
}

function WhatWasLost({ lost: { community, count, amount, names } }: { readonly lost: LostStakes }) {
  const t = useTexts()
  const name = useConsole(({ communities }) => (community === null ? '' : (communities[community]?.settings.name ?? community)))
  const [first = ''] = names
  if (count === 1)
    return <p>{t('alerts.need.stake-lost.text', { name: visibleText(first), lostNct: lossAmount(amount), community: name })}</p>
  const shown = names.slice(0, NAMES_SHOWN)
  return (
    <>
      <p>{t('alerts.need.stake-lost.textMany', { community: name })}</p>
      {shown.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may bear one name.
        <div key={index} className={styles.held}>
          <Name text={each} />
        </div>
      ))}
      {count > shown.length && <p>{t('alerts.need.stake-lost.more', { count: count - shown.length })}</p>}
    </>
  )
}
