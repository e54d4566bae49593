import { Unplug } from 'lucide-react'
import { Trans } from 'react-i18next'
import type { CommunityState } from '../../../shared/state/state.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { useAction, useWindowConsole } from '../../store/console.tsx'
import { goTo } from '../../store/ui.ts'
import { Button } from '../../ui/Button.tsx'
import { Banner } from '../../ui/Notices.tsx'
import { useLockedOut } from '../common/locked.ts'
import { useSaid } from '../common/reasons.ts'
import { useSentenceSpace } from '../common/sentences.ts'
import { useDuration, useTexts } from '../common/text.ts'
import { useGoesOn } from './PausedBanners.tsx'

type Lost = Extract<CommunityState['connection'], { is: 'lost' }>

/** The connection is gone: how long, what waits signed on disk, when it is tried again. */
export function DisconnectedBanner({ community, connection, now }: { community: CommunityState; connection: Lost; now: number }) {
  const t = useTexts()
  const space = useSentenceSpace()
  const duration = useDuration()
  const said = useSaid()
  const { ui } = useWindowConsole()
  const retry = useAction('community.retry')
  const lockedOut = useLockedOut(community)
  const goesOn = useGoesOn(community)
  const { name, id } = community.settings
  const { owedReveals, owedRevealsAmount, firstWindowCloses } = community.stake
  const { block } = community.clock
  const blocks = firstWindowCloses === null || block === null ? null : Math.max(0, firstWindowCloses - block)
  const { attempt, nextTryAt, everConnected, since } = connection
  const title = everConnected
    ? t('alerts.banner.connection.title', { name, time: duration(now - since) })
    : t('alerts.banner.connection.never', { name })
  return (
    <Banner
      tone="loss"
      icon={<Unplug aria-hidden />}
      title={title}
      actions={
        <>
          <Button
            kind="primary"
            busy={retry.busy}
            onClick={() => {
              retry.run({ community: id }).catch(() => {})
            }}
          >
            {t('alerts.banner.connection.tryNow')}
          </Button>
          <Button onClick={() => goTo(ui, { screen: 'communities' })}>{t('alerts.banner.connection.test')}</Button>
        </>
      }
    >
      {lockedOut ? (
        goesOn
      ) : owedReveals > 0 && blocks !== null ? (
        <Trans
          i18nKey={blocks > 0 ? 'alerts.banner.connection.waits' : 'alerts.banner.connection.waitsOver'}
          count={owedReveals}
          values={{ amount: formatAmount(owedRevealsAmount, { cost: true }), blocks: t('common.blocks', { count: blocks ?? 0 }) }}
          components={{ b: <b /> }}
        />
      ) : (
        t(everConnected ? 'alerts.banner.connection.noneOwed' : 'alerts.banner.connection.neverJoined')
      )}
      {space}
      {t('alerts.banner.connection.detail', { detail: said(connection) })}
      {space}
      {nextTryAt !== null && nextTryAt > now
        ? t('alerts.banner.connection.nextTry', { attempt, time: duration(nextTryAt - now) })
        : t('alerts.banner.connection.trying', { attempt })}
    </Banner>
  )
}
